"""CSV: one row a statement, in columns that stay."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from onrecord.export.extract import Extract
from onrecord.export.tables import names
from onrecord.model import Reading, Spans, Statement

COLUMNS = (
    "article", "title", "publisher", "published", "updated", "statement", "kind", "speaker", "speaker_wikidata",
    "speaker_country", "addressee", "via", "date_start", "date_end", "place", "occasion", "act", "modality",
    "source", "cue", "content", "content_spans", "continues", "nested_in", "confidence",
    "article_id", "url", "source_spans", "cue_spans",
)  # fmt: skip
"""The columns; new ones are only ever added at the end. Discontinuous pieces are joined by `` … ``."""


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield the heading and each statement's row."""
    yield line(COLUMNS)
    for extract in extracts:
        for statement in extract.statements:
            yield line(row(extract.reading, statement))


def row(reading: Reading, statement: Statement) -> list[str]:
    """Return the cells of one statement, safe in a spreadsheet."""
    article, speaker = reading.article, reading.entity(statement.speaker)
    addressee, when = reading.entity(statement.addressee), statement.date
    values = (
        article.origin, article.title, article.publisher, article.published, article.updated, statement.id,
        statement.kind, speaker and speaker.name, speaker and speaker.wikidata, speaker and speaker.country,
        addressee and addressee.name, "; ".join(names(reading, statement.via)),
        when and when.start, when and when.end,
        statement.place and statement.place.name, statement.occasion and statement.occasion.kind,
        statement.act, statement.modality, article.quote(statement.source), article.quote(statement.cue),
        article.quote(statement.content), offsets(statement.content), statement.continues, statement.nested_in,
        f"{statement.confidence:.2f}", article.id, article.url, offsets(statement.source), offsets(statement.cue),
    )  # fmt: skip
    return [safe_cell(value or "") for value in values]


def offsets(spans: Spans) -> str:
    """Return spans as ``12-40 52-60``, end exclusive."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def safe_cell(value: str) -> str:
    """Keep a spreadsheet from taking an article's words for a formula: an apostrophe goes before it."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def line(cells: Sequence[str]) -> str:
    """Return cells as one line of CSV (RFC 4180, but for the line feed that ends it)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
