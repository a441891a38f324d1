"""The best tree of a sentence: one root, no crossing arcs, and no better one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.reading import trees
from onrecord.reading.trees import Floats, best_tree


def square(size: int) -> st.SearchStrategy[Floats]:
    return arrays(np.float32, (size, size), elements=st.floats(-8, 8, width=32))


def is_projective_tree(heads: Sequence[int]) -> bool:
    roots = [at for at, head in enumerate(heads) if at == head]
    if len(roots) != 1:
        return False
    for at, head in enumerate(heads):
        low, high = sorted((at, head))
        for between in range(low + 1, high):
            up, steps = between, 0
            while up not in (head, roots[0]) and steps <= len(heads):
                up, steps = heads[up], steps + 1
            if up != head:
                return False
    tops = list(heads)
    for _ in heads:
        tops = [heads[one] for one in tops]
    return set(tops) == set(roots)


def weight(scores: Floats, heads: Sequence[int]) -> float:
    return float(sum(scores[at, head] for at, head in enumerate(heads)))


@given(st.integers(1, 12).flatmap(square))
def test_it_is_a_tree_without_crossing_arcs(scores: Floats) -> None:
    assert is_projective_tree(best_tree(scores).tolist())


@given(st.integers(1, 5).flatmap(square))
@settings(max_examples=60, deadline=None)
def test_no_tree_is_better(scores: Floats) -> None:
    size = len(scores)
    trees = filter(is_projective_tree, itertools.product(range(size), repeat=size))
    best = max(weight(scores, heads) for heads in trees)
    assert weight(scores, best_tree(scores).tolist()) == pytest.approx(best, abs=1e-3)


@pytest.mark.parametrize("size", [2, 3, 7, 9])
def test_barring_arcs_and_eisner_find_trees_of_one_weight(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    several = np.random.default_rng(size).normal(size=(40, size, size)).astype(np.float32)
    found = []
    for tries in (0, 5_000):
        monkeypatch.setattr(trees, "TRIES", tries)
        found.append([weight(scores, best_tree(scores).tolist()) for scores in several])
    assert found[0] == pytest.approx(found[1], abs=1e-4)


def test_no_tokens_no_tree() -> None:
    assert best_tree(np.zeros((0, 0), dtype=np.float32)).tolist() == []
