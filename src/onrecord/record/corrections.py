"""People correct a reading: who, when, why; appended to the record, never taken out of it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from onrecord.model import ACTS, Modality, Reading, Span, Spans, Statement, StatementKind
from onrecord.record.anchors import select
from onrecord.record.errors import RecordError
from onrecord.record.rows import now
from onrecord.record.store import Record

CHANGEABLE = ("kind", "act", "modality", "speaker", "addressee", "date", "source", "cue", "content")
_KNOWN: dict[str, tuple[str, ...]] = {"kind": get_args(StatementKind), "act": ACTS, "modality": get_args(Modality)}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class By:
    """Who corrects, and why."""

    who: str
    why: str = ""


def confirm(record: Record, article_id: str, statement_id: str, by: By) -> int:
    """Vouch for a statement as it stands; return the correction's number.

    Raises:
        RecordError: there is no such article or statement, nobody is named, or the record cannot be written.
    """
    return _about(record, article_id, statement_id, "confirm", {}, by)


def change(record: Record, article_id: str, statement_id: str, fields: Mapping[str, Any], by: By) -> int:
    """Change fields of a statement; return the correction's number.

    ``fields`` may hold ``kind``, ``act``, ``modality``; ``speaker`` and ``addressee`` (a name, an entity as in the
    JSON contract, or ``None``); ``date`` (``start`` and ``end``, or ``None``); ``source``, ``cue`` and ``content``
    (spans of the article's text).

    Raises:
        RecordError: as ``confirm`` does, or a field or value is none that a statement has.
    """
    if not fields:
        raise RecordError("nothing is to be changed: name at least one field")
    return _about(record, article_id, statement_id, "change", fields, by)


def delete(record: Record, article_id: str, statement_id: str, by: By) -> int:
    """Say that a statement is none; return the correction's number. The reading on file keeps it."""
    return _about(record, article_id, statement_id, "delete", {}, by)


def add(record: Record, article_id: str, content: Spans, fields: Mapping[str, Any], by: By) -> int:
    """Add a statement that the reader missed; return the correction's number.

    ``fields`` are those of ``change``; without a ``kind`` the statement is indirect.

    Raises:
        RecordError: as ``change`` does, or a span leaves the text.
    """
    reading = _reading(record, article_id)
    _check_spans(reading, {"content": content})
    value = _values(reading, fields)
    statement = {"id": "new", "kind": fields.get("kind", "indirect"), "content": [list(span) for span in content]}
    target = {"statement": Statement.model_validate_json(json.dumps(statement)).model_dump(mode="json")}
    selectors = {"content": select(reading.article.text, content)} | {
        name: value[name] for name in ("source", "cue") if name in value
    }
    return _append(record, article_id, "add", target, selectors, value, by)


def withdraw(record: Record, number: int, by: By) -> int:
    """Take a correction back, by another one; return the new one's number.

    Raises:
        RecordError: there is no such correction.
    """
    found = record.query("SELECT article_id FROM corrections WHERE id = ? AND action <> 'withdraw'", (number,))
    if not found:
        raise RecordError(f"there is no correction {number} to withdraw; `onrecord corrections` lists them")
    return _append(record, found[0][0], "withdraw", None, {}, {}, by, withdraws=number)


def _about(record: Record, article_id: str, statement_id: str, action: str, fields: Mapping[str, Any], by: By) -> int:
    reading = _reading(record, article_id)
    try:
        statement = reading.statement(statement_id)
    except KeyError as error:
        raise RecordError(f"{article_id} has no statement {statement_id}; `onrecord search` shows them") from error
    value = _values(reading, fields)
    text = reading.article.text
    spans = {"content": statement.content, "source": statement.source, "cue": statement.cue}
    if statement.date:
        spans["date"] = statement.date.evidence
    selectors = {name: select(text, given) for name, given in spans.items() if given}
    return _append(record, article_id, action, _snapshot(reading, statement), selectors, value, by)


def _reading(record: Record, article_id: str) -> Reading:
    reading = record.reading(article_id)
    if reading is None:
        raise RecordError(f"no article {article_id} has been read into this record")
    return reading


def _snapshot(reading: Reading, statement: Statement) -> dict[str, Any]:
    named = {statement.speaker, statement.addressee, *statement.via}
    keep = ("id", "name", "kind", "wikidata", "country", "office")
    entities = [{key: getattr(one, key) for key in keep} for one in reading.entities if one.id in named]
    return {"statement": statement.model_dump(mode="json"), "entities": entities}


def _values(reading: Reading, fields: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field, given in fields.items():
        if field not in CHANGEABLE:
            raise RecordError(f"a statement has no {field!r} to change; it has {', '.join(CHANGEABLE)}")
        if field in _KNOWN:
            values[field] = _known(field, given)
        elif field in ("speaker", "addressee"):
            values[field] = {"name": given} if isinstance(given, str) else given
        elif field == "date":
            values[field] = _date(given)
        else:
            _check_spans(reading, {field: given})
            values[field] = select(reading.article.text, given)
    return values


def _known(field: str, given: Any) -> str:
    if given not in _KNOWN[field]:
        raise RecordError(f"{given!r} is no {field}; it is one of {', '.join(_KNOWN[field])}")
    return str(given)


def _date(given: Any) -> dict[str, str] | None:
    if given is None:
        return None
    start, end = (given, given) if isinstance(given, str) else (given["start"], given["end"])
    if not _DAY.fullmatch(start) or not _DAY.fullmatch(end) or start > end:
        raise RecordError(f"{start!r} to {end!r} is no date: write 2022-02-01")
    return {"start": start, "end": end}


def _check_spans(reading: Reading, given: Mapping[str, Iterable[Span]]) -> None:
    length = len(reading.article.text)
    for name, spans in given.items():
        previous = 0
        for start, end in spans:
            if not previous <= start < end <= length:
                raise RecordError(f"{name}: [{start}, {end}) is no stretch of this text of {length} characters")
            previous = end


def _append(
    record: Record,
    article_id: str,
    action: str,
    target: dict[str, Any] | None,
    selectors: dict[str, Any],
    value: dict[str, Any],
    by: By,
    withdraws: int | None = None,
) -> int:
    if not by.who.strip():
        raise RecordError("a correction needs a name: say who makes it")
    row = (
        article_id, action, json.dumps(target, ensure_ascii=False) if target else None,
        json.dumps(selectors, ensure_ascii=False), json.dumps(value, ensure_ascii=False),
        withdraws, by.who.strip(), by.why.strip(), now(),
    )  # fmt: skip
    with record.transaction() as database:
        done = database.execute(
            "INSERT INTO corrections (article_id, action, target, selectors, value, withdraws, who, why, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        number = int(done.lastrowid or 0)
        try:
            for version in _versions(database, article_id):
                record.refresh(database, version)
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
            raise RecordError(f"the statement would not hold together: {problem}") from error
    return number


def _versions(database: sqlite3.Connection, article_id: str) -> list[str]:
    found = database.execute(
        "SELECT DISTINCT o.article_id FROM appearances o JOIN appearances m ON m.url = o.url WHERE m.article_id = ?",
        (article_id,),
    )
    return sorted({article_id, *(row[0] for row in found)})
