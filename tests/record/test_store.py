import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Article, ReaderInfo
from onrecord.record import Added, Record, RecordError, migrations, search
from onrecord.record.store import fold
from tests.invented import HARBOUR, harbour, simple

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "r.onrecord"


def test_a_reading_comes_back_as_it_was(path: Path) -> None:
    with Record(path) as record:
        assert record.add(harbour()) is Added.NEW
    with Record(path, read_only=True) as record:
        assert record.reading(harbour().article.id) == harbour()
        assert record.reading("sha256:" + "0" * 64) is None
        counts = record.counts()
    assert (counts.articles, counts.statements, counts.speakers, counts.outlets) == (1, 6, 4, 1)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    with Record(":memory:") as record:
        record.add(simple(text))
        reading = record.reading(Article.identify(text))
    assert reading is not None
    assert reading.article.text == text


def test_the_same_reading_is_added_once(path: Path) -> None:
    with Record(path) as record:
        record.add(harbour())
        assert record.add(harbour()) is Added.SAME
        assert record.add(harbour(origin="elsewhere.txt")) is Added.SAME
        assert record.counts().statements == 6
        assert len(record.readings(harbour().article.id)) == 1


def test_a_new_reading_replaces_the_findings_and_keeps_the_old_reading(path: Path) -> None:
    with Record(path) as record:
        record.add(harbour())
        better = harbour("0.2.0").model_copy(update={"statements": harbour().statements[:1]})
        assert record.add(better) is Added.REREAD
        assert record.reading(better.article.id) == better
        assert [reading.reader.version for reading in record.readings(better.article.id)] == ["0.1.0", "0.2.0"]
        assert record.counts().statements == 1
        assert search(record, "lawful").total == 0
        assert search(record, "boarded").total == 1


def test_a_stored_article_cannot_be_changed(path: Path) -> None:
    with Record(path) as record:
        record.add(harbour())
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never changes"):
        database.execute("UPDATE articles SET text = 'other'")
    database.close()


def test_a_changed_page_is_another_version_at_the_same_url(path: Path) -> None:
    with Record(path) as record:
        record.add(simple("First.", url="https://example.org/a", title="one"))
        record.add(simple("Second.", url="https://example.org/a", title="two"))
        record.add(simple("Other.", url="https://example.org/b"))
        assert [row.title for row in record.versions("https://example.org/a")] == ["one", "two"]


def test_articles_are_listed_newest_first(path: Path) -> None:
    with Record(path) as record:
        for number, day in enumerate(("2031-01-02", None, "2031-05-01")):
            record.add(simple(f"Text {number}", published=day, title=str(day)))
        assert [row.title for row in record.articles()] == ["2031-05-01", "2031-01-02", "None"]
        assert [row.title for row in record.articles(limit=1, offset=1)] == ["2031-01-02"]


def test_an_id_that_is_not_the_hash_is_refused(path: Path) -> None:
    with Record(path) as record, pytest.raises(RecordError, match="not the hash"):
        record.add(harbour(id="sha256:made-up"))


def test_an_interrupted_add_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Record(path) as record:
        monkeypatch.setattr("onrecord.record.rows._statement", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            record.add(harbour())
        monkeypatch.undo()
        assert record.counts().articles == 0
        assert record.add(harbour()) is Added.NEW


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_text_file_is_no_record_and_stays_as_it_is(path: Path) -> None:
    path.write_text(HARBOUR * 10)
    for read_only in (True, False):
        with pytest.raises(RecordError, match="not an onrecord record"):
            Record(path, read_only=read_only)
    assert path.read_text() == HARBOUR * 10


def test_another_program_s_database_is_no_record_and_stays_as_it_is(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.commit()
    database.close()
    before = path.read_bytes()
    with pytest.raises(RecordError, match="not an onrecord record"):
        Record(path)
    assert path.read_bytes() == before


def test_a_newer_schema_asks_for_a_newer_program(path: Path) -> None:
    Record(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {migrations.newest() + 1}")
    database.close()
    for read_only in (True, False):
        with pytest.raises(RecordError, match="upgrade onrecord"):
            Record(path, read_only=read_only)


def test_no_file_is_made_by_looking(path: Path) -> None:
    with pytest.raises(RecordError, match="no record here"):
        Record(path, read_only=True)
    assert not path.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be opened"):
        Record(tmp_path / "no" / "r.onrecord")


def test_an_empty_file_becomes_a_record(path: Path) -> None:
    path.touch()
    with Record(path) as record:
        assert record.add(harbour()) is Added.NEW


def test_a_failing_migration_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        migrations, "steps", lambda: [(1, "CREATE TABLE a (b TEXT) STRICT;"), (2, "CREATE NONSENSE;")]
    )
    with pytest.raises(RecordError):
        Record(path)
    monkeypatch.undo()
    with Record(path) as record:
        assert record.add(harbour()) is Added.NEW


def test_a_later_migration_keeps_what_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Record(path) as record:
        record.add(harbour())
    steps = [*migrations.steps(), (99, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;")]
    monkeypatch.setattr(migrations, "steps", lambda: steps)
    with pytest.raises(RecordError, match="older onrecord"):
        Record(path, read_only=True)
    with Record(path) as record:
        assert record.reading(harbour().article.id) == harbour()
        assert record.query("PRAGMA user_version") == [(99,)]


def test_a_read_only_record_takes_nothing(path: Path) -> None:
    with Record(path) as record:
        record.add(harbour())
    with Record(path, read_only=True) as record:
        with pytest.raises(RecordError, match="read-only"):
            record.add(simple("More."))
        assert record.counts().articles == 1


def test_a_full_disk_is_named_and_loses_nothing(path: Path) -> None:
    with Record(path) as record:
        record.add(harbour())
        pages = record.query("PRAGMA page_count")[0][0]
        record.query(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(RecordError, match="disk is full"):
            record.add(simple("word " * 20_000))
    with Record(path) as record:
        assert record.counts().articles == 1
        assert record.query("PRAGMA integrity_check") == [("ok",)]


def test_a_lock_that_is_never_given_back_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.opening.BUSY_SECONDS", 0.05)
    with Record(path) as record:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="another program"):
            record.add(harbour())
        other.close()
        assert record.add(harbour()) is Added.NEW


def test_a_record_in_the_making_is_waited_for(path: Path) -> None:
    """Another program that begins to write an empty file: SQLite itself does not wait to change the journal."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.execute, ("ROLLBACK",))
    done.start()
    with Record(path) as record:
        record.add(simple("made after all"))
    done.join()
    other.close()
    with Record(path, read_only=True) as record:
        assert record.counts().articles == 1


def test_two_writers_wait_for_each_other(path: Path) -> None:
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            with Record(path) as record:
                for number in range(40):
                    record.add(simple(f"{name} {number}"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Record(path, read_only=True) as record:
        assert record.counts().articles == 80


_WRITER = """
import sys
from onrecord.record import Record
from tests.invented import simple
with Record(sys.argv[1]) as record:
    for number in range(10_000):
        record.add(simple(f"Text {number}. " * 20, speaker=f"Speaker {number}"))
        print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_all_that_it_reported(path: Path, seed: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, cwd=ROOT, text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert writer.stdout
    writer.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.4))
    writer.send_signal(signal.SIGKILL)
    reported = 1 + len(writer.stdout.read().split("\n")[:-1])
    writer.stdout.close()
    writer.wait()
    with Record(path, read_only=True) as record:
        assert record.counts().articles >= reported
    with Record(path) as record:
        assert record.query("PRAGMA integrity_check") == [("ok",)]
        assert record.query("PRAGMA foreign_key_check") == []
        assert search(record, "text").total == record.counts().statements
        record.query("INSERT INTO statement_index (statement_index) VALUES ('integrity-check')")


def test_models_are_part_of_what_a_reading_is(path: Path) -> None:
    with Record(path) as record:
        record.add(harbour())
        other = harbour().model_copy(update={"reader": ReaderInfo(version="0.1.0", models={"statements": "encoder"})})
        assert record.add(other) is Added.REREAD


@pytest.mark.parametrize(
    ("name", "folded"), [("Viktor Orbán", "viktor orban"), ("  ŻÓŁĆ ", "zołc"), ("Straße", "strasse")]
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded
