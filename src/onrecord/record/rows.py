"""How an article, its reading and its statements become rows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from onrecord.model import Article, Entity, Event, Reading, Spans, Statement
from onrecord.record.counting import count, uncount
from onrecord.record.errors import RecordError
from onrecord.record.folding import fold


def now() -> str:
    """Return the time as the record writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def check_identity(article: Article) -> None:
    """Raise ``RecordError`` when an article's id is not the hash of its text."""
    try:
        identity = Article.identify(article.text)
    except UnicodeEncodeError as error:
        raise RecordError(f"{article.origin}: the text holds a lone surrogate, which is no character") from error
    if article.id != identity:
        raise RecordError(f"{article.origin}: the article's id is not the hash of its text ({identity})")


def serialise(reading: Reading) -> tuple[str, str]:
    """Return a reading's JSON less its text, and a digest of what was found."""
    data = reading.to_dict()
    del data["article"]["text"]
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # The same text met at another path is the same reading.
    del data["article"]["origin"]
    return body, hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def deserialise(body: str, text: str) -> Reading:
    """Return the reading that ``serialise`` gave, checked anew against ``text``."""
    data = json.loads(body)
    data["article"]["text"] = text
    return Reading.from_json(json.dumps(data))


def insert_article(database: sqlite3.Connection, article: Article) -> bool:
    """Insert a text and where it was met; return whether the text was there already."""
    known = not insert_text(database, article)
    publisher = article.publisher
    if publisher is not None:
        database.execute("INSERT OR IGNORE INTO outlets (name) VALUES (?)", (publisher,))
    given = (article.id, article.origin, article.url, publisher, article.published, article.updated)
    if known and _is_met(database, given):
        return True
    if known:
        unindex(database, article.id)  # the outlets are part of what is indexed
    database.execute(
        "INSERT INTO appearances (article_id, origin, url, publisher, published, updated, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*given, now()),
    )
    if known:
        index(database, article.id)
    return known


def insert_text(database: sqlite3.Connection, article: Article) -> bool:
    """Insert a text; return whether it is new."""
    done = database.execute(
        "INSERT INTO articles VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (article.id, article.text, now())
    )
    return done.rowcount > 0


def _is_met(database: sqlite3.Connection, given: tuple[str | None, ...]) -> bool:
    return bool(
        database.execute(
            "SELECT 1 FROM appearances WHERE article_id = ? AND origin = ? AND coalesce(url, '') = coalesce(?, '') "
            "AND coalesce(publisher, '') = coalesce(?, '') AND coalesce(published, '') = coalesce(?, '') "
            "AND coalesce(updated, '') = coalesce(?, '')",
            given,
        ).fetchone()
    )


def index(database: sqlite3.Connection, article_id: str) -> None:
    """Put an article's statements into the full-text index."""
    database.execute(
        "INSERT INTO statement_index (rowid, content, source, speaker, title, facets) "
        "SELECT id, content, source, speaker, title, facets FROM statement_words WHERE article_id = ?",
        (article_id,),
    )


def unindex(database: sqlite3.Connection, article_id: str) -> None:
    """Take an article's statements out of the index; before anything that ``statement_words`` shows has changed."""
    database.execute(
        "INSERT INTO statement_index (statement_index, rowid, content, source, speaker, title, facets) "
        "SELECT 'delete', id, content, source, speaker, title, facets FROM statement_words WHERE article_id = ?",
        (article_id,),
    )


def remove_statements(database: sqlite3.Connection, article_id: str) -> None:
    """Take away an article's statements, their counts and index, its events and its moves."""
    unindex(database, article_id)
    uncount(database, article_id)
    database.execute("DELETE FROM moves WHERE article_id = ?", (article_id,))
    database.execute("DELETE FROM events WHERE article_id = ?", (article_id,))
    database.execute("DELETE FROM statements WHERE article_id = ?", (article_id,))


def insert_reading(database: sqlite3.Connection, reading: Reading, body: str, digest: str, current: int = 1) -> int:
    """Insert a reading, as the current one or not; of one article only one may be."""
    article = reading.article
    return _insert(
        database,
        "readings",
        {
            "article_id": article.id,
            "digest": digest,
            "version": reading.reader.version,
            "models": json.dumps(reading.reader.models, sort_keys=True),
            "current": current,
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
            "read_at": now(),
        },
    )


def insert_statements(
    database: sqlite3.Connection, reading_id: int, reading: Reading, corrected: Iterable[str] = ()
) -> None:
    """Insert a reading's statements and events, index and count them; ``corrected`` are the ids in which a person
    had a hand."""
    entities = {entity.id: _entity_id(database, entity) for entity in _speaking(reading)}
    touched = set(corrected)
    for statement in reading.statements:
        values = _statement(reading_id, reading.article, statement, entities)
        statement_id = _insert(database, "statements", {**values, "corrected": int(statement.id in touched)})
        if statement.via:
            database.executemany(
                "INSERT INTO relays VALUES (?, ?, ?)",
                [(statement_id, position, entities[who]) for position, who in enumerate(statement.via)],
            )
    index(database, reading.article.id)
    count(database, reading.article.id)
    _insert_events(database, reading)


def _insert_events(database: sqlite3.Connection, reading: Reading) -> None:
    parties = {one.id: [one.name, one.country] for one in reading.entities} if reading.events else {}
    for event in reading.events:
        _insert(database, "events", _event(reading.article, event, parties))


def _event(article: Article, event: Event, parties: dict[str, list[str | None]]) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "local_id": event.id,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "actors": json.dumps([parties[one] for one in event.actors], ensure_ascii=False),
        "recipients": json.dumps([parties[one] for one in event.recipients], ensure_ascii=False),
        "day": (event.date.start if event.date else None) or article.day,
        "statement": event.statement,
        "words": article.quote(event.evidence),
        "confidence": event.confidence,
    }


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


def _statement(
    reading_id: int, article: Article, statement: Statement, entities: dict[str, int]
) -> dict[str, str | int | float | None]:
    date = statement.date
    return {
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
        "source": article.quote(statement.source),
        "cue": article.quote(statement.cue),
        "content": article.quote(statement.content),
        "source_spans": _spans(statement.source),
        "cue_spans": _spans(statement.cue),
        "content_spans": _spans(statement.content),
    }


def _spans(spans: Spans) -> str:
    return "[" + ", ".join(f"[{start}, {end}]" for start, end in spans) + "]"


def _insert(database: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    names, places = ", ".join(values), ", ".join("?" * len(values))
    done = database.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(values.values()))
    return int(done.lastrowid or 0)
