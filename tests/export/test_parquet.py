from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from onrecord.export import whole, write
from onrecord.export.tables import TABLES
from tests.export.readings import hostile, with_events


def test_pyarrow_reads_every_table_with_its_types_and_meanings(tmp_path: Path) -> None:
    write(map(whole, [with_events(), hostile()]), "parquet", tmp_path / "out")
    for name, table in TABLES.items():
        schema = pq.read_schema(tmp_path / "out" / f"{name}.parquet")
        assert schema.names == [column.name for column in table.columns]
        assert all(
            schema.field(column.name).metadata[b"meaning"] == column.meaning.encode() for column in table.columns
        )
    statements = pq.read_table(tmp_path / "out" / "statements.parquet").to_pylist()
    assert statements == with_events().to_rows() + hostile().to_rows()


def test_duckdb_joins_the_tables_and_finds_the_words_by_their_spans(tmp_path: Path) -> None:
    write([whole(with_events())], "parquet", tmp_path / "out")
    found = (
        duckdb.connect()
        .execute(f"""
        SELECT s.content, substr(a.text, span.start + 1, span.end - span.start)
        FROM '{tmp_path}/out/statements.parquet' s JOIN '{tmp_path}/out/articles.parquet' a USING (article_id),
            UNNEST(s.content_spans) AS spans(span)
        WHERE s.date_start <= DATE '2031-03-03' OR s.date_start IS NULL
    """)
        .fetchall()
    )
    assert len(found) == 6
    assert all(content == cut for content, cut in found)


def test_an_export_of_nothing_has_its_tables_all_the_same(tmp_path: Path) -> None:
    write([], "parquet", tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "events.parquet").num_rows == 0
