"""Who said what: source, cue, content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from onrecord.model import Article, Span, Spans, StatementKind
from onrecord.reading.quotations import Quotation, overlapping

if TYPE_CHECKING:
    from onrecord.reading.encoder import Encoded
    from onrecord.reading.language import Passage


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution relation, in offsets of the article's text. ``source`` and ``cue`` may be empty.

    ``continues`` and ``nested_in`` are indices into the list that this attribution stands in: the statement
    whose speaker carries over to this one, and the statement that this one is told inside. ``verbatim`` words are a
    speaker's own without quotation marks, as in a transcript.
    """

    source: Spans
    cue: Spans
    content: Spans
    confidence: float = 1.0
    continues: int | None = None
    nested_in: int | None = None
    verbatim: bool = False


class StatementFinder(Protocol):
    """Finds the attributions of an article; the grammar and the trained model are two of them."""

    version: str

    def find(
        self,
        article: Article,
        passages: Sequence[Passage],
        quotations: Sequence[Quotation],
        encoded: Encoded | None = None,
    ) -> list[Attribution]:
        """Return the attributions, in the order of their first span; ``encoded`` are the passages, where at hand."""
        ...


def kind_of(text: str, one: Attribution, quotations: Sequence[Quotation], host: Spans = ()) -> StatementKind:
    """Return ``direct`` when all of the content is in quotation marks, ``mixed`` when some is, else ``indirect``.

    Verbatim words of a transcript are ``direct`` without marks.
    Only letters and digits count. Marks around a ``host``, the content that this statement is told inside, are the
    host's. Where the marks hold the cue too, they quote whoever relays the statement: that is ``mixed``.
    """
    if one.verbatim:
        return "direct"
    near = overlapping(quotations, (one.content[0][0], one.content[-1][1]))
    near += [mark for start, end in one.cue for mark in overlapping(quotations, (start, end)) if mark not in near]
    own = [mark for mark in near if not (host and _reaches_beyond(mark, one.content))]
    total = sum(_letters(text[start:end]) for start, end in one.content)
    quoted = sum(_letters(text[start:end]) for start, end in _within(one.content, [mark.inner for mark in own]))
    if not quoted:
        return "indirect"
    if any(mark.inner[0] <= start and end <= mark.inner[1] for mark in own for start, end in one.cue):
        return "mixed"
    return "direct" if quoted == total else "mixed"


def _letters(text: str) -> int:
    """Return how many letters and digits ``text`` has."""
    return sum(map(str.isalnum, text))


def _within(spans: Spans, others: Sequence[Span]) -> list[Span]:
    """Return the parts of ``spans`` that lie in any of the ``others``, apart from one another."""
    found: list[Span] = []
    for start, end in spans:
        at = start
        for left, right in sorted(others):
            if max(left, at) < min(right, end):
                found.append((max(left, at), min(right, end)))
                at = min(right, end)
    return found


def _reaches_beyond(quotation: Quotation, content: Spans) -> bool:
    """Tell whether the quotation holds the content and more than marks and punctuation around it."""
    inside = quotation.span[0] <= content[0][0] and content[-1][1] <= quotation.span[1]
    return inside and (content[0][0] - quotation.span[0] > 3 or quotation.span[1] - content[-1][1] > 3)


def in_order(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions sorted by their first span, ``continues`` and ``nested_in`` carried along."""
    order = sorted(range(len(attributions)), key=lambda i: (first_offset(attributions[i]), i))
    return renumber(attributions, order)


def renumber(attributions: Sequence[Attribution], keep: Sequence[int]) -> list[Attribution]:
    """Return ``attributions`` at the indices ``keep``, in that order; a reference to a missing one is ``None``."""
    new = {old: index for index, old in enumerate(keep)}
    return [_referring(attributions[old], new) for old in keep]


def _referring(one: Attribution, new: Mapping[int, int]) -> Attribution:
    continues, nested_in = new.get(_int(one.continues)), new.get(_int(one.nested_in))
    if (continues, nested_in) == (one.continues, one.nested_in):
        return one
    return replace(one, continues=continues, nested_in=nested_in)


def first_offset(attribution: Attribution) -> int:
    """Return where the attribution's first span starts."""
    return min(start for start, _ in (*attribution.source, *attribution.cue, *attribution.content))


def _int(index: int | None) -> int:
    return -1 if index is None else index
