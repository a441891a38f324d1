"""On whose word: which document speaks for whom, and who relayed what somebody else said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.model import Span, Spans
from onrecord.reading.cues import DOCUMENTS
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.phrases import noun_phrase, subject_of
from onrecord.reading.statements import Attribution, renumber
from onrecord.reading.turns import names_nobody

COVERED = 0.85
"""Share of an outer content that inner statements must fill for the outer one to be no more than their relay."""

_ISSUING = frozenset({"issue", "release", "publish", "sign", "write", "post", "put", "send", "make", "give", "draft"})
_REPORTED_BY = re.compile(r"\b(?:as\s+)?(?:reported|quoted|cited|carried|relayed)\s+by\s+", re.IGNORECASE)
_SAID_TO = re.compile(
    r"\b(?:told|telling|(?:interview|remarks|comments|conversation|appearance|statement)s?\s+(?:with|to|on|for))\s+"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s")
_OUTLET = re.compile(
    r"\b(?:\w*News|Times|Post|Herald|Tribune|Journal|Gazette|Mail|Telegraph|Guardian|Observer|Reporter|Chronicle|"
    r"Today|Reuters|AFP|TASS|Tass|Xinhua|Interfax|RIA|Anadolu|IRNA|Yonhap|Kyodo|Ansa|ANSA|dpa|DPA|Sputnik|Bloomberg|"
    r"Associated Press|Press Association|BBC|CNN|CBS|NBC|ABC|NPR|PBS|MSNBC|CNBC|ITV|RTE|NRK|ARD|ZDF|CGTN|NHK|CBC|RFI|"
    r"Fox|Sky|Al Jazeera|Politico|Axios|Economist|Spiegel|Bild|Le Monde|Le Figaro|El País|Television|TV|Radio|"
    r"Broadcasting|Magazine|Newsweek)\b|\w\.(?:com|net|org)\b"
)
"""Words by which the name of a newspaper, agency or broadcaster is known."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Somebody who passed a statement on. ``statement`` is an index; ``source`` are the words that name the relay."""

    statement: int
    source: Spans
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The attributions that stand on their own, who speaks in each, and who relayed them (outermost last)."""

    attributions: list[Attribution]
    voices: list[Spans]
    relays: list[Relay]


def find_sourcing(text: str, passages: Sequence[Passage], attributions: Sequence[Attribution]) -> Sourcing:
    """Tell who speaks in each statement and who relayed it.

    A document speaks for whoever issued it. An ``according to`` or a document whose content is nothing but other
    people's statements is their relay, and no statement of its own.
    """
    issuers = _issuers(passages, attributions)
    hosted: dict[int, list[Attribution]] = {}
    for one in attributions:
        if one.nested_in is not None and one.source:
            hosted.setdefault(one.nested_in, []).append(one)
    absorbed = {i for i, inner in hosted.items() if _is_mere_relay(text, passages, attributions[i], inner)}
    kept = [i for i in range(len(attributions)) if i not in absorbed]
    new = {old: index for index, old in enumerate(kept)}
    relays = [
        Relay(new[inner], issuers[outer] or attributions[outer].source, _evidence(attributions[outer]))
        for outer in sorted(absorbed)
        for inner in kept
        if attributions[inner].nested_in == outer
    ]
    relays += [
        Relay(new[i], (source,), (evidence,))
        for i in kept
        for source, evidence in _reported_by(passages, attributions, i)
    ]
    named = [() if names_nobody(text, one.source) else one.source for one in attributions]
    return Sourcing(renumber(attributions, kept), [issuers[i] or named[i] for i in kept], _distinct(relays))


def _evidence(relay: Attribution) -> Spans:
    return tuple(sorted({*relay.source, *relay.cue}))


def _distinct(relays: Sequence[Relay]) -> list[Relay]:
    return list(dict.fromkeys(relays))


def _is_mere_relay(text: str, passages: Sequence[Passage], outer: Attribution, inner: Sequence[Attribution]) -> bool:
    if not (_is_document(passages, outer) or _says_according(text, outer)):
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


def _is_document(passages: Sequence[Passage], one: Attribution) -> bool:
    return _document(passages, one) is not None


def _document(passages: Sequence[Passage], one: Attribution) -> tuple[Passage, Token] | None:
    """Return the document that an attribution has as its source: the head of the source's words."""
    for span in one.source[:1]:
        passage = passage_at(passages, span[0])
        tokens = passage.tokens_in(span) if passage else None
        if passage and tokens is not None and tokens.root.lemma_.lower() in DOCUMENTS:
            return passage, tokens.root
    return None


def _issuers(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> list[Spans]:
    """Return, for each attribution, who issued the document that is its source; empty when that is not said.

    ``the statement`` without an issuer is the last document of that name that had one.
    """
    known = _documents_issued(passages)
    found: list[Spans] = []
    for one in attributions:
        document = _document(passages, one)
        if document is None:
            found.append(())
            continue
        passage, noun = document
        here = _issuer(passage, noun)
        if here is None:
            here = _last_before(known, noun.lemma_.lower(), passage.span(noun)[0])
        found.append((here,) if here else ())
    return found


def _documents_issued(passages: Sequence[Passage]) -> list[tuple[int, str, Span]]:
    return [
        (passage.span(token)[0], token.lemma_.lower(), issuer)
        for passage in passages
        for token in passage.doc
        if token.lemma_.lower() in DOCUMENTS and token.pos_ == "NOUN" and (issuer := _issuer(passage, token))
    ]


def _last_before(known: Sequence[tuple[int, str, Span]], document: str, offset: int) -> Span | None:
    before = [(at, issuer) for at, lemma, issuer in known if lemma == document and at < offset]
    return max(before)[1] if before else None


def _issuer(passage: Passage, noun: Token) -> Span | None:
    """Return who issued a document: ``issued by X``, ``by X``, ``from X``, ``X's statement``, ``X released a …``."""
    for finder in (_named_after, _owner, _releaser):
        head = finder(noun)
        if head is not None and head.pos_ in ("PROPN", "NOUN", "PRON") and head.lemma_.lower() not in DOCUMENTS:
            return noun_phrase(passage, head)
    return None


def _named_after(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "acl" and child.lemma_.lower() in _ISSUING:
            return next((one for agent in child.children if agent.lower_ == "by" for one in agent.children), None)
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def _owner(noun: Token) -> Token | None:
    owners = (child for child in noun.children if child.dep_ in ("poss", "compound") and child.i < noun.i)
    return next(
        (one for one in owners if one.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or one.dep_ == "poss"), None
    )


def _releaser(noun: Token) -> Token | None:
    verb = noun.head
    if noun.dep_ not in ("dobj", "pobj", "attr") or verb.lemma_.lower() not in _ISSUING:
        return None
    return subject_of(verb)


def _reported_by(
    passages: Sequence[Passage], attributions: Sequence[Attribution], index: int
) -> Iterator[tuple[Span, Span]]:
    """Yield the outlets beside a statement, outside every content, each with the whole phrase.

    They are whoever it was ``quoted by``, and the newspaper or broadcaster that it was said to.
    """
    one = attributions[index]
    passage = passage_at(passages, (one.cue or one.content)[0][0])
    if passage is None:
        return
    reach = _sentence_around(passage, one)
    for pattern in (_REPORTED_BY, _SAID_TO):
        for match in pattern.finditer(passage.text, *reach):
            start, end = passage.start + match.start(), passage.start + match.end()
            contents = (span for other in attributions for span in other.content)
            head = None if any(s < end and start < e for s, e in contents) else _name_at(passage, end)
            if head is None:
                continue
            source = noun_phrase(passage, head)
            words = passage.text[source[0] - passage.start : source[1] - passage.start]
            if pattern is _REPORTED_BY or _OUTLET.search(words):
                yield source, (start, max(end, source[1]))


def _sentence_around(passage: Passage, one: Attribution) -> Span:
    """Return the stretch of the passage's text from a statement's first sentence to its last one."""
    text = passage.text
    spans = sorted((*one.source, *one.cue, *one.content))
    first = max(spans[0][0] - passage.start, 0)
    before = [match.end() for match in _SENTENCE_END.finditer(text, 0, first)]
    last = min(max(end for _, end in spans), passage.end) - passage.start
    if text[:last].rstrip("\"'”’)]").endswith((".", "!", "?")) and text[last : last + 1] in ("", " ", "\n"):
        return (before[-1] if before else 0), last
    stop = _SENTENCE_END.search(text, last)
    return (before[-1] if before else 0), stop.start() if stop else len(text)


def _name_at(passage: Passage, offset: int) -> Token | None:
    """Return the head of the name or noun phrase that starts at ``offset``."""
    tokens = passage.tokens_in((offset, offset + 1))
    if tokens is None or tokens[0].pos_ not in ("PROPN", "DET", "NOUN", "ADJ", "X"):
        return None
    return _head_of_phrase(tokens[0])


def _head_of_phrase(token: Token) -> Token:
    while (
        token.head is not token
        and token.head.i > token.i
        and token.dep_ in ("det", "compound", "amod", "nmod", "poss")
    ):
        token = token.head
    return token
