"""A corpus read by local processes: each article once, whatever is killed, and nothing that stops it all."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.article.sources import Source
from onrecord.cluster import local, parts
from onrecord.cluster.batches import pack
from onrecord.cluster.checking import find_faults, readings
from onrecord.cluster.choices import Choices
from onrecord.cluster.errors import CorpusError
from onrecord.cluster.items import Fate, Item, Outcome
from onrecord.cluster.journal import Journal
from onrecord.cluster.manifest import read_manifest
from onrecord.cluster.reading import read_corpus
from onrecord.cluster.run import KEEP_SECONDS, PartSize, Run, undisturbed
from tests.cluster import corpora

ROOT = Path(__file__).resolve().parents[2]


def _read(inputs: Path, out: Path, choices: Choices = corpora.QUICK, **more: Any) -> dict[str, Any]:
    return read_corpus([str(inputs)], out, choices, workers=2, **more)


def test_every_article_is_read_once_and_what_is_not_read_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    stories = corpora.texts(30)
    corpora.write_lines(folder / "a.jsonl", [*stories[:20], stories[3], corpora.GERMAN, "", corpora.FAULT])
    corpora.write_lines(folder / "b.jsonl", stories[15:])
    corpora.write_pages(folder / "c.warc.gz", corpora.texts(7, seed=2))
    out = tmp_path / "out"
    manifest = _read(folder, out, size=PartSize(articles=10))
    counts = manifest["counts"]
    assert (counts["articles"], counts["repeats"], counts["failures"], counts["no_pages"]) == (37, 6, 2, 3)
    assert counts["other_languages"] == {"de": 1}
    assert manifest["finished"]
    assert not list(find_faults(out))
    assert set(corpora.ids(stories)) < set(corpora.column(out, "articles", "article_id"))
    assert corpora.column(out, "articles", "article_id") == corpora.column(out, "readings", "article_id")
    assert [one.article.id for one in readings(out)] == corpora.column(out, "articles", "article_id")
    sizes = [pq.read_metadata(path).num_rows for path in corpora.parts(out, "articles")]
    assert sum(sizes) == 37
    assert (out / "journal.sqlite").stat().st_size < 100_000, "what waited for a part is forgotten"
    assert max(sizes) <= 10
    reasons = [row["reason"] for row in corpora.aside(out, "failures")]
    assert any("a page is missing" in reason for reason in reasons)
    assert {row["origin"] for row in corpora.aside(out, "repeats")} == {"a-20", *(f"b-{n}" for n in range(5))}


def test_a_finished_corpus_read_again_stays_as_it_is(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(5))
    first = _read(lines, tmp_path / "out")
    again = _read(lines, tmp_path / "out")
    assert again["parts"] == first["parts"]
    assert again["counts"] == first["counts"]


def test_an_article_that_kills_workers_is_a_failure_and_its_neighbours_are_read(tmp_path: Path) -> None:
    stories = corpora.texts(20)
    poisoned = [*stories[:9], f"{corpora.POISON}, she said.", *stories[9:], f"{corpora.POISON}, she said."]
    manifest = _read(corpora.write_lines(tmp_path / "a.jsonl", poisoned), tmp_path / "out")
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)
    assert (manifest["counts"]["failures"], manifest["counts"]["repeats"]) == (1, 1)
    (row,) = corpora.aside(tmp_path / "out", "failures")
    assert row["origin"] == "a-9"
    assert "killed 3 workers (signal 9)" in row["reason"]


def test_an_article_that_takes_too_long_is_a_failure(tmp_path: Path) -> None:
    stories = corpora.texts(4)
    lines = corpora.write_lines(tmp_path / "a.jsonl", [f"{corpora.SLOW}, she said.", *stories])
    _read(lines, tmp_path / "out", Choices(reader=corpora.quick, seconds=15.0))
    (row,) = corpora.aside(tmp_path / "out", "failures")
    assert "longer than 15 seconds" in row["reason"]
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say how large a process is")
def test_a_worker_that_grows_without_end_is_replaced_and_nothing_is_to_blame(tmp_path: Path) -> None:
    stories = corpora.texts(24)
    lines = corpora.write_lines(tmp_path / "a.jsonl", stories)
    _read(lines, tmp_path / "out", Choices(reader=corpora.growing, growth=60 << 20))
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)
    assert not corpora.aside(tmp_path / "out", "failures")
    assert len(set(corpora.column(tmp_path / "out", "entities", "name"))) >= 3


def test_what_kills_the_intake_costs_the_rest_of_its_file_alone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    stories = corpora.texts(40)
    corpora.write_lines(folder / "a.jsonl", [*stories[:20], f"{corpora.POISON}, she said.", "never seen"])
    corpora.write_lines(folder / "b.jsonl", stories[20:])
    _read(folder, tmp_path / "out", corpora.DeadlyIntake(reader=corpora.quick))
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)
    (row,) = corpora.aside(tmp_path / "out", "failures")
    assert "the rest of it is left out" in row["reason"]


def test_workers_killed_at_random_moments_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = corpora.texts(150)
    lines = corpora.write_lines(tmp_path / "a.jsonl", stories)
    chance, pools, over = random.Random(5), [], threading.Event()
    made = local.Local.__init__

    def watched(self: local.Local, *arguments: Any) -> None:
        made(self, *arguments)
        pools.append(self)

    def kill_now_and_then() -> None:
        killed = 0
        while killed < 3 and not over.wait(chance.uniform(0.5, 1.5)):
            if pools and (ready := [one for one in pools[0]._workers if one.given]):
                pid = chance.choice(ready).child.pid
                os.kill(pid or 0, signal.SIGKILL)
                killed += 1

    monkeypatch.setattr(local.Local, "__init__", watched)
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    manifest = _read(lines, tmp_path / "out", Choices(reader=corpora.unhurried))
    over.set()
    killer.join()
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)
    assert manifest["counts"]["failures"] == 0


def test_a_killed_driver_goes_on_and_each_article_is_there_once(tmp_path: Path) -> None:
    stories = corpora.texts(400)
    lines = corpora.write_lines(tmp_path / "a.jsonl", [*stories, *stories[:50]])
    out, chance = tmp_path / "out", random.Random(3)
    for _ in range(3):
        driver = _driver(lines, out)
        _wait_for(lambda: (out / "journal.sqlite").exists())
        time.sleep(chance.uniform(0.2, 4.0))
        driver.kill()
        driver.wait()
    assert _driver(lines, out).wait() == 0
    assert not list(find_faults(out))
    assert sorted(corpora.column(out, "articles", "article_id")) == corpora.ids(stories)
    counts = read_manifest(out)["counts"]
    assert (counts["repeats"], counts["failures"]) == (50, 0)


def _driver(lines: Path, out: Path) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", "tests.cluster.driver", str(lines), str(out)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths})


def _wait_for(what: Callable[[], bool], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_an_interrupt_leaves_a_folder_that_is_whole_so_far(tmp_path: Path) -> None:
    stories = corpora.texts(300)
    lines = corpora.write_lines(tmp_path / "a.jsonl", stories)
    seen = []

    def interrupt(pace: Any) -> None:
        seen.append(pace.total["read"])
        if pace.total["read"] > 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _read(lines, tmp_path / "out", Choices(reader=corpora.unhurried), tell=interrupt)
    manifest = read_manifest(tmp_path / "out")
    assert not manifest["finished"]
    assert not list(find_faults(tmp_path / "out"))
    assert 10 < manifest["counts"]["articles"] < 300
    _read(lines, tmp_path / "out", Choices(reader=corpora.unhurried))
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)


def test_a_folder_is_held_to_its_input_options_and_reader(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(3))
    out = tmp_path / "out"
    _read(lines, out)
    with pytest.raises(CorpusError, match="other options") as raised:
        _read(lines, out, Choices(reader=corpora.quick, any_language=True))
    assert raised.value.code == 2
    with pytest.raises(CorpusError, match=r"other input: where it has .*a\.jsonl, there is .*b\.jsonl"):
        _read(corpora.write_lines(tmp_path / "b.jsonl", corpora.texts(3)), out)
    corpora.write_lines(lines, corpora.texts(4))
    with pytest.raises(CorpusError, match=r"a\.jsonl has changed"):
        _read(lines, out)


def test_another_reader_does_not_go_on(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(200))

    def interrupt(pace: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _read(lines, tmp_path / "out", Choices(reader=corpora.unhurried), tell=interrupt)
    with pytest.raises(CorpusError, match="another reader"):
        _read(lines, tmp_path / "out", Choices(reader=corpora.other))


def test_a_reader_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(3))
    with pytest.raises(CorpusError, match="the model is not there"):
        _read(lines, tmp_path / "out", Choices(reader=corpora.broken))


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(3))
    (tmp_path / "out").mkdir()
    with Journal(tmp_path / "out"), pytest.raises(CorpusError, match="another run is at work"):
        _read(lines, tmp_path / "out")


def test_folders_that_are_no_corpus_stay_untouched(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(3))
    with pytest.raises(CorpusError, match="other files"):
        _read(lines, tmp_path)
    with pytest.raises(CorpusError, match="lies in"):
        _read(tmp_path, tmp_path / "out")
    with pytest.raises(CorpusError, match="cannot be written"):
        _read(lines, lines)
    with pytest.raises(CorpusError, match="no such file"):
        _read(tmp_path / "nothing", tmp_path / "out")
    with pytest.raises(CorpusError, match="standard input"):
        _read(Path("-"), tmp_path / "out")


def test_a_full_disk_is_told_and_the_same_command_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = corpora.texts(30)
    lines = corpora.write_lines(tmp_path / "a.jsonl", stories)
    with monkeypatch.context() as patch:
        patch.setattr(parts, "_sync", _full)
        with pytest.raises(CorpusError, match="the disk is full; make room"):
            _read(lines, tmp_path / "out", size=PartSize(articles=10))
    assert not list(tmp_path.glob("out/*/*"))
    _read(lines, tmp_path / "out", size=PartSize(articles=10))
    assert sorted(corpora.column(tmp_path / "out", "articles", "article_id")) == corpora.ids(stories)


def _full(path: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_part_that_does_not_count_is_removed(tmp_path: Path) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(5))
    out = tmp_path / "out"
    _read(lines, out)
    (path,) = corpora.parts(out, "statements")
    path.with_name("part-00002.parquet").write_bytes(path.read_bytes())
    path.with_name("part-00003.parquet.unfinished").write_bytes(b"half")
    assert any("does not count" in fault for fault in find_faults(out))
    _read(lines, out)
    assert [one.name for one in (out / "statements").iterdir()] == ["part-00001.parquet"]
    path.write_bytes(b"changed")
    assert any("not the file" in fault for fault in find_faults(out))


def _run_by_hand(folder: Path, lines: Path) -> Run:
    journal = Journal(folder)
    journal.set_sources((Source(str(lines), False), 1, 1) for _ in range(2))
    run = Run(journal, PartSize(), lambda pace: None)
    assert len(list(run.sources())) == 2
    return run


@pytest.mark.parametrize("pause", [0.0, KEEP_SECONDS])
def test_what_a_cluster_sends_twice_counts_once(tmp_path: Path, pause: float) -> None:
    """Whether the first has been kept or still waits."""
    (story,) = corpora.texts(1)
    article = read_plain(story, origin="x", given=Given())
    key = bytes.fromhex(article.id.removeprefix("sha256:"))
    run = _run_by_hand(tmp_path, tmp_path)
    tables = pack(corpora.Quick().read(article))

    def outcome(source: int, number: int, fate: Fate) -> Outcome:
        return Outcome(Item(source, number, "article", "x", key=key), fate, "", tables if fate == "read" else {})

    for one in (
        outcome(1, 0, "read"), outcome(1, 0, "read"), outcome(2, 0, "read"), outcome(1, 0, "repeat"),
        outcome(2, 0, "repeat"), outcome(2, 1, "failure"),
    ):  # fmt: skip
        time.sleep(pause)
        run.settle(one)
    counts = run.close(finished=True)["counts"]
    assert (counts["articles"], counts["repeats"], counts["failures"]) == (1, 2, 0)
    assert not list(find_faults(tmp_path))


def test_an_interrupt_waits_until_things_are_written() -> None:
    written = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it

    def write() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            written.append("all of it")

    try:
        with pytest.raises(KeyboardInterrupt):
            write()
    finally:
        signal.signal(signal.SIGINT, before)
    assert written == ["all of it"]
