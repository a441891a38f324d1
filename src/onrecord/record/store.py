"""One file that keeps articles, what was read in them, and an index of every statement."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from onrecord.model import Article, Entity, Reading, Statement
from onrecord.record import migrations
from onrecord.record.errors import RecordError, explained

BUSY_SECONDS = 30.0


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
    """How much a record holds."""

    articles: int
    statements: int
    speakers: int
    outlets: int


def fold(text: str) -> str:
    """Return ``text`` in lower case and without diacritics, so that "Orbán" and "orban" are one."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


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
            self._connection = _connect_reader(self.path) if read_only else _connect_writer(self.path)

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
        the earlier ones are kept.

        Raises:
            RecordError: the article's id is not the hash of its text, or the file cannot be written.
        """
        article = reading.article
        _check_identity(article)
        body, digest = _serialise(reading)
        with self._transaction() as database:
            known = _insert_article(database, article)
            if database.execute(
                "SELECT 1 FROM readings WHERE article_id = ? AND digest = ?", (article.id, digest)
            ).fetchone():
                return Added.SAME
            _retire(database, article.id)
            reading_id = _insert_reading(database, reading, body, digest)
            entities = {entity.id: _entity_id(database, entity) for entity in _speaking(reading)}
            for statement in reading.statements:
                _insert_statement(database, reading_id, article, statement, entities)
            return Added.REREAD if known else Added.NEW

    def reading(self, article_id: str) -> Reading | None:
        """Return the current reading of an article, or ``None`` when the record does not hold it."""
        rows = self.query(
            "SELECT r.body, a.text FROM readings r JOIN articles a ON a.id = r.article_id "
            "WHERE r.article_id = ? AND r.current = 1",
            (article_id,),
        )
        return _deserialise(*rows[0]) if rows else None

    def readings(self, article_id: str) -> list[Reading]:
        """Return every reading of an article, oldest first."""
        rows = self.query(
            "SELECT r.body, a.text FROM readings r JOIN articles a ON a.id = r.article_id "
            "WHERE r.article_id = ? ORDER BY r.id",
            (article_id,),
        )
        return [_deserialise(*row) for row in rows]

    def articles(self, *, limit: int = -1, offset: int = 0) -> list[ArticleRow]:
        """Return the articles, the newest first; those without a date come last."""
        rows = self.query(
            f"{_LIST} WHERE r.current = 1 ORDER BY r.day DESC, r.id DESC LIMIT ? OFFSET ?", (limit, offset)
        )
        return [ArticleRow(*row) for row in rows]

    def versions(self, url: str) -> list[ArticleRow]:
        """Return the articles that were met at ``url``, the first met first."""
        rows = self.query(
            f"{_LIST} JOIN (SELECT article_id, min(id) AS met FROM appearances WHERE url = ? GROUP BY article_id) p "
            "ON p.article_id = a.id WHERE r.current = 1 ORDER BY p.met",
            (url,),
        )
        return [ArticleRow(*row) for row in rows]

    def counts(self) -> Counts:
        """Return how much the record holds."""
        row = self.query(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM statements), "
            "(SELECT count(DISTINCT speaker_id) FROM statements), "
            "(SELECT count(DISTINCT publisher COLLATE NOCASE) FROM appearances)"
        )[0]
        return Counts(*row)

    def query(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Return the rows of a SELECT; for the modules of ``onrecord.record``."""
        with explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
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


def _connect_writer(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        # Before anything is written: a file of another kind must stay as it is.
        found = migrations.version(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        if not found:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrations.migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_reader(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    try:
        return _open_reader(f"{uri}?mode=ro")
    except sqlite3.OperationalError:
        # A read-only folder has no room for the shared-memory file that WAL wants.
        if os.access(path.parent, os.W_OK):
            raise
        return _open_reader(f"{uri}?mode=ro&immutable=1")


def _open_reader(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        if migrations.version(connection) != migrations.newest():
            raise RecordError("an older onrecord wrote it, or nothing is in it; `onrecord add` brings it up to date")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_identity(article: Article) -> None:
    try:
        identity = Article.identify(article.text)
    except UnicodeEncodeError as error:
        raise RecordError(f"{article.origin}: the text holds a lone surrogate, which is no character") from error
    if article.id != identity:
        raise RecordError(f"{article.origin}: the article's id is not the hash of its text ({identity})")


def _serialise(reading: Reading) -> tuple[str, str]:
    data = reading.to_dict()
    del data["article"]["text"]
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # The same text met at another path is the same reading.
    del data["article"]["origin"]
    return body, hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _deserialise(body: str, text: str) -> Reading:
    data = json.loads(body)
    data["article"]["text"] = text
    return Reading.from_json(json.dumps(data))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _insert_article(database: sqlite3.Connection, article: Article) -> bool:
    inserted = database.execute(
        "INSERT INTO articles VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (article.id, article.text, _now())
    )
    known = inserted.rowcount == 0
    database.execute(
        "INSERT INTO appearances (article_id, origin, url, publisher, published, updated, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            article.id, article.origin, article.url, article.publisher, article.published, article.updated, _now(),
        ),
    )  # fmt: skip
    return known


def _retire(database: sqlite3.Connection, article_id: str) -> None:
    database.execute("DELETE FROM statements WHERE article_id = ?", (article_id,))
    database.execute("UPDATE readings SET current = 0 WHERE article_id = ? AND current = 1", (article_id,))


def _insert_reading(database: sqlite3.Connection, reading: Reading, body: str, digest: str) -> int:
    article = reading.article
    values = {
        "article_id": article.id,
        "digest": digest,
        "version": reading.reader.version,
        "models": json.dumps(reading.reader.models, sort_keys=True),
        "current": 1,
        "title": article.title,
        "publisher": article.publisher,
        "section": article.section,
        "url": article.url,
        "published": article.published,
        "updated": article.updated,
        "day": article.day,
        "language": article.language,
        "statements": len(reading.statements),
        "events": len(reading.events),
        "body": body,
        "read_at": _now(),
    }
    return _insert(database, "readings", values)


def _speaking(reading: Reading) -> list[Entity]:
    wanted = {who for one in reading.statements for who in (one.speaker, one.addressee, *one.via)}
    return [entity for entity in reading.entities if entity.id in wanted]


def _entity_id(database: sqlite3.Connection, entity: Entity) -> int:
    found = database.execute(
        "SELECT id FROM entities "
        "WHERE name = ? AND kind = ? AND coalesce(wikidata, '') = ? AND coalesce(country, '') = ?",
        (entity.name, entity.kind, entity.wikidata or "", entity.country or ""),
    ).fetchone()
    if found:
        return int(found[0])
    values = {
        "name": entity.name,
        "folded": fold(entity.name),
        "kind": entity.kind,
        "wikidata": entity.wikidata,
        "country": entity.country,
    }
    return _insert(database, "entities", values)


def _insert_statement(
    database: sqlite3.Connection, reading_id: int, article: Article, statement: Statement, entities: dict[str, int]
) -> None:
    date = statement.date
    values = {
        "reading_id": reading_id,
        "article_id": article.id,
        "local_id": statement.id,
        "kind": statement.kind,
        "act": statement.act,
        "modality": statement.modality,
        "speaker_id": entities.get(statement.speaker or ""),
        "addressee_id": entities.get(statement.addressee or ""),
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "first_day": (date.start or date.end if date else None) or article.day,
        "last_day": (date.end or date.start if date else None) or article.day,
        "place": statement.place.name if statement.place else None,
        "occasion": statement.occasion.kind if statement.occasion else None,
        "has_chain": int(bool(statement.via)),
        "confidence": statement.confidence,
    }
    for field in ("source", "cue", "content"):
        spans = getattr(statement, field)
        values[field] = article.quote(spans)
        values[f"{field}_spans"] = json.dumps(spans)
    statement_id = _insert(database, "statements", values)
    database.executemany(
        "INSERT INTO relays VALUES (?, ?, ?)",
        [(statement_id, position, entities[who]) for position, who in enumerate(statement.via)],
    )


def _insert(database: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    names, places = ", ".join(values), ", ".join("?" * len(values))
    done = database.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(values.values()))
    return int(done.lastrowid or 0)
