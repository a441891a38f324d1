"""The words of a statement's content and where they stand in the article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.model import Span, Spans
from onrecord.reading.language import Passage

SENTENCE_END = (
    r"(?:(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bGov)(?<!\bRep)(?<!\bGen)(?<!\bSt)(?<!\b[A-Z])\."
    r"|[!?])[\"”’]?(?=\s|$)"
)
"""Where a sentence ends, by its marks; "Mrs." ends none."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a passage; ``start`` is its offset in the article's text."""

    passage: Passage
    start: int
    text: str

    def span(self, match: re.Match[str], group: int | str = 0) -> Span:
        """Return where a match in the stretch stands in the article's text."""
        return self.start + match.start(group), self.start + match.end(group)

    def tokens(self) -> list[Token]:
        """Return the tokens of the stretch."""
        return list(self.passage.words_in((self.start, self.start + len(self.text))))

    def part(self, start: int, end: int) -> Stretch:
        """Return the stretch from ``start`` to ``end`` of this one's characters."""
        return Stretch(self.passage, self.start + start, self.text[start:end])


def stretches(passages: Sequence[Passage], spans: Spans) -> Iterator[Stretch]:
    """Yield the stretches of text under ``spans``, one for each passage that they touch."""
    for start, end in spans:
        first = max(bisect_right(passages, start, key=lambda passage: passage.start) - 1, 0)
        for index in range(first, len(passages)):
            passage = passages[index]
            if passage.start >= end:
                break
            left, right = max(start, passage.start), min(end, passage.end)
            if left < right:
                yield Stretch(passage, left, passage.text[left - passage.start : right - passage.start])


def cue_tokens(passages: Sequence[Passage], spans: Spans) -> Iterator[tuple[Passage, Token]]:
    """Yield the tokens of a cue, each with its passage."""
    for stretch in stretches(passages, spans):
        for token in stretch.tokens():
            yield stretch.passage, token
