"""The events that the newest readings tell: who did what to whom, when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.reading.powers import power_by_code
from onrecord.record.store import Record

NEWEST = 500
"""Articles with events that are looked through, the newest of the record."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in one article. ``actors`` and ``recipients`` are powers: a person stands for the state he serves."""

    article_id: str
    event_id: str
    title: str | None
    publisher: str | None
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    day: str | None
    statement_id: str | None
    words: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """How often each actor did something to each recipient; both sides those who do and meet most."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def most(self) -> int:
        """The largest number in it."""
        return max((max(row, default=0) for row in self.cells), default=0)


def happenings(record: Record) -> list[Happening]:
    """Return the events of the newest articles, the latest first; an event without a day has its article's."""
    rows = record.query(
        "SELECT r.article_id, r.title, r.publisher, r.day, json_extract(r.body, '$.events'), "
        "json_extract(r.body, '$.entities'), a.text FROM readings r JOIN articles a ON a.id = r.article_id "
        "WHERE r.current = 1 AND r.events > 0 ORDER BY r.day DESC, r.id DESC LIMIT ?",
        (NEWEST,),
    )
    found = [one for row in rows for one in _events(*row)]
    return sorted(found, key=lambda one: one.day or "", reverse=True)


def matrix(events: Iterable[Happening], size: int = 12) -> Matrix:
    """Return who did how much to whom, of the events that are reported to have happened."""
    pairs = Counter(
        (actor, recipient)
        for one in events
        if one.status == "reported"
        for actor in one.actors
        for recipient in one.recipients
    )
    doing, met = Counter[str](), Counter[str]()
    for (actor, recipient), number in pairs.items():
        doing[actor] += number
        met[recipient] += number
    actors, recipients = (tuple(name for name, _ in side.most_common(size)) for side in (doing, met))
    return Matrix(actors, recipients, tuple(tuple(pairs[a, r] for r in recipients) for a in actors))


def _events(
    article_id: str, title: str | None, publisher: str | None, day: str | None, events: str, entities: str, text: str
) -> Iterable[Happening]:
    names = {one["id"]: _power(one) for one in json.loads(entities)}
    for one in json.loads(events):
        when = one.get("date") or {}
        yield Happening(
            article_id, one["id"], title, publisher, one["type"], one.get("mode"), one["status"],
            _named(names, one["actors"]), _named(names, one["recipients"]), when.get("start") or day,
            one.get("statement"), " … ".join(text[start:end] for start, end in one["evidence"]), one["confidence"],
        )  # fmt: skip


def _named(names: dict[str, str], ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[one] for one in ids))


def _power(entity: dict[str, Any]) -> str:
    known = power_by_code(entity["country"]) if entity.get("country") else None
    return known.name if known else str(entity["name"])


def day_before(record: Record, articles: int, until: str | None = None) -> str | None:
    """Return the day from which on so many of the newest dated articles are, or ``None`` when there are fewer."""
    rows = record.query(
        "SELECT day FROM readings WHERE current = 1 AND day IS NOT NULL AND (?1 IS NULL OR day <= ?1) "
        "ORDER BY day DESC LIMIT 1 OFFSET ?2",
        (until, articles),
    )
    return str(rows[0][0]) if rows else None
