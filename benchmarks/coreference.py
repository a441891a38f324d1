"""How well clusters of mentions agree: MUC, B³ and CEAF-e, whose mean is the CoNLL figure.

Definitions: Vilain et al. 1995 (MUC), Bagga and Baldwin 1998 (B³), Luo 2005 (CEAF with the entity similarity φ4),
Pradhan et al. 2014 (their mean). A mention is any hashable key; one that only one side has counts against the other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

Clusters = Sequence[frozenset[Hashable]]


@dataclass(frozen=True)
class Ratio:
    """A precision and a recall as numerators and denominators, so that documents can be added up."""

    right: float = 0.0
    found: float = 0.0
    right_of_wanted: float = 0.0
    wanted: float = 0.0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(
            self.right + other.right,
            self.found + other.found,
            self.right_of_wanted + other.right_of_wanted,
            self.wanted + other.wanted,
        )

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where nothing is right."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right_of_wanted / self.wanted if self.wanted else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def muc(wanted: Clusters, found: Clusters) -> Ratio:
    """Count the links that both sides have: a cluster of n mentions has n - 1."""
    right, all_found = _links(found, wanted)
    right_of_wanted, all_wanted = _links(wanted, found)
    return Ratio(right, all_found, right_of_wanted, all_wanted)


def b_cubed(wanted: Clusters, found: Clusters) -> Ratio:
    """Average, over mentions, the share of a mention's cluster that its cluster on the other side has."""
    right, all_found = _shares(found, wanted)
    right_of_wanted, all_wanted = _shares(wanted, found)
    return Ratio(right, all_found, right_of_wanted, all_wanted)


def ceaf_e(wanted: Clusters, found: Clusters) -> Ratio:
    """Align each cluster with at most one of the other side so that the similarities (φ4) add up to the most."""
    if not wanted or not found:
        return Ratio(0.0, len(found), 0.0, len(wanted))
    alike = np.array([[2 * len(one & other) / (len(one) + len(other)) for other in found] for one in wanted])
    best = _best_assignment(alike)
    return Ratio(best, len(found), best, len(wanted))


def conll(pairs: Iterable[tuple[Clusters, Clusters]]) -> float:
    """Return the mean F1 of the three over documents given as (wanted, found), as a share of 1.

    Clusters of one mention count on neither side, as in the CoNLL 2012 task.
    """
    several = [(_coreferent(wanted), _coreferent(found)) for wanted, found in pairs]
    scores = [sum((measure(*one) for one in several), Ratio()).f1 for measure in (muc, b_cubed, ceaf_e)]
    return sum(scores) / len(scores)


def _coreferent(clusters: Clusters) -> Clusters:
    return [one for one in clusters if len(one) > 1]


def _links(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    right = total = 0
    for cluster in clusters:
        parts = sum(1 for other in others if cluster & other)
        alone = len(cluster.difference(*others)) if others else len(cluster)
        right += len(cluster) - parts - alone
        total += len(cluster) - 1
    return right, total


def _shares(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    right = sum(len(one & other) ** 2 / len(one) for one in clusters for other in others)
    return right, sum(len(one) for one in clusters)


def _best_assignment(values: np.ndarray) -> float:
    """Return the greatest sum with at most one value a row and a column (the Hungarian method, O(n³))."""
    costs = -values if values.shape[0] <= values.shape[1] else -values.T
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner, way = np.zeros(columns + 1, dtype=int), np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, used = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=bool)
        while owner[at] != 0:
            used[at] = True
            here = owner[at]
            reduced = costs[here - 1] - row_price[here] - column_price[1:]
            free = ~used[1:]
            better = free & (reduced < least[1:])
            least[1:][better] = reduced[better]
            way[1:][better] = at
            following = int(np.argmin(np.where(free, least[1:], np.inf))) + 1
            delta = least[following]
            row_price[owner[used]] += delta
            column_price[used] -= delta
            least[~used] -= delta
            at = following
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    return float(-sum(costs[owner[column] - 1, column - 1] for column in range(1, columns + 1) if owner[column]))
