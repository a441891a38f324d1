"""``Reading.to_…``: one reading in the formats of ``onrecord.export``, for whoever works in Python.

The room of exports stands above the model; it is imported when a method is called, so the model needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from spacy.tokens import Doc

    from onrecord.export.extract import Extract
    from onrecord.export.tables import Row, TableName
    from onrecord.model import Reading


class Exits:
    """The ways in which a reading leaves."""

    __slots__ = ()

    def to_rows(self, table: TableName = "statements") -> list[Row]:
        """Return one of the tables ``statements articles entities events links`` as a list of dicts."""
        from onrecord.export.tables import rows

        return list(rows([self._whole()], table))

    def to_arrow(self, table: TableName = "statements") -> pyarrow.Table:
        """Return a table as a typed ``pyarrow.Table``; needs ``onrecord[parquet]``."""
        from onrecord.export.parquet import to_arrow

        return to_arrow(self.to_rows(table), table)

    def to_pandas(self, table: TableName = "statements") -> pandas.DataFrame:
        """Return a table as a ``pandas.DataFrame``; needs ``onrecord[pandas]``."""
        from onrecord.export.frames import to_pandas

        return to_pandas(self.to_rows(table), table)

    def to_polars(self, table: TableName = "statements") -> polars.DataFrame:
        """Return a table as a typed ``polars.DataFrame``; needs ``onrecord[polars]``."""
        from onrecord.export.frames import to_polars

        return cast("polars.DataFrame", to_polars(self.to_rows(table), table))

    def to_csv(self) -> str:
        """Return the statements as CSV with its heading."""
        return self._text("csv")

    def to_web_annotation(self) -> dict[str, Any]:
        """Return the statements as a W3C Web Annotation collection (JSON-LD)."""
        return self._json("web-annotation")

    def to_schema_org(self) -> dict[str, Any]:
        """Return the article, quotations and claims as schema.org JSON-LD."""
        return self._json("schema-org")

    def to_brat(self) -> str:
        """Return the ``.ann`` file that belongs beside the article's text in brat."""
        from onrecord.export.brat import to_standoff

        return to_standoff(self._reading())

    def to_spacy(self) -> Doc:
        """Return the article as a spaCy ``Doc`` with span groups ``source cue content entities events``."""
        from onrecord.export.spacy_docs import to_doc

        return to_doc(self._reading())

    def to_gkg(self) -> dict[str, str]:
        """Return the article's line in GDELT GKG 2.1 columns."""
        from onrecord.export.gkg import line

        return line(self._whole())

    def to_events_csv(self) -> str:
        """Return the events as event data, with its heading."""
        return self._text("events")

    def to_graphml(self) -> str:
        """Return the graph of who spoke to whom."""
        return self._text("graphml")

    def to_html(self) -> str:
        """Return a page of the statements to read and print."""
        return self._text("html")

    def _reading(self) -> Reading:
        return cast("Reading", self)

    def _whole(self) -> Extract:
        from onrecord.export.extract import whole

        return whole(self._reading())

    def _text(self, format_: str) -> str:
        from onrecord.export.formats import FORMATS

        return "".join(FORMATS[format_].chunks([self._whole()]))

    def _json(self, format_: str) -> dict[str, Any]:
        import json

        return cast("dict[str, Any]", json.loads(self._text(format_)))
