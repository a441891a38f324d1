"""Statements found by their words and by what they are."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.record.errors import QueryError, RecordError
from onrecord.record.facets import Filters, Narrowing, narrow
from onrecord.record.folding import fold
from onrecord.record.query import parse
from onrecord.record.store import Record

SNIPPET = 240
RANKED = 2_000
"""So many statements are ranked; of more, those that were added last."""
COUNTED = 10_000
"""So many statements are counted; of more, it is only said that there are more."""
INDEXED_PREFIX = 3
MOST_ENDINGS = 200
_MARK = secrets.token_hex(8)  # no text can hold it by design
_ON, _OFF = f"\x02{_MARK}", f"\x03{_MARK}"


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
    corrected: bool
    snippet: str
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found, the best first, and how many there are in all: ``total``, or more if not
    ``exact``."""

    total: int
    hits: tuple[Hit, ...]
    exact: bool = True


def search(
    record: Record, query: str = "", filters: Filters | None = None, *, limit: int = 50, offset: int = 0
) -> Hits:
    """Find statements: the best match first (bm25), or without words the newest.

    Of more than ``RANKED`` matches those that were added last are ranked; more than ``COUNTED`` are not counted.

    Raises:
        QueryError: the words, a date or a number cannot be understood; the message says what to change.
        RecordError: the record cannot be read.
    """
    if limit < 1 or offset < 0:
        raise QueryError("The number of results is at least 1, and the first one is not before the beginning.")
    words = _expanded(record, parse(query))
    narrowing = narrow(record, filters or Filters())
    try:
        found, ids = (_ranked if words else _newest)(record, words, narrowing, limit, offset)
        hits = _hits(record, ids, f"{_WORDS} ({words})" if words else "")
    except RecordError as error:
        if "fts5" in str(error):
            raise QueryError("The search cannot be understood; try fewer signs and plainer words.") from error
        raise
    return Hits(min(found, COUNTED), hits, found <= COUNTED)


_WORDS = "{content source speaker title} :"


def _matching(conditions: Sequence[str]) -> str:
    """Return where hits come from; the rows of statements are looked at only where there is a condition on them."""
    if not conditions:
        return "FROM statement_index i WHERE statement_index MATCH ?"
    rows = "FROM statement_index i CROSS JOIN statements s ON s.id = i.rowid WHERE statement_index MATCH ? AND "
    return rows + " AND ".join(conditions)


def _expanded(record: Record, expression: str) -> str:
    """Write the words out that a long beginning stands for: SQLite would load all that is known of them to merge
    it."""

    def every(match: re.Match[str]) -> str:
        beginning = fold(match[1])
        if not beginning.isalnum() or len(beginning) <= INDEXED_PREFIX:
            return match[0]
        found = record.query(
            "SELECT term FROM statement_terms WHERE term >= ? AND term < ? LIMIT ?",
            (beginning, beginning + "\U0010ffff", MOST_ENDINGS + 1),
        )
        if not 0 < len(found) <= MOST_ENDINGS:
            return match[0]
        return "(" + " OR ".join(f'"{row[0]}"' for row in found) + ")"

    return re.sub(r'"([^"]+)" \*', every, expression)


def _ranked(record: Record, words: str, narrowing: Narrowing, limit: int, offset: int) -> tuple[int, list[int]]:
    match = " AND ".join(filter(None, (f"{_WORDS} ({words})", narrowing.expression())))
    matching = _matching(narrowing.conditions)
    values = (match, *narrowing.values)
    most = max(RANKED, offset + limit)
    rows = record.query(
        f"SELECT i.rowid, bm25(statement_index, 4.0, 1.0, 2.0, 1.0, 0.0) {matching} ORDER BY i.rowid DESC LIMIT ?",
        (*values, most),
    )
    total = len(rows)
    if total == most:
        total = record.query(
            f"SELECT count(*) FROM (SELECT 1 {matching} ORDER BY i.rowid DESC LIMIT ?)", (*values, COUNTED + 1)
        )[0][0]
    rows.sort(key=lambda row: (row[1], row[0]))
    return max(total, len(rows)), [row[0] for row in rows[offset : offset + limit]]


def _newest(record: Record, words: str, narrowing: Narrowing, limit: int, offset: int) -> tuple[int, list[int]]:
    if expression := narrowing.expression():
        rows = record.query(
            f"SELECT s.id, coalesce(s.first_day, '') {_matching(narrowing.conditions)} ORDER BY i.rowid DESC LIMIT ?",
            (expression, *narrowing.values, COUNTED + 1),
        )
        if len(rows) <= COUNTED:
            rows.sort(key=lambda row: (row[1], row[0]), reverse=True)
            return len(rows), [row[0] for row in rows[offset : offset + limit]]
    base = "FROM statements s" + (f" WHERE {' AND '.join(narrowing.conditions)}" if narrowing.conditions else "")
    values = tuple(narrowing.values)
    total = COUNTED + 1 if expression else record.query(
        f"SELECT count(*) FROM (SELECT 1 {base} LIMIT ?)", (*values, COUNTED + 1)
    )[0][0]  # fmt: skip
    ids = record.query(
        f"SELECT s.id {base} ORDER BY s.first_day DESC, s.id DESC LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    return total, [row[0] for row in ids]


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
    "corrected": "s.corrected",
}


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
    fields |= {"has_chain": bool(fields["has_chain"]), "corrected": bool(fields["corrected"])}
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
