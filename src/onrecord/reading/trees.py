"""Which token of a sentence hangs on which: the best projective tree of the scores of all arcs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
NEVER = np.float32(-1e9)


def best_tree(scores: Floats) -> Ints:
    """Return the head of each token; the root is its own head.

    ``scores[i, j]`` tells how likely token ``i`` hangs on ``j``, and the diagonal how likely ``i`` is the root. The
    likeliest heads nearly always make a tree without crossing arcs; where they do not, Eisner's algorithm (1996)
    finds the best one that does.
    """
    size = len(scores)
    if size < 2:
        return np.zeros(size, dtype=np.intp)
    others = scores.copy()
    np.fill_diagonal(others, NEVER)
    heads: Ints = others.argmax(axis=1)
    root = int((scores.diagonal() - others.max(axis=1)).argmax())
    heads[root] = root
    return heads if _is_tree(heads, root) else _eisner(others, scores.diagonal())


def _is_tree(heads: Ints, root: int) -> bool:
    """Tell whether all tokens hang on the root in the end, and no two arcs cross."""
    up = heads
    for _ in range(len(heads).bit_length()):
        up = up[up]
    if (up != root).any():
        return False
    places = np.arange(len(heads))
    left, right = np.minimum(heads, places), np.maximum(heads, places)
    left[root] = -1
    crossing = (left[:, None] < left) & (left < right[:, None]) & (right[:, None] < right)
    return not crossing.any()


def _eisner(scores: Floats, roots: Floats) -> Ints:
    size = len(scores)
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
