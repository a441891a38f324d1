"""Backup, check, dump and restore, and what becomes of a record on a bad disk."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.article.transcript import read_transcript
from onrecord.record import Added, Record, RecordError, search
from onrecord.record import corrections as house
from onrecord.record.backup import backup
from onrecord.record.checking import check
from onrecord.record.corrections import By
from onrecord.record.dump import dump, restore
from onrecord.record.passages import add_transcript, transcripts
from tests.invented import harbour, simple

ROOT = Path(__file__).parents[2]
TALK = "MS LEE: We will not sign it. Nobody asked us.\n\nMR ROE: That is a pity. We asked twice."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "r.onrecord"
    with Record(where) as record:
        record.add(harbour(url="https://example.org/a"))
        record.add(harbour("0.2.0", url="https://example.org/a"))
        house.change(record, harbour().article.id, "s5", {"speaker": "Ilya Strand"}, By("ann"))
        add_transcript(record, read_transcript(TALK, origin="talk.txt"))
    return where


def damage(path: Path, sql: str) -> None:
    database = sqlite3.connect(path)
    database.executescript(f"PRAGMA foreign_keys = OFF; {sql}")
    database.close()


def test_a_whole_record_has_no_fault(path: Path) -> None:
    assert list(check(path)) == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DROP TRIGGER articles_never_change; UPDATE articles SET text = text || 'x'", "not what its hash says"),
        ("UPDATE statements SET content = 'other' WHERE local_id = 's1'", "not what stands at its span"),
        ("DELETE FROM statements WHERE local_id = 's1'", "not those of its reading"),
        ("UPDATE readings SET body = '{}' WHERE current = 1", "cannot be read back"),
        ("UPDATE readings SET current = 0", "not one of its readings"),
        ("UPDATE statements SET speaker_id = 999 WHERE local_id = 's1'", "points at a row"),
        ("DELETE FROM statement_index_docsize", "index"),
        ('UPDATE passages SET start = 0, "end" = 5000', "outside its turn"),
    ],
)
def test_every_damage_is_named(path: Path, sql: str, fault: str) -> None:
    damage(path, sql)
    assert any(fault in one for one in check(path))


def test_a_backup_is_the_record_while_another_writes(path: Path, tmp_path: Path) -> None:
    with Record(path) as writer, Record(path, read_only=True) as reader:
        writer.add(simple("Later news."))
        made = backup(reader, tmp_path / "copy.onrecord")
    assert list(check(made)) == []
    with Record(made, read_only=True) as copy:
        assert search(copy, "later").total == 1
        assert len(copy.corrections(harbour().article.id)) == 1
    assert sorted(one.name for one in tmp_path.glob("copy*")) == ["copy.onrecord"]


def test_a_backup_writes_over_nothing_unasked(path: Path, tmp_path: Path) -> None:
    with Record(path, read_only=True) as record:
        target = tmp_path / "there"
        target.write_text("mine")
        with pytest.raises(RecordError, match="something here already"):
            backup(record, target)
        assert target.read_text() == "mine"
        with pytest.raises(RecordError, match="record itself"):
            backup(record, path, replace=True)
        backup(record, target, replace=True)
        with pytest.raises(RecordError):
            backup(record, tmp_path / "no" / "folder")
    assert list(check(target)) == []


def test_everything_comes_back_from_a_dump(path: Path, tmp_path: Path) -> None:
    with Record(path, read_only=True) as record:
        lines = list(dump(record))
        shown = record.reading(harbour().article.id)
    with Record(tmp_path / "again.onrecord") as again:
        assert restore(again, lines) == len(lines)
        assert list(dump(again)) == lines
        assert again.reading(harbour().article.id) == shown
        assert len(again.readings(harbour().article.id)) == 2
        assert [row.turns for row in transcripts(again)] == [2]
        assert again.add(harbour("0.2.0", url="https://example.org/a")) is Added.SAME
        with pytest.raises(RecordError, match="not empty"):
            restore(again, lines)
    assert list(check(tmp_path / "again.onrecord")) == []


@pytest.mark.parametrize("bad", ["", "{}", '{"is": "article"}', "nonsense", '{"is": "stranger", "a": 1}', "[1]"])
def test_a_dump_that_is_none_leaves_nothing(path: Path, tmp_path: Path, bad: str) -> None:
    with Record(path, read_only=True) as record:
        lines = list(dump(record))
    with Record(tmp_path / "again.onrecord") as again:
        with pytest.raises(RecordError, match=r"line 3|no dump"):
            restore(again, [*lines[:2], bad, *lines[2:]])
        assert again.counts().articles == 0


_FILLER = """
import resource, sys
from onrecord.record import Record, RecordError
from tests.invented import simple
resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Record(sys.argv[1]) as record:
    for number in range(10_000):
        try:
            record.add(simple(f"Text {number}. " * 300))
        except RecordError as error:
            print(error, file=sys.stderr)
            sys.exit(3)
        print(number, flush=True)
"""


def test_a_file_that_cannot_grow_is_named_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    ran = subprocess.run(
        [sys.executable, "-c", _FILLER, str(path)], capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert ran.returncode == 3, ran.stderr
    assert str(path) in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "disk" in ran.stderr
    reported = len(ran.stdout.split())
    assert reported > 5
    with Record(path, read_only=True) as record:
        assert record.counts().articles == reported
    assert list(check(path)) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_without_permission_is_named(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(RecordError, match="read-only"), Record(path) as record:
        record.add(simple("More."))


def test_a_record_on_read_only_ground_is_named_and_left_alone(path: Path) -> None:
    before = path.read_bytes()
    with Record(path, read_only=True) as record:
        with pytest.raises(RecordError, match="read-only"):
            house.confirm(record, harbour().article.id, "s1", By("ann"))
        with pytest.raises(RecordError, match="read-only"):
            list(record.add_all([simple("More.")]))
    assert path.read_bytes() == before


def test_many_are_added_at_once_and_reported_when_they_are_safe(tmp_path: Path) -> None:
    path = tmp_path / "m.onrecord"
    with Record(path) as record:
        for number, (reading, added) in enumerate(record.add_all(simple(f"Text {n}.") for n in range(600))):
            assert added is Added.NEW
            if number % 97 == 0:
                with Record(path, read_only=True) as other:
                    assert other.reading(reading.article.id) == reading
        assert record.counts().articles == 600


def test_what_ends_the_source_early_leaves_what_had_come(tmp_path: Path) -> None:
    def source() -> object:
        yield simple("One.")
        yield simple("Two.")
        raise KeyboardInterrupt

    with Record(tmp_path / "m.onrecord") as record:
        with pytest.raises(KeyboardInterrupt):
            list(record.add_all(source()))  # type: ignore[arg-type]
        assert record.counts().articles == 2
        with pytest.raises(RecordError, match="not the hash"):
            list(record.add_all([simple("Three."), harbour(id="sha256:made-up")]))
        assert record.counts().articles == 3


def test_the_source_may_use_the_record_while_it_makes_readings(tmp_path: Path) -> None:
    path = tmp_path / "m.onrecord"
    with Record(path) as record, Record(path) as other:

        def source() -> object:
            for number in range(300):
                if number % 100 == 50:
                    other.add(simple(f"Other {number}."))
                yield simple(f"Text {number}.")

        assert len(list(record.add_all(source()))) == 300  # type: ignore[arg-type]
        assert record.counts().articles == 303


def test_an_article_is_named_by_id_url_or_path(path: Path) -> None:
    with Record(path, read_only=True) as record:
        wanted = harbour().article.id
        for name in (wanted, wanted[7:], wanted[7:19], wanted[:15], "https://example.org/a", "harbour.txt"):
            assert record.resolve(name) == wanted
        for name in ("nothing", "abcdef0123", ""):
            with pytest.raises(RecordError, match="no article is meant"):
                record.resolve(name)
