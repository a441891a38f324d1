"""What changed in the text between two versions of a page, paragraph by paragraph and then word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.model import Article

LONGEST = 20_000
"""Characters: paragraphs that are longer are shown as taken out and put in, not compared by word."""
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed, were taken out or put in."""

    change: Literal["kept", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph; ``what`` became of it."""

    what: Literal["same", "changed", "went", "came"]
    parts: tuple[Part, ...]


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
