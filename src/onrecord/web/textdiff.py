"""What changed in the text between two versions of a page, paragraph by paragraph and then word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.model import Article
from onrecord.web.parts import LARGEST, PIECE, weight

LONGEST = 8_000
"""Characters: paragraphs that are longer are shown as taken out and put in, not compared by word."""
MARKUP = 70
"""Bytes of HTML around a paragraph and around each of its parts."""
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed, were taken out or put in."""

    change: Literal["kept", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph and ``what`` became of it; a ``gap`` stands for ``number`` of them that are the same."""

    what: Literal["same", "changed", "went", "came", "gap"]
    parts: tuple[Part, ...]
    number: int = 1


def text_diff(before: Article, after: Article) -> list[Passage]:
    """Return the story's paragraphs in the order of the later version, with those that went where they stood."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Passage] = []
    for code, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            found += [Passage("same", (Part("kept", one),)) for one in new[c:d]]
            continue
        for place in range(max(b - a, d - c)):
            left = old[a + place] if a + place < b else None
            right = new[c + place] if c + place < d else None
            found += _paired(left, right)
    return found


def gathered(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages, a gap in the place of those that stayed and are not next to one that did not."""
    found: list[Passage] = []
    for place, one in enumerate(passages):
        if any(other.what != "same" for other in passages[max(0, place - 1) : place + 2]):
            found.append(one)
        elif found and found[-1].what == "gap":
            found[-1] = Passage("gap", (), found[-1].number + 1)
        else:
            found.append(Passage("gap", ()))
    return found


def bounded(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Return the passages in shares, none of which is large on a page; a passage that is one is broken."""
    shares: list[list[Passage]] = [[]]
    size = 0
    for one in (piece for passage in passages for piece in _broken(passage)):
        here = MARKUP * (1 + len(one.parts)) + sum(weight(part.text) for part in one.parts)
        if size and size + here > LARGEST:
            shares.append([])
            size = 0
        shares[-1].append(one)
        size += here
    return shares


def _broken(passage: Passage) -> Iterator[Passage]:
    parts: list[Part] = []
    size = 0
    for part in passage.parts:
        for start in range(0, len(part.text), PIECE):
            piece = Part(part.change, part.text[start : start + PIECE])
            if size and size + len(piece.text) > PIECE:
                yield Passage(passage.what, tuple(parts))
                parts, size = [], 0
            parts.append(piece)
            size += len(piece.text)
    yield Passage(passage.what, tuple(parts), passage.number)


def _paragraphs(article: Article) -> list[str]:
    title = [article.title] if article.title else []
    return title + [article.text[start:end] for start, end in article.body]


def _paired(left: str | None, right: str | None) -> Iterator[Passage]:
    if left is not None and right is not None and max(len(left), len(right)) <= LONGEST:
        parts = tuple(_by_word(left, right))
        if sum(len(part.text) for part in parts if part.change == "kept") * 3 > min(len(left), len(right)):
            yield Passage("changed", parts)
            return
    if left is not None:
        yield Passage("went", (Part("out", left),))
    if right is not None:
        yield Passage("came", (Part("in", right),))


def _by_word(left: str, right: str) -> Iterator[Part]:
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    for code, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(old) > 2_000).get_opcodes():
        if code == "equal":
            yield Part("kept", "".join(new[c:d]))
            continue
        if b > a:
            yield Part("out", "".join(old[a:b]))
        if d > c:
            yield Part("in", "".join(new[c:d]))
