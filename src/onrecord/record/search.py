"""Statements found by their words, their speaker, their day, kind, act and outlet."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from onrecord.model import ACTS, StatementKind
from onrecord.record.errors import QueryError, RecordError
from onrecord.record.query import parse
from onrecord.record.store import Record, fold

SNIPPET = 240
KINDS: tuple[str, ...] = get_args(StatementKind)
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_MARK = secrets.token_hex(8)  # no text can hold it by design
_ON, _OFF = f"\x02{_MARK}", f"\x03{_MARK}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a statement must be besides having the words. ``None`` asks nothing.

    ``speaker`` is any part of a name, with or without diacritics, or a Wikidata id. ``since`` and ``until`` are a
    year, a month or a day (``2022``, ``2022-02``, ``2022-02-01``), both included; they mean the statement's date,
    or the article's where the statement has none.
    """

    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    act: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found. ``highlights`` are offsets in ``snippet``, the part of ``content`` to show."""

    article_id: str
    statement_id: str
    title: str | None
    publisher: str | None
    day: str | None
    kind: str
    act: str
    modality: str
    speaker: str | None
    wikidata: str | None
    addressee: str | None
    source: str
    cue: str
    content: str
    confidence: float
    has_chain: bool
    snippet: str
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found, the best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def search(
    record: Record, query: str = "", filters: Filters | None = None, *, limit: int = 50, offset: int = 0
) -> Hits:
    """Find statements. Without words, the newest come first.

    Raises:
        QueryError: the words, a date or a number cannot be understood; the message says what to change.
        RecordError: the record cannot be read.
    """
    if limit < 1 or offset < 0:
        raise QueryError("The number of results is at least 1, and the first one is not before the beginning.")
    expression = parse(query)
    conditions, values = _conditions(filters or Filters())
    if expression:
        conditions.insert(0, "statement_index MATCH ?")
        values.insert(0, expression)
    base = _FROM_INDEX if expression else "FROM statements s"
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    order = "bm25(statement_index, 4.0, 1.0, 2.0, 1.0), s.id" if expression else "s.first_day DESC, s.id DESC"
    try:
        total = record.query(f"SELECT count(*) {base} {where}", tuple(values))[0][0]
        ids = record.query(f"SELECT s.id {base} {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, limit, offset))
        return Hits(total, _hits(record, [row[0] for row in ids], expression))
    except RecordError as error:
        if "fts5" in str(error):
            raise QueryError("The search cannot be understood; try fewer signs and plainer words.") from error
        raise


_FROM_INDEX = "FROM statement_index JOIN statements s ON s.id = statement_index.rowid"


def _conditions(filters: Filters) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []

    def need(condition: str, *given: object) -> None:
        conditions.append(condition)
        values.extend(given)

    if speaker := _text(filters.speaker):
        who, given = _speaker(speaker)
        need(f"s.speaker_id IN (SELECT id FROM entities WHERE {who})", *given)
    if since := _text(filters.since):
        need("s.last_day >= ?", _check_day(since))
    if until := _text(filters.until):
        need("s.first_day <= ?", _check_day(until) + "~")  # "2022-02~" sorts after every day of February
    for field, known in (("kind", KINDS), ("act", ACTS)):
        if asked := _text(getattr(filters, field)):
            need(f"s.{field} = ?", _check_known(field, asked.lower(), known))
    if outlet := _text(filters.outlet):
        need("s.article_id IN (SELECT article_id FROM appearances WHERE publisher LIKE ? ESCAPE '\\')", _like(outlet))
    return conditions, values


def _text(given: str | None) -> str:
    return (given or "").encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()


def _speaker(given: str) -> tuple[str, list[object]]:
    if re.fullmatch(r"[Qq]\d+", given):
        return "wikidata = ?", [given.upper()]
    words = fold(given).split()[:8]
    return " AND ".join(["(' ' || folded) LIKE ? ESCAPE '\\'"] * len(words)) or "0", [
        _like(f" {one}") for one in words
    ]


def _like(text: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"


def _check_day(given: str) -> str:
    match = _DAY.fullmatch(given)
    try:
        if not match:
            raise ValueError(given)
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise QueryError(f"{given[:30]!r} is no date: write 2022, 2022-02 or 2022-02-01.") from error
    return given


_COLUMNS = {
    "article_id": "s.article_id",
    "statement_id": "s.local_id",
    "title": "r.title",
    "publisher": "r.publisher",
    "day": "s.first_day",
    "kind": "s.kind",
    "act": "s.act",
    "modality": "s.modality",
    "speaker": "e.name",
    "wikidata": "e.wikidata",
    "addressee": "t.name",
    "source": "s.source",
    "cue": "s.cue",
    "content": "s.content",
    "confidence": "s.confidence",
    "has_chain": "s.has_chain",
}


def _check_known(field: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise QueryError(f"{given[:30]!r} is no {field} of a statement: there are {', '.join(known)}.")
    return given


def _hits(record: Record, ids: list[int], expression: str) -> tuple[Hit, ...]:
    places = ", ".join(map(str, ids))
    rows = record.query(
        f"SELECT s.id, {', '.join(_COLUMNS.values())} "
        "FROM statements s JOIN readings r ON r.id = s.reading_id LEFT JOIN entities e ON e.id = s.speaker_id "
        f"LEFT JOIN entities t ON t.id = s.addressee_id WHERE s.id IN ({places})"
    )
    marked = {}
    if expression and ids:
        marked = dict(
            record.query(
                "SELECT rowid, highlight(statement_index, 0, ?, ?) FROM statement_index "
                f"WHERE statement_index MATCH ? AND rowid IN ({places})",
                (_ON, _OFF, expression),
            )
        )
    by_id = {row[0]: _hit(row, marked.get(row[0])) for row in rows}
    return tuple(by_id[one] for one in ids if one in by_id)


def _hit(row: tuple[Any, ...], marked: str | None) -> Hit:
    fields = dict(zip(_COLUMNS, row[1:], strict=True))
    fields["has_chain"] = bool(fields["has_chain"])
    snippet, highlights = cut(fields["content"], _highlights(marked) if marked else [])
    return Hit(**fields, snippet=snippet, highlights=highlights)


def _highlights(marked: str) -> list[tuple[int, int]]:
    spans, place, start = [], 0, 0
    for piece in re.split(f"({re.escape(_ON)}|{re.escape(_OFF)})", marked):
        if piece == _ON:
            start = place
        elif piece == _OFF:
            spans.append((start, place))
        else:
            place += len(piece)
    return spans


def cut(text: str, spans: list[tuple[int, int]], size: int = SNIPPET) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the stretch of ``text`` around the first of ``spans``, and the spans that it holds, moved to fit it."""
    if len(text) <= size:
        return text, tuple(spans)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - size // 4, len(text) - size))
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    end = min(len(text), start + size)
    if end < len(text) and (space := text.rfind(" ", start + size // 2, end)) >= 0:
        end = space
    before, after = "… " if start else "", " …" if end < len(text) else ""
    moved = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    shift = len(before) - start
    return before + text[start:end] + after, tuple((a + shift, b + shift) for a, b in moved)
