"""Who said what: source, cue, content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.model import Article, Spans
from onrecord.reading.language import Passage
from onrecord.reading.quotations import Quotation


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution relation, in offsets of the article's text. ``source`` and ``cue`` may be empty.

    ``continues`` and ``nested_in`` are indices into the list that this attribution stands in: the statement
    whose speaker carries over to this one, and the statement that this one is told inside.
    """

    source: Spans
    cue: Spans
    content: Spans
    confidence: float = 1.0
    continues: int | None = None
    nested_in: int | None = None


class StatementFinder(Protocol):
    """Finds the attributions of an article; the grammar and the trained model are two of them."""

    version: str

    def find(
        self, article: Article, passages: Sequence[Passage], quotations: Sequence[Quotation]
    ) -> list[Attribution]:
        """Return the attributions, in the order of their first span."""
        ...
