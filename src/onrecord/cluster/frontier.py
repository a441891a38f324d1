"""How far each source is done, when its items are done in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.cluster.items import Item
from onrecord.cluster.taking import Numbered


@dataclass(slots=True)
class _Progress:
    """The first item that is not done, those done behind it, and the places at which taking can begin anew."""

    next: int
    done: set[int] = field(default_factory=set)
    places: list[tuple[int, int]] = field(default_factory=list)
    count: int | None = None

    def add(self, item: Item) -> None:
        if item.kind == "end":
            self.count = item.number
        elif item.number >= self.next:
            self.done.add(item.number)
            if not self.places or self.places[-1][0] < item.first:
                self.places.append((item.first, item.place))
            elif item.first < self.places[-1][0] and (item.first, item.place) not in self.places:
                self.places.append((item.first, item.place))
                self.places.sort()
        while self.next in self.done:
            self.done.remove(self.next)
            self.next += 1

    def place(self) -> tuple[int, int] | None:
        """Return the number of an item before which all is done, and the place where it is taken."""
        found = None
        while self.places and self.places[0][0] <= self.next:
            found = self.places.pop(0)
        if found:
            self.places.insert(0, found)
        return found


class Frontier:
    """The progress of the sources that are at work; it remembers no more of one than what is in flight."""

    def __init__(self) -> None:
        self._open: dict[int, _Progress] = {}
        self._touched: set[int] = set()

    def begin(self, numbered: Numbered) -> None:
        """Note where taking a source begins."""
        self._open[numbered.number] = _Progress(numbered.first)

    def add(self, item: Item) -> None:
        """Note that an item is done; one of a source that is finished changes nothing."""
        if (progress := self._open.get(item.source)) is not None:
            progress.add(item)
            self._touched.add(item.source)

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Yield source, place and first item of what has been touched since the last time."""
        for source in sorted(self._touched):
            if source in self._open and (found := self._open[source].place()) is not None:
                yield source, found[1], found[0]

    def finish(self) -> list[int]:
        """Return the sources that are done whole since the last time, and forget them."""
        whole = [number for number in self._touched if self._is_whole(number)]
        for number in whole:
            del self._open[number]
        self._touched.clear()
        return whole

    def left(self) -> list[int]:
        """Return the sources that are not done whole."""
        return sorted(self._open)

    def _is_whole(self, number: int) -> bool:
        progress = self._open.get(number)
        return progress is not None and progress.count is not None and progress.next >= progress.count
