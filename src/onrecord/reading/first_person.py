"""Whom *I* and *we* mean: inside words that are somebody's own, their speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from onrecord.model import Span, Spans
from onrecord.reading.language import Passage
from onrecord.reading.mentions import Mention
from onrecord.reading.quotations import Quotation, outermost
from onrecord.reading.statements import Attribution

_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())


def find_first_persons(
    passages: Sequence[Passage], quotations: Sequence[Quotation], attributions: Sequence[Attribution]
) -> Iterator[tuple[Mention, Spans]]:
    """Yield the first-person pronouns in quotations and turns, each with the source of the words it stands in.

    Of nested statements the innermost one counts; one without a source of its own takes that of the statement
    which it continues. *I* outside quotation marks is whoever writes, and means nobody here.
    """
    own = _own_words(quotations, attributions)
    starts = [span[0] for span, _ in own]
    longest = max((span[1] - span[0] for span, _ in own), default=0)
    for passage in passages:
        if bisect_right(starts, passage.start - longest - 1) == bisect_left(starts, passage.end):
            continue
        for token in passage.tokens:
            if token.lower_ not in _FIRST or token.text == "US":
                continue
            span = passage.span(token)
            source = _source_over(own, starts, longest, span)
            if source:
                subject = token.dep_ in ("nsubj", "nsubjpass")
                yield Mention(span, span, "pronoun", passage.part, -1, subject, quoted=True), source


def _own_words(quotations: Sequence[Quotation], attributions: Sequence[Attribution]) -> list[tuple[Span, Spans]]:
    """Return the stretches that are a speaker's own words, with their sources, in the order of the text."""
    marks = [one.span for one in outermost(quotations)]
    found = []
    for one in attributions:
        source = _source_of(one, attributions)
        for content in one.content if source else ():
            if one.verbatim:
                found.append((content, source))
                continue
            for mark in _overlapping(marks, content):
                found.append(((max(mark[0], content[0]), min(mark[1], content[1])), source))
    return sorted(found)


def _overlapping(marks: Sequence[Span], content: Span) -> Sequence[Span]:
    first = max(bisect_right(marks, content[0], key=lambda one: one[0]) - 1, 0)
    last = bisect_right(marks, content[1], key=lambda one: one[0])
    return [one for one in marks[first:last] if one[0] < content[1] and content[0] < one[1]]


def _source_of(one: Attribution, attributions: Sequence[Attribution]) -> Spans:
    seen: set[int] = set()
    while not one.source and one.continues is not None and one.continues not in seen:
        seen.add(one.continues)
        one = attributions[one.continues]
    return one.source


def _source_over(own: Sequence[tuple[Span, Spans]], starts: Sequence[int], longest: int, span: Span) -> Spans:
    first = bisect_right(starts, span[0] - longest - 1)
    holding = [one for one in own[first : bisect_right(starts, span[0])] if one[0][0] <= span[0] < one[0][1]]
    return min(holding, key=lambda one: one[0][1] - one[0][0])[1] if holding else ()
