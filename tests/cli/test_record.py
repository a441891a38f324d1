import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from onrecord.cli.record import add_readings, register
from onrecord.model import Reading
from onrecord.record import Record
from tests.invented import harbour, simple

app = typer.Typer()
register(app)
runner = CliRunner()


@dataclass(frozen=True)
class Failed:
    origin: str
    reason: str


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "r.onrecord"
    with Record(where) as record:
        record.add(harbour())
    return where


def test_search_prints_who_to_whom_and_the_words(path: Path) -> None:
    shown = runner.invoke(app, ["search", "nobody", "--speaker", "kovac", "-r", str(path)])
    assert shown.exit_code == 0
    assert "Édith Kováč → Lorn" in shown.output
    assert 'the strait "belongs to nobody"' in shown.output
    assert "1 statement found" in shown.output


def test_search_as_json_and_csv(path: Path) -> None:
    found = json.loads(runner.invoke(app, ["search", "lawful", "-r", str(path), "--format", "json"]).stdout)
    assert (found["total"], found["hits"][0]["statement_id"]) == (1, "s6")
    table = runner.invoke(app, ["search", "lawful", "-r", str(path), "--format", "csv"]).stdout
    assert [row["speaker"] for row in csv.DictReader(io.StringIO(table))] == ["Ilya Strand"]


def test_a_spreadsheet_runs_nothing(path: Path) -> None:
    with Record(path) as record:
        record.add(simple("=HYPERLINK(1) formula"))
    table = runner.invoke(app, ["search", "formula", "-r", str(path), "--format", "csv"]).stdout
    assert "'=HYPERLINK" in table


def test_a_terminal_obeys_nothing(path: Path) -> None:
    with Record(path) as record:
        record.add(simple("escape \x1b[31m [bold]red[/bold]", speaker="\x1b]0;title\x07Eve"))
    shown = runner.invoke(app, ["search", "escape", "-r", str(path)]).output
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]red[/bold]" in shown


def test_exit_codes(path: Path, tmp_path: Path) -> None:
    assert runner.invoke(app, ["search", "zebra", "-r", str(path)]).exit_code == 1
    assert runner.invoke(app, ["search", '"open', "-r", str(path)]).exit_code == 2
    gone = runner.invoke(app, ["search", "a", "-r", str(tmp_path / "gone")])
    assert gone.exit_code == 1
    assert "no record here" in gone.stderr
    assert runner.invoke(app, ["serve", "-r", str(tmp_path / "gone"), "--no-open"]).exit_code == 1


def test_the_environment_names_the_record(path: Path) -> None:
    assert runner.invoke(app, ["search", "lawful"], env={"ONRECORD_RECORD": str(path)}).exit_code == 0


def test_adding_counts_and_names_what_could_not_be_read(tmp_path: Path) -> None:
    said = io.StringIO()

    def readings() -> Iterator[Reading | Failed]:
        yield harbour()
        yield Failed("bad.bin", "not a text [red]")
        yield harbour()
        yield harbour("0.2.0")

    counts = add_readings(tmp_path / "r.onrecord", readings(), Console(file=said))
    assert (counts.new, counts.same, counts.reread, counts.unreadable, counts.statements) == (1, 1, 1, 1, 12)
    assert "bad.bin: not a text [red]" in said.getvalue()
    assert str(counts) == "1 added · 12 statements · 1 read anew · 1 already there · 1 could not be read"
