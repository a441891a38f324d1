"""Parses of the training texts, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IGNORED = -100
"""The label of what is not to be learned."""


@dataclass(slots=True)
class Parse:
    """The tokens of a text: offsets, the head's index, and numbers of labels; ``starts_sentence`` is 0 or 1."""

    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    heads: npt.NDArray[np.int32]
    tags: npt.NDArray[np.int16]
    labels: npt.NDArray[np.int16]
    names: npt.NDArray[np.int16]
    sentences: npt.NDArray[np.int8]
    passages: npt.NDArray[np.int32]


@dataclass(slots=True)
class Silver:
    """What the labels are called, a parse for each of PolNeAR's articles, and further texts with theirs."""

    tags: list[str]
    labels: list[str]
    names: list[str]
    articles: dict[str, Parse]
    others: list[tuple[str, Parse]]

    @property
    def parts(self) -> list[str]:
        """The parts of speech of the tags."""
        return sorted({tag.split("|")[1] for tag in self.tags})

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many tags, dependency labels and names there are."""
        return len(self.tags), len(self.labels), len(self.names)


def label_fits(silver: Silver) -> npt.NDArray[np.float64]:
    """Return how much likelier each label is on a head of each part of speech, before and behind it, than on any.

    The rows are labels, then come ``silver.parts``, then heads before and behind; logarithms, half an arc of each
    kind added.
    """
    numbers = {part: number for number, part in enumerate(silver.parts)}
    part_of = np.array([numbers[tag.split("|")[1]] for tag in silver.tags])
    arcs = np.full((len(silver.labels), len(numbers), 2), 0.5)
    for parse in [*silver.articles.values(), *(parse for _, parse in silver.others)]:
        heads, places = parse.heads, np.arange(len(parse.heads))
        told = (parse.labels >= 0) & (parse.tags[heads] >= 0) & (heads != places)
        behind = (heads > places).astype(int)[told]
        np.add.at(arcs, (parse.labels[told], part_of[parse.tags[heads[told]]], behind), 1)
    kinds = arcs.sum(axis=0) / arcs.sum()
    fits: npt.NDArray[np.float64] = np.log(arcs / arcs.sum(axis=(1, 2), keepdims=True)) - np.log(kinds)
    return fits


def moved(parse: Parse, move: Callable[[int, bool], int]) -> Parse:
    """Return a parse whose text was rewritten; ``move`` maps an offset that starts or ends (``True``) something.

    Tokens that the rewriting took away lose their labels, and nothing is said of what depends on them.
    """
    starts = np.fromiter((move(int(at), False) for at in parse.starts), np.int32, len(parse.starts))
    ends = np.fromiter((move(int(at), True) for at in parse.ends), np.int32, len(parse.ends))
    return Parse(starts, ends, parse.heads, parse.tags, parse.labels, parse.names, parse.sentences, parse.passages)


@dataclass(slots=True)
class Tree:
    """The tokens of a window: the piece of each, and its head's place among them (``IGNORED`` when outside)."""

    pieces: npt.NDArray[np.int64]
    heads: npt.NDArray[np.int64]
    tags: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int64]
    names: npt.NDArray[np.int64]
    sentences: npt.NDArray[np.int64]
    passages: npt.NDArray[np.int64]


def within(parse: Parse, last_pieces: npt.NDArray[np.intp], start: int, end: int) -> Tree:
    """Return the part of a parse whose tokens' last pieces lie in the window ``[start, end)`` of pieces."""
    inside = np.flatnonzero((last_pieces >= start) & (last_pieces < end))
    places = np.full(len(last_pieces), IGNORED, dtype=np.int64)
    places[inside] = np.arange(len(inside))
    columns = (parse.tags, parse.labels, parse.names, parse.sentences, parse.passages)
    return Tree(
        last_pieces[inside] - start, places[parse.heads[inside]], *(one[inside].astype(np.int64) for one in columns)
    )
