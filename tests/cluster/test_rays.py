"""A corpus read by a Ray cluster of two nodes on this machine."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.cluster.checking import find_faults
from onrecord.cluster.choices import MOST_DEATHS, Choices
from onrecord.cluster.errors import CorpusError
from onrecord.cluster.ledger import Ledger
from onrecord.cluster.manifest import read_manifest
from onrecord.cluster.reading import read_corpus
from onrecord.cluster.run import PartSize
from tests.cluster import corpora

ROOT = Path(__file__).resolve().parents[2]


def _cluster(tries: int = 3) -> Any:
    """Start two nodes; Ray gives each 30 seconds, which are not always enough on a busy machine."""
    from ray.cluster_utils import Cluster

    try:
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        cluster.add_node(num_cpus=1)
        cluster.wait_for_nodes()
    except Exception:
        if tries == 1:
            raise
        return _cluster(tries - 1)
    return cluster


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a cluster of two nodes with a core each."""
    pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        # The machines of a cluster must be able to import what reads.
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), str(ROOT)]))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster = _cluster()
        yield cluster.address
        cluster.shutdown()


def test_two_nodes_read_each_article_once_though_one_kills_its_readers(tmp_path: Path, address: str) -> None:
    folder, out, stories = tmp_path / "in", tmp_path / "out", corpora.texts(60)
    folder.mkdir()
    poisoned = [*stories[:9], f"{corpora.POISON}, she said.", *stories[9:50], stories[0], corpora.GERMAN]
    corpora.write_lines(folder / "a.jsonl", poisoned)
    corpora.write_lines(folder / "b.jsonl", stories[40:])
    manifest = read_corpus([str(folder)], out, corpora.QUICK, workers=2, cluster=address, size=PartSize(25))
    assert not list(find_faults(out))
    assert sorted(corpora.column(out, "articles", "article_id")) == corpora.ids(stories)
    counts = manifest["counts"]
    assert (counts["repeats"], counts["failures"], counts["other_languages"]) == (11, 1, {"de": 1})
    (row,) = corpora.aside(out, "failures")
    assert row["origin"] == "a-9"
    assert "killed 3 workers" in row["reason"]


def test_a_killed_driver_of_a_cluster_goes_on(tmp_path: Path, address: str) -> None:
    stories, out = corpora.texts(250), tmp_path / "out"
    lines = corpora.write_lines(tmp_path / "a.jsonl", [*stories, *stories[:20]])
    command = [sys.executable, "-m", "tests.cluster.driver", str(lines), str(out), address]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    driver = subprocess.Popen(command, cwd=ROOT, env=environment)
    until = time.monotonic() + 180
    while not list(out.glob("articles/*.parquet")) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(random.Random(1).uniform(0, 1))
    driver.kill()
    driver.wait()
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    assert not list(find_faults(out))
    assert sorted(corpora.column(out, "articles", "article_id")) == corpora.ids(stories)
    counts = read_manifest(out)["counts"]
    assert (counts["repeats"], counts["failures"]) == (20, 0)


def test_more_workers_than_the_cluster_has_cores_are_refused(tmp_path: Path, address: str) -> None:
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(2))
    with pytest.raises(CorpusError, match="2 cores for 3 workers"):
        read_corpus([str(lines)], tmp_path / "out", corpora.QUICK, workers=3, cluster=address)


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    lines = corpora.write_lines(tmp_path / "a.jsonl", corpora.texts(2))
    with pytest.raises(CorpusError, match="cannot be reached"):
        read_corpus([str(lines)], tmp_path / "out", Choices(reader=corpora.quick), cluster="127.0.0.1:1")


def test_the_ledger_gives_an_article_to_one_asker_and_remembers_deaths() -> None:
    ledger, one, two = Ledger(), b"1" * 32, b"2" * 32
    assert ledger.claim([(one, 0, 0), (two, 0, 1), (one, 5, 0)]) == ["read", "read", "repeat"]
    ledger.begin(one)
    ledger.finish(one)
    for _ in range(MOST_DEATHS):
        assert ledger.claim([(one, 0, 0), (two, 0, 1)]) == ["read", "read"]
        ledger.begin(two)
    assert ledger.claim([(one, 0, 0), (two, 0, 1)]) == ["read", "poison"]
    ledger.know(b"3" * 32)
    assert ledger.claim([(b"3" * 32, 0, 9)]) == ["repeat"]
