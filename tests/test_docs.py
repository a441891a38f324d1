"""The examples of docs/ are tests: tables of dates and addressees, and ``example`` blocks of whole readings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Reading, Statement
from onrecord.reading.dates import find_dates
from onrecord.reading.reader import Reader

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = ("when-where.md", "sourcing.md", "acts.md")
DAY = "2031-04-16"
_BLOCK = re.compile(r"```example (\S+)\n(.*?)```", re.DOTALL)


@cache
def _reader() -> Reader:
    return Reader()


def _read(text: str, day: str | None) -> Reading:
    return _reader().read(read_plain(text, origin="docs", given=Given(title=None, published=day)))


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _rows(columns: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the tables under this head, each with the number of its table."""
    for number, table in enumerate(_page("when-where.md").split(f"| {columns} |\n")[1:]):
        for line in table.split("\n\n")[0].splitlines()[1:]:
            yield number, [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize(
    ("table", "row"),
    list(_rows("words | days | value")),
    ids=lambda one: one[0][:40] if isinstance(one, list) else None,
)
def test_dates(table: int, row: list[str]) -> None:
    sentence, days, value = row
    before, words, after = sentence.split("*")
    reading = _read(before + words + after, DAY if table == 0 else None)
    mentions = find_dates(reading.article, _reader().language.analyse(reading.article))
    found = [one for one in mentions if one.span[0] < len(before + words) and len(before) < one.span[1]]
    assert [reading.article.text[slice(*one.span)] for one in found] == [words]
    stretch = "/".join(dict.fromkeys(edge for edge in (found[0].start, found[0].end) if edge))
    assert (stretch or "-", found[0].value or "-") == (days, value)


@pytest.mark.parametrize("row", [row for _, row in _rows("sentence | to whom")], ids=lambda row: row[0][:40])
def test_addressees(row: list[str]) -> None:
    reading = _read(row[0].replace("*", ""), DAY)
    (statement,) = [one for one in reading.statements if one.nested_in is None]
    assert (reading.article.quote(statement.evidence.get("addressee", ())) or "-") == row[1]


def _examples() -> Iterator[tuple[str, str, str]]:
    for page in PAGES:
        for day, body in _BLOCK.findall(_page(page)):
            yield page, day, body


@pytest.mark.parametrize(("page", "day", "body"), list(_examples()), ids=[body[:40] for _, _, body in _examples()])
def test_examples(page: str, day: str, body: str) -> None:
    text, *verdicts = body.strip().split("\n→ ")
    reading = _read(text, day)
    assert verdicts, page
    for verdict in verdicts:
        words, fields = verdict.split(": ", 1)
        statement = _holding(reading, words)
        for field, wanted in (one.split(" = ", 1) for one in fields.strip().split("; ")):
            assert _shown(reading, statement, field) == wanted, (field, reading.to_json())


def _holding(reading: Reading, words: str) -> Statement:
    """Return the innermost statement whose content holds the words."""
    at = reading.article.text.index(words)
    holding = [one for one in reading.statements if any(s <= at < e for s, e in one.content)]
    assert holding, (words, reading.to_json())
    return min(holding, key=lambda one: sum(end - start for start, end in one.content))


def _shown(reading: Reading, statement: Statement, field: str) -> str:
    quote = reading.article.quote
    if field in {"via", "with"}:
        who = statement.via if field == "via" else statement.participants
        return " > ".join(_name(reading, one) for one in who) or "-"
    if field in {"speaker", "addressee"}:
        return _name(reading, getattr(statement, field))
    if field in {"items", "condition"}:
        return " | ".join(quote([span]) for span in getattr(statement, field)) or "-"
    value = getattr(statement, field)
    if value is None or isinstance(value, str):
        return value or "-"
    if field in {"date", "occasion"}:
        return str(value.value if field == "date" else value.kind)
    return quote(value.evidence) if field == "document" else str(value.name)


def _name(reading: Reading, entity_id: str | None) -> str:
    entity = reading.entity(entity_id)
    return entity.name if entity else "-"
