"""Where something was said: "in Oslo" by the verb, the opening or the occasion of a sentence."""

from __future__ import annotations

import re

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.model import Place
from onrecord.reading.language import Passage
from onrecord.reading.lines import Line
from onrecord.reading.occasion_words import Named, occasions_at, occasions_held, occasions_recalled

PLACES = frozenset({"GPE", "LOC", "FAC"})
_OPENING = 24
_TITLES = frozenset("mr mr. mrs mrs. ms ms. dr dr. president senator governor judge prime".split())
_LINKS = frozenset("with alongside beside to by of between from at in outside inside before".split())
_VENUES = frozenset({"in", "at", "from", "outside", "inside"})
_VISITS = frozenset({"visit", "trip", "journey", "tour"})
_SEATS = re.compile(
    r"(?:the )?(?:Kremlin|Pentagon|White House|Vatican|(?:[EÉ]lys[eé]e|Bellevue|Buckingham|Presidential) Palace"
    r"|Capitol(?: Hill)?|Downing Street|Knesset|Bundestag|Rada|Chancellery|Blue House|Great Hall of the People|Hague"
    r"|Quirinale?|Moncloa)\b"
)
"""Seats of power that news reports use as places: in "at the Kremlin" it is one, in "the Kremlin said" a power."""


def place_of(line: Line, *, anywhere: bool = False) -> Place | None:
    """Return the place that the sentence is set in: "in Oslo" by its verb, its opening or its occasion."""
    for preposition in line.words:
        word = preposition.lower_
        venue = word in _VENUES or (word == "to" and preposition.head.lemma_ in _VISITS)
        if not venue or line.is_blank(preposition):
            continue
        entity = _place_after(line.passage, preposition)
        if entity is not None and _sets_scene(line, preposition, entity, anywhere):
            return Place(name=entity.text, evidence=(line.passage.span(entity),))
    return None


def is_by(line: Line, place: Place, verb: Token) -> bool:
    """Tell whether a place stands by a verb ("said in Oslo") or in a clause before it ("Speaking in Oslo, …")."""
    tokens = line.passage.tokens_in(place.evidence[0])
    if tokens is None or tokens[0].i == 0:
        return False
    if tokens[0].nbor(-1).head == verb:
        return True
    after = line.text[place.evidence[0][1] - line.start :]
    return place.evidence[0][0] - line.start <= _OPENING and re.match(r"(?:\son\s\w+)?,", after) is not None


def _place_after(passage: Passage, preposition: Token) -> TokenSpan | None:
    """Return the name of a place right after a preposition; "in" makes a place of any name that is not a time."""
    start = end = preposition.i + 1
    doc = passage.doc
    if end >= len(doc) or doc[end].lower_ in _TITLES:
        return None
    if seat := _SEATS.match(passage.text, doc[end].idx):
        return doc.char_span(*seat.span(), alignment_mode="expand")
    if doc[end].ent_type_ in PLACES:
        entity = next((one for one in passage.names if one.start <= end < one.end), None)
        return entity if entity is not None and entity.start == start else None
    while preposition.lower_ == "in" and end < len(doc) and doc[end].pos_ == "PROPN":
        if doc[end].ent_type_ in {"DATE", "TIME", "EVENT", "WORK_OF_ART", "LAW"}:
            return None
        end += 1
    owner = end < len(doc) and doc[end].tag_ == "POS"
    return doc[start:end] if end > start and not owner else None


def _sets_scene(line: Line, preposition: Token, entity: TokenSpan, anywhere: bool) -> bool:
    lead = line.text[: line.passage.span(entity)[0] - line.start]
    named = occasions_at(lead) or occasions_held(lead)
    if named and len(lead) - named[-1].end < 80 and _hangs_on(line, preposition, named[-1]):
        return True
    if anywhere and occasions_recalled(lead):
        return True
    if preposition.lower_ == "to":
        return True
    if len(lead) <= _OPENING:
        return "," not in lead[-12:-4] and preposition.head.pos_ in {"VERB", "AUX", "ADP", "PROPN"}
    return preposition.head.lemma_ in {"say", "speak", "tell", "announce", "declare"}


def _hangs_on(line: Line, preposition: Token, named: Named) -> bool:
    """Tell whether "in Oslo" belongs to the occasion or its company, and not to what it was about."""
    head, (start, end) = preposition.head, line.span_of(named)
    if head.pos_ != "NOUN" or start <= line.passage.start + head.idx < end:
        return True
    return head.dep_ == "pobj" and head.head.lower_ in _LINKS
