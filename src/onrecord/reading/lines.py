"""The sentences of a report with what statements say blanked out: what is left is the reporter's own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.dates import DateMention
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.occasion_words import Named
from onrecord.reading.statements import Attribution


@dataclass(slots=True)
class Line:
    """A sentence: its own words with the contents of statements blanked out, its dates, its statements.

    ``start`` is where it starts in the article's text; ``words`` are its tokens, blanked or not, ``root`` their head.
    """

    passage: Passage
    number: int
    start: int
    words: Sequence[Token]
    root: Token
    text: str
    dates: list[DateMention] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)

    def span_of(self, named: Named) -> Span:
        """Return where an occasion that the sentence names stands in the article's text."""
        return self.start + named.start, self.start + named.end

    def is_blank(self, token: Token) -> bool:
        """Tell whether a token stands in what a statement says, or outside the sentence."""
        at = token.idx + self.passage.start - self.start
        return not 0 <= at < len(self.text) or self.text[at] == " "


def lines_of(
    passages: Sequence[Passage], attributions: Sequence[Attribution], dates: Sequence[DateMention]
) -> list[Line]:
    """Return the sentences of an article but for its captions, each with the statements whose cue it holds."""
    contents = sorted(_after_date(passages, one, span, dates) for one in attributions for span in one.content)
    longest = max((end - start for start, end in contents), default=0)
    lines: list[Line] = []
    for number, passage in enumerate(passages):
        if passage.part == "caption":
            continue
        said = contents[bisect_left(contents, (passage.start - longest, 0)) : bisect_left(contents, (passage.end, 0))]
        named = dates[_first(dates, passage.start) : _first(dates, passage.end)]
        for tokens in passage.doc.sents:
            if passage.text[tokens.start_char : tokens.end_char].strip():
                lines.append(_line(passage, number, tokens, said, named))
    for index, attribution in enumerate(attributions):
        if attribution.cue and (line := _line_at(lines, attribution.cue[0][0])):
            line.cues.append(index)
    for line in lines:
        line.cues.sort(key=lambda index: attributions[index].cue[0])
    return lines


def _first(dates: Sequence[DateMention], offset: int) -> int:
    """Return the index of the first date at ``offset`` or behind it; dates are sorted."""
    return bisect_left(dates, offset, key=lambda one: one.span[0])


def _after_date(passages: Sequence[Passage], one: Attribution, span: Span, dates: Sequence[DateMention]) -> Span:
    """Return a content without the day of the utterance at its head: "said | in May the bloc would grow"."""
    passage = passage_at(passages, span[0])
    if passage is None or not any(0 <= span[0] - end <= 1 for _, end in one.cue):
        return span
    near = dates[_first(dates, span[0]) : _first(dates, span[0] + 5)]
    mention = next((date for date in near if span[0] + 4 < date.span[1]), None)
    tokens = passage.tokens_in(mention.span) if mention else None
    if mention is None or tokens is None or mention.span[1] >= span[1]:
        return span
    led = re.fullmatch(r"(?:in|on)\s", passage.text[span[0] - passage.start : mention.span[0] - passage.start])
    after = tokens.doc[tokens.end] if tokens.end < len(tokens.doc) else None
    bare = mention.span[0] == span[0] and after is not None and after.pos_ not in {"VERB", "AUX", "PART", "PUNCT"}
    return (mention.span[1], span[1]) if led or bare else span


def _line(
    passage: Passage, number: int, tokens: TokenSpan, contents: Sequence[Span], dates: Sequence[DateMention]
) -> Line:
    start, end = passage.span(tokens)
    text = passage.text[start - passage.start : end - passage.start]
    for left, right in contents:
        left, right = max(left, start), min(right, end)
        if left < right:
            text = text[: left - start] + " " * (right - left) + text[right - start :]
    outside = [
        one for one in dates if start <= one.span[0] < end and text[one.span[0] - start : one.span[1] - start].strip()
    ]
    words = passage.tokens[tokens.start : tokens.end]
    return Line(passage, number, start, words, tokens.root, text, outside)


def _line_at(lines: Sequence[Line], offset: int) -> Line | None:
    index = bisect_right(lines, offset, key=lambda line: line.start) - 1
    return lines[index] if index >= 0 and offset < lines[index].start + len(lines[index].text) else None


def cue_verbs(line: Line, attributions: Sequence[Attribution]) -> Iterator[Token]:
    """Yield the cue verb of each statement of a sentence."""
    for index in line.cues:
        verb = cue_verb(line, attributions[index])
        if verb is not None:
            yield verb


def cue_verb(line: Line, attribution: Attribution) -> Token | None:
    """Return the head of a statement's cue."""
    tokens = line.passage.tokens_in(attribution.cue[0])
    return tokens.root if tokens is not None else None
