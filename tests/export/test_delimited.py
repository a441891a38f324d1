import csv
import io

from onrecord.export.delimited import COLUMNS
from tests.export.readings import HOSTILE, hostile
from tests.invented import harbour


def test_csv_reads_back_to_the_same_words() -> None:
    reading = harbour()
    rows = list(csv.DictReader(io.StringIO(reading.to_csv(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    for row, statement in zip(rows, reading.statements, strict=True):
        start, end = map(int, row["content_spans"].split("-"))
        assert ((start, end),) == statement.content
        assert row["content"] == reading.article.text[start:end]


def test_no_cell_is_a_formula_and_no_line_is_broken() -> None:
    rows = list(csv.DictReader(io.StringIO(hostile().to_csv(), newline="")))
    assert [row["statement"] for row in rows] == ["s1", "s2"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    assert rows[1]["content"] == "'" + HOSTILE
