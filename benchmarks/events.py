"""Measure event coding: ``python benchmarks/events.py [gsr|plover] [--check]``.

``gsr``: raw sentences of the PLOVER gold standard records, read as articles of one sentence, scored by the team's
``score_events.py``. ``plover``: sentences with source and target given; how often the lexicon's cue names the type,
and how often the classifier does, by five folds (CONCEDE and RETREAT are one type, YIELD, in that corpus).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import floors
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Entity, Event, Reading
from onrecord.reading.event_codes import coded_type
from onrecord.reading.event_cues import cue_of
from onrecord.reading.language import Language
from onrecord.reading.reader import Reader

SHARED = Path(__file__).resolve().parents[2] / "shared"
ROOT = Path(__file__).resolve().parents[1]
_FIGURES = {
    "event accuracy": r"event accuracy \(first\) ([\d.]+)", "quad class": r"quad ([\d.]+)",
    "source country F1": r"source country P [\d.]+ R [\d.]+ F ([\d.]+)", "full triple": r"full triple ([\d.]+)",
}  # fmt: skip
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def load(name: str) -> list[dict[str, Any]]:
    """Return the records of a corpus."""
    path = SHARED / "corpora" / "plover" / name
    if not path.exists():
        raise SystemExit(f"{path} is not there: the corpus is the team's, not part of the project")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gsr() -> dict[str, float]:
    """Read every sentence and let the team's scorer compare; return the figures that have a floor."""
    reader = Reader()
    records = load("gsr_open.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        lines = [json.dumps({"id": one["id"], "events": _read(reader, one)}) for one in records]
        found.write_text("\n".join(lines) + "\n", encoding="utf-8")
        gold = SHARED / "corpora" / "plover" / "gsr_open.jsonl"
        scorer = [sys.executable, str(SHARED / "scorers" / "score_events.py"), str(gold), str(found)]
        told = subprocess.run(scorer, check=True, capture_output=True, text=True).stdout
    print(told, end="")
    return {name: float(match.group(1)) for name, one in _FIGURES.items() if (match := re.search(one, told))}


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


def plover() -> dict[str, float]:
    """Print how often the lexicon's cue beside the two parties names the sentence's type, and the classifier."""
    language = Language()
    counts: Counter[str] = Counter()
    for record in load("plv_train.jsonl"):
        found = _named(language, record)
        counts["named"] += found is not None
        counts["right"] += found == record["event"]
        counts["all"] += 1
    print(f"sentences {counts['all']}  named {counts['named'] / counts['all']:.3f}", end="  ")
    print(f"accuracy {counts['right'] / counts['all']:.3f}  of the named {counts['right'] / counts['named']:.3f}")
    told = subprocess.run(
        [sys.executable, str(ROOT / "training" / "events" / "train_types.py"), "--folds"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    print(told, end="")
    match = re.search(r"sentences: ([\d.]+\d)", told)
    return {"type by five folds": float(match.group(1))} if match else {}


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
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    found = (gsr() if options.which != "plover" else {}) | (plover() if options.which != "gsr" else {})
    if options.check:
        sys.exit(floors.check(found, data_hash(), "events"))


def data_hash() -> str:
    """Return a hash of both corpora, so that a floor is only compared on the data that it was pinned on."""
    digest = hashlib.sha256()
    for name in ("gsr_open.jsonl", "plv_train.jsonl"):
        digest.update((SHARED / "corpora" / "plover" / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
