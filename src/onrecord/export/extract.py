"""What of a reading is exported: all of it, or the statements that a search let through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from onrecord.model import Entity, Event, Link, Reading, Statement


@dataclass(frozen=True, slots=True)
class Extract:
    """A reading, and which of its statements, events and links are wanted.

    Formats of one row a statement hold these alone. Formats that hold whole articles (JSONL, brat, spaCy) hold the
    whole reading, since a statement may continue or be told inside one that is not wanted.
    """

    reading: Reading
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    links: tuple[Link, ...]

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities that the wanted statements and events speak of, in the reading's order."""
        wanted = {who for one in self.statements for who in one.people}
        wanted |= {who for event in self.events for who in (*event.actors, *event.recipients)}
        return tuple(entity for entity in self.reading.entities if entity.id in wanted)


def whole(reading: Reading) -> Extract:
    """Return the extract that holds everything in ``reading``."""
    return Extract(reading, reading.statements, reading.events, reading.links)


def only(reading: Reading, statement_ids: Collection[str]) -> Extract:
    """Return the statements with these ids, the events that belong to them, and the links between them."""
    return Extract(
        reading,
        tuple(one for one in reading.statements if one.id in statement_ids),
        tuple(event for event in reading.events if event.statement in statement_ids),
        tuple(link for link in reading.links if link.from_ in statement_ids and link.to in statement_ids),
    )
