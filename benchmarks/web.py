"""Measure the pages at scale: ``python benchmarks/web.py [--articles 100000] [--visits 20] [--record PATH]``.

The synthetic record of ``benchmarks/record.py`` (ten statements an article) is made in a temporary folder, or kept at
``--record`` and used again; one of an older onrecord is brought up to date first. Each page and answer of the API is
asked for ``--visits`` times, each about another thing and each of a room that has just been opened, so that every
visit is a first one; in this process and without a network, or with ``--served`` over HTTP from ``onrecord serve``
(one room; the wall clock alone). Printed: the median, the 95th percentile and the worst time, of processor and wall,
and the largest answer. Times are reported, not checked: machines differ.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx2
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.record.copies import group_copies
from onrecord.record.lately import renew
from onrecord.record.reviewing import doubts
from onrecord.record.speakers import speakers
from onrecord.web import create_app

sys.path.insert(0, str(Path(__file__).resolve().parent))
from record import World

PORT = 8499


def make(path: Path, articles: int) -> None:
    """Write the synthetic record."""
    with Record(path) as record:
        source = World(7).readings(articles)
        while batch := list(itertools.islice(source, 1000)):
            for _ in record.add_all(batch):
                pass
        if articles <= 10_000:
            group_copies(record)
        renew(record)


def visits(path: Path, count: int) -> dict[str, Callable[[int], str]]:
    """Return for each kind of page a function from a number to an address."""
    pick = random.Random(11)
    questions = [urlencode({"q": query, **_asked(filters)}) for query, filters in World(7).questions(count)]
    with Record(path, read_only=True) as record:
        rows = [
            one for start in range(count) for one in record.articles(limit=1, offset=start * 37)
        ] or record.articles(limit=1)
        loud = [who.key for who, _ in speakers(record, limit=count)]
        codes = [row[0] for row in record.query("SELECT DISTINCT country FROM entities WHERE country IS NOT NULL")]
        months = [one.published[:7] for one in rows if one.published]
        names = [who.name for who, _ in speakers(record, limit=count)]
        unsure = doubts(record, limit=count)

    def article(number: int) -> str:
        return f"/articles/{rows[number % len(rows)].id}"

    def statement(number: int) -> str:
        one = unsure[number % len(unsure)]
        return f"/articles/{one.article_id}/statements/{one.statement_id}"

    return {
        "front": lambda number: f"/?page={number + 1}",
        "article": article,
        "statement": statement,
        "utterance": lambda number: statement(number) + "/utterance",
        "search": lambda number: f"/search?{questions[number % len(questions)]}",
        "speakers": lambda number: f"/speakers?page={number + 1}",
        "speaker": lambda number: f"/speakers/{loud[number % len(loud)]}",
        "speaker's month": lambda number: f"/speakers/{loud[number % len(loud)]}?day={pick.choice(months)}",
        "power": lambda number: f"/powers/{pick.choice(codes)}",
        "power to": lambda number: f"/powers/{pick.choice(codes)}?{urlencode({'to': pick.choice(names)})}",
        "events": lambda number: "/events",
        "events, a month": lambda number: f"/events?day={pick.choice(months)}",
        "exchanges": lambda number: "/exchanges",
        "review": lambda number: "/review",
        "corrections": lambda number: "/corrections",
        "api statements": lambda number: f"/api/statements?{questions[number % len(questions)]}",
        "api speaker": lambda number: f"/api/speakers/{loud[number % len(loud)]}/statements",
        "api article": lambda number: "/api" + article(number),
        "api speakers": lambda number: "/api/speakers?limit=200",
        "api profile": lambda number: f"/api/speakers/{loud[number % len(loud)]}",
        "api power": lambda number: f"/api/powers/{pick.choice(codes)}",
        "api utterance": lambda number: f"/api{statement(number)}/utterance",
        "api events": lambda number: "/api/events?limit=200",
        "api matrix": lambda number: "/api/matrix",
        "api exchanges": lambda number: "/api/exchanges",
        "api review": lambda number: "/api/review?limit=200",
        "api articles": lambda number: "/api/articles?limit=200",
        "api record": lambda number: "/api/record",
    }


def _asked(filters: object) -> dict[str, str]:
    return {name: value for name in filters.__slots__ if (value := getattr(filters, name))}  # type: ignore[attr-defined]


def measure(
    opened: Callable[[], httpx2.Client], address: Callable[[int], str], count: int
) -> Iterator[tuple[float, float, int]]:
    """Yield the seconds of wall and of processor that each visit takes, and the size of what comes."""
    for number in range(count):
        client, place = opened(), address(number)
        wall, busy = time.perf_counter(), time.process_time()
        answer = client.get(place)
        while answer.status_code == 429:  # the bound on a client's rate is not what is measured
            time.sleep(1)
            wall, busy = time.perf_counter(), time.process_time()
            answer = client.get(place)
        took = time.perf_counter() - wall, time.process_time() - busy
        if answer.status_code not in (200, 400, 404):
            raise SystemExit(f"{place}: {answer.status_code}")
        yield (*took, len(answer.content))


@contextmanager
def served(path: Path) -> Iterator[httpx2.Client]:
    """Serve the record as ``onrecord serve`` does, and give a client of it."""
    command = [sys.executable, "-m", "onrecord", "serve", "--record", str(path), "--port", str(PORT), "--read-only"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
            for _ in range(600):
                try:
                    client.get("/api/record")
                    break
                except httpx2.TransportError:
                    time.sleep(0.2)
            yield client
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Make the record and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=20)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--served", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.record or Path(folder) / "scale.onrecord"
        if not path.exists():
            make(path, given.articles)
        with Record(path) as record:  # what an older onrecord made is brought up to date
            renew(record)
            print(f"{record.counts()}")
        places = visits(path, given.visits)
        if given.served:
            with served(path) as client:
                _report(lambda: client, places, given.visits)
        else:
            _report(
                lambda: TestClient(create_app(path, rate=None), base_url="http://localhost"), places, given.visits
            )


def _report(opened: Callable[[], httpx2.Client], places: dict[str, Callable[[int], str]], count: int) -> None:
    for name, address in places.items():
        rows = list(measure(opened, address, count))
        wall, busy = sorted(row[0] for row in rows), sorted(row[1] for row in rows)
        p95 = [statistics.quantiles(one, n=20, method="inclusive")[18] * 1e3 for one in (wall, busy)]
        print(
            f"{name:16} median {statistics.median(wall) * 1e3:7.1f} ms  p95 {p95[0]:7.1f} ms  "
            f"worst {wall[-1] * 1e3:7.1f} ms  "
            f"(processor {statistics.median(busy) * 1e3:7.1f}, {p95[1]:7.1f}, {busy[-1] * 1e3:7.1f})  "
            f"largest {max(row[2] for row in rows):,} bytes",
            flush=True,
        )


if __name__ == "__main__":
    main()
