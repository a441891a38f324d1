import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.article.bookmark import Bookmark
from onrecord.article.errors import ArticleError
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.mapping import MappingError, loose_date, parse_mapping, read_row
from onrecord.article.notices import Notice
from onrecord.article.presets import OWN, PRESETS
from onrecord.article.sources import read_sources
from onrecord.cli.taking import SHAPES
from onrecord.model import Article

TEXT = "The ministers met on Tuesday and spoke for two hours.\r\n“Well,” one said, “we shall see.”"


def read(path: Path, intake: Intake | None = None) -> list[Article | Unreadable]:
    return list(read_sources([str(path)], intake=intake))


def articles(path: Path, shape: str | None = None, mapping: str | None = None, **options: Any) -> list[Article]:
    intake = Intake(**options).shaped(PRESETS[shape] if shape else None, parse_mapping(mapping) if mapping else None)
    found = read(path, intake)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def test_a_mapping_says_which_column_is_which_field() -> None:
    mapping = parse_mapping("text=body, date=meta.pub,author=by")
    row = {"body": TEXT, "meta": {"pub": "2031-05-05"}, "by": "Ann Lee; Bo Ek"}
    article = read_row(row, mapping, origin="x")
    assert (article.text, article.published, article.authors) == (TEXT, "2031-05-05", ("Ann Lee", "Bo Ek"))


@pytest.mark.parametrize("text", ["", "text", "text=", "colour=red", "text=a,,"])
def test_a_mapping_that_cannot_be_understood_says_why(text: str) -> None:
    with pytest.raises(MappingError):
        parse_mapping(text)


def test_an_unclear_date_is_refused_when_the_user_named_its_column() -> None:
    with pytest.raises(ArticleError, match="not a clear date"):
        read_row({"a": TEXT, "b": "soon"}, parse_mapping("text=a,date=b"), origin="x")


@pytest.mark.parametrize(
    ("value", "iso"),
    [("2031-05-05 13:04:00", "2031-05-05T13:04:00"), ("20310505T130400Z", "2031-05-05T13:04:00+00:00"),
     ("2031-05-05", "2031-05-05"), ("soon", None), ("5 May 2031", "2031-05-05")],
)  # fmt: skip
def test_dates_as_programs_write_them(value: str, iso: str | None) -> None:
    assert loose_date(value) == iso


def write_csv(path: Path, delimiter: str = ",") -> None:
    quoted = TEXT.replace('"', '""')
    lines = [delimiter.join(("id", "body", "pub_date", "extra"))]
    lines += [delimiter.join((f"a{number}", f'"{quoted}"', f"2031-05-{number:02d}", "x")) for number in range(1, 6)]
    path.write_bytes("\r\n".join(lines).encode("utf-8-sig"))


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_csv_keeps_the_text_as_it_is(tmp_path: Path, name: str, delimiter: str) -> None:
    write_csv(tmp_path / name, delimiter)
    found = articles(tmp_path / name, mapping="text=body,date=pub_date,id=id")
    assert [one.origin for one in found] == ["a1", "a2", "a3", "a4", "a5"]
    assert all(one.text == TEXT for one in found)
    assert found[4].published == "2031-05-05"


def test_parquet_and_jsonl_are_read_as_csv_is(tmp_path: Path) -> None:
    rows = [{"body": TEXT, "when": "2031-05-05", "by": ["Ann Lee"]}, {"body": None, "when": None, "by": None}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    for name in ("a.parquet", "a.jsonl"):
        intake = Intake().shaped(None, parse_mapping("text=body,date=when,authors=by"))
        first, second = read(tmp_path / name, intake)
        assert isinstance(first, Article)
        assert (first.text, first.published, first.authors) == (TEXT, "2031-05-05", ("Ann Lee",))
        assert isinstance(second, Unreadable)
        assert "no text in body" in second.reason


def test_a_table_without_the_column_is_told_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv")
    (problem,) = read(tmp_path / "a.csv")
    assert isinstance(problem, Unreadable)
    assert "there are: id, body, pub_date, extra" in problem.reason
    assert "--map" in problem.reason


def test_a_table_of_something_else_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv")
    (tmp_path / "b.txt").write_text(TEXT)
    notices: list[Notice] = []
    (found,) = read(tmp_path, Intake(notify=notices.append))
    assert isinstance(found, Article)
    assert [notice.origin for notice in notices] == [str(tmp_path / "a.csv")]


def test_one_broken_row_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"text\nThe first of three rows.\n\xff\xfe broken\nThe third of three rows.\n")
    found = read(tmp_path / "a.csv")
    assert [type(one).__name__ for one in found] == ["Article", "Unreadable", "Article"]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.jsonl", "a.jsonl.gz"])
def test_reading_goes_on_after_the_row_that_was_dealt_with(tmp_path: Path, name: str) -> None:
    rows = [{"text": f"The report number {number} of the day.", "id": f"r{number}"} for number in range(200)]
    path = tmp_path / name
    if name.endswith("parquet"):
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif name.endswith("csv"):
        path.write_text("text,id\n" + "".join(f"{row['text']},{row['id']}\n" for row in rows))
    else:
        import gzip

        data = "".join(json.dumps(row) + "\n" for row in rows).encode()
        path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    seen: list[str] = []
    with Bookmark(tmp_path / "place") as bookmark:
        for one in read_sources([str(path)], intake=Intake(bookmark=bookmark)):
            if len(seen) == 77:
                break
            seen.append(one.origin)
    with Bookmark(tmp_path / "place") as bookmark:
        rest = [one.origin for one in read_sources([str(path)], intake=Intake(bookmark=bookmark))]
        assert bookmark.bytes_done == path.stat().st_size
        assert bookmark.is_finished(str(path))
    assert seen + rest == [row["id"] for row in rows]


def test_a_bookmark_does_not_fit_another_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"Old report {n} of the day."}) + "\n" for n in range(500)))
    with Bookmark(tmp_path / "place") as bookmark:
        for number, _ in enumerate(read_sources([str(path)], intake=Intake(bookmark=bookmark))):
            if number == 100:
                break
    path.write_text("".join(json.dumps({"text": f"New report {n} of the day."}) + "\n" for n in range(500)))
    with Bookmark(tmp_path / "place") as bookmark:
        assert len(read(path, Intake(bookmark=bookmark))) == 500


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=5))
def test_a_torn_bookmark_is_read(lines: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "place")
        path.write_text("\n".join([*lines, '{"finished": "a.txt"}', '{"source": "b.jso']), encoding="utf-8")
        with Bookmark(path) as bookmark:
            assert bookmark.is_finished("a.txt")


def test_presets_are_those_of_the_command_line() -> None:
    assert tuple(PRESETS) == SHAPES
    assert OWN.columns["text"] == ("text",)
