"""Which token of a sentence hangs on which: the best projective tree of the scores of all arcs."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Arc = tuple[int, int]
"""A token and its head; the root is its own."""
NEVER = np.float32(-1e9)
TRIES = 64
"""Sets of heads that are looked at before Eisner's algorithm is asked, which takes as long as some of these."""


@dataclass(frozen=True, slots=True)
class _Heads:
    """The best heads without the ``barred`` arcs, tree or not, and their sum."""

    heads: Ints
    root: int
    total: float
    barred: frozenset[Arc]


def best_tree(scores: Floats) -> Ints:
    """Return the head of each token; the root is its own head.

    ``scores[i, j]`` tells how likely token ``i`` hangs on ``j``, and the diagonal how likely ``i`` is the root. The
    likeliest heads nearly always make a tree without crossing arcs, or do so when one or two of them change. Heads
    are tried from the best sum on; where they make no tree, each of the arcs at fault is barred in turn. The first
    tree found is the best of all. Where it is long in coming, Eisner's algorithm (1996) finds it.
    """
    if len(scores) < 2:
        return np.zeros(len(scores), dtype=np.intp)
    number = count()
    first = _likeliest(scores, frozenset())
    queue = [(-first.total, next(number), first)]
    known = {first.barred}
    for _ in range(TRIES):
        tried = heappop(queue)[2]
        faults = _faults(tried.heads, tried.root)
        if not faults:
            return tried.heads
        for barred in (tried.barred | {(at, int(tried.heads[at]))} for at in faults):
            if barred not in known:
                known.add(barred)
                following = _likeliest(scores, barred)
                heappush(queue, (-following.total, next(number), following))
    return _eisner(scores)


def _likeliest(scores: Floats, barred: frozenset[Arc]) -> _Heads:
    others = scores.copy()
    for arc in barred:
        others[arc] = NEVER
    roots = others.diagonal().copy()
    np.fill_diagonal(others, NEVER)
    heads: Ints = others.argmax(axis=1)
    best = others.max(axis=1)
    root = int((roots - best).argmax())
    heads[root], best[root] = root, roots[root]
    return _Heads(heads, root, float(best.sum()), barred)


def _faults(heads: Ints, root: int) -> list[int]:
    """Return tokens of which one needs another head to make a tree: those of a circle, or two whose arcs cross."""
    up = heads
    for _ in range(len(heads).bit_length()):
        up = up[up]
    astray = up != root
    if astray.any():
        circle = [int(up[astray.argmax()])]
        while (following := int(heads[circle[-1]])) != circle[0]:
            circle.append(following)
        return circle
    places = np.arange(len(heads))
    left, right = np.minimum(heads, places), np.maximum(heads, places)
    left[root] = -1
    crossing = (left[:, None] < left) & (left < right[:, None]) & (right[:, None] < right)
    pair = divmod(int(crossing.argmax()), len(heads))
    return list(pair) if crossing[pair] else []


def _eisner(scores: Floats) -> Ints:
    size, roots = len(scores), scores.diagonal()
    rightward, leftward = (np.zeros((size, size), dtype=np.float32) for _ in range(2))
    to_right, to_left = (np.zeros((size, size), dtype=np.float32) for _ in range(2))
    splits = np.zeros((3, size, size), dtype=np.intp)
    for width in range(1, size):
        first = np.arange(size - width)
        last, split = first + width, first[:, None] + np.arange(width)
        joined = rightward[first[:, None], split] + leftward[split + 1, last[:, None]]
        best = splits[0, first, last] = split[first, joined.argmax(axis=1)]
        inner = joined[first, best - first]
        to_right[first, last] = inner + scores[last, first]
        to_left[first, last] = inner + scores[first, last]
        joined = to_right[first[:, None], split + 1] + rightward[split + 1, last[:, None]]
        best = splits[1, first, last] = split[first, joined.argmax(axis=1)] + 1
        rightward[first, last] = joined[first, best - 1 - first]
        joined = leftward[first[:, None], split] + to_left[split, last[:, None]]
        best = splits[2, first, last] = split[first, joined.argmax(axis=1)]
        leftward[first, last] = joined[first, best - first]
    root = int((leftward[0] + rightward[:, -1] + roots).argmax())
    return _traced(splits, root)


def _traced(splits: Ints, root: int) -> Ints:
    """Follow the best ``splits`` back: those of arcs, of spans headed by their first token, and by their last."""
    size = splits.shape[1]
    heads: Ints = np.full(size, root, dtype=np.intp)
    todo = [(0, root, False), (root, size - 1, True)]
    while todo:
        first, last, headed_by_first = todo.pop()
        if first == last:
            continue
        if headed_by_first:
            end = int(splits[1, first, last])
            heads[end] = first
            todo.append((end, last, True))
            arc = first, end
        else:
            end = int(splits[2, first, last])
            heads[end] = last
            todo.append((first, end, False))
            arc = end, last
        middle = int(splits[0, arc[0], arc[1]])
        todo += [(arc[0], middle, True), (middle + 1, arc[1], False)]
    return heads
