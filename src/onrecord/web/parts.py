"""Where a long article is cut, so that no page of it is large: between paragraphs, or else inside one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Article, Reading, Statement
from onrecord.web.marking import UNSEEN

LARGEST = 230_000
"""What a part may weigh, in bytes of its page as they are reckoned here."""
CARD, MARK, HIDDEN = 2_400, 260, 190
"""Bytes: a card without its words, a mark in the text, an invisible character."""
PIECE, LEAST = 6_000, 300
"""Characters that are cut off a long paragraph; where they weigh very much, so few."""
LONGEST_CONTENT, LONGEST_FIELD = 700, 200
"""Characters of a statement's words, and of what a field says, that a card shows."""
_ESCAPED = re.compile("[&<>\"'\r]")
_PARAGRAPH = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch ``[start, end)`` of an article's text, and the statements whose content begins in it.

    ``number`` counts from 1. The parts of an article put together are its text.
    """

    number: int
    start: int
    end: int
    statements: tuple[str, ...]


def parts(reading: Reading) -> list[Part]:
    """Return the parts of an article; a usual one has a single part."""
    text, ordered = reading.article.text, sorted(reading.statements, key=lambda one: one.content[0][0])
    starts = [one.content[0][0] for one in ordered]
    found: list[Part] = []
    start = size = 0
    weights = Weights(text)
    for begin, end in _pieces(reading.article, weights):
        inside = ordered[_first(starts, begin) : _first(starts, end)]
        heavy = weights.of(begin, end) + sum(_card_weight(reading.article, one) for one in inside)
        if size and size + heavy > LARGEST:
            found.append(_part(len(found) + 1, start, begin, ordered, starts))
            start, size = begin, 0
        size += heavy
    return [*found, _part(len(found) + 1, start, len(text), ordered, starts)]


def part_with(found: list[Part], statement_id: str) -> Part | None:
    """Return the part that a statement is told in."""
    return next((one for one in found if statement_id in one.statements), None)


def _part(number: int, start: int, end: int, ordered: list[Statement], starts: list[int]) -> Part:
    inside = ordered[_first(starts, start) : _first(starts, end)]
    return Part(number, start, end, tuple(one.id for one in inside))


def _first(starts: list[int], place: int) -> int:
    """Return which of the sorted ``starts`` is the first that does not lie before ``place``."""
    return bisect_left(starts, place)


def _pieces(article: Article, weights: Weights) -> Iterator[tuple[int, int]]:
    """Yield the text in pieces that a part may end after: paragraphs, and of long ones what a space ends."""
    text = article.text
    edges = {0, len(text)} | {span[0] for _, span in article.spans()} | {m.end() for m in _PARAGRAPH.finditer(text)}
    begin = 0
    for edge in sorted(edges)[1:]:
        while begin < edge:
            end = _end(weights, begin, edge)
            yield begin, end
            begin = end


def _end(weights: Weights, begin: int, edge: int) -> int:
    most = LEAST if weights.of(begin, min(edge, begin + PIECE)) > LARGEST // 3 else PIECE
    if edge - begin <= most:
        return edge
    space = weights.text.rfind(" ", begin + most // 2, begin + most)
    return space + 1 if space > 0 else begin + most


class Weights:
    """How many bytes of HTML the stretches of a text are: what has to be escaped or named weighs more."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._escaped = [match.start() for match in _ESCAPED.finditer(text)]
        self._hidden = [match.start() for match in UNSEEN.finditer(text)]

    def of(self, start: int, end: int) -> int:
        """Return the weight of ``text[start:end]``."""
        escaped, hidden = (bisect_left(one, end) - bisect_left(one, start) for one in (self._escaped, self._hidden))
        return len(self.text[start:end].encode("utf-8", "replace")) + 5 * escaped + HIDDEN * hidden


def weight(text: str) -> int:
    """Return how many bytes of HTML a short text is."""
    return Weights(text).of(0, len(text))


def _card_weight(article: Article, statement: Statement) -> int:
    spans = [span for _, span in statement.spans()]
    told = sum(weight(article.text[start : min(end, start + LONGEST_FIELD)]) for start, end in spans)
    words = article.quote(statement.content)[:LONGEST_CONTENT]
    return CARD + MARK * len(spans) + 2 * told + 2 * weight(words)
