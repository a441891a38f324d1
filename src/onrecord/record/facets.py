"""What a statement is besides its words: conditions on its rows, and the terms of the index that narrow them.

A facet is a term such as ``kinddirect`` or ``speaker17`` in the index's column ``facets`` (the view
``statement_words`` makes them). Facets only ever narrow: every condition is checked on the rows too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from onrecord.model import ACTS, Modality, OccasionKind, StatementKind
from onrecord.record.errors import QueryError
from onrecord.record.folding import fold
from onrecord.record.store import Record

KINDS: tuple[str, ...] = get_args(StatementKind)
MODALITIES: tuple[str, ...] = get_args(Modality)
OCCASIONS: tuple[str, ...] = get_args(OccasionKind)
MOST_TERMS = 120
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a statement must be besides having the words. ``None`` asks nothing.

    ``speaker`` and ``addressee`` are any part of a name, with or without diacritics, or a Wikidata id. ``power`` is
    a state's code (``HUN``) or the name of a power, whether it speaks itself or one of its people does. ``since``
    and ``until`` are a year, a month or a day (``2022``, ``2022-02``, ``2022-02-01``), both included; they mean the
    statement's date, or the article's where the statement has none. ``chain`` is ``yes`` (somebody relayed it) or
    ``no``; ``confidence`` is the least, from 0 to 1. ``originals`` is ``yes`` to leave out what near copies of an
    earlier article say.
    """

    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    act: str | None = None
    outlet: str | None = None
    power: str | None = None
    addressee: str | None = None
    modality: str | None = None
    occasion: str | None = None
    chain: str | None = None
    confidence: str | None = None
    originals: str | None = None


@dataclass(slots=True)
class Narrowing:
    """Conditions on ``statements s`` with their values, and facet terms: every group must match, by any of its
    terms."""

    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)

    def need(self, condition: str, *given: object) -> None:
        """Add a condition on the rows."""
        self.conditions.append(condition)
        self.values.extend(given)

    def any_of(self, terms: Iterable[str]) -> None:
        """Add a group of facet terms; one that is too large to look up is left to the rows."""
        group = sorted(set(terms))
        if len(group) <= MOST_TERMS:
            self.groups.append(group or ["none"])

    def expression(self) -> str:
        """Return the facets as an FTS5 expression, empty when there are none."""
        if not self.groups:
            return ""
        parts = ("(" + " OR ".join(f'"{term}"' for term in group) + ")" for group in self.groups)
        return "facets : (" + " AND ".join(parts) + ")"


def narrow(record: Record, filters: Filters) -> Narrowing:
    """Work out what ``filters`` ask for in this record.

    Raises:
        QueryError: a filter cannot be understood; the message says what to change.
    """
    found = Narrowing()
    for name, prefix in (("speaker", "speaker"), ("addressee", "addressee")):
        if asked := text(getattr(filters, name)):
            _entities(record, found, f"s.{name}_id", prefix, *_named(asked))
    if asked := text(filters.power):
        _power(record, found, asked)
    _days(found, text(filters.since), text(filters.until))
    for name, known in (("kind", KINDS), ("act", ACTS), ("modality", MODALITIES), ("occasion", OCCASIONS)):
        if asked := text(getattr(filters, name)):
            value = check_known(name, asked.lower(), known)
            found.need(f"s.{name} = ?", value)
            found.any_of([name + value.replace(" ", "")])
    if asked := text(filters.outlet):
        _outlet(record, found, asked)
    if asked := text(filters.chain):
        wanted = _yes(asked)
        found.need("s.has_chain = ?", int(wanted))
        found.any_of([f"chain{int(wanted)}"])
    if (asked := text(filters.originals)) and _yes(asked):
        found.need(
            "NOT EXISTS (SELECT 1 FROM copies c WHERE c.article_id = s.article_id AND c.report <> c.article_id)"
        )
    if asked := text(filters.confidence):
        _confidence(found, asked)
    return found


def text(given: str | None) -> str:
    """Return what was asked, with nothing in it that SQLite cannot take."""
    return (given or "").encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()


def check_known(name: str, given: str, known: tuple[str, ...]) -> str:
    """Return ``given`` when it is one of ``known``; raise ``QueryError`` otherwise."""
    if given not in known:
        raise QueryError(f"{given[:30]!r} is no {name} of a statement: there are {', '.join(known)}.")
    return given


def _yes(given: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if given.lower() not in known:
        raise QueryError(f"{given[:30]!r} is neither yes nor no.")
    return known[given.lower()]


def check_day(given: str) -> str:
    """Return ``given`` when it is a year, a month or a day; raise ``QueryError`` otherwise."""
    match = _DAY.fullmatch(given)
    try:
        if not match:
            raise ValueError(given)
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise QueryError(f"{given[:30]!r} is no date: write 2022, 2022-02 or 2022-02-01.") from error
    return given


def _entities(record: Record, found: Narrowing, column: str, prefix: str, where: str, values: list[object]) -> None:
    found.need(f"{column} IN (SELECT id FROM entities WHERE {where})", *values)
    ids = record.query(f"SELECT id FROM entities WHERE {where} LIMIT {MOST_TERMS + 1}", tuple(values))
    found.any_of(f"{prefix}{row[0]}" for row in ids)


def _named(given: str) -> tuple[str, list[object]]:
    if re.fullmatch(r"[Qq]\d+", given):
        return "wikidata = ?", [given.upper()]
    words = fold(given).split()[:8]
    condition = " AND ".join(["(' ' || folded) LIKE ? ESCAPE '\\'"] * len(words)) or "0"
    return condition, [_like(f" {one}") for one in words]


def _power(record: Record, found: Narrowing, given: str) -> None:
    where, values = _named(given)
    powers = record.query(
        f"SELECT id, country FROM entities WHERE kind = 'power' AND (country = ? OR {where}) LIMIT {MOST_TERMS + 1}",
        (given.upper(), *values),
    )
    codes = {row[1] for row in powers if row[1]} | ({given.upper()} if len(given) == 3 else set())
    ids = [row[0] for row in powers]
    marks = ", ".join("?" * len(codes)), ", ".join("?" * len(ids))
    found.need(
        f"s.speaker_id IN (SELECT id FROM entities WHERE country IN ({marks[0]}) OR id IN ({marks[1]}))",
        *sorted(codes),
        *ids,
    )
    found.any_of([*(f"power{code}" for code in codes if code.isalnum()), *(f"speaker{one}" for one in ids)])


def _days(found: Narrowing, since: str, until: str) -> None:
    if since:
        found.need("s.last_day >= ?", check_day(since))
    if until:
        found.need("s.first_day <= ?", check_day(until) + "~")  # "2022-02~" sorts after every day of February
    if not since:
        return
    first, last = (since + "-01")[:7], (until + "-12")[:7] if until else f"{int(since[:4]) + MOST_TERMS - 20:04d}-12"
    months = _months(first, last)
    if len(months) <= 36:
        found.any_of(["monthwide", *(f"month{month}" for month in months)])
    else:
        found.any_of(["yearwide", *(f"year{year:04d}" for year in range(int(first[:4]), int(last[:4]) + 1))])


def _months(first: str, last: str) -> list[str]:
    start, end = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (first, last))
    return [f"{month // 12:04d}{month % 12 + 1:02d}" for month in range(start, min(end, start + 60) + 1)]


def _outlet(record: Record, found: Narrowing, given: str) -> None:
    found.need(
        "EXISTS (SELECT 1 FROM appearances p WHERE p.article_id = s.article_id AND p.publisher LIKE ? ESCAPE '\\')",
        _like(given),
    )
    ids = record.query(
        f"SELECT id FROM outlets WHERE name LIKE ? ESCAPE '\\' LIMIT {MOST_TERMS + 1}", (_like(given),)
    )
    found.any_of(f"outlet{row[0]}" for row in ids)


def _confidence(found: Narrowing, given: str) -> None:
    try:
        least = float(given)
    except ValueError:
        least = -1.0
    if not 0 <= least <= 1:
        raise QueryError(f"{given[:30]!r} is no confidence: write a number from 0 to 1, as 0.8.")
    found.need("s.confidence >= ?", least)
    found.any_of(f"sure{tenth}" for tenth in range(int(least * 10), 11))


def _like(given: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", given) + "%"
