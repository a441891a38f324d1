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
    """Return what event the word tells of, by its lemma, its part of speech and its object."""
    kind = {"VERB": "verb", "NOUN": "noun"}.get(token.pos_)
    if kind is None:
        return None
    objects = {child.lemma_.lower() for child in token.children if child.dep_ in ("dobj", "nsubjpass", "prt")}
    fitting = (
        cue for cue in _cues().get((token.lemma_.lower(), kind), ()) if not cue.objects or cue.objects & objects
    )
    return max(fitting, key=lambda cue: bool(cue.objects), default=None)


def joined_to(token: Token, words: Sequence[str]) -> Iterator[Token]:
    """Yield the heads of the phrases that stand to ``token`` as ``words`` say, joint heads too."""
    for word in words:
        if word == "obj":
            heads = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
        else:
            holders = [token, *(child for child in token.children if child.dep_ in ("dobj", "nsubjpass"))]
            preposed = [
                child for one in holders for child in one.children if child.dep_ == "prep" and child.lower_ == word
            ]
            heads = [child for one in preposed for child in one.children if child.dep_ == "pobj"]
        for head in heads:
            yield from (head, *head.conjuncts)


@lru_cache(maxsize=1)
def _cues() -> dict[tuple[str, str], list[EventCue]]:
    raw = files("onrecord.data").joinpath("event_cues.csv").read_text(encoding="utf-8")
    cues: dict[tuple[str, str], list[EventCue]] = {}
    for row in csv.DictReader(io.StringIO(raw)):
        objects = frozenset(row["objects"].split("|")) - {""}
        recipients = tuple(row["recipients"].split("|")) if row["recipients"] else ()
        cue = EventCue(objects, cast(EventType, row["type"]), row["mode"] or None, recipients)
        cues.setdefault((row["word"], row["pos"]), []).append(cue)
    return cues
