"""On whose word: which document speaks for whom, and who relayed what somebody else said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model import Span, Spans
from onrecord.reading.documents import Issued, document_of, documents_issued, issuers_of
from onrecord.reading.language import Passage
from onrecord.reading.nearness import Grid
from onrecord.reading.outlets import outlets_beside
from onrecord.reading.statements import Attribution, renumber
from onrecord.reading.turns import names_nobody

COVERED = 0.85
"""Share of an outer content that inner statements must fill for the outer one to be no more than their relay."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Somebody who passed a statement on. ``statement`` is an index; ``source`` are the words that name the relay."""

    statement: int
    source: Spans
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The attributions that stand on their own, who speaks in each, and who relayed them (outermost last).

    ``issued`` are the documents of the article, with whoever issued them.
    """

    attributions: list[Attribution]
    voices: list[Spans]
    relays: list[Relay]
    issued: Issued


def find_sourcing(text: str, passages: Sequence[Passage], attributions: Sequence[Attribution]) -> Sourcing:
    """Tell who speaks in each statement and who relayed it.

    A document speaks for whoever issued it. An ``according to`` or a document whose content is nothing but other
    people's statements is their relay, and no statement of its own.
    """
    issued = documents_issued(passages)
    issuers = issuers_of(passages, attributions, issued)
    hosted: dict[int, list[Attribution]] = {}
    for one in attributions:
        if one.nested_in is not None and one.source:
            hosted.setdefault(one.nested_in, []).append(one)
    absorbed = {i for i, inner in hosted.items() if _is_mere_relay(text, passages, attributions[i], inner)}
    kept = [i for i in range(len(attributions)) if i not in absorbed]
    new = {old: index for index, old in enumerate(kept)}
    told: dict[int | None, list[int]] = {}
    for inner in kept:
        told.setdefault(attributions[inner].nested_in, []).append(inner)
    relays = [
        Relay(new[inner], issuers[outer] or attributions[outer].source, _evidence(attributions[outer]))
        for outer in sorted(absorbed)
        for inner in told.get(outer, ())
    ]
    contents = Grid(one.content for one in attributions)
    relays += [
        Relay(new[i], (source,), (evidence,))
        for i in kept
        for source, evidence in outlets_beside(passages, attributions, i, contents)
        if _is_own(attributions, absorbed, i, evidence)
    ]
    named = [() if names_nobody(text, one.source) else one.source for one in attributions]
    voices = [issuers[i] or named[i] for i in kept]
    return Sourcing(renumber(attributions, kept), voices, _distinct(relays), issued)


def _is_own(attributions: Sequence[Attribution], absorbed: set[int], index: int, words: Span) -> bool:
    """Tell whether an outlet is a statement's own: beside a nested one it is its host's, unless the host says it."""
    host = attributions[index].nested_in
    if host is None or host in absorbed:
        return True
    return any(start <= words[0] and words[1] <= end for start, end in attributions[host].content)


def _evidence(relay: Attribution) -> Spans:
    return tuple(sorted({*relay.source, *relay.cue}))


def _distinct(relays: Sequence[Relay]) -> list[Relay]:
    return list(dict.fromkeys(relays))


def _is_mere_relay(text: str, passages: Sequence[Passage], outer: Attribution, inner: Sequence[Attribution]) -> bool:
    if not (document_of(passages, outer) is not None or _says_according(text, outer)):
        return False
    held = [offset for start, end in outer.content for offset in range(start, end) if text[offset].isalnum()]
    filled = {offset for one in inner for start, end in _extents(one) for offset in range(start, end)}
    return sum(offset in filled for offset in held) >= COVERED * len(held)


def _extents(one: Attribution) -> Iterator[Span]:
    """Yield each content span and the stretch from the source to the content, addressee and all."""
    yield from one.content
    spans = sorted((*one.source, *one.cue, *one.content))
    yield spans[0][0], spans[-1][1]


def _says_according(text: str, one: Attribution) -> bool:
    return any(text[start:end].lower().startswith("according") for start, end in one.cue)
