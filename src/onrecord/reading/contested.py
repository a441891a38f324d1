"""Whose words they are when two statements claim some of the same words and neither tells the other.

The model reads the words near each anchor by themselves, so two statements beside one another may both take what
stands between them. It goes to the one whose cue is nearer, a cue in the same sentence or paragraph before any other.
Of two that have nearly one content the surer has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Span, Spans
from onrecord.reading.labels import joined
from onrecord.reading.nearness import Grid
from onrecord.reading.overlap import alike, shared, size, without
from onrecord.reading.statements import Attribution

Distance = tuple[int, int, int]
"""Line ends, full stops and the like, characters."""
SAME = 0.7
"""How much two contents overlap, intersection over union, that are nearly one."""
_STOP = re.compile(r"[.!?]")


def apart(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Of two statements with nearly one content keep the surer, and of the other what it alone has beside its cue."""
    kept: list[Attribution] = []
    places = Grid()
    for one in sorted(found, key=lambda attribution: -attribution.confidence):
        rivals = [kept[i].content for i in places.near(one.content) if alike(one.content, kept[i].content) >= SAME]
        content = _own(text, one, [span for content in rivals for span in content]) if rivals else one.content
        if content:
            places.add(len(kept), content)
            kept.append(replace(one, content=content))
    return kept


def _own(text: str, one: Attribution, others: Sequence[Span]) -> Spans:
    """Return the spans of a content that stand in its cue's paragraph and share nothing with ``others``."""
    return tuple(
        (start, end)
        for start, end in one.content
        if one.cue and "\n" not in text[min(start, one.cue[0][0]) : max(end, one.cue[-1][1])]
        if not shared([(start, end)], others)
    )


def settle(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return ``found``, the words that two statements claim in part left to one of them."""
    settled = list(found)
    places = Grid(one.content for one in found)
    for index in range(len(found)):
        for other in places.near(found[index].content):
            if other < index and _contest(settled[index], settled[other]):
                settled[index], settled[other] = _parted(text, settled[index], settled[other])
    return settled


def _contest(one: Attribution, other: Attribution) -> bool:
    """Tell whether each claims words of the other and has words of its own, and neither tells the other."""
    if _tells(one, other) or _tells(other, one):
        return False
    common = size(shared(one.content, other.content))
    return bool(common) and common < min(size(one.content), size(other.content))


def _tells(one: Attribution, other: Attribution) -> bool:
    """Tell whether the other one's cue, or its source, stands in what ``one`` says."""
    return bool(shared(one.content, other.cue or other.source))


def _parted(text: str, one: Attribution, other: Attribution) -> tuple[Attribution, Attribution]:
    """Return both, each of their shared words left to the one that is nearer."""
    for span in shared(one.content, other.content):
        if _far(text, one, span) <= _far(text, other, span):
            other = replace(other, content=_without(text, other.content, span))
        else:
            one = replace(one, content=_without(text, one.content, span))
    return one, other


def _far(text: str, one: Attribution, span: Span) -> Distance:
    """Return how far it is from the cue, or the source, to ``span``."""
    between = [
        text[end : span[0]] if end <= span[0] else text[span[1] : start] for start, end in one.cue or one.source
    ]
    distances = ((gap.count("\n"), len(_STOP.findall(gap)), len(gap)) for gap in between)
    return min(distances, default=(len(text), 0, 0))


def _without(text: str, spans: Spans, hole: Span) -> Spans:
    """Return what is left of ``spans``; all of them where nothing but punctuation would be."""
    return joined(text, without(spans, [hole])) or spans
