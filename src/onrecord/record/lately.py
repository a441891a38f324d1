"""The exchanges in the newest articles, worked out when articles are added, so that whoever looks need not wait.

What an article holds for them is kept, and read again only when its reading changes; the exchanges are gathered anew
each time, from so many articles that it takes moments.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from onrecord.record import moves
from onrecord.record.exchanges import Exchange, Step, exchanges_of
from onrecord.record.power_names import power_name
from onrecord.record.store import Record

VERSION = 1
"""Raised whenever moves or exchanges are made in another way, so that what is kept is made anew."""
NEWEST = 300
"""Articles that are looked through, back from the newest or from a given day."""
MOST_STATEMENTS = 6_000
"""So many statements are looked through: of articles that have very many, fewer are."""
MOST_ITEMS, MOST_STEPS, MOST_REPORTS, LONGEST = 30, 60, 12, 1_000
"""What is kept of one exchange; the reports of a step are counted all the same."""


@dataclass(frozen=True, slots=True)
class Report:
    """One statement that reports a step."""

    article_id: str
    statement_id: str
    publisher: str | None
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Act:
    """One step: what was done, by whom, when, about which items, and who reports it.

    ``reported`` is how many reports there are; ``reports`` are the first of them.
    """

    kind: str
    power: str
    is_answer: bool
    day: str | None
    items: tuple[str, ...]
    reports: tuple[Report, ...]
    reported: int


@dataclass(frozen=True, slots=True)
class Told:
    """An exchange: who asked whom for what, what became of each item, and the steps in time.

    The statement that opened it names it. ``left_out`` is how many steps are not among ``steps``.
    """

    article_id: str
    statement_id: str
    kind: str
    power: str
    to: str | None
    opened: str | None
    state: str
    items: tuple[tuple[str, str | None], ...]
    steps: tuple[Act, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An exchange that the record keeps, as far as a list is chosen by it; ``in_full`` gives the rest."""

    place: int
    article_id: str
    statement_id: str
    kind: str
    state: str
    power: str
    to: str | None


_TOLD: TypeAdapter[Told] = TypeAdapter(Told)
_MOVES: TypeAdapter[moves.Told] = TypeAdapter(moves.Told)
_NAME = "exchanges"


def lately(record: Record, until: str | None = None) -> list[Told]:
    """Work out the exchanges in the newest articles, or in the newest up to a day; the last opened first.

    This takes seconds where ``renew`` has not been before. Raises ``RecordError`` when the record cannot be read.
    """
    held = [_held(record, one) for one in newest_articles(record, until)]
    found = exchanges_of([one for one in held if one is not None], moves.originals_in(record))
    return sorted((_told(one) for one in found), key=lambda one: one.opened or "", reverse=True)


def kept(record: Record) -> tuple[list[Kept], bool]:
    """Return the exchanges as they were last worked out, and whether nothing has changed since."""
    rows = record.query(
        "SELECT place, article_id, statement_id, kind, state, power, addressee FROM exchanges ORDER BY place"
    )
    return [Kept(*row) for row in rows], _is_right(record)


def in_full(record: Record, one: Told | Kept) -> Told:
    """Return an exchange with its steps."""
    if isinstance(one, Told):
        return one
    return _TOLD.validate_json(record.query("SELECT body FROM exchanges WHERE place = ?", (one.place,))[0][0])


def _is_right(record: Record) -> bool:
    return bool(record.query("SELECT 1 FROM worked_out WHERE name = ? AND stamp = ?", (_NAME, _stamp(record))))


def renew(record: Record) -> None:
    """Work out the exchanges in the newest articles, and keep them; nothing is done where nothing has changed.

    Raises:
        RecordError: the record cannot be written.
    """
    if _is_right(record):
        return
    stamp = _stamp(record)
    wanted = newest_articles(record)
    held = {row[0] for row in record.query("SELECT article_id FROM moves")}
    known = held if record.query("SELECT 1 FROM worked_out WHERE stamp LIKE ?", (f"{VERSION}:%",)) else set[str]()
    made = {one: _read(record, one) for one in wanted if one not in known}
    with record.transaction() as database:
        database.executemany("DELETE FROM moves WHERE article_id = ?", [(one,) for one in held.difference(wanted)])
        database.executemany(
            "INSERT OR REPLACE INTO moves VALUES (?, ?)",
            [(one, _MOVES.dump_json(held).decode()) for one, held in made.items() if held is not None],
        )
    rows = [
        (one.article_id, one.statement_id, one.kind, one.state, one.power, one.to, _TOLD.dump_json(one).decode())
        for one in lately(record)
    ]
    with record.transaction() as database:
        database.execute("DELETE FROM exchanges")
        database.executemany(
            "INSERT INTO exchanges (article_id, statement_id, kind, state, power, addressee, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        database.execute("INSERT OR REPLACE INTO worked_out VALUES (?, ?)", (_NAME, stamp))


def newest_articles(record: Record, until: str | None = None) -> list[str]:
    """Return the ids of the newest articles, or of the newest up to a day: ``NEWEST``, or fewer if they have
    very many statements."""
    rows = record.query(
        f"SELECT article_id, statements FROM readings WHERE current = 1{' AND day <= ?' if until else ''} "
        "ORDER BY day DESC, id DESC LIMIT ?",
        (*((until,) if until else ()), NEWEST),
    )
    total, found = 0, list[str]()
    for article_id, statements in rows:
        total += statements
        if found and total > MOST_STATEMENTS:
            break
        found.append(article_id)
    return found


def _held(record: Record, article_id: str) -> moves.Told | None:
    found = record.query("SELECT body FROM moves WHERE article_id = ?", (article_id,))
    return _MOVES.validate_json(found[0][0]) if found else _read(record, article_id)


def _read(record: Record, article_id: str) -> moves.Told | None:
    reading = record.reading(article_id)
    return moves.told(reading) if reading is not None else None


def _stamp(record: Record) -> str:
    """Return what changes whenever a reading comes or is corrected, or this program gathers in another way."""
    row = record.query("SELECT (SELECT max(id) FROM readings), (SELECT max(id) FROM corrections)")[0]
    return f"{VERSION}:{row[0]}:{row[1]}"


def _told(exchange: Exchange) -> Told:
    first, steps = exchange.steps[0].reports[0], exchange.steps
    shown = steps if len(steps) <= MOST_STEPS else [*steps[: MOST_STEPS // 2], *steps[-MOST_STEPS // 2 :]]
    return Told(
        first.article_id, first.statement_id, exchange.kind, power_name(exchange.power),
        power_name(exchange.to) if exchange.to else None, exchange.opened, exchange.state,
        tuple((item[:LONGEST], outcome) for item, outcome in zip(exchange.items, exchange.outcomes, strict=True))[
            :MOST_ITEMS
        ],
        tuple(_act(exchange, step) for step in shown), len(steps) - len(shown),
    )  # fmt: skip


def _act(exchange: Exchange, step: Step) -> Act:
    reports = tuple(
        Report(one.article_id, one.statement_id, one.publisher, one.speaker, one.words[:LONGEST])
        for one in step.reports[:MOST_REPORTS]
    )
    items = tuple(exchange.items[at][:LONGEST] for at in step.items[:MOST_ITEMS]) if len(exchange.items) > 1 else ()
    is_answer = step.power != exchange.power
    return Act(step.kind, power_name(step.power), is_answer, step.day, items, reports, len(step.reports))
