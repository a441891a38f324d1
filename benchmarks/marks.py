"""PolNeAR articles with their quotation marks in another style, or some closing marks left out."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from gum import paragraphs

ROLES = ("source", "cue", "content")
STYLES = ("straight", "curly", "doubled", "unclosed")
MARKS = {"straight": ('"', '"'), "curly": ("“", "”"), "doubled": ("``", "''")}

Article = dict[str, Any]


def restyle(article: Article, style: str, quote_mask: Callable[[str], Any]) -> Article:
    """Return the article with its double marks in one style, or every tenth closing mark left out.

    ``quote_mask`` is the shared loader's, which tells what stands in marks.
    """
    edits = _edits(article["text"], style, random.Random(article["name"]))
    text, move = _rewrite(article["text"], edits)
    moved = [
        {**one, **{role: [(move(start), move(end)) for start, end in one[role]] for role in ROLES}}
        for one in article["attributions"]
    ]
    return {**article, "text": text, "mask": quote_mask(text), "attributions": moved}


def _edits(text: str, style: str, rng: random.Random) -> list[tuple[int, int, str]]:
    edits = []
    for start, end, closing in _marks(text):
        if style == "unclosed":
            if closing and rng.random() < 0.1:
                edits.append((start, end, ""))
        else:
            edits.append((start, end, MARKS[style][closing]))
    return edits


def _marks(text: str) -> list[tuple[int, int, bool]]:
    """Return the double marks, and whether each closes; in a paragraph straight marks take turns."""
    found: list[tuple[int, int, bool]] = []
    for start, end in paragraphs(text):
        is_open, at = False, start
        while at < end:
            size = 2 if text[at : at + 2] in ("``", "''") else int(text[at] in '"“”')
            if size:
                mark = text[at : at + size]
                closing = is_open if mark == '"' else mark in ("”", "''")
                found.append((at, at + size, closing))
                is_open = not closing
            at += size or 1
    return found


def _rewrite(text: str, edits: Sequence[tuple[int, int, str]]) -> tuple[str, Callable[[int], int]]:
    parts, at, shift = [], 0, 0
    starts, table = [-1], [(0, 0, 0, 0)]
    for start, end, new in edits:
        parts += [text[at:start], new]
        starts.append(start)
        table.append((start, end, start + shift, len(new)))
        shift += len(new) - (end - start)
        at = end

    def move(offset: int) -> int:
        start, end, new_start, size = table[bisect_right(starts, offset) - 1]
        return new_start + (size if offset >= end else min(offset - start, size)) + max(offset - end, 0)

    return "".join([*parts, text[at:]]), move
