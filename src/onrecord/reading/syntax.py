"""What each token is in its sentence: tag, dependency, name, sentence; read off the encoder's rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.reading.encoder import Stretch
from onrecord.reading.pieces import last_pieces
from onrecord.reading.trees import Floats, Ints, best_tree

LONGEST_SENTENCE = 160
"""Tokens: what goes on without a sentence's end is cut, which bounds the time for a tree (it grows with the cube)."""
FOLLOWERS = {"not": ("RB|PART", "neg"), "n't": ("RB|PART", "neg"), "na": ("TO|PART", "aux"), "ta": ("TO|PART", "aux")}
"""The second halves of words that the encoder sees whole (*cannot*, *gonna*): tag and label."""
ENDINGS = frozenset(".!?:;…\"'`”’“‘»«)]}-–—―|•*/")
"""What a word ends with that a sentence may begin after."""
QUOTES = frozenset(('"', "'", "“", "‘", "«", "``", "„"))
"""Marks that may open a quotation."""
FIT = 0.4
"""What the fit of a label with the head's part of speech counts beside the label's own log odds."""
PASSIVES = {"nsubjpass": "nsubj", "csubjpass": "csubj"}
"""Labels of a passive's subjects, and what other subjects are called."""
SPACE, UNKNOWN = "_SP|SPACE", "XX|X"


Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some passages of an article: offsets in its text, words, and which tokens begin a passage."""

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
        """``folder`` holds ``syntax.json``: names of labels, how they fit with heads, weights of distances."""
        names = json.loads((folder / "syntax.json").read_text(encoding="utf-8"))
        self.tags, self.labels, self.names = (list(names[kind]) for kind in ("tags", "labels", "names"))
        self._edges = np.cumsum([0, len(self.tags), len(self.labels), len(self.names)]).tolist()
        self._root = self._edges[1] + self.labels.index("ROOT")
        numbers = {part: number for number, part in enumerate(names["parts"])}
        self._parts = np.asarray([numbers[tag.split("|")[1]] for tag in self.tags], dtype=np.intp)
        self._fits = np.asarray(names["fits"], dtype=np.float32)
        self._distances = np.asarray(names["distances"], dtype=np.float32)

    def analyse(self, stretch: Stretch, tokens: Tokens) -> Analysis:
        """Return what the tokens of a stretch of passages are."""
        lasts = last_pieces(stretch.pieces, tokens.starts, tokens.ends)
        known = np.flatnonzero(lasts >= 0)
        if not len(known):
            return self._completed(tokens, known, np.arange(len(lasts)), ([], [], []))
        rows = stretch.rows["labels"][lasts[known]]
        rows[:, self._root] = -np.inf
        by_kind = [rows[:, first:last] for first, last in pairwise(self._edges)]
        tags, names = by_kind[0].argmax(axis=1), by_kind[2].argmax(axis=1)
        trees = np.arange(len(known))
        dependents, governors = (stretch.rows[name][lasts[known]] for name in ("dependent", "governor"))
        starting = may_begin(tokens, known, rows[:, -2] > 0)
        for first, last in self._sentences(known, starting, tokens.bounds):
            scores = self._arcs(dependents[first:last], governors[first:last], rows[first:last, -1])
            trees[first:last] = first + best_tree(scores)
        heads = np.arange(len(lasts))
        heads[known] = known[trees]
        columns = (
            [self.tags[number] for number in tags.tolist()],
            self._labelled(by_kind[1], tags, trees),
            [self.names[number] for number in names.tolist()],
        )
        analysis = self._completed(tokens, known, heads, columns)
        return replace(analysis, names=_begun(analysis.names, tokens.bounds))

    def _labelled(self, rows: Floats, tags: Ints, trees: Ints) -> list[str]:
        """Return the likeliest label of each token, given the part of speech of its head and its side of it."""
        places = np.arange(len(trees))
        fits = self._fits[:, self._parts[tags[trees]], (trees > places).astype(np.intp)].T
        labels = [self.labels[number] for number in (rows + FIT * fits).argmax(axis=1).tolist()]
        for root in np.flatnonzero(trees == places).tolist():
            labels[root] = "ROOT"
        return _agreeing(labels, trees.tolist())

    def _arcs(self, dependents: Floats, governors: Floats, roots: Floats) -> Floats:
        size, far = len(roots), len(self._distances) // 2
        places = np.arange(size)
        apart = np.clip(places[None] - places[:, None], -far, far) + far
        scores: Floats = dependents @ governors.T + self._distances[apart]
        np.fill_diagonal(scores, roots)
        return scores

    def _sentences(self, known: Ints, starting: Flags, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
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


def _agreeing(labels: Sequence[str], heads: Sequence[int]) -> list[str]:
    """Let subjects of a passive be called that, and no others."""
    passive = {head for label, head in zip(labels, heads, strict=True) if label == "auxpass"}
    names = {False: PASSIVES, True: {active: name for name, active in PASSIVES.items()}}
    return [names[head in passive].get(label, label) for label, head in zip(labels, heads, strict=True)]


def may_begin(tokens: Tokens, known: Ints, starting: Flags) -> Flags:
    """Return which of the ``known`` tokens begin a sentence: those told to, where what stands before them allows it.

    Nothing begins after a word without a mark, right after a mark that opens a quotation, or in lower case after an
    abbreviation.
    """
    kept = starting.copy()
    for place in np.flatnonzero(starting).tolist():
        kept[place] = not place or _ends(tokens, known[: place + 1].tolist()[-3:])
    return kept


def _ends(tokens: Tokens, nearest: Sequence[int]) -> bool:
    """Tell whether a sentence may end before the last of the ``nearest`` tokens."""
    at, before = nearest[-1], nearest[-2]
    ending = tokens.words[before]
    if ending[-1] not in ENDINGS:
        return False
    if ending in QUOTES and tokens.ends[before] == tokens.starts[at]:
        return len(nearest) > 2 and tokens.ends[nearest[0]] == tokens.starts[before]
    shortened = ending[-1] == "." and ending[0].isalpha()
    return not (shortened and _first_letter(tokens, at).islower())


def _first_letter(tokens: Tokens, at: int) -> str:
    """Return the first letter of the token at an index, or of the one that a mark stands before."""
    following = [*tokens.words[at : at + 2]]
    return next((word[0] for word in following if word[0].isalpha()), "")


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
