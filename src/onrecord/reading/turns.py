"""Words that stand beside a name without a verb: interviews, transcripts, quotations signed after a dash or colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Span, Spans
from onrecord.reading.language import Passage
from onrecord.reading.quotations import Quotation, outermost, overlapping
from onrecord.reading.statements import Attribution

CONFIDENCE = 0.9
LONGEST_LABEL = 60
"""Characters of a speaker's label, at most."""
_WORD = r"(?:[A-Z][\w.'’-]*|of|the|for|and|de|van|von|der|bin|al|el)"
_NAME = rf"(?:(?:the|The)\s+)?[A-Z][\w.'’-]*(?:[ \t]+{_WORD}){{0,8}}(?:,[ \t]+{_WORD}(?:[ \t]+{_WORD}){{0,6}})?"
_LABEL = re.compile(rf"(?P<label>{_NAME})(?:[ \t]*[(\[][^)\]\n]{{1,40}}[)\]])?[ \t]*(?P<colon>:)(?=\s)[ \t\n]*(?=\S)")
_AFTER_DASH = re.compile(rf"\s*(?P<cue>—|–|―|--|-)\s*(?P<label>{_NAME})\s*\.?\s*")
_BEFORE_COLON = re.compile(r"(?P<label>\S+(?:\s+\S+){0,7})(?P<cue>:)\s*")
_INTRODUCED = re.compile(r":\s*$")
_CLOSING = re.compile(r"[\[(*#—–―]|(?:This|The) (?:interview|transcript)\b")
_ASIDES = frozenset(
    """note correction corrections photo photos image picture source sources update updated related watch date time
    location place venue address tags topics caption credit warning disclaimer contact email phone website subject
    from to cc re summary background editor editors by price total result results score facts fact example report
    analysis opinion breaking live listen video read more also see step part chapter section""".split()
)
_ASKING = frozenset({"q", "question", "reporter", "journalist", "moderator", "interviewer", "host"})
_ANSWERING = frozenset({"a", "answer"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at one go: the label that names the speaker, its colon, and the paragraphs spoken."""

    label: Span
    colon: Span
    words: tuple[Span, ...]


def find_turns(text: str, blocks: Sequence[Span]) -> list[Turn]:
    """Return the turns of an interview or transcript; none where the labels are too few to be one.

    A label opens a paragraph and ends with a colon (*FOREIGN MINISTER LARSEN:*, *Q:*); paragraphs without one go on
    with the turn. Two labels that take turns, or one that returns twice, make a transcript.
    """
    labelled = [(index, match) for index, block in enumerate(blocks) if (match := _labelled(text, block))]
    names = Counter(_name(match) for _, match in labelled)
    kept = [(index, match) for index, match in labelled if _is_speaker(_name(match), names)]
    if not _is_transcript([_name(match) for _, match in kept]):
        return []
    ends = [*(index for index, _ in kept[1:]), _last(text, blocks, kept[-1][0] + 1)]
    turns = []
    for (index, match), end in zip(kept, ends, strict=True):
        words = ((match.end(), blocks[index][1]), *blocks[index + 1 : end])
        turns.append(Turn(match.span("label"), match.span("colon"), words))
    return turns


def names_nobody(text: str, source: Spans) -> bool:
    """Tell whether a source is a label that only says who asks and who answers (*Q*, *A*)."""
    return len(source) == 1 and text[slice(*source[0])].casefold() in _ASKING | _ANSWERING


def _labelled(text: str, block: Span) -> re.Match[str] | None:
    match = _LABEL.match(text, *block)
    return match if match and match.end("label") - block[0] <= LONGEST_LABEL and match.end() < block[1] else None


def _name(match: re.Match[str]) -> str:
    return " ".join(match["label"].split()).casefold()


def _is_speaker(name: str, names: Counter[str]) -> bool:
    if name in _ASKING | _ANSWERING:
        return True
    return not _ASIDES & set(name.split()[:1]) and (names[name] > 1 or " " in name or len(names) > 1)


def _is_transcript(names: Sequence[str]) -> bool:
    counts = Counter(names)
    return len(names) >= 3 and counts.most_common(1)[0][1] >= 2


def _last(text: str, blocks: Sequence[Span], first: int) -> int:
    """Return the block after a turn that no other follows: it goes on up to a heading, an aside or a closing note."""
    rest = range(first, len(blocks))
    return next((at for at in rest if _CLOSING.match(text, *blocks[at])), len(blocks))


def find_spoken(text: str, passages: Sequence[Passage], quotations: Sequence[Quotation]) -> list[Attribution]:
    """Return the statements whose speaker stands beside them without a verb, in the order of the text.

    The content of a turn is verbatim, with or without quotation marks. A paragraph that goes on with a turn
    ``continues`` it. The label is the source, its colon the cue; nobody is named by *Q:* and *A:*.
    """
    blocks = [(one.start, one.end) for one in passages if one.part == "body"]
    found: list[Attribution] = []
    for turn in find_turns(text, blocks):
        first = len(found)
        for number, span in enumerate(turn.words):
            source, cue = ((), ()) if number else ((turn.label,), (turn.colon,))
            before = first if number else None
            found.append(Attribution(source, cue, (span,), CONFIDENCE, continues=before, verbatim=True))
    if not found:
        outer = outermost(quotations)
        found = [*find_signed(text, blocks, outer), *_coloned(text, passages, outer)]
        found.sort(key=lambda one: one.content)
    return found


def find_signed(text: str, blocks: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Yield the quotations that fill a paragraph, with a dash and a name behind them or in the next paragraph.

    ``quotations`` are the outermost ones, in order.
    """
    for index, (start, end) in enumerate(blocks):
        here = overlapping(quotations, (start, end))
        if len(here) != 1 or here[0].span[0] > start + 1 or not here[0].closed:
            continue
        limit = end
        if here[0].span[1] >= end - 1 and index + 1 < len(blocks):
            limit = blocks[index + 1][1]
        signed = _AFTER_DASH.fullmatch(text, here[0].span[1], limit)
        if signed and signed.end("label") - signed.start("label") <= LONGEST_LABEL:
            yield Attribution((signed.span("label"),), (signed.span("cue"),), (here[0].span,), CONFIDENCE)


def _coloned(text: str, passages: Sequence[Passage], quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Read a paragraph that is a name, a colon and a quotation, and has no verb before the colon."""
    for passage in (one for one in passages if one.part == "body"):
        start, end = passage.start, passage.end
        here = overlapping(quotations, (start, end))
        if not here or here[0].span[0] == start:
            continue
        match = _BEFORE_COLON.fullmatch(text, start, here[0].span[0])
        if match is None or not match["label"][:1].isalpha() or match["label"].split()[0].casefold() in _ASIDES:
            continue
        if any(token.pos_ in ("VERB", "AUX") for token in passage.tokens_in(match.span("label")) or ()):
            continue
        last = here[-1].span[1]
        outside = "".join(text[a.span[1] : b.span[0]] for a, b in pairwise(here)) + text[last:end]
        if not any(character.isalnum() for character in outside):
            yield Attribution((match.span("label"),), (match.span("cue"),), tuple(q.span for q in here), CONFIDENCE)


def extend_released(text: str, passages: Sequence[Passage], found: Sequence[Attribution]) -> list[Attribution]:
    """Complete what a colon at a paragraph's end introduces to the whole of the next paragraph."""
    blocks = [(one.start, one.end) for one in passages if one.part == "body"]
    starts = [start for start, _ in blocks]
    completed = []
    for one in found:
        at = bisect_left(starts, one.content[0][0] + 1) - 1
        introduced = (
            at > 0
            and one.cue
            and blocks[at - 1][0] <= one.cue[0][0] < blocks[at - 1][1]
            and _INTRODUCED.search(text, *blocks[at - 1])
            and one.content[-1][1] <= blocks[at][1]
        )
        completed.append(_widened(one, blocks[at]) if introduced else one)
    return completed


def _widened(one: Attribution, block: Span) -> Attribution:
    return Attribution(one.source, one.cue, (block,), one.confidence, one.continues, one.nested_in, one.verbatim)
