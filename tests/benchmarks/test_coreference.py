"""The CoNLL scorer against the worked example of its authors and against exhaustive search."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import coreference as scorer

Cluster = frozenset[Hashable]


def clusters(*words: str) -> list[Cluster]:
    return [frozenset(word) for word in words]


def test_the_example_of_pradhan_2014() -> None:
    wanted, found = clusters("abc", "defg"), clusters("ab", "cd", "fghi")
    assert scorer.muc(wanted, found).f1 == pytest.approx(0.40)
    assert scorer.b_cubed(wanted, found).f1 == pytest.approx(2 * 0.5 * (35 / 84) / (0.5 + 35 / 84))
    assert scorer.ceaf_e(wanted, found).f1 == pytest.approx(0.52)


def test_the_same_clusters_are_perfect_and_others_nothing() -> None:
    assert scorer.conll([(clusters("ab", "cde"), clusters("cde", "ab"))]) == 1.0
    assert scorer.conll([(clusters("ab"), clusters("xy"))]) == 0.0
    assert scorer.conll([(clusters("ab"), [])]) == 0.0


def test_a_mention_alone_counts_on_neither_side() -> None:
    assert scorer.conll([(clusters("ab", "c"), clusters("ab", "d"))]) == 1.0


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=4))
def test_the_assignment_is_the_best_of_all(rows: list[list[float]]) -> None:
    values = np.array(rows)
    best = max(
        sum(values[row, column] for row, column in enumerate(columns))
        for columns in permutations(range(4), len(rows))
    )
    assert scorer._best_assignment(values) == pytest.approx(best)
    assert scorer._best_assignment(values.T) == pytest.approx(best)
