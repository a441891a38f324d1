"""An article's text cut at every boundary of every span, so that statements may nest and overlap as they like."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Article, Reading, Span, Statement

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that cannot be seen, or that turn the direction of writing."""
_BREAK = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """That a stretch of text plays a part (``source``, ``cue``, ``content``, ``date`` …) in a statement."""

    statement: str
    role: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same spans cover throughout.

    ``contents`` are the statements whose content it is, the outermost first; ``marks`` all its parts in statements;
    ``opens`` the statements whose content begins here; ``unseen`` tells what an invisible character is.
    """

    text: str
    contents: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    opens: tuple[str, ...] = ()
    unseen: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page; ``kind`` is title, body, caption, credit, furniture, rest or gap."""

    kind: str
    segments: tuple[Segment, ...]


def blocks(reading: Reading, start: int = 0, stop: int | None = None) -> list[Block]:
    """Return the article's text, or ``[start, stop)`` of it, as blocks; their segments put together are the text."""
    article = reading.article
    window = start, len(article.text) if stop is None else stop
    layers = _layers(reading.statements, window)
    regions = _Regions(article)
    cuts = _cuts(article, layers, regions, window)
    covers = _Sweep(layers)
    openings: dict[int, list[str]] = defaultdict(list)
    for statement in reading.statements:
        openings[statement.content[0][0]].append(statement.id)
    order = {statement.id: -_length(statement) for statement in reading.statements}
    grouped: list[tuple[object, str, list[Segment]]] = []
    for start, end in pairwise(cuts):
        key, kind = regions.at(start, article.text[start:end])
        if not grouped or grouped[-1][0] != key:
            grouped.append((key, kind, []))
        segment = _segment(article.text[start:end], covers.at(start), openings.get(start, ()), order)
        grouped[-1][2].append(segment)
    return [_block(kind, segments) for _, kind, segments in grouped]


def _block(kind: str, segments: list[Segment]) -> Block:
    blank = kind == "rest" and all(segment.text.isspace() for segment in segments)
    return Block("gap" if blank else kind, tuple(segments))


def pieces(text: str) -> Iterator[Segment]:
    """Yield a short text as segments, each invisible character in one of its own."""
    place = 0
    for match in UNSEEN.finditer(text):
        if match.start() > place:
            yield Segment(text[place : match.start()])
        yield Segment(match[0], unseen=_name(match[0]))
        place = match.end()
    if place < len(text):
        yield Segment(text[place:])


_Layer = tuple[int, int, Mark]


def _layers(statements: Iterable[Statement], window: Span) -> list[_Layer]:
    return [
        (start, end, Mark(one.id, field))
        for one in statements
        for field, (start, end) in one.spans()
        if start < window[1] and end > window[0]
    ]


def _cuts(article: Article, layers: list[_Layer], regions: _Regions, window: Span) -> list[int]:
    cuts = set(window)
    for start, end, _ in layers:
        cuts |= {start, end}
    for _, (start, end) in article.spans():
        cuts |= {start, end}
    for match in UNSEEN.finditer(article.text, *window):
        cuts |= {match.start(), match.end()}
    for match in _BREAK.finditer(article.text, *window):
        if regions.at(match.start(), match[0])[1] == "gap":
            cuts |= {match.start(), match.end()}
    return sorted(cut for cut in cuts if window[0] <= cut <= window[1])


class _Sweep:
    """Which layers cover a place, asked from left to right."""

    def __init__(self, layers: list[_Layer]) -> None:
        self.waiting = sorted(layers, key=lambda layer: -layer[0])
        self.open: list[_Layer] = []

    def at(self, place: int) -> list[Mark]:
        self.open = [layer for layer in self.open if layer[1] > place]
        while self.waiting and self.waiting[-1][0] <= place:
            layer = self.waiting.pop()
            if layer[1] > place:
                self.open.append(layer)
        return [mark for _, _, mark in self.open]


class _Regions:
    """Which part of the page a place lies in; the first that claims it wins."""

    def __init__(self, article: Article) -> None:
        claims = [(span, "furniture") for span in (piece.span for piece in article.furniture)]
        claims += [(span, "caption") for span in article.captions]
        claims += [(span, "credit") for span in article.credits]
        claims += [(span, "body") for span in article.body]
        claims = [(article.title_span, "title"), *claims] if article.title_span else claims
        self.starts: dict[str, list[int]] = defaultdict(list)
        self.ends: dict[str, list[int]] = defaultdict(list)
        for (start, end), kind in sorted(claims):
            self.starts[kind].append(start)
            self.ends[kind].append(end)

    def at(self, place: int, text: str) -> tuple[object, str]:
        for kind in ("title", "furniture", "caption", "credit", "body"):
            found = bisect_right(self.starts[kind], place) - 1
            if found >= 0 and self.ends[kind][found] > place:
                return (kind, found), kind
        # Blank lines between two blocks need no block of their own to be seen.
        return ("gap", "gap") if text.isspace() and "\n" in text else ("rest", "rest")


def _segment(text: str, marks: list[Mark], opens: Iterable[str], order: dict[str, int]) -> Segment:
    contents = sorted({mark.statement for mark in marks if mark.role == "content"}, key=lambda one: (order[one], one))
    unseen = _name(text) if UNSEEN.fullmatch(text) else None
    return Segment(text, tuple(contents), tuple(marks), tuple(opens), unseen)


def _length(statement: Statement) -> int:
    return sum(end - start for start, end in statement.content)


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"
