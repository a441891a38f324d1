"""Is a record whole? Every hash, every span, every row that points at another, every count, and the index."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from onrecord.model import Article, Reading
from onrecord.record.corrected import apply
from onrecord.record.counting import recounted
from onrecord.record.errors import RecordError
from onrecord.record.rows import deserialise
from onrecord.record.store import Record


def check(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield what is wrong with the record at ``path``, in words; nothing when it is whole.

    Only reads, but for the full-text index, which SQLite checks as part of a transaction that is rolled back; where
    the file cannot be written, that check is left out.

    Raises:
        RecordError: the record cannot be opened at all.
    """
    with Record(path, read_only=True) as record:
        yield from (f"SQLite: {row[0]}" for row in record.query("PRAGMA integrity_check") if row[0] != "ok")
        for table, rowid, other, _ in record.query("PRAGMA foreign_key_check"):
            yield f"{table}, row {rowid}: it points at a row of {other} that is not there"
        yield from _articles(record)
        yield from _readings(record)
        yield from _transcripts(record)
        for fault, sql in recounted():
            yield from (f"{fault} {', '.join(map(repr, row))}" for row in record.query(sql))
    if os.access(path, os.W_OK):
        yield from _index(Path(path))


def _articles(record: Record) -> Iterator[str]:
    for article_id, text in record.each("SELECT id, text FROM articles"):
        if Article.identify(text) != article_id:
            yield f"{article_id}: its text is not what its hash says"


def _readings(record: Record) -> Iterator[str]:
    found = record.each(
        "SELECT r.id, r.article_id, r.current, r.body, a.text FROM readings r JOIN articles a ON a.id = r.article_id"
    )
    for reading_id, article_id, current, body, text in found:
        try:
            reading = deserialise(body, text)
            if current:
                effective = apply(reading, record.corrections(article_id))[0]
                yield from _statements(record, reading_id, effective)
        except (ValidationError, ValueError, KeyError) as error:
            yield f"{article_id}: reading {reading_id} cannot be read back ({str(error).splitlines()[0]})"
    for (article_id,) in record.each("SELECT article_id FROM readings GROUP BY article_id HAVING sum(current) <> 1"):
        yield f"{article_id}: not one of its readings is the current one"


def _statements(record: Record, reading_id: int, reading: Reading) -> Iterator[str]:
    rows = record.query(
        "SELECT local_id, source_spans, source, cue_spans, cue, content_spans, content FROM statements "
        "WHERE article_id = ? AND reading_id = ?",
        (reading.article.id, reading_id),
    )
    if {row[0] for row in rows} != {one.id for one in reading.statements}:
        yield f"{reading.article.id}: its statements are not those of its reading"
    for local_id, *fields in rows:
        for spans, words in zip(fields[::2], fields[1::2], strict=True):
            if reading.article.quote(json.loads(spans)) != words:
                yield f"{reading.article.id}#{local_id}: {words[:40]!r} is not what stands at its span"


def _transcripts(record: Record) -> Iterator[str]:
    found = record.each(
        "SELECT t.article_id, t.position, p.position FROM turns t JOIN articles a ON a.id = t.article_id "
        "JOIN passages p ON p.turn_id = t.id "
        'WHERE p.start < t.start OR p."end" > t."end" OR t."end" > length(a.text) OR p.start >= p."end"'
    )
    for article_id, turn, passage in found:
        yield f"{article_id}: passage {passage} of turn {turn} lies outside its turn"


def _index(path: Path) -> Iterator[str]:
    with Record(path) as record:
        try:
            with record.transaction() as database:
                for name in ("statement_index", "passage_index"):
                    database.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
                yield from _counts(database)
        except RecordError as error:
            yield f"the full-text index does not fit the statements ({error})"


def _counts(database: sqlite3.Connection) -> Iterator[str]:
    for index, table in (("statement_index", "statements"), ("passage_index", "passages")):
        indexed, there = (
            database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (f"{index}_docsize", table)
        )
        if indexed != there:
            yield f"{index} holds {indexed} entries, {table} {there}"
