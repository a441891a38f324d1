"""What stretches of a text have in common with others, and what is left of them without these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.model import Span, Spans


def shared(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """Return the stretches that lie in one of ``spans`` and in one of the ``others``, in order."""
    both = ((max(a, b), min(c, d)) for a, c in spans for b, d in others)
    return sorted((start, end) for start, end in both if start < end)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return what is left of ``spans`` when the ``holes`` are cut out."""
    left = list(spans)
    for opens, closes in holes:
        halves = (half for start, end in left for half in ((start, min(end, opens)), (max(start, closes), end)))
        left = [(start, end) for start, end in halves if start < end]
    return left


def alike(left: Spans, right: Spans) -> float:
    """Return how much two contents overlap: intersection over union, in characters."""
    if left[-1][1] <= right[0][0] or right[-1][1] <= left[0][0]:
        return 0.0
    common = size(shared(left, right))
    total = size((*left, *right)) - common
    return common / total if total else 0.0


def size(spans: Iterable[Span]) -> int:
    """Return how many characters ``spans`` have together."""
    return sum(end - start for start, end in spans)
