"""One event once, over all articles of a record: who did what to whom, on which day, told by which outlets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from onrecord.model import Entity, Event, EventStatus, EventType, Reading, Spans
from onrecord.reading.event_codes import quad_class
from onrecord.record.moves import names_in, power_of, readings_between, states_in, telling
from onrecord.record.store import Record

NEWS = 3
"""Days: what an article tells without a day happened at most so long before it."""
_MUTUAL: frozenset[EventType] = frozenset({"CONSULT", "COOPERATE"})
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A party: its name, its code (ISO 3166 alpha-3, or an organisation's), and its sector where the words say it."""

    name: str
    code: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One article's account of an event. ``chain`` are those on whose word it is, the speaker first."""

    article_id: str
    event_id: str
    publisher: str | None
    title: str | None
    day: str | None
    evidence: str
    spans: Spans
    statement_id: str | None
    chain: tuple[str, ...]
    confidence: float
    original: str
    stems: frozenset[str]


@dataclass(slots=True)
class Happening:
    """An event with every account of it. ``start`` and ``end`` are the first and last day it may have been on."""

    type: EventType
    mode: str | None
    status: EventStatus
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    start: str | None
    end: str | None
    dated: bool
    place: str | None
    told: list[Told] = field(default_factory=list)
    copies: list[Told] = field(default_factory=list)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell of it in words of their own; near copies corroborate nothing."""
        return tuple(dict.fromkeys(one.publisher or "?" for one in self.told))

    @property
    def confidence(self) -> float:
        """The confidence of the surest account."""
        return max(one.confidence for one in self.told)


def happenings(record: Record, since: str | None = None, until: str | None = None) -> list[Happening]:
    """Return the events of the articles from ``since`` to ``until`` (ISO days), each once, by their days.

    Raises:
        RecordError: the record cannot be read.
    """
    originals = dict(record.query("SELECT article_id, report FROM copies"))
    readings = sorted(
        readings_between(record, since, until),
        key=lambda one: originals.get(one.article.id, one.article.id) != one.article.id,
    )
    states = states_in(one for reading in readings for one in reading.entities)
    made: dict[tuple[EventType, EventStatus], list[Happening]] = {}
    for reading in readings:
        for one in _of(reading, states, originals.get(reading.article.id, reading.article.id)):
            _add(made.setdefault((one.type, one.status), []), one)
    return sorted(
        (one for some in made.values() for one in some),
        key=lambda one: ((one.start if one.dated else one.end) or "9999", one.type),
    )


def _of(reading: Reading, states: dict[str, str], original: str) -> Iterator[Happening]:
    entities = {one.id: one for one in reading.entities}
    names = names_in(reading)
    for event in reading.events:
        start, end = _days(reading, event)
        sides = [
            tuple(_side(entities[who], states, event) for who in some) for some in (event.actors, event.recipients)
        ]
        article = reading.article
        told = Told(
            article.id, event.id, article.publisher, article.title, article.day, article.quote(event.evidence),
            event.evidence, event.statement, _chain(reading, event), event.confidence, original,
            telling(article.quote(event.evidence), names),
        )  # fmt: skip
        yield Happening(
            event.type, event.mode, event.status, sides[0], sides[1], start, end,
            bool(event.date and event.date.start),
            event.place.name if event.place else None, [told],
        )  # fmt: skip


def _side(entity: Entity, states: dict[str, str], event: Event) -> Side:
    return Side(entity.name, power_of(entity, states), event.sectors.get(entity.id))


def _chain(reading: Reading, event: Event) -> tuple[str, ...]:
    if event.statement is None:
        return ()
    statement = reading.statement(event.statement)
    people = (reading.entity(one) for one in (statement.speaker, *statement.via))
    return tuple(one.name for one in people if one is not None)


def _days(reading: Reading, event: Event) -> tuple[str | None, str | None]:
    if event.date is not None and event.date.start and event.date.end:
        return event.date.start, event.date.end
    day = reading.article.day
    if day is None:
        return None, None
    return (date.fromisoformat(day) - timedelta(days=NEWS)).isoformat(), day


def _add(known: list[Happening], one: Happening) -> None:
    for other in known:
        if _is_one(other, one):
            _join(other, one)
            return
    known.append(one)


def _is_one(left: Happening, right: Happening) -> bool:
    if not _same_parties(left, right) or not _same_days(left, right) or _differ(left.mode, right.mode):
        return False
    if left.type in _MUTUAL or quad_class(left.type).startswith("material"):
        return True
    return any(_alike(one.stems, right.told[0].stems) for one in left.told)


def _same_parties(left: Happening, right: Happening) -> bool:
    actors, recipients = _keys(left.actors), _keys(left.recipients)
    others, acted_upon = _keys(right.actors), _keys(right.recipients)
    if left.type in _MUTUAL:
        return actors | recipients == others | acted_upon
    return actors == others and (recipients == acted_upon or not recipients or not acted_upon)


def _keys(sides: Iterable[Side]) -> frozenset[str]:
    return frozenset(one.code or one.name for one in sides)


def _same_days(left: Happening, right: Happening) -> bool:
    if None in (left.start, left.end, right.start, right.end):
        return False
    return str(left.start) <= str(right.end) and str(right.start) <= str(left.end)


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    return len(first & second) >= max(_LEAST, 0.3 * min(len(first), len(second)))


def _join(one: Happening, other: Happening) -> None:
    account = other.told[0]
    copied = account.original != account.article_id and account.original in {told.original for told in one.told}
    (one.copies if copied else one.told).append(account)
    if other.dated and not one.dated:
        one.start, one.end, one.dated = other.start, other.end, True
    one.mode, one.place = one.mode or other.mode, one.place or other.place
    one.recipients = one.recipients or other.recipients


def with_power(found: Sequence[Happening], code: str) -> list[Happening]:
    """Return the events in which a power has a part, by its code or name."""
    return [one for one in found if code in _keys(one.actors) | _keys(one.recipients)]
