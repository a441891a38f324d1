"""Match quotations against official transcripts: ``python benchmarks/transcripts.py [--list] [--check]``.

The six quotations of the seed article (../shared/cases) against all items of the Kremlin (../shared/corpora): is the
right item first, with the day known and without; and of 200 sentences that no item before them can hold (100 of the
Ukrainian president's site, 100 that Putin said later), how many are taken for something he had said?
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import floors
from onrecord.article.given import Given
from onrecord.article.transcript import read_transcript, turns_of
from onrecord.record import Record
from onrecord.record.passages import Matcher, add_transcript

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
KREMLIN = SHARED / "corpora" / "transcripts" / "kremlin_2021-10_2022-06.csv"
UKRAINE = SHARED / "corpora" / "transcripts" / "president_gov_ua_2021-10_2022-06.csv"
SEED = SHARED / "cases" / "seed_article.txt"
EXPECTED = SHARED / "cases" / "seed_expected.json"
RIGHT = "67690"
DAY = "2022-02-01"
CUT = "2022-02-20"
AFTER = "2022-02-23"
WHO = {"vladimir-putin": "Vladimir Putin", "viktor-orban": "Viktor Orban"}


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of items."""
    if not path.exists():
        raise SystemExit(f"{path} is not there: the transcripts are the team's, not part of the project")
    csv.field_size_limit(10**9)
    with path.open(newline="", encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["body"].strip()]


def fill(record: Record, items: list[dict[str, str]]) -> None:
    """Add every item as a transcript."""
    for row in items:
        known = Given(title=row["headline"], published=row["date"], url=row["link"], publisher="The Kremlin")
        add_transcript(record, read_transcript(row["body"], origin=row["link"], given=known))


def quotations() -> Iterator[tuple[str, str, str]]:
    """Yield the id, the speaker and the quoted words of each of the seed's quotations by Putin and Orban."""
    text = SEED.read_bytes().decode()
    for statement in json.loads(EXPECTED.read_text(encoding="utf-8"))["statements"]:
        words = " … ".join(text[start:end] for start, end in statement["content"])
        quoted = " … ".join(re.findall(r'"([^"]+)"', words))
        if statement["speaker"] in WHO and len(quoted.split()) >= 4 and statement.get("where_in") != "headline":
            yield statement["id"], WHO[statement["speaker"]], quoted


def sentences(items: list[dict[str, str]], speaker: str | None) -> list[str]:
    """Return sentences of eight to fifty words, of one speaker or of all."""
    found = []
    for row in items:
        for turn in turns_of(row["body"]):
            if speaker is None or speaker in (turn.speaker or ""):
                found += [row["body"][start:end] for start, end in turn.sentences]
    return [one for one in found if 8 <= len(one.split()) <= 50]


def measure(folder: Path, listing: bool) -> dict[str, float]:
    """Return the figures, and print them."""
    kremlin, chance = rows(KREMLIN), random.Random(2022)
    with Record(folder / "kremlin.onrecord") as record:
        start = time.perf_counter()
        fill(record, kremlin)
        print(f"{len(kremlin)} items added in {time.perf_counter() - start:.0f} s")
        matcher, found = Matcher(record), {"first, day known": 0, "first, no day": 0, "matched, day known": 0,
                                           "matched, no day": 0}  # fmt: skip
        start, asked = time.perf_counter(), 0
        for name, who, words in quotations():
            for label, days in (("day known", (DAY, DAY)), ("no day", None)):
                best = matcher.ranked(words, speaker=who, days=days)[0]
                right = (best.url or "").endswith(RIGHT)
                found[f"first, {label}"] += right
                match = matcher.match(words, speaker=who, days=days)
                found[f"matched, {label}"] += match is not None and (match.url or "").endswith(RIGHT)
                asked += 2
                if listing:
                    print(f"{name} {label}: {best.url} {best.likeness.score:.2f} {best.likeness.evidence:.1f} nats")
                    print(f"   {words}\n   → {best.text}")
        others = chance.sample(sentences(rows(UKRAINE), None), 100)
        later = chance.sample(sentences([row for row in kremlin if row["date"] > AFTER], "Putin"), 100)
        false = {"no day": 0, "day known": 0}
        for words in (*others, *later):
            match = matcher.match(words, speaker="Vladimir Putin", until=CUT)
            on_day = matcher.match(words, speaker="Vladimir Putin", days=(DAY, DAY))
            false["no day"] += match is not None
            false["day known"] += on_day is not None
            asked += 2
            if listing:
                for one in filter(None, (match, on_day)):
                    print(f"false: {words}\n   → {one.day} {one.likeness.evidence:.1f} nats: {one.text}")
        print(f"{(time.perf_counter() - start) / asked * 1e3:.0f} ms a quotation")
    figures = {name: float(number) for name, number in found.items()}
    figures |= {f"false %, {label}": 100 * number / 200 for label, number in false.items()}
    for name, value in figures.items():
        print(f"{name:20} {value:g}" + (" of 6" if "%" not in name else ""))
    return figures


def data_hash() -> str:
    """Return a hash of the data, so that a floor is only compared on the data that it was pinned on."""
    digest = hashlib.sha256()
    for path in (KREMLIN, UKRAINE, SEED, EXPECTED):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Print the report; with ``--check``, exit with 1 when a floor is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="show every match")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        figures = measure(Path(folder), options.list)
    if options.check:
        false = [name for name in figures if "false" in name]
        sys.exit(floors.check(figures, data_hash(), "transcripts", ceilings=false))


if __name__ == "__main__":
    main()
