"""Rows as data frames."""

from __future__ import annotations

from typing import Any

from onrecord.export.tables import TABLES, Row, TableName
from onrecord.extras import need


def to_pandas(rows: list[Row], table: TableName) -> Any:
    """Return rows as a ``pandas.DataFrame``: days are ``datetime64``, spans and lists stay lists."""
    pandas = need("pandas", "pandas")
    frame = pandas.DataFrame(rows, columns=[column.name for column in TABLES[table].columns])
    for column in TABLES[table].columns:
        if column.type == "day":
            frame[column.name] = pandas.to_datetime(frame[column.name])
    return frame


def to_polars(rows: list[Row], table: TableName) -> Any:
    """Return rows as a ``polars.DataFrame`` with the table's schema, also when there are none."""
    polars = need("polars", "polars")
    span = polars.Struct({"start": polars.Int64, "end": polars.Int64})
    types = {
        "text": polars.String,
        "texts": polars.List(polars.String),
        "day": polars.Date,
        "number": polars.Float64,
        "integer": polars.Int64,
        "spans": polars.List(span),
    }
    return polars.DataFrame(rows, schema={column.name: types[column.type] for column in TABLES[table].columns})
