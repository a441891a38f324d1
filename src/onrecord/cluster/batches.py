"""A reading as one Arrow batch a table: what workers send, what the journal keeps, what parts are made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from onrecord.export.extract import whole
from onrecord.export.parquet import schema as schema_of
from onrecord.export.tables import TABLES
from onrecord.extras import need
from onrecord.model import Reading

READINGS = "readings"
NAMES = (*TABLES, READINGS)
"""The tables of a corpus: those of ``onrecord export --to parquet``, and the readings whole, as the JSON contract."""


@cache
def schema(table: str) -> Any:
    """Return the ``pyarrow.Schema`` of a table."""
    if table != READINGS:
        return schema_of(table)  # type: ignore[arg-type]
    arrow = need("pyarrow", "parquet")
    meanings = {
        "article_id": "the article's id, the hash of its text",
        "reading": "the whole reading as JSON (onrecord/reading/1)",
    }
    return arrow.schema(
        arrow.field(name, arrow.string(), metadata={"meaning": text}) for name, text in meanings.items()
    )


def pack(reading: Reading) -> dict[str, bytes]:
    """Return the rows of a reading in every table of ``NAMES``, each as an Arrow batch without its schema."""
    extract = whole(reading)
    rows: dict[str, list[dict[str, Any]]] = {name: list(table.rows(extract)) for name, table in TABLES.items()}
    rows[READINGS] = [{"article_id": reading.article.id, "reading": reading.to_json()}]
    arrow = need("pyarrow", "parquet")
    return {
        name: arrow.RecordBatch.from_pylist(rows[name], schema=schema(name)).serialize().to_pybytes()
        for name in NAMES
    }


def unpack(batches: Iterable[bytes], table: str) -> Any:
    """Return batches of ``pack`` as one ``pyarrow.Table``."""
    arrow = need("pyarrow", "parquet")
    return arrow.Table.from_batches(
        [arrow.ipc.read_record_batch(arrow.py_buffer(batch), schema(table)) for batch in batches],
        schema=schema(table),
    )


def count_rows(batch: bytes, table: str) -> int:
    """Return how many rows a batch holds."""
    arrow = need("pyarrow", "parquet")
    return int(arrow.ipc.read_record_batch(arrow.py_buffer(batch), schema(table)).num_rows)
