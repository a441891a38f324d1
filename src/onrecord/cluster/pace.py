"""How far a run is, how fast it goes, and when it will be done."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping

from onrecord.cluster.items import Fate, Item
from onrecord.cluster.taking import Numbered

_WINDOW = 120.0
"""Seconds over which the rate is measured."""


class Pace:
    """Counts what is done in the folder and in this run. Times begin with the first worker that is ready."""

    def __init__(self, size: int, done: int, fates: Mapping[Fate, int]) -> None:
        self.bytes_total = size
        self.total: Counter[Fate] = Counter(fates)
        self.run: Counter[Fate] = Counter()
        self.first_read: float | None = None
        self.last_read: float | None = None
        self._finished = done
        self._reached: dict[int, int] = {}
        self._sizes: dict[int, int] = {}
        self._marks: deque[tuple[float, int, int]] = deque()

    def begin(self, numbered: Numbered) -> None:
        """Note that a source is begun."""
        self._sizes[numbered.number] = numbered.size

    def hello(self) -> None:
        """Note that a worker is ready: before that, nothing could be read."""
        self._mark()

    def count(self, item: Item, fate: Fate) -> None:
        """Count what became of an item."""
        if fate == "end":
            self._finished += self._sizes.pop(item.source, 0)
            self._reached.pop(item.source, None)
            return
        if item.source in self._sizes:
            self._reached[item.source] = max(self._reached.get(item.source, 0), item.reached)
        if fate != "known":
            self.total[fate] += 1
            self.run[fate] += 1
        if fate == "read":
            self.last_read = time.monotonic()
            self.first_read = self.first_read or self.last_read
        self._mark()

    @property
    def bytes_done(self) -> int:
        """How many bytes of the input lie behind."""
        return min(self.bytes_total, self._finished + sum(self._reached.values()))

    @property
    def rate(self) -> float:
        """How many articles are read in a second, lately."""
        if len(self._marks) < 2:
            return 0.0
        since, articles, _ = self._marks[0]
        return (self.run["read"] - articles) / max(1e-6, time.monotonic() - since)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at the rate at which bytes were gone through lately; ``None`` if nobody can say."""
        if len(self._marks) < 2:
            return None
        since, _, done = self._marks[0]
        gone = self.bytes_done - done
        return (time.monotonic() - since) * (self.bytes_total - self.bytes_done) / gone if gone > 0 else None

    def _mark(self) -> None:
        now = time.monotonic()
        if not self._marks or now - self._marks[-1][0] >= 1.0:
            self._marks.append((now, self.run["read"], self.bytes_done))
            while now - self._marks[0][0] > _WINDOW:
                self._marks.popleft()
