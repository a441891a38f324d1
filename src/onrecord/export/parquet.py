"""Parquet: a folder with one typed file a table."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.export.extract import Extract
from onrecord.export.tables import TABLES, Row, TableName
from onrecord.extras import need

ARTICLES_A_GROUP = 500
"""How many articles' rows are held before they are written; it bounds the memory."""


def write(extracts: Iterable[Extract], folder: Path) -> None:
    """Write ``statements.parquet``, ``articles.parquet`` and the other tables of ``TABLES`` into ``folder``.

    Each column carries its meaning as metadata (``meaning``).
    """
    parquet = need("pyarrow.parquet", "parquet")
    waiting = iter(extracts)
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                parquet.ParquetWriter(folder / f"{name}.parquet", schema(name), compression="zstd")
            )
            for name in TABLES
        }
        while group := list(islice(waiting, ARTICLES_A_GROUP)):
            for name, writer in writers.items():
                if rows := [row for extract in group for row in TABLES[name].rows(extract)]:
                    writer.write_table(to_arrow(rows, name))


def to_arrow(rows: list[Row], table: TableName) -> Any:
    """Return rows of a table as a ``pyarrow.Table`` with the table's schema."""
    return need("pyarrow", "parquet").Table.from_pylist(rows, schema=schema(table))


def schema(table: TableName) -> Any:
    """Return the ``pyarrow.Schema`` of a table."""
    arrow = need("pyarrow", "parquet")
    span = arrow.struct([("start", arrow.int32()), ("end", arrow.int32())])
    types = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "day": arrow.date32(),
        "number": arrow.float64(),
        "integer": arrow.int64(),
        "spans": arrow.list_(span),
    }
    return arrow.schema(
        arrow.field(column.name, types[column.type], metadata={"meaning": column.meaning})
        for column in TABLES[table].columns
    )
