"""From how likely each word has each role to the spans of source, cue and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.model import Span, Spans
from onrecord.reading.overlap import without
from onrecord.reading.pieces import word_bounds
from onrecord.reading.quotations import Quotation, overlapping

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

NONE, SOURCE, CUE, CONTENT = range(4)
SWITCHES = np.zeros((4, 4), dtype=np.float32)
SWITCHES[NONE, CONTENT] = SWITCHES[CONTENT, NONE] = 2.0
SWITCHES[SOURCE, CONTENT] = SWITCHES[CONTENT, SOURCE] = SWITCHES[CUE, CONTENT] = SWITCHES[CONTENT, CUE] = 0.5
"""What it costs, in log probability, to change the role between two words: a content is seldom broken."""

FILLED = 0.35
"""The share of a quotation from which a content takes all of it."""
SURE, SURE_WORD = 0.6, 0.8
"""The mean probability from which a further part of a content is kept, of several words and of one."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words near an anchor: their spans, the blocks they stand in, and how likely each has each role."""

    spans: list[Span]
    blocks: npt.NDArray[np.int32]
    roles: Floats


@dataclass(frozen=True, slots=True)
class _Run:
    span: Span
    role: int
    mean: float
    words: int


class Letters:
    """How many letters and digits a stretch of a text has."""

    def __init__(self, text: str) -> None:
        kinds = {character: character.isalnum() for character in set(text)}
        flags = np.array([kinds[character] for character in text], dtype=np.int32)
        self._before = np.concatenate([[0], np.cumsum(flags)]).tolist()

    def within(self, spans: Sequence[Span], left: int, right: int) -> int:
        """Return how many of the letters of ``spans`` lie in ``[left, right)``."""
        return sum(
            self._before[min(end, right)] - self._before[max(start, left)]
            for start, end in spans
            if start < right and left < end
        )


def join_pieces(
    numbers: npt.NDArray[np.int32],
    starts: npt.NDArray[np.int32],
    ends: npt.NDArray[np.int32],
    blocks: npt.NDArray[np.int32],
    roles: Floats,
) -> list[Words]:
    """Join pieces of one word; a word's role is the mean of its pieces'.

    ``roles`` are those of each of several anchors that have the same pieces near; so is what is returned.
    """
    edges, sizes = word_bounds(numbers)
    means = (np.add.reduceat(roles, edges, axis=1) / sizes[:, None]).astype(np.float32)
    lasts = edges + sizes - 1
    spans = list(zip(starts[edges].tolist(), ends[lasts].tolist(), strict=True))
    return [Words(spans, blocks[edges], own) for own in means]


def label(several: Sequence[Words]) -> list[Ints]:
    """Return the likeliest roles of the words of each anchor, all taken together (Viterbi)."""
    if not several:
        return []
    sizes = [len(one.spans) for one in several]
    logs = np.zeros((max(sizes), 4, len(several)), dtype=np.float32)
    for column, one in enumerate(several):
        logs[: sizes[column], :, column] = np.log(one.roles + 1e-6)
    moves = np.empty((len(logs), 4, *logs.shape[1:]), dtype=np.float32)
    costs, best = SWITCHES[:, :, None], logs[0]
    for at in range(1, len(logs)):
        np.subtract(best[:, None], costs, out=moves[at])
        best = moves[at].max(axis=0)
        best += logs[at]
    back = moves[1:].argmax(axis=1)
    labels = np.zeros((len(logs), len(several)), dtype=np.intp)
    labels[-1] = best.argmax(axis=0)
    columns = np.arange(len(several))
    for at in range(len(logs) - 1, 0, -1):
        labels[at - 1] = back[at - 1, labels[at], columns]
    return [labels[:size, column] for column, size in enumerate(sizes)]


def read_spans(
    text: str, words: Words, labels: Ints, quotations: Sequence[Quotation], letters: Letters
) -> tuple[Spans, Spans, Spans]:
    """Return source, cue and content; no span goes over the end of a block."""
    runs = _runs(words, labels)
    source, cue = (joined(text, _kept(runs, role)) for role in (SOURCE, CUE))
    holes = (*source, *cue)
    content = _completed(joined(text, _kept(runs, CONTENT)), quotations, holes, letters)
    return source, cue, _outside(text, content, holes, letters)


def _runs(words: Words, labels: Ints) -> list[_Run]:
    """Return the runs of words of one role in one block; words without a role make none."""
    changes = (np.diff(labels) != 0) | (np.diff(words.blocks) != 0)
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), len(labels)]
    runs = []
    for first, last in pairwise(edges):
        role = int(labels[first])
        if role != NONE:
            span = (words.spans[first][0], words.spans[last - 1][1])
            runs.append(_Run(span, role, float(words.roles[first:last, role].mean()), last - first))
    return runs


def _kept(runs: Sequence[_Run], role: int) -> list[Span]:
    """Return the runs of a role: one for source and cue, and contents without slight ones beside a strong one."""
    own = [run for run in runs if run.role == role]
    if not own:
        return []
    best = max(own, key=lambda run: run.mean * min(run.words, 12))
    if role != CONTENT:
        return [best.span]
    return [run.span for run in own if run is best or run.mean >= (SURE if run.words > 1 else SURE_WORD)]


def joined(text: str, spans: Sequence[Span]) -> Spans:
    """Return ``spans`` without punctuation at their edges, one where nothing but punctuation is between two."""
    merged: list[Span] = []
    for start, end in spans:
        while start < end and text[start] in " ,;:.\n":
            start += 1
        while end > start and text[end - 1] in " ,;:\n":
            end -= 1
        if start >= end or not any(character.isalnum() for character in text[start:end]):
            continue
        between = text[merged[-1][1] : start] if merged else ""
        if merged and "\n" not in between and not any(character.isalnum() for character in between):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _completed(content: Spans, quotations: Sequence[Quotation], holes: Spans, letters: Letters) -> Spans:
    """Complete a content to the quotations that it fills in good part."""
    spans = list(content)
    for quotation in overlapping(quotations, (content[0][0], content[-1][1])) if content else ():
        if not quotation.closed:
            continue
        (left, right), inner = quotation.span, quotation.inner
        own = letters.within(content, *inner)
        if own and own >= FILLED * (letters.within([inner], *inner) - letters.within(holes, *inner)):
            spans.append((left, right))
    return tuple(_merge(spans))


def _merge(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _outside(text: str, content: Spans, holes: Spans, letters: Letters) -> Spans:
    left = without(content, holes)
    return tuple(_trimmed(text, piece) for piece in left if letters.within([piece], *piece))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    words = text[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())
