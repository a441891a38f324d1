"""Which words of a report tell of an event, of which PLOVER type, and where its recipient stands.

Types and modes: Open Event Data Alliance, *PLOVER: Political Language Ontology for Verifiable Event Records*, 2021.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

from spacy.tokens import Token

from onrecord.model import EventType

_TAKEN = ("dobj", "nsubj")


@dataclass(frozen=True, slots=True)
class EventCue:
    """A word with the objects it needs (none: any), and how it is joined to its recipient.

    ``recipients`` holds prepositions, or ``obj`` for the object itself.
    """

    objects: frozenset[str]
    type: EventType
    mode: str | None
    recipients: tuple[str, ...]


def cue_of(token: Token) -> EventCue | None:
    """Return what event the word tells of, by its lemma, its part of speech and its object.

    A word that only qualifies a noun ("attack helicopters", "the visiting minister") tells of none.
    """
    cues = _cues().get((token.lemma_.lower(), token.pos_))
    if cues is None or token.dep_ in ("compound", "amod", "nmod") or _qualifies(token):
        return None
    objects = {head.lemma_.lower() for head in _objects(token)}
    fitting = (cue for cue in cues if not cue.objects or cue.objects & objects)
    return max(fitting, key=lambda cue: bool(cue.objects), default=None)


def joined_to(token: Token, words: Sequence[str]) -> Iterator[Token]:
    """Yield the heads of the phrases that stand to ``token`` as ``words`` say, joint heads too.

    A word is a preposition, ``obj`` for the object, ``dative`` for whom something is given, ``acl`` for the object
    of a participle after the noun ("calls asking the States to …"), ``ccomp`` for the subject of a that-clause.
    """
    holders = [token, *_objects(token)]
    inner: list[Token] = []
    if "acl" in words or "by" in words:
        inner = [one for held in holders[1:] or holders for one in held.subtree if one.dep_ in ("relcl", "acl")]
    for word in words:
        if word == "obj":
            heads = _objects(token)
        elif word in ("dative", "ccomp"):
            wanted = "dative" if word == "dative" else "nsubj"
            givers = [token] if word == "dative" else [one for one in token.children if one.dep_ == "ccomp"]
            heads = [child for one in givers for child in one.children if child.dep_ == wanted]
        elif word == "acl":
            heads = [child for one in _participles(token, inner) for child in one.children if child.dep_ in _TAKEN]
        elif word == "by":
            nouns = [one for one in token.subtree if one.pos_ in ("NOUN", "PROPN")] if token.pos_ == "VERB" else []
            heads = list(_after([*holders, *inner, *nouns], word))
        else:
            heads = list(_after(holders, word))
        for head in heads:
            yield from (head, *head.conjuncts)


def _participles(token: Token, inner: Sequence[Token]) -> list[Token]:
    """Return the participles that say more of a noun, also those that the parser hung on the verb above it."""
    above = next((one for one in token.ancestors if one.pos_ == "VERB"), None) if token.pos_ == "NOUN" else None
    loose = [one for one in above.children if one.dep_ == "advcl" and one.i > token.i] if above is not None else []
    return [one for one in (*inner, *loose) if one.tag_ == "VBG" and one.nbor(-1).text != ","]


def _qualifies(token: Token) -> bool:
    """Tell whether a participle stands before a name as an adjective does: ``with visiting Minister Halvorsen``."""
    if token.tag_ != "VBG" or token.dep_ != "pcomp" or token.i + 1 >= len(token.doc):
        return False
    return token.doc[token.i + 1].ent_type_ in ("NORP", "GPE", "PERSON") or token.doc[token.i + 1].pos_ == "PROPN"


def _objects(token: Token) -> list[Token]:
    if token.pos_ != "VERB":
        return []
    return [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]


def _after(holders: Sequence[Token], word: str) -> Iterator[Token]:
    for holder in holders:
        for child in holder.children:
            if child.dep_ in ("prep", "agent", "dative") and child.lower_ == word:
                yield from (one for one in child.children if one.dep_ == "pobj")
                inner = [one for one in child.children if one.dep_ == "pcomp" and _qualifies(one)]
                yield from (one for verb in inner for one in verb.children if one.dep_ == "dobj")


@lru_cache(maxsize=1)
def _cues() -> dict[tuple[str, str], list[EventCue]]:
    raw = files("onrecord.data").joinpath("event_cues.csv").read_text(encoding="utf-8")
    cues: dict[tuple[str, str], list[EventCue]] = {}
    for row in csv.DictReader(io.StringIO(raw)):
        objects = frozenset(row["objects"].split("|")) - {""}
        recipients = tuple(row["recipients"].split("|")) if row["recipients"] else ()
        cue = EventCue(objects, cast(EventType, row["type"]), row["mode"] or None, recipients)
        cues.setdefault((row["word"], row["pos"].upper()), []).append(cue)
    return cues
