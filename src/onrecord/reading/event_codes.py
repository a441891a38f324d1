"""How a PLOVER event is called in the other codings: its quarter, its CAMEO root, and its type without a status.

Open Event Data Alliance, *PLOVER: Political Language Ontology for Verifiable Event Records*, 2021 manual: the table
of types with their quad classes and the CAMEO cue categories that each takes over.
"""

from __future__ import annotations

from typing import Literal

from onrecord.model import EVENT_TYPES, Event, EventStatus, EventType, Reading

QuadClass = Literal["verbal co-operation", "material co-operation", "verbal conflict", "material conflict"]

_QUADS: tuple[tuple[QuadClass, EventType], ...] = (
    ("verbal co-operation", "CONCEDE"),
    ("material co-operation", "RETREAT"),
    ("verbal conflict", "THREATEN"),
    ("material conflict", "ASSAULT"),
)
_CAMEO: dict[EventType, str] = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "CONCEDE": "08", "COOPERATE": "06", "AID": "07",
    "RETREAT": "08", "REQUEST": "10", "ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14",
    "SANCTION": "16", "MOBILIZE": "15", "COERCE": "17", "ASSAULT": "19",
}  # fmt: skip
_PROMISED: frozenset[EventStatus] = frozenset({"planned", "threatened", "hypothetical"})


def quad_class(type_: EventType) -> QuadClass:
    """Return which of the four quarters a type lies in."""
    place = EVENT_TYPES.index(type_)
    return next(quad for quad, last in _QUADS if place <= EVENT_TYPES.index(last))


def cameo_root(type_: EventType) -> str:
    """Return the two-digit CAMEO root code; where PLOVER joins several roots, the one that gave the type its name.

    REQUEST also takes over 02 (appeal), ACCUSE 09 (investigate), ASSAULT 18 and 20.
    """
    return _CAMEO[type_]


def without_status(type_: EventType, status: EventStatus) -> EventType:
    """Return the type in a coding that knows no status.

    What is to come is an AGREE if it helps and a THREATEN if it harms; what is withheld is a REJECT.
    """
    if status == "denied":
        return "REJECT"
    if status not in _PROMISED or quad_class(type_) == "verbal conflict":
        return type_
    return "AGREE" if quad_class(type_).endswith("co-operation") else "THREATEN"


def coded_type(reading: Reading, event: Event) -> EventType:
    """Return an event's type in a coding that knows no status; what is only alleged keeps its type."""
    told = reading.statement(event.statement) if event.statement is not None else None
    if event.status == "hypothetical" and told is not None and told.modality == "asserted":
        return event.type
    return without_status(event.type, event.status)
