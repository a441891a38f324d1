"""What stands near what in a text, without comparing each thing with every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.model import Span

CELL = 512
"""Characters: spans that overlap touch a common stretch of this length."""


class Grid:
    """Numbers of things, found again by the stretches of the text that their spans touch."""

    def __init__(self, several: Iterable[Iterable[Span]] = ()) -> None:
        """``several`` are the spans of the things 0, 1, 2, ... to begin with."""
        self._cells: dict[int, list[int]] = {}
        for number, spans in enumerate(several):
            self.add(number, spans)

    def add(self, number: int, spans: Iterable[Span]) -> None:
        """Put a thing where its spans are."""
        for cell in _cells(spans):
            self._cells.setdefault(cell, []).append(number)

    def near(self, spans: Iterable[Span]) -> list[int]:
        """Return, in their order, all things that overlap one of ``spans``, and some that only stand beside."""
        return sorted({number for cell in _cells(spans) for number in self._cells.get(cell, ())})


def _cells(spans: Iterable[Span]) -> Iterator[int]:
    for start, end in spans:
        yield from range(start // CELL, max(end - 1, start) // CELL + 1)
