"""Measure a record at scale: ``python benchmarks/record.py [--articles 100000] [--kills 100] [--check]``.

A synthetic record (seeded; ten statements an article, three in ten to somebody; an event in three articles of ten;
words, speakers and outlets Zipf-distributed, ten years of days) is made in a temporary folder and deleted. Printed:
ready readings added a second, the file's size, the peak memory, the times of searches, and the time of ``onrecord
check``. ``--kills N`` kills an adding process with SIGKILL
at N random moments instead, and says what was lost. Times are reported, not checked: machines differ.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from onrecord.model import (
    ACTS,
    EVENT_TYPES,
    Article,
    DateRef,
    Entity,
    Event,
    Modality,
    ReaderInfo,
    Reading,
    Statement,
)  # fmt: skip
from onrecord.record import Filters, Record, search
from onrecord.record.checking import check

ROOT = Path(__file__).resolve().parents[1]
STATEMENTS = 10
_MODALITIES: tuple[Modality, ...] = ("asserted",) * 8 + (
    "possible",
    "conditional",
    "negated",
    "question",
    "hypothetical",
)


class World:
    """Invented words, speakers and outlets, and readings made of them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = self._vocabulary(40_000)
        self.word_weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.speakers = [f"{self._name()} {self._name()}" for _ in range(5_000)]
        self.speaker_weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(self.speakers))))
        self.outlets = [f"The {self._name()} {kind}" for kind in ("Post", "Wire", "Times") for _ in range(70)]
        self.countries = ["".join(self.random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=3)) for _ in range(60)]
        self.powers = [self._name() for _ in self.countries]

    def _vocabulary(self, size: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < size:
            syllables = self.random.choice((1, 2, 2, 3, 3, 4))
            found[
                "".join(self.random.choice("bcdfghklmnprstv") + self.random.choice("aeiou") for _ in range(syllables))
            ] = None
        return list(found)

    def _name(self) -> str:
        return self.random.choice(self.words).capitalize() + self.random.choice(("son", "ic", "ov", "elli", ""))

    def sentence(self, length: int) -> str:
        """Return so many words, the frequent ones often."""
        return " ".join(self.random.choices(self.words, cum_weights=self.word_weights, k=length))

    def readings(self, count: int) -> Iterator[Reading]:
        """Yield so many readings."""
        for number in range(count):
            yield self.reading(number)

    def reading(self, number: int) -> Reading:
        """Return one reading of one article of ten statements."""
        title, pick = self.sentence(8), self.random
        aside = random.Random(number)  # what it draws changes no word of any article
        powers = tuple(f"e{len(self.countries) + place}" for place in range(2))
        day = date(2015, 1, 1) + timedelta(days=pick.randrange(3650))
        parts, place, statements = [f"{title}\n\n"], len(title) + 2, []
        names = list(dict.fromkeys(pick.choices(self.speakers, cum_weights=self.speaker_weights, k=4)))
        for index in range(STATEMENTS):
            who = pick.randrange(len(names))
            content = self.sentence(pick.randrange(8, 32))
            lead = f"{names[who]} said on that day "
            text = f"{lead}{content}. {self.sentence(10)}.\n\n"
            start = place + len(lead)
            statements.append(
                Statement(
                    id=f"s{index + 1}",
                    kind=pick.choice(("direct", "mixed", "indirect")),
                    source=((place, place + len(names[who])),),
                    cue=((place + len(names[who]) + 1, place + len(names[who]) + 5),),
                    content=((start, start + len(content)),),
                    speaker=f"e{who + 1}",
                    addressee=aside.choice((f"e{(who + 1) % len(names) + 1}", *powers))
                    if aside.random() < 0.3
                    else None,
                    date=DateRef(start=day.isoformat(), end=day.isoformat()) if pick.random() < 0.6 else None,
                    act=pick.choice(ACTS),
                    modality=pick.choice(_MODALITIES),
                    via=("e1",) if who and pick.random() < 0.05 else (),
                    confidence=round(pick.uniform(0.3, 1), 2),
                )
            )
            parts.append(text)
            place += len(text)
        text = "".join(parts)
        entities = tuple(
            Entity(
                id=f"e{index + 1}", name=name, kind="person", country=self.countries[hash_of(name) % 60],
                mentions=tuple((s.source[0]) for s in statements if s.speaker == f"e{index + 1}"),
            )
            for index, name in enumerate(names)
        ) + tuple(
            Entity(id=one, name=self.powers[place], kind="power", country=self.countries[place])
            for one, place in zip(powers, aside.sample(range(len(self.powers)), 2), strict=True)
        )  # fmt: skip
        events = tuple(
            Event(
                id="v1", type=aside.choice(EVENT_TYPES), actors=(aside.choice((powers[0], "e1")),),
                recipients=(powers[1],), evidence=statements[0].content, statement="s1",
            )
            for _ in range(aside.random() < 0.3)
        )  # fmt: skip
        article = Article(
            id=Article.identify(text), origin=f"synthetic/{number}", text=text, title=title,
            title_span=(0, len(title)),
            publisher=self.random.choice(self.outlets), published=day.isoformat(), url=f"https://x.example/{number}",
        )  # fmt: skip
        return Reading(
            reader=ReaderInfo(version="synthetic"), article=article, entities=entities, statements=tuple(statements),
            events=events,
        )  # fmt: skip

    def questions(self, count: int) -> Iterator[tuple[str, Filters]]:
        """Yield searches as people make them: words, phrases, prefixes, operators, with and without filters."""
        pick = self.random

        def word() -> str:
            return pick.choices(self.words, cum_weights=self.word_weights)[0]

        def speaker() -> str:
            return pick.choices(self.speakers, cum_weights=self.speaker_weights)[0]

        for number in range(count):
            query = (
                word(), f"{word()} {word()}", f'"{word()} {word()}"', f"{word().ljust(4, chr(97))[:4]}*",
                f"{word()} OR {word()}",
                f"{word()} NOT {word()}", f"({word()} OR {word()}) {word()}", f"{word().ljust(3, 'a')[:3]}*", "",
            )[number % 9]  # fmt: skip
            year = pick.randrange(2015, 2025)
            filters = (
                Filters(), Filters(speaker=speaker()), Filters(act=pick.choice(ACTS), since=str(year)),
                Filters(since=f"{year}-03", until=f"{year}-05"), Filters(outlet=pick.choice(self.outlets)),
                Filters(power=pick.choice(self.countries), modality="possible"),
                Filters(chain="yes", confidence="0.9"),
            )[number // 9 % 7]  # fmt: skip
            yield query, filters


def hash_of(name: str) -> int:
    """Return a number that is the same in every run."""
    return sum(ord(char) * (place + 1) for place, char in enumerate(name))


def scale(folder: Path, articles: int, questions: int) -> None:
    """Make the record and print the figures."""
    world, path = World(7), folder / "scale.onrecord"
    adding, working = 0.0, 0.0
    with Record(path) as record:
        source = world.readings(articles)
        while batch := list(itertools.islice(source, 1000)):
            start, since = time.perf_counter(), time.process_time()
            for _ in record.add_all(batch):
                pass
            adding, working = adding + time.perf_counter() - start, working + time.process_time() - since
    print(f"added: {articles:,} readings, {articles * STATEMENTS:,} statements, {articles / adding:,.0f} readings/s "
          f"({articles / working:,.0f} a second of processor time)")  # fmt: skip
    print(f"file: {sum(one.stat().st_size for one in folder.iterdir()) / 1e6:,.0f} MB")
    with Record(path, read_only=True) as record:
        times, busy = [], []
        for query, filters in world.questions(questions):
            start, since = time.perf_counter(), time.process_time()
            found = search(record, query, filters)
            times.append((time.perf_counter() - start, query, filters, found.total))
            busy.append(time.process_time() - since)
    times.sort(key=lambda row: row[0])
    seconds = [row[0] for row in times]
    cuts = statistics.quantiles(seconds, n=100)
    print(f"search, {questions} of them: median {cuts[49] * 1e3:.1f} ms, p95 {cuts[94] * 1e3:.1f} ms, "
          f"p99 {cuts[98] * 1e3:.1f} ms, worst {seconds[-1] * 1e3:.1f} ms "
          f"(of processor time, p95 {statistics.quantiles(busy, n=100)[94] * 1e3:.1f} ms)")  # fmt: skip
    for one, query, filters, total in times[-5:]:
        asked = {name: getattr(filters, name) for name in Filters.__slots__ if getattr(filters, name)}
        print(f"  slow: {one * 1e3:.0f} ms  {query!r} {asked} → {total}")
    start = time.perf_counter()
    faults = list(check(path))
    print(f"check: {len(faults)} faults in {time.perf_counter() - start:.0f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


_WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from record import World
from onrecord.record import Record
world = World(int(sys.argv[3]))
with Record(sys.argv[1]) as record:
    print("open", flush=True)
    for reading, _ in record.add_all(world.readings(100_000)):
        print(reading.article.id, flush=True)
"""


def kills(folder: Path, count: int) -> int:
    """Kill an adding process at random moments; return how many records or articles were harmed."""
    chance, harmed, kept = random.Random(11), 0, 0
    for number in range(count):
        path = folder / f"kill{number}.onrecord"
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), str(ROOT / "benchmarks"), str(number)],
            stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0.0, 1.5))
        writer.send_signal(signal.SIGKILL)
        reported = writer.stdout.read().split("\n")[:-1]
        writer.wait()
        writer.stdout.close()
        faults = list(check(path))
        with Record(path, read_only=True) as record:
            lost = sum(record.reading(one) is None for one in reported)
        harmed += lost + len(faults)
        kept += len(reported)
        for one in folder.glob(f"{path.name}*"):
            one.unlink()
    print(f"kill -9 at {count} random moments: {kept:,} articles reported as added, {harmed} lost or harmed")
    return harmed


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=630)
    parser.add_argument("--keep", type=Path, help="make the record here and leave it")
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        if options.kills:
            sys.exit(1 if kills(Path(folder), options.kills) else 0)
        scale(options.keep or Path(folder), options.articles, options.questions)


if __name__ == "__main__":
    main()
