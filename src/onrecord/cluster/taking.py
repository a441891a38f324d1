"""A source becomes numbered items, from a place on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.article.bookmark import Bookmark
from onrecord.article.intake import Unreadable
from onrecord.article.notices import Notice
from onrecord.article.sources import STANDARD_INPUT, Source, is_address, read_source
from onrecord.cluster.choices import Choices
from onrecord.cluster.items import Item, Kind
from onrecord.model import Article


@dataclass(frozen=True, slots=True)
class Numbered:
    """A source with its number, and where to begin in it: at ``place``, whose first item is number ``first``."""

    number: int
    source: Source
    size: int = 0
    place: int = 0
    first: int = 0


def take(numbered: Numbered, choices: Choices) -> Iterator[Item]:
    """Yield the items of a source, one of kind ``end`` behind them.

    What goes wrong is an item too: an article that cannot be read, or a source that cannot be read any further.
    """
    taking = _Taking(numbered)
    path = numbered.source.path
    intake = choices.intake(taking.places, taking.note, addresses=is_address(path))
    stdin = sys.stdin.buffer if path == STANDARD_INPUT else None
    try:
        for one in read_source(numbered.source, intake, stdin=stdin):
            yield from taking.waiting()
            yield taking.item_of(one)
    except Exception as error:  # a fault of ours in one source must not end the others
        yield from taking.waiting()
        yield taking.item("failure", path, f"the rest of it cannot be taken in ({_told(error)}); please report it")
    yield from taking.waiting()
    yield taking.item("end", path)


class _Places(Bookmark):
    """A bookmark in memory: the place of one source, and the number of the first item behind it."""

    def __init__(self, numbered: Numbered) -> None:
        super().__init__()
        self.next = numbered.first
        self.place, self.first = numbered.place, numbered.first
        self._open: BinaryIO | None = None

    def start(self, source: str, stream: BinaryIO) -> int:
        """Return the place to begin from; only sources that are streamed ask."""
        self._open = stream
        return self.place

    def reach(self, place: int) -> None:
        """Note that all before ``place`` has been dealt with."""
        if self._open is not None:
            self.place, self.first = place, self.next

    def finish(self, source: str, size: int) -> None:
        """Nothing: the item ``end`` tells."""
        del source, size

    @property
    def reached(self) -> int:
        """How many bytes of the source lie behind; 0 where that is not known."""
        return self._open.tell() if self._open is not None and not self._open.closed else 0


class _Taking:
    """Numbers what is taken, notices among the articles."""

    def __init__(self, numbered: Numbered) -> None:
        self.places = _Places(numbered)
        self._source = numbered.number
        self._notes: list[Item] = []

    def note(self, notice: Notice) -> None:
        """Remember what is set aside; a stub is read, so it is none of these."""
        if notice.kind != "stub":
            self._notes.append(self.item(notice.kind, notice.origin, notice.detail))

    def waiting(self) -> Iterator[Item]:
        """Yield what was set aside since the last item."""
        while self._notes:
            yield self._notes.pop(0)

    def item_of(self, one: Article | Unreadable) -> Item:
        """Return the item of an article, or of one that cannot be read."""
        if isinstance(one, Unreadable):
            return self.item("failure", one.origin, one.reason)
        return self.item("article", one.origin, one.url or "", article=one)

    def item(self, kind: Kind, origin: str, detail: str = "", article: Article | None = None) -> Item:
        """Return the next item."""
        places, number = self.places, self.places.next
        places.next += kind != "end"
        key, data = (b"", b"")
        if article is not None:
            key = bytes.fromhex(article.id.removeprefix("sha256:"))
            data = article.model_dump_json(by_alias=True).encode()
        return Item(self._source, number, kind, origin, detail, key, data, places.place, places.first, places.reached)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
