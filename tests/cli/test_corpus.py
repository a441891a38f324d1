import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console
from typer.testing import CliRunner

import onrecord
from onrecord.cli import app, pacing
from onrecord.cluster.pace import Pace
from onrecord.export.tables import TABLES
from onrecord.model import Reading
from onrecord.record import Record

STORY = "“The quay is safe,” Mayor Ann Lee told reporters on Tuesday.\n\nThe board said that the ferry would sail."
TORN = '{"id": "x", "text": ""}'


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A corpus that the command made, and what the command said."""
    folder = tmp_path_factory.mktemp("corpus")
    lines = [json.dumps({"id": "a", "text": STORY}), json.dumps({"id": "b", "text": STORY}), TORN]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = ["corpus", "read", str(folder / "in.jsonl"), "--out", str(folder / "out"), "--workers", "1", "--json"]
    return folder, CliRunner().invoke(app, command)


def test_what_could_not_be_read_is_counted_and_makes_the_exit_code_1(read: tuple[Path, Any]) -> None:
    _, result = read
    assert result.exit_code == 1, result.output
    manifest = json.loads(result.stdout)
    assert manifest["counts"]["articles"] == manifest["counts"]["repeats"] == manifest["counts"]["failures"] == 1
    assert manifest["finished"]
    assert manifest["reader"]["models"]["statements"]


def test_the_tables_are_those_of_reading_the_article_by_itself(read: tuple[Path, Any]) -> None:
    folder, _ = read
    reading = next(one for one in onrecord.read_all([folder / "in.jsonl"]) if isinstance(one, Reading))
    for table in TABLES:
        assert pq.read_table(folder / "out" / table).to_pylist() == reading.to_rows(table)
    assert pq.read_table(folder / "out" / "readings")["reading"].to_pylist() == [reading.to_json()]


def test_a_corpus_goes_into_a_record_once(read: tuple[Path, Any]) -> None:
    folder, _ = read
    record = folder / "corpus.onrecord"
    for wanted in ("1 added", "1 already there"):
        result = CliRunner().invoke(app, ["corpus", "add", str(folder / "out"), "--record", str(record)])
        assert result.exit_code == 0, result.output
        assert wanted in result.stderr
    with Record(record, read_only=True) as opened:
        assert opened.counts().articles == 1


def test_a_corpus_is_checked(read: tuple[Path, Any]) -> None:
    folder, _ = read
    whole = CliRunner().invoke(app, ["corpus", "check", str(folder / "out")])
    assert (whole.exit_code, "is whole" in whole.stderr) == (0, True)
    none = CliRunner().invoke(app, ["corpus", "check", str(folder)])
    assert (none.exit_code, "there is no corpus here" in none.stderr) == (1, True)


def test_other_options_are_wrong_usage(read: tuple[Path, Any]) -> None:
    folder, _ = read
    command = ["corpus", "read", str(folder / "in.jsonl"), "--out", str(folder / "out")]
    result = CliRunner().invoke(app, [*command, "--any-language"])
    assert (result.exit_code, "other options" in result.stderr) == (2, True)
    assert CliRunner().invoke(app, [*command, "--from", "nothing"]).exit_code == 2
    assert CliRunner().invoke(app, [*command, "--map", "nothing"]).exit_code == 2
    assert CliRunner().invoke(app, ["corpus", "read", "-", "--out", str(folder / "new")]).exit_code == 2


def test_elsewhere_than_on_a_terminal_a_plain_line_comes_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "SECONDS", 0.0)
    console = Console(record=True, force_terminal=False)
    with pacing.shown(console) as tell:
        pace = Pace(1000, 250, {"read": 12, "failure": 2})
        tell(pace)
    assert console.export_text().strip() == "25 % · 12 articles · 0.0 a second · 2 failures"


@pytest.mark.parametrize(
    ("seconds", "said"), [(40.2, "40 s"), (600, "10 min"), (12_000, "3 h 20 min"), (360_000, "4 d 4 h")]
)
def test_times_as_people_say_them(seconds: float, said: str) -> None:
    assert pacing.duration(seconds) == said


def test_an_interrupt_ends_with_130_and_the_folder_says_that_it_is_not_finished(tmp_path: Path) -> None:
    lines, out = tmp_path / "in.jsonl", tmp_path / "out"
    lines.write_text("".join(json.dumps({"text": f"{STORY} {number}"}) + "\n" for number in range(500)))
    command = [sys.executable, "-m", "onrecord", "corpus", "read", str(lines), "--out", str(out), "--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    while not (out / "journal.sqlite").exists():
        assert process.poll() is None
        time.sleep(0.1)
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=120)
    assert (process.returncode, "the same command goes on" in said) == (130, True)
    assert not json.loads((out / "manifest.json").read_text())["finished"]
