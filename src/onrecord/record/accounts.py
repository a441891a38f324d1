"""What the articles tell of events, each account on its own: who did what to whom, when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.reading.powers import power_by_code
from onrecord.record.store import Record

NEWEST = 2_000
"""So many events are looked through, the newest of the record or of the days asked for."""


@dataclass(frozen=True, slots=True)
class Account:
    """One article's account of an event.

    ``actors`` and ``recipients`` are powers: a person stands for the state he serves.
    """

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


def accounts(record: Record, day: str = "") -> list[Account]:
    """Return the newest accounts, the latest first; one without a day has its article's.

    ``day`` is a year, a month or a day that they are of.
    """
    where, values = ("WHERE day >= ? AND day <= ?", (day, f"{day}~")) if day else ("", ())
    rows = record.query(
        "SELECT e.article_id, e.local_id, r.title, r.publisher, e.type, e.mode, e.status, e.actors, e.recipients, "
        "e.day, e.statement, e.words, e.confidence "
        f"FROM (SELECT * FROM events {where} ORDER BY day DESC, id DESC LIMIT ?) e "
        "JOIN readings r ON r.article_id = e.article_id AND r.current = 1 ORDER BY e.day DESC, e.id DESC",
        (*values, NEWEST),
    )
    return [_account(row) for row in rows]


def _account(row: tuple[Any, ...]) -> Account:
    fields = dict(zip(Account.__slots__, row, strict=True))
    return Account(**{**fields, "actors": _parties(fields["actors"]), "recipients": _parties(fields["recipients"])})


def matrix(events: Iterable[Account], size: int = 12) -> Matrix:
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


def _parties(side: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_power(*one) for one in json.loads(side)))


def _power(name: str, country: str | None) -> str:
    known = power_by_code(country) if country else None
    return known.name if known else name
