"""How like two wordings are, how surely that is no chance, and which words say so."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record.wording import Weights

ORDER = 0.25
"""How much of the score is in the order of the words."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` is from 0 (nothing in common) to 1 (the same words in the same order).

    ``evidence`` is how much the common words tell in nats, in their order, times the share of the quotation that they
    are: three common words prove less than ten rare ones, however short the quotation. ``common`` are the stems that
    both have, the most telling first.
    """

    score: float
    evidence: float
    common: tuple[str, ...]


def likeness(quoted: Sequence[str], passage: Sequence[str], weights: Weights) -> Likeness:
    """Return how like ``passage`` is to ``quoted`` (stems)."""
    common = Counter(quoted) & Counter(passage)
    told = weights.sum(quoted)
    if not told or not common:
        return Likeness(0.0, 0.0, ())
    in_order = ordered(quoted, passage, weights)
    shown = tuple(sorted(common, key=lambda one: -weights(one)))
    return Likeness(quick(quoted, passage, weights), in_order * in_order / told, shown)


def quick(quoted: Sequence[str], passage: Sequence[str], weights: Weights) -> float:
    """Return the ``score`` alone.

    Stems are weighed by how much they tell; words of the passage that are not quoted count little, since quotations
    leave out. Each pair of neighbours in the same order adds.
    """
    common = Counter(quoted) & Counter(passage)
    told = weights.sum(quoted)
    if not told or not common:
        return 0.0
    shared = sum(weights(one) * number for one, number in common.items())
    precision = shared / max(weights.sum(passage), 1e-9)
    pairs, there = _pairs(quoted), _pairs(passage)
    order = sum((pairs & there).values()) / max(1, sum(pairs.values()))
    return (1 - ORDER) * shared / told * (0.75 + 0.25 * min(1.0, 2 * precision)) + ORDER * order


def ordered(left: Sequence[str], right: Sequence[str], weights: Weights) -> float:
    """Return the weight of the heaviest common subsequence: what both say in the same order."""
    before = [0.0] * (len(right) + 1)
    for one in left:
        weight, now = weights(one), [0.0]
        for place, other in enumerate(right):
            now.append(max(before[place] + weight if one == other else 0.0, before[place + 1], now[place]))
        before = now
    return before[-1]


def _pairs(stems: Sequence[str]) -> Counter[tuple[str, str]]:
    return Counter(itertools.pairwise(stems))
