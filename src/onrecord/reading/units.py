"""Which stretches of a paragraph are one sentence when a quotation counts as one word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.language import Passage
from onrecord.reading.quotations import Quotation

_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|vs|No|U\.S|U\.K|U\.N)\.$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence whose quotations are whole, however many sentences they hold themselves."""

    passage: Passage
    span: Span
    quotations: tuple[Quotation, ...]

    def tokens(self) -> list[Token]:
        """Return the tokens of the unit, inside quotations too."""
        return list(self.passage.words_in(self.span))

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the outermost quotation of the unit that holds ``offset``."""
        return next((one for one in self.quotations if one.span[0] <= offset < one.span[1]), None)

    def is_bare_quotation(self, text: str) -> bool:
        """Tell whether nothing but quotations stands in the unit: no source and no cue beside them."""
        if not self.quotations:
            return False
        outside, at = "", self.span[0]
        for quotation in self.quotations:
            outside += text[at : quotation.span[0]]
            at = quotation.span[1]
        return not any(character.isalnum() for character in outside + text[at : self.span[1]])


def find_units(text: str, passage: Passage, quotations: Sequence[Quotation]) -> list[Unit]:
    """Return the units of ``passage``; ``quotations`` are the outermost ones of the whole article."""
    first = bisect_left(quotations, passage.start, key=lambda one: one.span[0])
    last = bisect_left(quotations, passage.end, key=lambda one: one.span[0])
    here = [one for one in quotations[first:last] if one.span[1] <= passage.end]
    edges = [passage.start, *_edges(text, passage, here), passage.end]
    spans = [_trim(text, (start, end)) for start, end in pairwise(edges) if start < end]
    return [Unit(passage, span, tuple(_within(here, span))) for span in spans if span[0] < span[1]]


def _within(quotations: Sequence[Quotation], span: Span) -> list[Quotation]:
    return [one for one in quotations if span[0] <= one.span[0] and one.span[1] <= span[1]]


def _edges(text: str, passage: Passage, quotations: Sequence[Quotation]) -> list[int]:
    edges = {
        passage.start + sentence.start_char
        for sentence in passage.doc.sents
        if _ends_sentence(text, passage.start, passage.start + sentence.start_char)
    }
    inside_or_after = [(one.span[0], _next_word(text, one.span[1])) for one in quotations]
    edges = {edge for edge in edges if not any(start < edge <= end for start, end in inside_or_after)}
    edges |= {_next_word(text, one.span[1]) for one in quotations if _ends_after(text, passage, one)}
    edges |= {one.span[0] for one in quotations if _ends_sentence(text, passage.start, one.span[0])}
    return sorted(edge for edge in edges if passage.start < edge < passage.end)


def _ends_sentence(text: str, start: int, edge: int) -> bool:
    before = text[max(start, edge - 24) : edge].rstrip()
    return bool(_TERMINAL.search(before)) and not _ABBREVIATION.search(before)


def _ends_after(text: str, passage: Passage, quotation: Quotation) -> bool:
    """Tell whether a sentence ends with the quotation: its last character, or the one after it, is a full stop."""
    inner = text[quotation.inner[0] : quotation.inner[1]].rstrip()
    after = text[quotation.span[1] : passage.end]
    following = after.lstrip()
    if after[:1] in (".", "!", "?"):
        return False
    if not inner.endswith((".", "!", "?", "…", "]")) or not following or not after[:1].isspace():
        return False
    if inner.endswith((".", "]")):
        return following[0].isupper() or following[0] in "\"“‘«'("
    return not _begins_attribution(passage, quotation.span[1])


def _begins_attribution(passage: Passage, offset: int) -> bool:
    """Tell whether a verb of the same short clause follows: ``"Really?" the minister asked.``"""
    after = passage.tokens_in((offset, passage.end))
    if after is None:
        return False
    first = [token for token in list(after)[:14] if not token.is_space]
    clause = next((i for i, token in enumerate(first) if token.text in '.!?"“'), len(first))
    return any(token.lemma_.lower() in _ASKING for token in first[: min(clause, 9)])


_ASKING = frozenset({"say", "ask", "tell", "add", "write", "demand", "shout", "cry", "tweet", "wonder", "declare"})


def _next_word(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
