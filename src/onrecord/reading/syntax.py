"""What each token is in its sentence: tag, dependency, name, sentence; read off the encoder's rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.reading.encoder import Encoded
from onrecord.reading.pieces import last_pieces
from onrecord.reading.trees import Floats, Ints, best_tree

LONGEST_SENTENCE = 160
"""Tokens: what goes on without a sentence's end is cut, which bounds the time for a tree (it grows with the cube)."""
FOLLOWERS = {"not": ("RB|PART", "neg"), "n't": ("RB|PART", "neg"), "na": ("TO|PART", "aux"), "ta": ("TO|PART", "aux")}
"""The second halves of words that the encoder sees whole (*cannot*, *gonna*): tag and label."""
SPACE, UNKNOWN = "_SP|SPACE", "XX|X"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of an article's passages: offsets in its text, words, and which tokens begin a passage."""

    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    words: Sequence[str]
    bounds: Sequence[int]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Of each token the tag with the part of speech, the label, the name (``B-GPE``), and its head's index."""

    tags: list[str]
    labels: list[str]
    names: list[str]
    heads: Ints

    def keys(self, words: Sequence[str]) -> list[tuple[str, str, str]]:
        """Return each token's word, tag and part of speech."""
        return [(word, *tag.split("|")) for word, tag in zip(words, self.tags, strict=True)]  # type: ignore[misc]


class Syntax:
    """Reads tags, trees and names off the rows that the encoder has for each token's last piece."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds ``syntax.json``, the names of the labels and the weights of distances."""
        names = json.loads((folder / "syntax.json").read_text(encoding="utf-8"))
        self.tags, self.labels, self.names = (list(names[kind]) for kind in ("tags", "labels", "names"))
        self._edges = np.cumsum([0, len(self.tags), len(self.labels), len(self.names)]).tolist()
        self._root = self._edges[1] + self.labels.index("ROOT")
        self._distances = np.asarray(names["distances"], dtype=np.float32)

    def analyse(self, encoded: Encoded, tokens: Tokens) -> Analysis:
        """Return what the tokens of an article are."""
        lasts = last_pieces(encoded.pieces, tokens.starts, tokens.ends)
        known = np.flatnonzero(lasts >= 0)
        if not len(known):
            return self._completed(tokens, known, np.arange(len(lasts)), ([], [], []))
        rows = encoded.rows["labels"][lasts[known]]
        rows[:, self._root] = -np.inf
        tags, labels, names = (
            [kinds[number] for number in rows[:, first:last].argmax(axis=1).tolist()]
            for kinds, (first, last) in zip((self.tags, self.labels, self.names), pairwise(self._edges), strict=True)
        )
        heads = np.arange(len(lasts))
        dependents, governors = (encoded.rows[name][lasts[known]] for name in ("dependent", "governor"))
        for first, last in self._sentences(known, rows[:, -2] > 0, tokens.bounds):
            scores = self._arcs(dependents[first:last], governors[first:last], rows[first:last, -1])
            tree = best_tree(scores)
            heads[known[first:last]] = known[first + tree]
            labels[first + int(np.flatnonzero(tree == np.arange(len(tree)))[0])] = "ROOT"
        analysis = self._completed(tokens, known, heads, (tags, labels, names))
        return replace(analysis, names=_begun(analysis.names, tokens.bounds))

    def _arcs(self, dependents: Floats, governors: Floats, roots: Floats) -> Floats:
        size, far = len(roots), len(self._distances) // 2
        places = np.arange(size)
        apart = np.clip(places[None] - places[:, None], -far, far) + far
        scores: Floats = dependents @ governors.T + self._distances[apart]
        np.fill_diagonal(scores, roots)
        return scores

    def _sentences(
        self, known: Ints, starting: npt.NDArray[np.bool_], bounds: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the sentences as ranges of the ``known`` tokens."""
        flags = starting.copy()
        places = np.searchsorted(known, bounds)
        flags[places[places < len(known)]] = True
        for first, last in pairwise([*np.flatnonzero(flags).tolist(), len(known)]):
            for start in range(first, last, LONGEST_SENTENCE):
                yield start, min(start + LONGEST_SENTENCE, last)

    def _completed(
        self, tokens: Tokens, known: Ints, heads: Ints, columns: tuple[list[str], list[str], list[str]]
    ) -> Analysis:
        """Give the tokens without a piece of their own (spaces, second halves of words) a place beside another."""
        size = len(heads)
        if len(known) == size:
            return Analysis(*columns, heads)
        tags, labels, names = [UNKNOWN] * size, ["dep"] * size, ["O"] * size
        for at, tag, label, name in zip(known.tolist(), *columns, strict=True):
            tags[at], labels[at], names[at] = tag, label, name
        firsts = set(tokens.bounds)
        for at in sorted(set(range(size)) - set(known.tolist())):
            word = tokens.words[at]
            if at in firsts:
                heads[at] = _first_head(at, known, tokens.bounds)
                labels[at] = "dep" if heads[at] != at else "ROOT"
            else:
                heads[at] = at - 1
            if not word.strip():
                tags[at] = SPACE
            elif at not in firsts and word.lower() in FOLLOWERS:
                tags[at], labels[at] = FOLLOWERS[word.lower()]
                heads[at] = heads[at - 1]
        return Analysis(tags, labels, names, heads)


def _begun(names: Sequence[str], bounds: Sequence[int]) -> list[str]:
    """Let every name begin with a B: what goes on from another name, or from none, begins one."""
    edges, fixed, before = set(bounds), list(names), "O"
    for at, name in enumerate(names):
        if name[0] == "I" and (before[2:] != name[2:] or at in edges):
            fixed[at] = f"B{name[1:]}"
        before = name
    return fixed


def _first_head(at: int, known: Ints, bounds: Sequence[int]) -> int:
    """Return the first known token of the passage that begins ``at``, or ``at`` itself."""
    following = int(np.searchsorted(known, at))
    after = next((bound for bound in bounds if bound > at), None)
    if following < len(known) and (after is None or known[following] < after):
        return int(known[following])
    return at
