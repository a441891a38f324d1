"""Where something was said: "in Oslo" by the verb, the opening or the occasion of a sentence."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.model import Place
from onrecord.reading.lines import Line
from onrecord.reading.occasion_words import Named, occasions_at, occasions_held, occasions_recalled

PLACES = frozenset({"GPE", "LOC", "FAC"})
_TITLES = frozenset("mr mr. mrs mrs. ms ms. dr dr. president senator governor judge prime".split())
_LINKS = frozenset("with alongside beside to by of between from at in outside inside before".split())
_VENUES = frozenset({"in", "at", "from", "outside", "inside"})


def place_of(line: Line, *, anywhere: bool = False) -> Place | None:
    """Return the place that the sentence is set in: "in Oslo" by its verb, its opening or its occasion."""
    for preposition in line.tokens:
        if preposition.lower_ not in _VENUES or line.is_blank(preposition):
            continue
        entity = _place_after(preposition)
        if entity is not None and _sets_scene(line, preposition, entity, anywhere):
            return Place(name=entity.text, evidence=(line.passage.span(entity),))
    return None


def _place_after(preposition: Token) -> TokenSpan | None:
    """Return the name of a place right after a preposition; "in" makes a place of any name that is not a time."""
    start = end = preposition.i + 1
    doc = preposition.doc
    if end < len(doc) and doc[end].ent_type_ in PLACES:
        entity = next((one for one in doc.ents if one.start <= end < one.end), None)
        return entity if entity is not None and entity.start == start else None
    if end < len(doc) and doc[end].lower_ in _TITLES:
        return None
    while preposition.lower_ == "in" and end < len(doc) and doc[end].pos_ == "PROPN":
        if doc[end].ent_type_ in {"DATE", "TIME", "EVENT", "WORK_OF_ART", "LAW"}:
            return None
        end += 1
    owner = end < len(doc) and doc[end].tag_ == "POS"
    return doc[start:end] if end > start and not owner else None


def _sets_scene(line: Line, preposition: Token, entity: TokenSpan, anywhere: bool) -> bool:
    lead = line.text[: entity.start_char - line.tokens.start_char]
    named = occasions_at(lead) or occasions_held(lead)
    if named and len(lead) - named[-1].end < 80 and _hangs_on(line, preposition, named[-1]):
        return True
    if anywhere and occasions_recalled(lead):
        return True
    if len(lead) <= 24:
        return "," not in lead[-12:-4] and preposition.head.pos_ in {"VERB", "AUX", "ADP", "PROPN"}
    return preposition.head.lemma_ in {"say", "speak", "tell", "announce", "declare"}


def _hangs_on(line: Line, preposition: Token, named: Named) -> bool:
    """Tell whether "in Oslo" belongs to the occasion or its company, and not to what it was about."""
    head = preposition.head
    if (
        head.pos_ not in {"NOUN"}
        or line.tokens.start_char + named.start <= head.idx < line.tokens.start_char + named.end
    ):
        return True
    return head.dep_ == "pobj" and head.head.lower_ in _LINKS
