"""Where words stood, told so that they are found again when the text is lightly edited.

A selector is the W3C Web Annotation model's TextQuoteSelector (the words, with what stands before and after) and its
TextPositionSelector (``start``, ``end``) in one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from rapidfuzz import fuzz

from onrecord.model import Span

CONTEXT = 32
NEARBY = 20_000
"""Characters on each side of the old place in which changed words are looked for."""
SIMILAR = 75.0
"""Of 100: how like the old words the new ones must be (Indel similarity)."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Words, what stands around them, and where they stood (``[start, end)`` in code points)."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, span: tuple[int, int]) -> Self:
        """Return the selector of ``text[start:end]``."""
        start, end = span
        return cls(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the selector that ``to_dict`` gave."""
        return cls(**data)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    def locate(self, text: str) -> Span | None:
        """Return where the words stand in ``text`` now, or ``None`` when they are gone."""
        if text[self.start : self.end] == self.exact and text[: self.start].endswith(self.prefix):
            return self.start, self.end
        places = [(at, at + len(self.exact)) for at in _occurrences(text, self.exact)]
        if places:
            return max(places, key=lambda span: self._fit(text, span))
        return self._between(text) or self._alike(text)

    def _fit(self, text: str, span: Span) -> tuple[float, int]:
        before = fuzz.ratio(text[max(0, span[0] - CONTEXT) : span[0]], self.prefix)
        after = fuzz.ratio(text[span[1] : span[1] + CONTEXT], self.suffix)
        return round(before + after, 1), -abs(span[0] - self.start)

    def _between(self, text: str) -> Span | None:
        """Return what stands between the old surroundings, if it is like the old words."""
        best: tuple[float, Span] | None = None
        half = CONTEXT // 2
        for left in _occurrences(text, self.prefix[-half:]):
            start = left + len(self.prefix[-half:])
            right = text.find(self.suffix[:half], start, start + 2 * len(self.exact) + CONTEXT)
            if right > start and self.suffix:
                score = fuzz.ratio(text[start:right], self.exact)
                best = max(best or (0.0, (0, 0)), (score, (start, right)))
        return best[1] if best and best[0] >= SIMILAR - 15 else None

    def _alike(self, text: str) -> Span | None:
        """Return the words nearby that are most like the old ones, from the start of a word to the end of one."""
        offset = max(0, self.start - NEARBY)
        window = text[offset : self.end + NEARBY]
        found = fuzz.partial_ratio_alignment(self.exact, window, score_cutoff=SIMILAR) if window else None
        if found is None or len(self.exact) > len(window):
            return None
        start, end = found.dest_start, found.dest_end
        while 0 < start < len(window) and window[start - 1].isalnum() and window[start].isalnum():
            start -= 1
        while 0 < end < len(window) and window[end - 1].isalnum() and window[end].isalnum():
            end += 1
        return (offset + start, offset + end) if end > start else None


def _occurrences(text: str, words: str, most: int = 1000) -> Iterator[int]:
    if not words:
        return
    for _, match in zip(range(most), re.finditer(re.escape(words), text), strict=False):
        yield match.start()


def select(text: str, spans: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the selectors of ``spans`` as plain values."""
    return [Selector.of(text, span).to_dict() for span in spans]


def relocate(text: str, selectors: Iterable[dict[str, Any]]) -> tuple[Span, ...] | None:
    """Return where all of the selectors' words stand in ``text``, sorted and apart, or ``None`` if some are gone."""
    spans = [Selector.from_dict(one).locate(text) for one in selectors]
    found = sorted(span for span in spans if span is not None)
    if len(found) != len(spans) or any(b[0] < a[1] for a, b in itertools.pairwise(found)):
        return None
    return tuple(found)
