"""One file that keeps articles, what was read in them, what people corrected, and an index of every statement."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from onrecord.model import Article, Reading
from onrecord.record import rows
from onrecord.record.corrected import Correction, apply
from onrecord.record.errors import RecordError, explained
from onrecord.record.folding import fold
from onrecord.record.opening import open_reader, open_writer

BATCH = 256
BATCH_SECONDS = 0.25

__all__ = ["Added", "ArticleRow", "Counts", "Record", "fold"]


class Added(Enum):
    """What adding a reading did."""

    NEW = "new"
    """The article was not in the record."""
    SAME = "same"
    """This very reading was in the record already."""
    REREAD = "re-read"
    """The article was there; this reading of it is now the current one."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of the record, as a list shows it."""

    id: str
    title: str | None
    publisher: str | None
    section: str | None
    url: str | None
    published: str | None
    updated: str | None
    added_at: str
    statements: int
    events: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds; ``speakers`` are those with a name, each once."""

    articles: int
    statements: int
    speakers: int
    outlets: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """A reading with all that can be worked out before the file is locked."""

    reading: Reading
    body: str
    digest: str


class Record:
    """A record file. Use it as a context manager, from one thread; open one for each thread that reads.

    ``Record(path)`` creates the file when there is none; ``read_only=True`` never does, and never writes.

    Raises:
        RecordError: the file is missing, is no record, or is a newer program's.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        if read_only and not self.path.is_file():
            raise RecordError(f"{self.path}: there is no record here; `onrecord add` makes one")
        with explained(self.path):
            self._connection = open_reader(self.path) if read_only else open_writer(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, reading: Reading) -> Added:
        """Add a reading and its article: both of them, or on an error neither.

        The article's text is never replaced. A reading that differs from those on file becomes the current one;
        the earlier ones are kept, and what people corrected holds for it too.

        Raises:
            RecordError: the article's id is not the hash of its text, or the file cannot be written.
        """
        ready = _prepare(reading)
        with self.transaction() as database:
            return _add(database, ready)

    def add_all(self, readings: Iterable[Reading]) -> Iterator[tuple[Reading, Added]]:
        """Add many readings, and yield each one when it is safe in the file.

        Up to 256 readings, or those of a quarter of a second, are written at once; the file is not locked while
        the next ones are being made. What ends ``readings`` early (an error, an interrupt) is raised after those
        that had come are written.

        Raises:
            RecordError: as ``add`` does; all that was yielded is in the file.
        """
        waiting: list[_Ready] = []
        since = time.monotonic()
        source = iter(readings)
        while True:
            try:
                reading = next(source, None)
                ready = _prepare(reading) if reading is not None else None
            except BaseException:
                yield from self._write(waiting)
                raise
            if ready is None:
                break
            waiting.append(ready)
            if len(waiting) >= BATCH or time.monotonic() - since >= BATCH_SECONDS:
                yield from self._write(waiting)
                waiting, since = [], time.monotonic()
        yield from self._write(waiting)

    def _write(self, waiting: list[_Ready]) -> Iterator[tuple[Reading, Added]]:
        if not waiting:
            return
        with self.transaction() as database:
            done = [(ready.reading, _add(database, ready)) for ready in waiting]
        yield from done

    def reading(self, article_id: str, *, machine: bool = False) -> Reading | None:
        """Return the current reading of an article with people's corrections, or ``None`` when there is none.

        ``machine=True`` returns what the reader found, uncorrected.
        """
        found = self.query(
            "SELECT r.body, a.text FROM readings r JOIN articles a ON a.id = r.article_id "
            "WHERE r.article_id = ? AND r.current = 1",
            (article_id,),
        )
        if not found:
            return None
        reading = rows.deserialise(*found[0])
        return reading if machine else apply(reading, self.corrections(article_id))[0]

    def readings(self, article_id: str) -> list[Reading]:
        """Return every reading of an article as the reader made it, oldest first."""
        found = self.query(
            "SELECT r.body, a.text FROM readings r JOIN articles a ON a.id = r.article_id "
            "WHERE r.article_id = ? ORDER BY r.id",
            (article_id,),
        )
        return [rows.deserialise(*row) for row in found]

    def corrections(self, article_id: str) -> list[Correction]:
        """Return what people corrected in an article and in the other versions of its page, oldest first."""
        with explained(self.path):
            return _corrections(self._connection, article_id)

    def articles(self, *, limit: int = -1, offset: int = 0) -> list[ArticleRow]:
        """Return the articles, the newest first; those without a date come last."""
        found = self.query(
            f"{_LIST} WHERE r.current = 1 ORDER BY r.day DESC, r.id DESC LIMIT ? OFFSET ?", (limit, offset)
        )
        return [ArticleRow(*row) for row in found]

    def versions(self, url: str) -> list[ArticleRow]:
        """Return the articles that were met at ``url``, the first met first."""
        found = self.query(
            f"{_LIST} JOIN (SELECT article_id, min(id) AS met FROM appearances WHERE url = ? GROUP BY article_id) p "
            "ON p.article_id = a.id WHERE r.current = 1 ORDER BY p.met",
            (url,),
        )
        return [ArticleRow(*row) for row in found]

    def resolve(self, name: str) -> str:
        """Return the id of the one article that ``name`` means: an id or its beginning, a url, or an origin.

        A url with several versions means the newest of them.

        Raises:
            RecordError: nothing is meant, or several articles are.
        """
        tail = name.removeprefix("sha256:")
        if len(tail) >= 6 and all(char in "0123456789abcdef" for char in tail):
            found = self.query(
                "SELECT id FROM articles WHERE id >= ? AND id < ? LIMIT 2", (f"sha256:{tail}", f"sha256:{tail}g")
            )
        else:
            found = self.query(
                "SELECT article_id FROM appearances WHERE url = ? ORDER BY id DESC LIMIT 1", (name,)
            ) or self.query("SELECT DISTINCT article_id FROM appearances WHERE origin = ? LIMIT 2", (name,))
        if len(found) == 1:
            return str(found[0][0])
        problem = "several articles are meant by" if found else "no article is meant by"
        raise RecordError(f"{self.path}: {problem} {name[:200]!r}; give its id, its url or the path it was read from")

    def counts(self) -> Counts:
        """Return how much the record holds."""
        row = self.query(
            "SELECT total(number) FILTER (WHERE key = 'articles'), total(number) FILTER (WHERE key = 'statements'), "
            "(SELECT count(*) FROM tallies WHERE what = 'named'), (SELECT count(*) FROM outlets) "
            "FROM tallies WHERE subject = '' AND what = 'all'"
        )[0]
        return Counts(*map(int, row))

    def query(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Return the rows of a SELECT; for the modules of ``onrecord.record``."""
        with explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        """Yield the rows of a SELECT one by one; for the modules of ``onrecord.record``."""
        with explained(self.path):
            yield from self._connection.execute(sql, values)

    def copy_to(self, other: sqlite3.Connection, pages: int) -> None:
        """Copy the whole file into another database, so many pages at a time; others may go on writing.

        Raises:
            sqlite3.Error: the copy cannot be written.
        """
        self._connection.backup(other, pages=pages)

    def refresh(self, database: sqlite3.Connection, article_id: str) -> None:
        """Write an article's statements anew from its current reading and its corrections."""
        found = database.execute(
            "SELECT r.id, r.body, a.text FROM readings r JOIN articles a ON a.id = r.article_id "
            "WHERE r.article_id = ? AND r.current = 1",
            (article_id,),
        ).fetchone()
        if found:
            rows.remove_statements(database, article_id)
            _materialise(database, found[0], rows.deserialise(*found[1:]))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction, all of it or nothing; for the modules of
        ``onrecord.record``."""
        with explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


_LIST = (
    "SELECT a.id, r.title, r.publisher, r.section, r.url, r.published, r.updated, a.added_at, r.statements, r.events "
    "FROM articles a JOIN readings r ON r.article_id = a.id"
)


def _prepare(reading: Reading) -> _Ready:
    rows.check_identity(reading.article)
    return _Ready(reading, *rows.serialise(reading))


def _add(database: sqlite3.Connection, ready: _Ready) -> Added:
    article: Article = ready.reading.article
    known = rows.insert_article(database, article)
    if known:
        if database.execute(
            "SELECT 1 FROM readings WHERE article_id = ? AND digest = ?", (article.id, ready.digest)
        ).fetchone():
            return Added.SAME
        rows.remove_statements(database, article.id)
        database.execute("UPDATE readings SET current = 0 WHERE article_id = ? AND current = 1", (article.id,))
    reading_id = rows.insert_reading(database, ready.reading, ready.body, ready.digest)
    _materialise(database, reading_id, ready.reading)
    return Added.REREAD if known else Added.NEW


def _materialise(database: sqlite3.Connection, reading_id: int, reading: Reading) -> None:
    corrections = _corrections(database, reading.article.id)
    effective, touched = apply(reading, corrections) if corrections else (reading, frozenset())
    rows.insert_statements(database, reading_id, effective, touched)


def _corrections(database: sqlite3.Connection, article_id: str) -> list[Correction]:
    if not database.execute("SELECT 1 FROM corrections LIMIT 1").fetchone():
        return []  # as in most records: the other question is asked for every reading that is added
    found = database.execute(
        "SELECT id, article_id, action, target, selectors, value, withdraws, who, why, made_at FROM corrections "
        "WHERE article_id = ? OR article_id IN (SELECT o.article_id FROM appearances o JOIN appearances m "
        "ON m.url = o.url WHERE m.article_id = ?) ORDER BY id",
        (article_id, article_id),
    )
    return [Correction.from_row(row) for row in found]
