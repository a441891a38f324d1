import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.article.transcript import read_transcript
from onrecord.cli import app
from onrecord.record import Record
from onrecord.record.passages import add_transcript
from tests.invented import harbour, simple

runner = CliRunner()
TALK = (
    "Port Amity, 3 March 2031\n\nMINISTER KOVÁČ: No vessel will be boarded again. We expect an answer by Monday.\n\n"
    "PRESIDENT STRAND: The boarding was lawful."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "r.onrecord"
    with Record(where) as record:
        record.add(harbour(url="https://example.org/a"))
        add_transcript(record, read_transcript(TALK, origin="talk.txt"))
    return where


def run(path: Path, *words: str, code: int = 0) -> str:
    done = runner.invoke(app, [*words, "-r", str(path)])
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done.output


def test_a_correction_from_the_command_line(path: Path) -> None:
    assert "correction 1" in run(path, "correct", "harbour.txt", "s5", "--speaker", "Ilya Strand", "--by", "ann")
    assert "corrected" in run(path, "search", "demand", "--speaker", "strand")
    added = run(
        path, "correct", "harbour.txt", "--add", "a patrol boat in the strait", "--by", "ann", "--why", "seen"
    )
    assert "correction 2" in added
    run(path, "correct", "harbour.txt", "s2", "--date", "2031-03-01..2031-03-02", "--content", "an answer by Friday",
        "--by", "ann")  # fmt: skip
    assert "2031-03-01" in run(path, "search", '"answer by friday"')
    listed = run(path, "corrections", "harbour.txt")
    assert "speaker → Ilya Strand" in listed
    assert "seen" in listed
    run(path, "correct", "harbour.txt", "--withdraw", "1", "--by", "ann")
    assert "withdrawn" in run(path, "corrections", "harbour.txt")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["harbour.txt", "s5", "--by", "ann"], 2, "one thing"),
        (["harbour.txt", "s5", "--confirm", "--delete", "--by", "ann"], 2, "one thing"),
        (["harbour.txt", "s5", "--confirm"], 2, "--by"),
        (["harbour.txt", "s77", "--confirm", "--by", "ann"], 1, "no statement s77"),
        (["nowhere.txt", "s1", "--confirm", "--by", "ann"], 1, "no article is meant"),
        (["harbour.txt", "--add", "words that are not there", "--by", "ann"], 1, "do not stand"),
        (["harbour.txt", "--add", "the", "--by", "ann"], 1, "stand"),
        (["harbour.txt", "s1", "--act", "mumble", "--by", "ann"], 1, "no act"),
        (["harbour.txt", "--withdraw", "9", "--by", "ann"], 1, "no correction 9"),
    ],
)
def test_a_correction_that_cannot_be_made(path: Path, words: list[str], code: int, said: str) -> None:
    assert said in " ".join(run(path, "correct", *words, code=code).split())


def test_check_backup_dump_and_restore(path: Path, tmp_path: Path) -> None:
    assert "is whole" in run(path, "check")
    copy = tmp_path / "copy.onrecord"
    assert "copy.onrecord" in run(path, "backup", str(copy)).replace("\n", "")
    assert "already" in run(path, "backup", str(copy), code=1)
    lines = run(path, "dump")
    assert {json.loads(line).get("is") for line in lines.splitlines()} >= {None, "article", "reading", "transcript"}
    (tmp_path / "dump.jsonl").write_text(lines, encoding="utf-8")
    again = tmp_path / "again.onrecord"
    run(again, "restore", str(tmp_path / "dump.jsonl"))
    assert run(again, "dump") == lines
    run(again, "restore", str(tmp_path / "dump.jsonl"), code=1)
    run(again, "restore", str(tmp_path / "none.jsonl"), code=1)


def test_check_names_what_is_wrong(path: Path) -> None:
    with Record(path) as record, record.transaction() as database:
        database.execute("UPDATE statements SET content = 'other' WHERE local_id = 's1'")
    said = run(path, "check", code=1)
    assert "not what stands at its span" in said
    assert "restore a copy" in said


def test_diff_of_two_versions(path: Path) -> None:
    assert "no two versions" in " ".join(run(path, "diff", "https://example.org/a", code=1).split())
    with Record(path) as record:
        text = "No vessel will be boarded ever again unless talks fail, she said."
        end = text.index(", she")
        record.add(simple(text, content=(0, end), speaker="Édith Kováč", url="https://example.org/a"))
    shown = run(path, "diff", "https://example.org/a")
    assert "went" in shown
    assert "1 came" in shown or "1 changed" in shown


def test_transcripts_verify_and_compare(path: Path) -> None:
    assert "2031-03-03" in run(path, "transcripts")
    shown = run(path, "verify", "harbour.txt")
    assert "verbatim" in shown
    assert "[-Monday-]{+Friday+}" in shown
    found = json.loads(run(path, "verify", "harbour.txt", "--json"))
    assert {one["verdict"] for one in found} <= {"verbatim", "near", "paraphrase", "not found", "no transcript"}
    article = harbour().article.id[7:19]
    side = run(path, "compare", f"{article}#s2")
    assert "MINISTER KOVÁČ" in side
    assert "near" in side
    assert json.loads(run(path, "compare", f"{article}#s2", "--json"))["official"]["day"] == "2031-03-03"
    run(path, "compare", "s2", code=2)
    run(path, "compare", f"{article}#s99", code=1)


def test_lists_that_are_empty_say_so(tmp_path: Path) -> None:
    where = tmp_path / "empty.onrecord"
    with Record(where) as record:
        record.add(simple("Nothing."))
    run(where, "transcripts", code=1)
    run(where, "copies", code=1)
    run(where, "corrections", "test", code=1)
    for command in ("check", "dump", "copies", "transcripts"):
        assert "no record here" in " ".join(run(tmp_path / "gone", command, code=1).split())


def test_a_transcript_is_added_as_one(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    where = tmp_path / "r.onrecord"
    assert "1 transcript added" in run(where, "add", str(talk), "--as", "transcript")
    assert "0 transcripts added" in run(where, "add", str(talk), "--as", "transcript")
    undated = tmp_path / "undated.txt"
    undated.write_text("MS LEE: We sign it now.\nMR ROE: We do not sign.", encoding="utf-8")
    assert "no day is known" in run(where, "add", str(undated), "--as", "transcript")
    assert "no such file" in run(where, "add", str(tmp_path / "none"), "--as", "transcript", code=1)


def test_search_takes_every_filter(path: Path) -> None:
    shown = run(path, "search", "--power", "LRN", "--modality", "asserted", "--no-chain", "--confidence", "0.5")
    assert "Lorn" in shown
    run(path, "search", "--chain", "--addressee", "lorn", "--originals")
    run(path, "search", "--occasion", "wedding", code=2)
    assert "3 letters" in run(path, "search", "se*", code=2)
