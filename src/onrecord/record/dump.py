"""Everything in a record as lines of JSON, and a record made from them again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.article.transcript import turns_of
from onrecord.model import Article, Reading
from onrecord.record import rows
from onrecord.record.errors import RecordError
from onrecord.record.passages import insert_turns
from onrecord.record.store import Record

TABLES = {
    "article": "SELECT id, text, added_at FROM articles ORDER BY added_at, id",
    "appearance": "SELECT article_id, origin, url, publisher, published, updated, seen_at "
    "FROM appearances ORDER BY id",
    "reading": "SELECT article_id, current, body, read_at FROM readings ORDER BY id",
    "transcript": "SELECT article_id, title, publisher, url, day, added_at "
    "FROM transcripts ORDER BY added_at, article_id",
    "correction": "SELECT id, article_id, action, target, selectors, value, withdraws, who, why, made_at "
    "FROM corrections ORDER BY id",
}
"""What is written of each kind of line; the rest of a record follows from these."""


def dump(record: Record) -> Iterator[str]:
    """Yield everything that the record knows, one JSON object a line, none of it in memory together."""
    yield json.dumps({"onrecord": "dump/1"})
    for kind, sql in TABLES.items():
        names = [part.strip() for part in sql.split(" FROM ")[0].removeprefix("SELECT ").split(",")]
        for row in record.each(sql):
            yield json.dumps({"is": kind, **dict(zip(names, row, strict=True))}, ensure_ascii=False)


def restore(record: Record, lines: Iterable[str]) -> int:
    """Put everything that ``dump`` wrote into an empty record; return how many lines there were.

    Raises:
        RecordError: the record is not empty, or a line is none of a dump's; nothing is kept then.
    """
    if record.counts().articles:
        raise RecordError(f"{record.path}: this record is not empty; restore into a new file")
    number = 0
    with record.transaction() as database:
        for number, line in enumerate(lines, 1):
            try:
                data = json.loads(line)
                if number == 1:
                    if data != {"onrecord": "dump/1"}:
                        raise RecordError("this is no dump of a record: its first line is another")
                    continue
                _RESTORERS[data.pop("is")](database, data)
            except (ValueError, KeyError, TypeError, AttributeError, sqlite3.IntegrityError) as error:
                raise RecordError(f"line {number} of the dump cannot be understood ({error})") from error
        for (article_id,) in database.execute("SELECT id FROM articles").fetchall():
            record.refresh(database, article_id)
    return number


def _article(database: sqlite3.Connection, data: dict[str, Any]) -> None:
    if Article.identify(data["text"]) != data["id"]:
        raise RecordError(f"{data['id']}: its text is not what its hash says")
    database.execute("INSERT INTO articles VALUES (:id, :text, :added_at)", data)


def _appearance(database: sqlite3.Connection, data: dict[str, Any]) -> None:
    if data["publisher"] is not None:
        database.execute("INSERT OR IGNORE INTO outlets (name) VALUES (?)", (data["publisher"],))
    _insert(database, "appearances", data)


def _reading(database: sqlite3.Connection, data: dict[str, Any]) -> None:
    text = database.execute("SELECT text FROM articles WHERE id = ?", (data["article_id"],)).fetchone()[0]
    reading: Reading = rows.deserialise(data["body"], text)
    number = rows.insert_reading(database, reading, *rows.serialise(reading), current=data["current"])
    database.execute("UPDATE readings SET read_at = ? WHERE id = ?", (data["read_at"], number))


def _correction(database: sqlite3.Connection, data: dict[str, Any]) -> None:
    _insert(database, "corrections", data)


def _transcript(database: sqlite3.Connection, data: dict[str, Any]) -> None:
    _insert(database, "transcripts", data)
    text = database.execute("SELECT text FROM articles WHERE id = ?", (data["article_id"],)).fetchone()[0]
    insert_turns(database, data["article_id"], text, turns_of(text))


def _insert(database: sqlite3.Connection, table: str, data: dict[str, Any]) -> None:
    names = ", ".join(data)
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(data))})", tuple(data.values()))


_RESTORERS = {
    "article": _article, "appearance": _appearance, "reading": _reading, "correction": _correction,
    "transcript": _transcript,
}  # fmt: skip
