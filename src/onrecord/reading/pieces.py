"""Which word pieces a text has for the encoder, with casing and quotation marks beside them, in windows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.model import Span
from onrecord.reading.quotations import find_quotations

_SAME = str.maketrans(
    dict.fromkeys("“”„‟＂«»", '"')
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
)
"""Quotation marks of one style, so that the model reads every style alike; halves of surrogate pairs, which the
tokenizer takes none of."""

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")
"""A word is one with its apostrophes, hyphens and inner full stops: Orban's, so-called, U.S."""

CASINGS = 5
"""other, lower, Title, UPPER, digit"""
QUOTINGS = 5
"""outside, opener, inside, closer, inside a quotation in a quotation. Where a closer is missing nobody knows what is
inside: there the opener alone counts."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of an article. ``starts`` and ``ends`` are offsets in its text; ``words`` number its words."""

    ids: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    casing: npt.NDArray[np.int8]
    quoting: npt.NDArray[np.int8]
    words: npt.NDArray[np.int32]
    blocks: npt.NDArray[np.int32]

    def part(self, first: int, last: int) -> Pieces:
        """Return the pieces of the range."""
        own = slice(first, last)
        columns = self.starts[own], self.ends[own], self.casing[own], self.quoting[own], self.words[own]
        return Pieces(self.ids[own], *columns, self.blocks[own])


@dataclass(frozen=True, slots=True)
class Cut:
    """A window ``[start, end)`` over the pieces; predictions are taken from its core alone.

    ``leads`` tells whether a text begins with it.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    leads: bool


def split_pieces(text: str, blocks: Sequence[Span], tokenizer: Tokenizer) -> Pieces:
    """Split the blocks of ``text`` into word pieces; offsets are those of ``text``."""
    plain = text.replace("``", '" ').replace("''", '" ').translate(_SAME)
    encodings = tokenizer.encode_batch([plain[start:end] for start, end in blocks], add_special_tokens=False)
    sizes = [len(encoding) for encoding in encodings]
    ids = np.fromiter(chain.from_iterable(encoding.ids for encoding in encodings), np.int32, sum(sizes))
    offsets = chain.from_iterable(chain.from_iterable(encoding.offsets for encoding in encodings))
    spans = np.fromiter(offsets, np.int32, 2 * sum(sizes)).reshape(-1, 2)
    spans += np.repeat(np.asarray([start for start, _ in blocks], dtype=np.int32), sizes)[:, None]
    numbers = np.repeat(np.arange(len(blocks), dtype=np.int32), sizes)
    there = spans[:, 0] < spans[:, 1]
    starts, ends = np.ascontiguousarray(spans[there].T)
    written = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    casings = {piece: _casing(piece) for piece in set(written)}
    casing = np.array([casings[piece] for piece in written], dtype=np.int8)
    quoting, words = _quoting(text, blocks)[starts], _words(text)[starts]
    return Pieces(ids[there], starts, ends, casing, quoting, words, numbers[there])


def cut_windows(pieces: Pieces, size: int, before: int, after: int, texts: Sequence[int] = (0,)) -> Iterator[Cut]:
    """Yield windows whose cores cover every piece once; a core ends at a block's end where one is near.

    No window reaches from one text into another: ``texts`` are the pieces that one begins with.
    """
    ends = np.flatnonzero(np.diff(pieces.blocks)) + 1
    for first, last in pairwise([*texts, len(pieces.ids)]):
        yield from _cut_text((first, last), ends, size, (before, after))


def _cut_text(text: Span, ends: npt.NDArray[np.intp], size: int, context: tuple[int, int]) -> Iterator[Cut]:
    (first, last), (before, after) = text, context
    start = first
    while start < last:
        room = size if last - first <= size else size - after - min(before, start - first)
        end = min(start + room, last)
        if end < last:
            near = ends[(ends > start + room // 2) & (ends <= end)]
            end = int(near[-1]) if near.size else end
        yield Cut(max(first, start - before), min(end + after, last), start, end, leads=start == first)
        start = end


def text_starts(blocks: npt.NDArray[np.int32], alone: Iterable[int]) -> list[int]:
    """Return the pieces that a text begins with: the first one, and those at both edges of blocks that are ``alone``.

    ``blocks`` are those of the pieces.
    """
    edges = np.searchsorted(blocks, [edge for block in alone for edge in (block, block + 1)]).tolist()
    return sorted({0, *edges} - {len(blocks)})


def last_pieces(pieces: Pieces, starts: npt.NDArray[np.int32], ends: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """Return for each token the last piece that it has, -1 where it has none or a token before it has that one."""
    lasts = np.asarray(np.searchsorted(pieces.starts, ends) - 1, dtype=np.intp)
    if len(pieces.ends):
        lasts[pieces.ends[lasts] <= starts] = -1
    lasts[1:][lasts[1:] == lasts[:-1]] = -1
    return lasts


def word_bounds(numbers: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return where each word begins among its pieces, whose words have ``numbers``, and how many pieces it has."""
    edges = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    return edges, np.diff(np.append(edges, len(numbers)))


def _words(text: str) -> npt.NDArray[np.int32]:
    """Return the number of the word or mark that each character belongs to."""
    starts = np.zeros(len(text) + 1, dtype=np.int32)
    for match in _WORD.finditer(text):
        starts[match.start()] = 1
    return np.cumsum(starts, dtype=np.int32)


def _quoting(text: str, blocks: Sequence[Span]) -> npt.NDArray[np.int8]:
    states = np.zeros(len(text) + 1, dtype=np.int8)
    for quotation in find_quotations(text, blocks):
        (start, end), (inner_start, inner_end) = quotation.span, quotation.inner
        if quotation.depth:
            states[start:end] = 4
            continue
        states[start:inner_start] = 1
        if quotation.closed:
            states[inner_start:inner_end] = 2
            states[inner_end:end] = 3
    return states


def _casing(piece: str) -> int:
    if piece.isdigit():
        return 4
    if piece.islower():
        return 1
    if piece[:1].isupper():
        return 3 if len(piece) > 1 and piece.isupper() else 2
    return 0
