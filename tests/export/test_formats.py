import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.cli.export import FormatName
from onrecord.export import FORMATS, ExportError, Extract, whole, write
from onrecord.export.contract import read_lines
from onrecord.extras import MissingExtraError, need
from tests.export.readings import hostile, with_events

READINGS = [with_events(), hostile()]


def test_the_command_line_knows_every_format() -> None:
    assert [one.value for one in FormatName] == list(FORMATS)


def test_jsonl_reads_back_to_the_same_readings(tmp_path: Path) -> None:
    write(map(whole, READINGS), "jsonl", tmp_path / "deep" / "out.jsonl")
    lines = (tmp_path / "deep" / "out.jsonl").read_bytes().splitlines()
    assert [extract.reading for extract in read_lines(lines, "out")] == READINGS
    with pytest.raises(ExportError, match="out:2: not a reading"):
        list(read_lines([lines[0], b'{"schema": 1}'], "out"))


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.kind == "text"])
def test_a_text_format_writes_the_same_to_a_file_and_to_standard_output(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(map(whole, READINGS), name, tmp_path / "out")
    write(map(whole, READINGS), name)
    assert (tmp_path / "out").read_bytes() == capsys.readouterr().out.encode()
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.kind == "text"])
def test_what_fails_in_the_middle_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    def broken() -> Iterator[Extract]:
        yield whole(READINGS[0])
        raise RuntimeError

    (tmp_path / "out").write_text("old")
    with pytest.raises(RuntimeError):
        write(broken(), name, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    for format_, out, words in (
        ("brat", tmp_path / "full", "not empty"),
        ("brat", None, "--out"),
        ("csv", tmp_path / "full" / "a" / "b", "cannot be written"),
        ("docx", None, "there is no format"),
    ):
        with pytest.raises(ExportError, match=words):
            write([], format_, out)


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'onrecord\[parquet\]'"):
        need("pyarrow.parquet", "parquet")
