from datetime import date

import pytest

from onrecord.export.extract import only, whole
from onrecord.export.tables import TABLES, TableName, rows
from tests.export.readings import with_events


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_the_columns_that_are_declared(table: TableName) -> None:
    columns = [column.name for column in TABLES[table].columns]
    found = list(rows([whole(with_events())], table))
    assert found
    assert all(list(row) == columns for row in found)
    assert all(column.meaning for column in TABLES[table].columns)


def test_a_statement_s_row_points_at_its_words() -> None:
    reading = with_events()
    row = reading.to_rows()[3]
    (where,) = row["content_spans"]
    assert reading.article.text[where["start"] : where["end"]] == row["content"] == 'the strait "belongs to nobody"'
    assert (row["speaker"], row["addressee"], row["via"]) == ("Édith Kováč", "Lorn", ["Tom Reyes"])
    assert reading.to_rows()[0]["date_start"] == date(2031, 3, 3)


def test_an_extract_holds_what_belongs_to_its_statements() -> None:
    extract = only(with_events(), {"s5"})
    assert [one.id for one in extract.statements] == ["s5"]
    assert [event.id for event in extract.events] == ["v1"]
    assert extract.links == ()
    assert [entity.name for entity in extract.entities()] == ["Édith Kováč", "Lorn"]


def test_data_frames_have_the_columns_also_without_rows() -> None:
    reading = with_events().model_copy(update={"events": ()})
    assert list(reading.to_pandas("events").columns) == reading.to_polars("events").columns
    assert str(reading.to_pandas()["date_start"].dtype).startswith("datetime64")
    assert reading.to_polars("events").shape == (0, len(TABLES["events"].columns))
    assert reading.to_polars().height == reading.to_arrow().num_rows == 6
