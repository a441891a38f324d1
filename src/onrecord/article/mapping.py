"""Which column or key of somebody's rows is which field of an article."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Row
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onrecord.article.decoding import check_text
from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.html import read_html
from onrecord.article.plain import read_plain
from onrecord.article.timestamps import to_iso
from onrecord.model import Article

FIELDS = ("text", "html", "id", "title", "publisher", "published", "updated", "url", "section", "authors", "language")
"""What a column can be mapped to. ``html`` is the source of a page, and wins over ``text``."""
_ALIASES = {"body": "text", "content": "text", "date": "published", "author": "authors", "outlet": "publisher",
            "headline": "title", "link": "url"}  # fmt: skip
_LOOSE_DATES = ("published", "updated")


class MappingError(ValueError):
    """A mapping that cannot be understood; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """For each field the columns that may hold it, the first that is filled wins; ``a.b`` is ``b`` inside ``a``.

    ``prepare`` turns a row of a nested shape into a flat one first. A date that cannot be read is left out when the
    mapping is ``loose``, as presets are: one odd date in an export of thousands must not cost the article.
    """

    columns: dict[str, tuple[str, ...]]
    prepare: Callable[[Row[str, Any]], Row[str, Any]] | None = field(default=None, compare=False)
    loose: bool = False

    def over(self, other: FieldMapping) -> FieldMapping:
        """Return both together; where both map a field, this one holds."""
        return FieldMapping(other.columns | self.columns, self.prepare or other.prepare, self.loose or other.loose)


def parse_mapping(text: str) -> FieldMapping:
    """Return the mapping that ``field=column,field=column`` says.

    Raises:
        MappingError: a part is no such pair, or there is no such field.
    """
    columns: dict[str, tuple[str, ...]] = {}
    for part in text.split(","):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        name = _ALIASES.get(name, name)
        if not equals or not column:
            raise MappingError(f"{part.strip()!r} is no pair: write text=body,date=pub_date")
        if name not in FIELDS:
            raise MappingError(f"there is no field {name!r}: there are {', '.join(FIELDS)}")
        columns[name] = (*columns.get(name, ()), column)
    return FieldMapping(columns)


def read_row(row: Row[str, Any], mapping: FieldMapping, *, origin: str, given: Given | None = None) -> Article:
    """Return the article of one row.

    Raises:
        ArticleError: no column holds a text (``AddressOnlyError`` when one holds an address), or it cannot be read.
    """
    prepared = mapping.prepare(row) if mapping.prepare else row
    known = _given(prepared, mapping, origin)
    wanted = (given or Given()).over(known)
    page = _value(prepared, mapping.columns.get("html", ()))
    if page is not None:
        return read_html(page, origin=origin, given=wanted)
    text = _value(prepared, mapping.columns.get("text", ()))
    if text is not None:
        return read_plain(check_text(text, origin=origin), origin=origin, given=wanted)
    if known.url is not None:
        raise AddressOnlyError(origin, known.url, wanted)
    raise ArticleError(origin, _no_text(prepared, mapping), "name the column with --map text=COLUMN")


class AddressOnlyError(ArticleError):
    """A row that has no text, but says where the page is."""

    def __init__(self, origin: str, url: str, given: Given) -> None:
        super().__init__(origin, "there is no text, only an address", "open it with --fetch")
        self.url = url
        self.given = given


def _no_text(row: Row[str, Any], mapping: FieldMapping) -> str:
    columns = ", ".join(list(map(str, row))[:30])
    wanted = " or ".join(mapping.columns.get("text", ("text",)))
    return f"no text in {wanted}; the columns are: {columns}"[:400]


def _given(row: Row[str, Any], mapping: FieldMapping, origin: str) -> Given:
    found = {
        name: _value(row, mapping.columns.get(name, ())) for name in FIELDS if name not in ("text", "html", "authors")
    }
    for name in _LOOSE_DATES:
        value = found[name]
        if value is not None and mapping.loose:
            found[name] = loose_date(value)
    if found["language"] is not None:
        found["language"] = _language(found["language"])
    return Given(**found, authors=_authors(row, mapping.columns.get("authors", ())))


def loose_date(value: str) -> str | None:
    """Return a date as programs write it (``2022-02-01 13:04:00``, ``20220201T130400Z``) as ISO 8601, or ``None``."""
    text = value.strip()
    if len(text) == 16 and text[8] == "T" and text.endswith("Z") and text[:8].isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:11]}:{text[11:13]}:{text[13:]}"
    return to_iso(text) or to_iso(text.replace(" ", "T", 1))


def _value(row: Row[str, Any], columns: tuple[str, ...]) -> str | None:
    for column in columns:
        value = _look(row, column)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, (int, date)):
            return value.isoformat() if isinstance(value, date) else str(value)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _look(row: Row[str, Any], column: str) -> Any:
    if column in row:
        return row[column]
    value: Any = row
    for key in column.split("."):
        value = value.get(key) if isinstance(value, Row) else None
    return value


def _authors(row: Row[str, Any], columns: tuple[str, ...]) -> tuple[str, ...] | None:
    for column in columns:
        value = _look(row, column)
        names = value.split(";") if isinstance(value, str) else value
        if isinstance(names, list) and (
            found := [name.strip() for name in names if isinstance(name, str) and name.strip()]
        ):
            return tuple(found)
    return None


def _language(value: str) -> str | None:
    code = value.strip().lower().replace("_", "-").split("-")[0]
    return {"english": "en"}.get(code, code if len(code) in (2, 3) and code.isalpha() else None)
