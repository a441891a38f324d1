import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.export import FORMATS
from onrecord.model import Reading
from onrecord.record import Record
from tests.export.readings import hostile, with_events

runner = CliRunner()


@pytest.fixture
def record(tmp_path: Path) -> str:
    path = tmp_path / "r.onrecord"
    with Record(path) as made:
        made.add(with_events())
        made.add(hostile())
    return str(path)


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = runner.invoke(app, ["export", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_help_teaches_the_choice() -> None:
    _, shown, _ = run("--help")
    flat = " ".join(shown.split())
    for one in FORMATS.values():
        assert f"{one.name} " in flat
        assert " ".join(one.choose.split()) in flat


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_leaves_a_record(record: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    code, _, error = run("-r", record, "--to", name, "--out", str(out))
    if name == "pdf" and "none is installed" in error:
        pytest.skip("no Chromium is installed here")
    assert (code, "8 statements from 2 articles" in error) == (0, True)
    assert out.is_dir() if FORMATS[name].kind == "folder" else out.stat().st_size > 100


def test_a_search_lets_through_what_it_finds(record: str) -> None:
    code, out, _ = run("-r", record, "--to", "csv", "--speaker", "kovac", "--act", "threaten")
    assert code == 0
    assert [row["content"] for row in csv.DictReader(io.StringIO(out))] == ['the strait "belongs to nobody"']
    code, out, _ = run("strait", "-r", record, "--to", "web-annotation")
    assert json.loads(out)["total"] == 2
    code, out, _ = run("-r", record, "--speaker", "Q900001")
    assert Reading.from_json(out) == with_events()


def test_export_has_the_filters_of_search(record: str) -> None:
    from inspect import signature

    from onrecord.cli.export import export_record
    from onrecord.cli.searching import search_record

    searched = set(signature(search_record).parameters) - {"limit", "format_"}
    assert searched <= set(signature(export_record).parameters)
    every = list(csv.DictReader(io.StringIO(run("-r", record, "--to", "csv")[1])))
    sure = list(csv.DictReader(io.StringIO(run("-r", record, "--to", "csv", "--confidence", "0.9")[1])))
    assert 0 < len(sure) < len(every)
    assert sure == [row for row in every if float(row["confidence"]) >= 0.9]
    relayed = list(csv.DictReader(io.StringIO(run("-r", record, "--to", "csv", "--chain")[1])))
    assert relayed == [row for row in every if row["via"]]


def test_readings_leave_without_a_record(tmp_path: Path) -> None:
    line = with_events().to_json() + "\n"
    assert run("--readings", "-", stdin=line)[:2] == (0, line)
    (tmp_path / "r.jsonl").write_text(line * 2)
    assert run("--readings", str(tmp_path / "r.jsonl"), "--to", "graphml")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--to", "parquet"), 2, "--out"),
        (("--to", "docx"), 2, "docx"),
        (("--readings", "x.jsonl", "--act", "deny"), 2, "--readings"),
        (("--readings", "nowhere.jsonl"), 1, "nowhere.jsonl"),
        (("--act", "sing"), 2, "sing"),
        (("NOT", "--to", "csv"), 2, "word"),
        (("herring",), 1, "0 statements"),
    ],
)
def test_mistakes_are_told(record: str, arguments: tuple[str, ...], code: int, words: str) -> None:
    found, _, error = run(*arguments, "-r", record)
    assert (found, words in error) == (code, True)


def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    code, _, error = run("-r", str(tmp_path / "none"), "--to", "csv", "-o", str(tmp_path / "out.csv"))
    assert (code, "there is no record here" in " ".join(error.split())) == (1, True)
    assert not (tmp_path / "out.csv").exists()


def test_a_line_that_is_no_reading_is_named() -> None:
    code, _, error = run("--readings", "-", "--to", "csv", "-o", "-", stdin='{"text": "x"}\n')
    assert (code, "-:1: not a reading" in " ".join(error.split())) == (1, True)
