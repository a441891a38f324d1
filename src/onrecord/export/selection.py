"""Which readings of a record are exported: the one place where this room asks the record."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.extract import Extract, only, whole
from onrecord.record import Filters, Record, search

_PAGE = 1_000


def select(record: Record, query: str = "", filters: Filters | None = None) -> Iterator[Extract]:
    """Yield the extracts of a record that a search lets through; all of it when nothing is asked.

    With words or filters, articles come in the order of their best statement; without, the newest first.

    Raises:
        onrecord.record.QueryError: the search cannot be understood.
        onrecord.record.RecordError: the record cannot be read.
    """
    wanted = filters or Filters()
    if not query.strip() and wanted == Filters():
        yield from _all(record)
        return
    for article_id, statements in _found(record, query, wanted).items():
        if (reading := record.reading(article_id)) is not None:
            yield only(reading, statements)


def _all(record: Record) -> Iterator[Extract]:
    offset = 0
    while page := record.articles(limit=_PAGE, offset=offset):
        offset += len(page)
        for row in page:
            if (reading := record.reading(row.id)) is not None:
                yield whole(reading)


def _found(record: Record, query: str, filters: Filters) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    offset = 0
    while hits := search(record, query, filters, limit=_PAGE, offset=offset).hits:
        offset += len(hits)
        for hit in hits:
            found.setdefault(hit.article_id, set()).add(hit.statement_id)
    return found
