from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.cli.printing import COLUMNS
from onrecord.cli.read import ParseBy
from onrecord.model import Reading
from onrecord.reading import language
from onrecord.record import Record

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = str(ROOT / "samples" / "atlantic-morning-1.txt")
STORY = "“The bridge is safe,” Mayor Ann Lee told reporters on Tuesday. She said the ferry would sail.\n"
runner = CliRunner()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_text_says_who_to_whom_and_what(story: Path) -> None:
    result = runner.invoke(app, ["read", str(story), "--published", "2031-05-14"])
    assert result.exit_code == 0
    for words in ("Ann Lee → reporters", "direct", "2031-05-13", "“The bridge is safe,”", "told"):
        assert words in result.stdout
    assert "1 article read" in result.stderr


def test_events_and_links_have_a_heading() -> None:
    shown = runner.invoke(app, ["read", SAMPLE]).stdout
    assert "\nEvents\n" in shown
    assert "\nLinks\n" in shown


def test_json_is_the_contract(story: Path) -> None:
    result = runner.invoke(
        app, ["read", str(story), "--format", "json", "--publisher", "The Gazette", "--title", "Safe"]
    )
    reading = Reading.from_json(result.stdout)
    assert (reading.article.publisher, reading.article.title, reading.article.text) == ("The Gazette", "Safe", STORY)


@pytest.mark.parametrize(("parse", "model"), [("shared", "polnear-minilm"), ("spacy", "en_core_web_sm")])
def test_the_reading_says_whose_parse_it_rests_on(story: Path, parse: str, model: str) -> None:
    shown = runner.invoke(app, ["read", str(story), "--format", "json", "--parse", parse]).stdout
    assert Reading.from_json(shown).reader.models["language"].startswith(model)


def test_the_command_knows_the_parses_of_the_library() -> None:
    assert tuple(one.value for one in ParseBy) == get_args(language.ParseBy)


def test_json_of_several_is_an_array(story: Path) -> None:
    both = json.loads(runner.invoke(app, ["read", str(story), SAMPLE, "--format", "json"]).stdout)
    assert [one["schema"] for one in both] == ["onrecord/reading/1"] * 2


def test_jsonl_is_one_reading_a_line(story: Path) -> None:
    lines = runner.invoke(app, ["read", str(story), SAMPLE, "--format", "jsonl"]).stdout.splitlines()
    assert [Reading.from_json(line).article.origin for line in lines] == [str(story), SAMPLE]


def test_csv_has_stable_columns_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "=cmd.txt"
    path.write_text("“=1+1 is two,” Ann Lee said.\n", encoding="utf-8")
    rows = list(csv.reader(io.StringIO(runner.invoke(app, ["read", str(path), "--format", "csv"]).stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 2
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_evidence_shows_words_and_offsets(story: Path) -> None:
    shown = runner.invoke(app, ["read", str(story), "--show-evidence"]).stdout
    assert "cue" in shown
    start = STORY.index("told")
    assert f"“told” [{start}, {start + 4})" in shown


def test_standard_input_as_text_and_as_jsonl() -> None:
    assert "Ann Lee" in runner.invoke(app, ["read", "-"], input=STORY).stdout
    line = json.dumps({"text": STORY, "id": "a-1", "published": "2031-05-14"})
    shown = runner.invoke(app, ["read", "-", "--format", "jsonl"], input=line + "\n").stdout
    assert Reading.from_json(shown).article.origin == "a-1"


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 8,
    "nul.txt": b"The mayor said\x00 it was safe.",
    "long.txt": b"a" * 10_000_000,
    "surrogate.jsonl": b'{"text": "The mayor said \\ud800 so."}\n',
}


@pytest.mark.parametrize("name", [*BAD, "missing.txt"])
def test_bad_input_is_named_and_the_rest_is_read(name: str, tmp_path: Path, story: Path) -> None:
    bad = tmp_path / name
    if name in BAD:
        bad.write_bytes(BAD[name])
    result = runner.invoke(app, ["read", str(bad), str(story)])
    assert result.exit_code == 1
    assert name in result.stderr
    assert "1 article read" in result.stderr
    assert "1 could not be read" in result.stderr
    assert "Ann Lee" in result.stdout
    assert "Traceback" not in result.output


def test_directory_with_one_bad_file(tmp_path: Path, story: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = runner.invoke(app, ["read", str(story.parent)])
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    assert "Ann Lee" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "--nonsense", "x"],
        ["read", SAMPLE, "--format", "xml"],
        ["read", SAMPLE, "--published", "soon"],
    ],
)
def test_wrong_usage_is_two(arguments: list[str]) -> None:
    assert runner.invoke(app, arguments).exit_code == 2


def test_terminal_codes_of_an_article_stay_in_the_article(tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("“\x1b[31mRed\x1b[0m alert,” Ann \u202eLee told us.\n", encoding="utf-8")
    shown = runner.invoke(app, ["read", str(path), "--show-evidence"]).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_add_keeps_readings_and_says_what_it_did(tmp_path: Path, story: Path) -> None:
    record = tmp_path / "r.onrecord"
    (tmp_path / "empty.txt").write_bytes(b"")
    result = runner.invoke(app, ["add", str(story), str(tmp_path / "empty.txt"), "--record", str(record)])
    assert result.exit_code == 1
    assert "1 added" in result.stderr
    with Record(record, read_only=True) as opened:
        assert len(opened.articles()) == 1
    again = runner.invoke(app, ["add", str(story), "--record", str(record)])
    assert (again.exit_code, "1 already there" in again.stderr) == (0, True)


def test_add_to_what_is_no_record_says_so(tmp_path: Path, story: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("my notes", encoding="utf-8")
    result = runner.invoke(app, ["add", str(story), "--record", str(other)])
    assert result.exit_code == 1
    assert "notes.txt" in result.stderr
    assert other.read_text(encoding="utf-8") == "my notes"


def test_words_survive_a_terminal_without_unicode(story: Path) -> None:
    command = [sys.executable, "-m", "onrecord", "read", str(story), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii", "PATH": ""})
    assert Reading.from_json(done.stdout).article.text == STORY


def test_help_is_quick_to_import() -> None:
    code = "import sys, onrecord.cli; assert not {'spacy', 'onnxruntime', 'trafilatura'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
