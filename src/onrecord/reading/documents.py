"""Which document speaks, or is spoken of, and who issued it: "a statement issued by Price", "the statement said"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from onrecord.model import Document, Span, Spans
from onrecord.reading.cues import DOCUMENTS
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.phrases import noun_phrase, subject_of
from onrecord.reading.statements import Attribution

Issued = Mapping[str, Sequence[tuple[int, Span]]]
"""Of each kind of document those with an issuer: where they stand, in order, and who issued them."""

_HOLDING = frozenset(
    """include contain list say state set describe call show note detail propose outline mention lay hold demand urge
    warn accuse conclude find reveal confirm deny argue claim spell address cover offer promise read identify
    cite""".split()
)
_ISSUING = frozenset({"issue", "release", "publish", "sign", "write", "post", "put", "send", "make", "give", "draft"})


def document_of(passages: Sequence[Passage], one: Attribution) -> tuple[Passage, Token] | None:
    """Return the document that an attribution has as its source: the head of the source's words."""
    for span in one.source[:1]:
        passage = passage_at(passages, span[0])
        tokens = passage.tokens_in(span) if passage else None
        if passage and tokens is not None and _is_document(tokens.root):
            return passage, tokens.root
    return None


def _is_document(noun: Token) -> bool:
    """Tell whether a noun names a document; "the Washington Post" is none."""
    return noun.lemma_.lower() in DOCUMENTS and noun.pos_ != "PROPN"


def issuers_of(passages: Sequence[Passage], attributions: Sequence[Attribution], known: Issued) -> list[Spans]:
    """Return, for each attribution, who issued the document that is its source; empty when that is not said.

    ``the statement`` without an issuer is the last document of that name that had one.
    """
    found: list[Spans] = []
    for one in attributions:
        document = document_of(passages, one)
        if document is None:
            found.append(())
            continue
        passage, noun = document
        here = _issuer(passage, noun)
        if here is None:
            before = _last_before(known, noun.lemma_.lower(), passage.span(noun)[0])
            here = before[1] if before else None
        found.append((here,) if here else ())
    return found


def documents_issued(passages: Sequence[Passage]) -> Issued:
    """Return the documents of an article with whoever issued them."""
    found: dict[str, list[tuple[int, Span]]] = {}
    for passage in passages:
        for token in passage.tokens:
            kind = token.lemma_.lower() if token.pos_ == "NOUN" else ""
            if kind in DOCUMENTS and (issuer := _issuer(passage, token)):
                found.setdefault(kind, []).append((passage.span(token)[0], issuer))
    return found


def _last_before(known: Issued, document: str, offset: int) -> tuple[int, Span] | None:
    issued = known.get(document, ())
    at = bisect_left(issued, offset, key=lambda one: one[0])
    return issued[at - 1] if at else None


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


def find_documents(
    passages: Sequence[Passage],
    attributions: Sequence[Attribution],
    relays: Sequence[tuple[int, Spans]],
    known: Issued,
) -> list[Document | None]:
    """Return the document that each statement comes from or tells the content of, ``None`` where there is none.

    It is the source ("the statement said"), the relay ("according to a statement issued by Price"; ``relays`` are
    indices and the words of a relay), or the subject of the content that the source tells of ("the document,
    according to Blinken, includes …"). A document that was brought up before has both places as its evidence.
    """
    spans = dict(reversed(relays))
    found: list[Document | None] = []
    for index, one in enumerate(attributions):
        told = document_of(passages, one) or _in_words(passages, spans.get(index, ())) or _told_of(passages, one)
        found.append(_with_antecedent(told, known) if told else None)
    return found


def _in_words(passages: Sequence[Passage], words: Spans) -> tuple[Passage, Token] | None:
    """Return the document that the words of a relay name: "according to a statement issued by Price"."""
    for span in words:
        passage = passage_at(passages, span[0])
        for token in passage.words_in(span) if passage else ():
            if passage and token.pos_ == "NOUN" and token.lemma_.lower() in DOCUMENTS:
                return passage, token
    return None


def _told_of(passages: Sequence[Passage], one: Attribution) -> tuple[Passage, Token] | None:
    """Return the document whose content is told: "the document, according to Blinken, includes …"."""
    for start, end in one.content:
        passage = passage_at(passages, start)
        for token in passage.words_in((start, min(end, start + 60))) if passage else ():
            if token.lemma_ not in _HOLDING:
                continue
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            if passage and subject is not None and _is_document(subject):
                return passage, subject
    return None


def _with_antecedent(told: tuple[Passage, Token], known: Issued) -> Document:
    passage, noun = told
    kind, here = noun.lemma_.lower(), _words_of(passage, noun)
    before = _last_before(known, kind, here[0])
    earlier = (before[0], before[0] + len(kind)) if before and not _issuer(passage, noun) else None
    return Document(kind=kind, evidence=(earlier, here) if earlier and earlier[1] <= here[0] else (here,))


def _words_of(passage: Passage, noun: Token) -> Span:
    return passage.span(noun.doc[noun.left_edge.i : noun.i + 1])
