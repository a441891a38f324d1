"""Measure `onrecord corpus read`: how it grows with workers and with text, and whether it survives being killed.

    python benchmarks/corpus.py                        one worker and two, of this machine
    python benchmarks/corpus.py --ray                  the same through Ray Data
    python benchmarks/corpus.py --kills 20 [--quick]   driver and workers killed at random moments
    python benchmarks/corpus.py --kills 20 --quick --ray    the same on a Ray cluster of two nodes on this machine
    python benchmarks/corpus.py --growth 1,10,100      time and memory a MB of text
    python benchmarks/corpus.py --keys 5000000         the journal's set of hashes

The articles are made of the paragraphs of samples/, shuffled, with other names and numbers in each, so that no two
are the same. Rates leave the start out: they are measured from the first article that is read to the last. Processor
time is that of all processes. The machine should do nothing else; its load is printed. ``--quick`` reads with a
reader that finds one statement at once, so that a kill hits the journal and the parts more often than the reader.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.article.sources import read_sources
from onrecord.cluster.checking import find_faults, manifest_files
from onrecord.cluster.choices import Choices
from onrecord.cluster.journal import Journal
from onrecord.cluster.manifest import read_manifest
from onrecord.cluster.pace import Pace
from onrecord.cluster.reading import read_corpus
from onrecord.cluster.run import PartSize
from onrecord.model import Article, ReaderInfo, Reading, Statement
from onrecord.reading.office_table import OfficeTable

ROOT = Path(__file__).resolve().parents[1]
ARTICLES_A_DAY = 500_000
_KEPT = frozenset(
    "Iceland Icelandic Norway Norwegian Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-ZÁÐÉÍÓÚÞÖÆØ][a-záðéíóúýþöæø]{3,}")
_AT_WORK = re.compile(rb"ray::(?!IDLE|\w*Agent\b)")
_NUMBER = re.compile(r"\b\d{1,3}\b")


class Press:
    """Writes invented reports, each another one, from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._paragraphs = [part for part in _paragraphs() if 80 < len(part) < 900]
        self._number = 0

    def reports(self) -> Iterator[str]:
        """Yield reports of about 500 words without end."""
        while True:
            self._number += 1
            parts = self._chance.sample(self._paragraphs, self._chance.randint(8, 26))
            body = self._renamed("\n\n".join(parts))
            body = _NUMBER.sub(lambda match: str(self._chance.randint(2, 900)), body)
            yield f"Herring and ferries, report {self._number}\n\n{body}\n"

    def _renamed(self, text: str) -> str:
        names: dict[str, str] = {}
        return _NAME.sub(lambda match: self._name(match[0], names), text)

    def _name(self, name: str, names: dict[str, str]) -> str:
        if name in _KEPT:
            return name
        if name not in names:
            syllables = (
                "".join(self._chance.choice(part) for part in ("bdfghklmnrstv", "aeiou", "lmnrst")) for _ in "12"
            )
            names[name] = "".join(syllables).capitalize()
        return names[name]

    def write(self, path: Path, *, articles: int | None = None, size: int | None = None) -> list[str]:
        """Write JSONL of so many articles, or of so many bytes of text; return the articles' ids."""
        ids, written = [], 0
        with path.open("w", encoding="utf-8") as stream:
            for text in self.reports():
                ids.append(Article.identify(text))
                stream.write(json.dumps({"id": f"r{len(ids)}", "text": text, "published": "2031-05-14"}) + "\n")
                written += len(text.encode())
                if len(ids) == articles or (size is not None and written >= size):
                    return ids
        return ids


def _paragraphs() -> Iterator[str]:
    for article in read_sources([str(ROOT / "samples")]):
        if isinstance(article, Article):
            yield from (article.text[start:end] for start, end in article.body)


class Instant:
    """Finds one statement in every article, at once."""

    info = ReaderInfo(version="instant")

    def read(self, article: Article) -> Reading:
        """Return a reading that says nothing."""
        time.sleep(0.004)
        statement = Statement(id="s1", kind="indirect", content=((0, len(article.text)),))
        return Reading(reader=self.info, article=article, statements=(statement,))


def instant(offices: OfficeTable | None) -> Instant:
    """Make the reader of ``--quick``."""
    del offices
    return Instant()


@dataclass(frozen=True)
class Measured:
    """One run: articles a second from the first to the last, processor seconds in all, peak memory of a process."""

    rate: float
    processor: float
    peak: float


def measure(lines: Path, folder: Path, workers: int, cluster: str | None = None) -> Measured:
    """Read a file into a new folder, in a process of its own."""
    command = [sys.executable, __file__, "--one", str(lines), str(folder), str(workers), cluster or "-"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    rate, peak = map(float, done.stdout.split()[-2:])
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(rate, spent, peak)


def read_one(lines: Path, folder: Path, workers: int, cluster: str) -> None:
    """Read, and print rate and peak memory for ``measure``."""
    paces: list[Pace] = []
    read_corpus([str(lines)], folder, Choices(), workers=workers, cluster=None if cluster == "-" else cluster,
                tell=lambda pace: paces.append(pace) if not paces else None)  # fmt: skip
    pace = paces[0]
    assert pace.first_read is not None
    assert pace.last_read is not None
    took = pace.last_read - pace.first_read
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print((pace.run["read"] - 1) / took if took else 0.0, peak)


def scale(folder: Path, articles: int, repeat: int, cluster: str | None) -> None:
    """Compare one worker with two."""
    lines = folder / "scale.jsonl"
    ids = Press().write(lines, articles=articles)
    words = sum(len(json.loads(line)["text"].split()) for line in lines.open(encoding="utf-8")) / len(ids)
    found: dict[int, list[Measured]] = {1: [], 2: []}
    for number in range(repeat):
        for workers in (1, 2):
            found[workers].append(measure(lines, folder / f"{number}-{workers}", workers, cluster))
    rates = {workers: statistics.median(one.rate for one in several) for workers, several in found.items()}
    for workers, several in found.items():
        processor = statistics.median(one.processor for one in several)
        kind = "Ray" if cluster else "local"
        print(
            f"{kind}, {workers} worker{'s' * (workers > 1)}: "
            f"{rates[workers]:.2f} articles/s ({rates[workers] * words:,.0f} words/s), "
            f"{processor / articles * 1e3:.0f} ms of processor time an article with the start, "
            f"peak of a process {max(one.peak for one in several):,.0f} MB",
            flush=True,
        )
    ratio = rates[2] / rates[1]
    print(f"two to one: {ratio:.2f}, {articles} articles of {words:.0f} words, median of {repeat}")
    hour = rates[1] * 3600
    need = ARTICLES_A_DAY / hour
    print(f"an hour of one core: {hour:,.0f} articles; {ARTICLES_A_DAY:,} articles a day: {need:.0f} core-hours, "
          f"{need / 24:.1f} cores all day")  # fmt: skip


def growth(folder: Path, sizes: list[float], workers: int) -> None:
    """Print time and memory for each size, and how the time of a MB grows; the start is left out."""
    lines = folder / "empty.jsonl"
    Press().write(lines, articles=1)
    start = measure(lines, folder / "empty", workers).processor
    each = []
    for size in sizes:
        ids = Press(int(size * 10)).write(lines, size=int(size * 1e6))
        found = measure(lines, folder / f"{size:g}", workers)
        held = sum(file["bytes"] for file in manifest_files(read_manifest(folder / f"{size:g}"))) / 1e6
        each.append((found.processor - start) / size)
        print(f"{size:g} MB, {len(ids):,} articles: {each[-1]:.1f} s of processor time a MB, peak of a process "
              f"{found.peak:,.0f} MB, output {held / size:.1f} MB a MB", flush=True)  # fmt: skip
    print(f"time of a MB, the largest to the smallest: {each[-1] / each[0]:.2f}")


@dataclass
class Killed:
    """A corpus that is read by a command which is killed: the driver, or one of those who take in and read."""

    lines: Path
    out: Path
    quick: bool
    address: str | None

    def begin(self) -> subprocess.Popen[bytes]:
        """Give the command."""
        if self.quick:
            command = [sys.executable, __file__, "--quick-one", str(self.lines), str(self.out), self.address or "-"]
        else:
            command = [sys.executable, "-m", "onrecord", "corpus", "read", str(self.lines), "-o", str(self.out)]
            command += ["-w", "2", "--part-articles", "50", *(["--ray", self.address] if self.address else [])]
        with self.lines.with_suffix(".errors").open("wb") as errors:
            return subprocess.Popen(command, stderr=errors, env=_environment())

    def finish(self) -> None:
        """Give the command and wait for its end, which must be a good one."""
        if code := self.begin().wait():
            raise SystemExit(
                f"the command ended with {code}: {self.lines.with_suffix('.errors').read_text()[-3000:]}"
            )

    def workers(self, driver: int) -> list[int]:
        """Return the processes that take in and read."""
        return _ray_workers() if self.address else _children(driver)


def kills(folder: Path, count: int, address: str | None, *, quick: bool, articles: int) -> int:
    """Kill driver or workers ``count`` times, let the command finish, and count what is not there exactly once."""
    chance, harmed, corpora, number = random.Random(7), 0, 0, 0
    hit = {"driver": 0, "worker": 0}
    while number < count:
        corpora += 1
        corpus = Killed(folder / f"{corpora}.jsonl", folder / f"{corpora}", quick, address)
        ids = Press(corpora).write(corpus.lines, articles=articles)
        finished = False
        while number < count and not finished:
            process = corpus.begin()
            while number < count and not finished:
                if chance.random() < 0.7:  # else the start is hit, too
                    _wait_for_progress(corpus.out, process)
                time.sleep(chance.uniform(0.0, 2.0 if quick else 10.0))
                if finished := process.poll() is not None:
                    early = corpus.lines.with_suffix(".errors").read_text()[-3000:] if process.returncode else ""
                    print(f"the command ended by itself with {process.returncode} {early}", flush=True)
                workers = corpus.workers(process.pid)
                victim = chance.choice(("driver", "worker"))
                if finished or (victim == "worker" and not workers):
                    continue
                with suppress(ProcessLookupError, FileNotFoundError):
                    killed = process.pid if victim == "driver" else chance.choice(workers)
                    name = Path(f"/proc/{killed}/cmdline").read_bytes()[:60].split(b"\0")[0].decode()
                    os.kill(killed, signal.SIGKILL)
                    hit[victim] += 1
                    number += 1
                    print(f"kill {number}: the {victim} {name}", flush=True)
                if victim == "driver":
                    process.wait()
                    break
            if number >= count or finished:
                process.wait()
        corpus.finish()
        faults = list(find_faults(corpus.out))
        there = list(_ids(corpus.out))
        counts = read_manifest(corpus.out)["counts"]
        harmed += len(faults) + abs(len(there) - len(ids)) + len(set(there) ^ set(ids)) + counts["failures"]
        print(f"corpus {corpora}: {len(there):,} articles, {len(set(there) ^ set(ids))} missing or strange, "
              f"{len(faults)} faults, {counts['failures']} failures, {number} kills so far", flush=True)  # fmt: skip
    print(f"killed {hit['driver']} times the driver and {hit['worker']} times a worker: {harmed} articles harmed")
    return harmed


@contextmanager
def two_nodes() -> Iterator[str]:
    """Run a Ray cluster of two nodes with a core each on this machine; give its address."""
    os.environ["PYTHONPATH"] = _environment()["PYTHONPATH"]  # what reads must be found by all nodes
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ |= {"RAY_raylet_start_wait_time_s": "240"}  # 30 seconds are not always enough on a busy machine
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 256 << 20, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    try:
        cluster.add_node(num_cpus=1, object_store_memory=256 << 20)
        cluster.wait_for_nodes(timeout=240)
        yield cluster.address
    finally:
        cluster.shutdown()  # type: ignore[no-untyped-call]


def _wait_for_progress(out: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the journal has been written to twice."""
    seen: set[int] = set()
    while len(seen) < 3 and process.poll() is None:
        with suppress(OSError):
            seen.add((out / "journal.sqlite-wal").stat().st_mtime_ns)
        time.sleep(0.05)


def _ids(out: Path) -> Iterator[str]:
    import pyarrow.parquet as pq

    for path in sorted((out / "articles").glob("*.parquet")):
        yield from pq.read_table(path, columns=["article_id"])["article_id"].to_pylist()


def _children(pid: int) -> list[int]:
    """Return the processes that take in and read, without the one that Python adds to watch over its pipes."""
    try:
        found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except OSError:
        return []


def _ray_workers() -> list[int]:
    """Return the tasks and actors of Ray that are at work, among the descendants of this process.

    Not the agents of a node, without which that ends: those are no workers.
    """
    found, waiting = [], [os.getpid()]
    while waiting:
        pid = waiting.pop()
        with suppress(OSError):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
            name = Path(f"/proc/{pid}/cmdline").read_bytes()
            found += [pid] if _AT_WORK.match(name) else []
    return sorted(found)


def keys(folder: Path, count: int) -> None:
    """Measure the journal's set of hashes: its size, and the time of a question and of an addition."""
    from onrecord.cluster.batches import NAMES
    from onrecord.cluster.items import Item, Outcome

    nothing = dict.fromkeys(NAMES, b"")
    with Journal(folder) as journal:
        began = time.process_time()
        for first in range(0, count, 10_000):
            several = range(first, min(first + 10_000, count))
            journal.keep(
                [Outcome(Item(0, one, "article", key=_key(one)), "read", "", nothing) for one in several], [], []
            )
            journal.add_part(first, [], 10_000)
        added = time.process_time() - began
        asked = [_key(random.Random(1).randrange(2 * count)) for _ in range(20_000)]
        began = time.process_time()
        for key in asked:
            journal.owner(key)
        took = time.process_time() - began
    size = sum(path.stat().st_size for path in folder.iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} hashes: {size / count:.0f} bytes each on disk, {added / count * 1e6:.0f} µs to add, "
          f"{took / len(asked) * 1e6:.0f} µs to ask, peak memory {peak:,.0f} MB")  # fmt: skip


def _key(number: int) -> bytes:
    import hashlib

    return hashlib.sha256(str(number).encode()).digest()


def _environment() -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": paths.rstrip(os.pathsep)}


def _options() -> Any:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, help="how many; by default what the question needs")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--growth", metavar="MB,MB,…")
    parser.add_argument("--workers", type=int, default=1, help="how many read for --growth")
    parser.add_argument("--keys", type=int, default=0)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--quick-one", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Run what was asked for."""
    options = _options()
    if options.one:
        lines, out, workers, cluster = options.one
        read_one(Path(lines), Path(out), int(workers), cluster)
        return 0
    if options.quick_one:
        lines, out, address = options.quick_one
        cluster = None if address == "-" else address
        read_corpus([lines], Path(out), Choices(reader=instant), workers=2, cluster=cluster, size=PartSize(50))
        return 0
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="onrecord-corpus-") as name:
        folder = Path(name)
        if options.kills:
            count = options.articles or (1_000 if options.quick else 150)
            with two_nodes() if options.ray else nullcontext() as address:
                return 1 if kills(folder, options.kills, address, quick=options.quick, articles=count) else 0
        if options.growth:
            growth(folder, [float(size) for size in options.growth.split(",")], options.workers)
        elif options.keys:
            keys(folder, options.keys)
        else:
            scale(folder, options.articles or 300, options.repeat, "local" if options.ray else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
