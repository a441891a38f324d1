"""What is said though no statement claims it: the encoder's second opinion on which words are somebody's content.

Whether a word stands in any content at all is asked of each word by itself; that finds words that no anchor stood out
for. They complete the statements beside them, or speak for a statement that was too doubtful by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from onrecord.model import Span, Spans
from onrecord.reading.encoder import Floats
from onrecord.reading.labels import joined
from onrecord.reading.nearness import Grid
from onrecord.reading.overlap import shared, size
from onrecord.reading.pieces import Pieces, word_bounds
from onrecord.reading.quotations import Quotation
from onrecord.reading.statements import Attribution

PRESENT = 0.5
"""How likely a piece is in some content when it counts as that."""
UNCLAIMED = 0.3
"""The share of a doubtful statement's content that no statement claims, when it is believed for that."""
QUOTED = 0.7
"""The share of a quotation that is in some content when all of it is taken for words said."""
SHORTEST = 6
"""Pieces of a quotation that is taken for words said, at least: fewer are a title or scare quotes."""
HEARD = 0.5
"""The share of a quotation that a statement has which tells who says it."""
UNNAMED = 0.5
"""The score of a quotation that nobody is surely found to say."""
Flags = npt.NDArray[np.bool_]


class Coverage:
    """Which pieces of a text are in some content, and which of them a statement claims."""

    def __init__(self, pieces: Pieces, presence: Floats) -> None:
        """``presence`` tells of each piece how likely it is in some content."""
        self._starts, self._ends, self._blocks = pieces.starts, pieces.ends, pieces.blocks
        self._present: Flags = _by_words(presence, pieces.words) >= PRESENT
        self._claimed: Flags = np.zeros(len(presence), dtype=np.bool_)

    def claim(self, spans: Spans) -> None:
        """Mark ``spans`` as claimed by a statement."""
        for span in spans:
            self._claimed[self._inside(span)] = True

    def unclaimed(self, spans: Spans) -> float:
        """Return the share of the pieces of ``spans`` that are in some content though no statement claims them."""
        slices = [self._inside(span) for span in spans]
        inside = [self._present[part] & ~self._claimed[part] for part in slices]
        return sum(int(part.sum()) for part in inside) / max(sum(len(part) for part in inside), 1)

    def size(self, span: Span) -> int:
        """Return how many pieces ``span`` has."""
        return len(self._starts[self._inside(span)])

    def block(self, span: Span) -> int | None:
        """Return the paragraph that a span begins in; ``None`` behind the last one."""
        first = self._inside(span).start
        return int(self._blocks[first]) if first < len(self._blocks) else None

    def grown(self, span: Span) -> Span:
        """Return ``span`` with the words beside it that are in some content though no statement claims them."""
        part = self._inside(span)
        first, last = part.start, part.stop
        while 0 < first < len(self._blocks) and self._loose(first - 1, beside=first):
            first -= 1
        while 0 < last < len(self._blocks) and self._loose(last, beside=last - 1):
            last += 1
        start = span[0] if first == part.start else int(self._starts[first])
        return start, span[1] if last == part.stop else int(self._ends[last - 1])

    def _loose(self, piece: int, beside: int) -> bool:
        same = self._blocks[piece] == self._blocks[beside]
        return bool(same and self._present[piece] and not self._claimed[piece])

    def _inside(self, span: Span) -> slice:
        first, last = np.searchsorted(self._starts, span).tolist()
        return slice(int(first), int(last))


def add_doubtful(
    coverage: Coverage, found: Sequence[Attribution], doubtful: Sequence[Attribution]
) -> list[Attribution]:
    """Return ``found`` with those ``doubtful`` statements whose content is said and claimed by nobody else."""
    kept = list(found)
    for one in found:
        coverage.claim(one.content)
    for one in sorted(doubtful, key=lambda attribution: -attribution.confidence):
        if coverage.unclaimed(one.content) >= UNCLAIMED:
            coverage.claim(one.content)
            kept.append(one)
    return kept


def add_quotations(
    coverage: Coverage, found: Sequence[Attribution], quotations: Sequence[Quotation]
) -> tuple[list[Attribution], list[Quotation]]:
    """Return ``found`` with the quotations that nobody claims, and those that could not be added to a statement.

    Each goes to the nearest statement with a cue in its paragraph.
    """
    kept, alone = list(found), list[Quotation]()
    places = Grid((*one.source, *one.cue, *one.content) for one in found)
    beside: dict[int | None, list[tuple[Span, int]]] = {}
    for index, one in enumerate(found):
        for span in (*one.cue, *one.content) if one.cue else ():
            beside.setdefault(coverage.block(span), []).append((span, index))
    for quotation in quotations:
        if not quotation.closed or coverage.size(quotation.inner) < SHORTEST:
            continue
        if coverage.unclaimed((quotation.inner,)) < QUOTED or _is_touched(kept, places, quotation.span):
            continue
        block = coverage.block(quotation.span)
        home = _nearest(beside.get(block, []), quotation.span) if block is not None else None
        if home is None:
            alone.append(quotation)
            continue
        content = tuple(sorted((*kept[home].content, quotation.span)))
        kept[home] = replace(kept[home], content=content)
        beside[block].append((quotation.span, home))
        places.add(home, (quotation.span,))
        coverage.claim((quotation.span,))
    return kept, alone


def add_alone(
    coverage: Coverage, found: Sequence[Attribution], alone: Sequence[Quotation], heard: Sequence[Attribution]
) -> list[Attribution]:
    """Return ``found`` with the quotations that stand ``alone``, each a statement.

    It is said by whom the surest statement has it said that was ``heard`` of it, if any.
    """
    kept, places = list(found), Grid(one.content for one in heard)
    for quotation in alone:
        spoken = [heard[i] for i in places.near((quotation.inner,)) if _tells_of(heard[i], quotation)]
        best = max(spoken, key=lambda one: one.confidence, default=Attribution((), (), ()))
        kept.append(replace(best, content=(quotation.span,), confidence=UNNAMED))
        coverage.claim((quotation.span,))
    return kept


def complete(text: str, coverage: Coverage, found: Sequence[Attribution]) -> list[Attribution]:
    """Return ``found``, each content with the words beside it that are in some content and that nobody claims."""
    for one in found:
        coverage.claim((*one.source, *one.cue, *one.content))
    completed = list(found)
    for index, one in enumerate(found):
        grown = tuple(coverage.grown(span) for span in one.content)
        if grown != one.content:
            coverage.claim(grown)
            completed[index] = replace(one, content=joined(text, grown))
    return completed


def _by_words(presence: Floats, words: npt.NDArray[np.int32]) -> Floats:
    """Return of each piece the mean of the pieces of its word."""
    edges, sizes = word_bounds(words)
    return np.repeat(np.add.reduceat(presence, edges) / sizes, sizes) if len(words) else presence


def _is_touched(found: Sequence[Attribution], places: Grid, span: Span) -> bool:
    near = (found[i] for i in places.near((span,)))
    spans = (other for one in near for other in (*one.source, *one.cue, *one.content))
    return any(start < span[1] and span[0] < end for start, end in spans)


def _tells_of(one: Attribution, quotation: Quotation) -> bool:
    """Tell whether a statement outside a quotation has most of it, and says who speaks."""
    apart = not shared((*one.source, *one.cue), [quotation.span])
    most = size(shared(one.content, [quotation.inner])) >= HEARD * size([quotation.inner])
    return bool(one.source) and apart and most


def _nearest(contents: Sequence[tuple[Span, int]], span: Span) -> int | None:
    """Return the nearest of the statements with a cue in the paragraph of a quotation."""
    near = [(min(abs(start - span[1]), abs(span[0] - end)), index) for (start, end), index in contents]
    return min(near)[1] if near else None
