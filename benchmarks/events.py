"""Measure event coding: ``python benchmarks/events.py [gsr|plover]``.

``gsr``: raw sentences of the PLOVER gold standard records, read as articles of one sentence, scored by the team's
``score_events.py``. ``plover``: sentences with source and target given; how often the lexicon's cue names the type
(CONCEDE and RETREAT are one type, YIELD, in that corpus).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Entity, Event, Reading
from onrecord.reading.event_codes import coded_type
from onrecord.reading.event_cues import cue_of
from onrecord.reading.language import Language
from onrecord.reading.reader import Reader

SHARED = Path(__file__).resolve().parents[2] / "shared"
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def load(name: str) -> list[dict[str, Any]]:
    """Return the records of a corpus."""
    path = SHARED / "corpora" / "plover" / name
    if not path.exists():
        raise SystemExit(f"{path} is not there: the corpus is the team's, not part of the project")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gsr() -> None:
    """Read every sentence and let the team's scorer compare."""
    reader = Reader()
    records = load("gsr_open.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        lines = [json.dumps({"id": one["id"], "events": _read(reader, one)}) for one in records]
        found.write_text("\n".join(lines) + "\n", encoding="utf-8")
        gold = SHARED / "corpora" / "plover" / "gsr_open.jsonl"
        subprocess.run([sys.executable, SHARED / "scorers" / "score_events.py", gold, found], check=True)


def _read(reader: Reader, record: dict[str, Any]) -> list[dict[str, Any]]:
    given = Given(published=record["date"])
    reading = reader.read(read_plain(record["text"].strip("{} "), origin=record["id"], given=given))
    ranked = sorted(reading.events, key=lambda one: (one.status != "reported", -one.confidence))
    return [_coded(reading, one) for one in ranked]


def _coded(reading: Reading, event: Event) -> dict[str, Any]:
    entities = {one.id: one for one in reading.entities}
    sides = [
        [_code(entities[who]) for who in side if entities[who].kind != "person" or entities[who].country]
        for side in (event.actors, event.recipients)
    ]
    kind = coded_type(reading, event)
    return {"event": kind, "sources": sides[0], "targets": sides[1]}


def _code(entity: Entity) -> str:
    return entity.country or "IGO"


def plover() -> None:
    """Print how often the cue between or beside the two parties names the sentence's type."""
    language = Language()
    counts: Counter[str] = Counter()
    for record in load("plv_train.jsonl"):
        found = _named(language, record)
        counts["named"] += found is not None
        counts["right"] += found == record["event"]
        counts["all"] += 1
    print(f"sentences {counts['all']}  named {counts['named'] / counts['all']:.3f}", end="  ")
    print(f"accuracy {counts['right'] / counts['all']:.3f}  of the named {counts['right'] / counts['named']:.3f}")


def _named(language: Language, record: dict[str, Any]) -> str | None:
    passages = language.analyse(read_plain(record["text"], origin=record["id"]))
    ends = [one["start"] for one in (record["source"], record["target"]) if one and one["start"] is not None]
    middle = sum(ends) / max(1, len(ends))
    cues = [
        (abs(passage.start + token.idx - middle) - 40 * bool(cue.objects) - 20 * (token.pos_ == "VERB"), cue.type)
        for passage in passages
        for token in passage.doc
        if (cue := cue_of(token)) is not None
    ]
    kind = min(cues, default=(0, None))[1]
    return YIELD.get(kind, kind) if kind is not None else None


def main() -> None:
    """Run one measurement, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="?", choices=["gsr", "plover"])
    which = parser.parse_args().which
    if which != "plover":
        gsr()
    if which != "gsr":
        plover()


if __name__ == "__main__":
    main()
