"""Score acts, modality, addressee, date, occasion and place on the shared cases, given the gold spans.

Run: python benchmarks/settings.py [--list] [CASES]

The cases lie outside the repository (../shared/cases). A field counts where the expected file states it; dates that
it states as null are counted apart ("null dates kept null").
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.model import Article
from onrecord.reading.acts import ActReading, find_acts
from onrecord.reading.addressees import find_addressees
from onrecord.reading.dates import find_dates
from onrecord.reading.language import Language
from onrecord.reading.occasions import Setting, find_settings
from onrecord.reading.statements import Attribution

SAME_ACT = {
    "request": {"request", "demand", "appeal"},
    "demand": {"demand", "request"},
    "threat": {"threaten"},
    "accusation": {"accuse"},
    "rejection": {"reject"},
    "denial": {"deny"},
    "agreement": {"agree"},
    "promise": {"promise"},
}


def _spans(value: Any) -> tuple[tuple[int, int], ...]:
    if not value:
        return ()
    return ((value[0], value[1]),) if isinstance(value[0], int) else tuple((start, end) for start, end in value)


def _paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        if bare:
            spans.append((start, start + len(bare)))
        start += len(line)
    return tuple(spans)


def _attributions(statements: list[dict[str, Any]]) -> list[Attribution]:
    order = {statement["id"]: index for index, statement in enumerate(statements)}
    out: list[Attribution] = []
    for index, statement in enumerate(statements):
        bare = not statement.get("cue") and index > 0
        continues = order.get(statement.get("continues", ""), index - 1 if bare else None)
        out.append(
            Attribution(
                _spans(statement.get("source")),
                _spans(statement.get("cue")),
                _spans(statement["content"]),
                continues=continues,
                nested_in=order.get(statement.get("nested_in", "")),
            )
        )
    return out


def _cases(folder: Path) -> list[tuple[str, str, dict[str, Any], str | None]]:
    cases = []
    for path in sorted(folder.rglob("*expected.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        stem = path.name.removesuffix(".expected.json").removesuffix("_expected.json")
        source = path.parent / (expected.get("article") or f"{stem}.txt")
        meta = path.parent / f"{stem}.meta.json"
        day = json.loads(meta.read_text(encoding="utf-8"))["date"] if meta.exists() else expected["page"]["updated"]
        with source.open(encoding="utf-8", newline="") as file:
            cases.append((stem, file.read(), expected, day))
    return cases


class Score:
    """Counts of right and stated fields, and the lines of what was wrong."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.stated: Counter[str] = Counter()
        self.wrong: list[str] = []

    def add(self, name: str, ok: bool, where: str, expected: object, got: object) -> None:
        """Count one field."""
        self.stated[name] += 1
        self.right[name] += ok
        if not ok:
            self.wrong.append(f"{where} {name}: expected {expected!r}, got {got!r}")


def _score_setting(score: Score, where: str, gold: dict[str, Any], setting: Setting) -> None:
    date = setting.date
    if gold.get("date"):
        low, high = (gold["date"],) * 2 if isinstance(gold["date"], str) else (gold["date"][0], gold["date"][-1])
        got = (date.start, date.end) if date else (None, None)
        score.add(
            "date", (got[0] or "").startswith(low) and (got[1] or "").startswith(high), where, gold["date"], got
        )
    else:
        score.add("null dates kept null", date is None, where, None, date)
    if gold.get("occasion"):
        kind = setting.occasion.kind if setting.occasion else None
        score.add("occasion given", kind is not None, where, gold["occasion"], kind)
    elif not gold.get("via_medium"):
        score.add("null occasions", setting.occasion is None, where, None, setting.occasion)
    if gold.get("place"):
        score.add(
            "place", bool(setting.place and setting.place.name == gold["place"]), where, gold["place"], setting.place
        )
    else:
        score.add("null places", setting.place is None, where, None, setting.place)


def _score_act(score: Score, where: str, gold: dict[str, Any], act: ActReading) -> None:
    if gold.get("act"):
        score.add("act", act.act in SAME_ACT.get(gold["act"], {gold["act"]}), where, gold["act"], act.act)
    else:
        score.add("no act", act.act == "assert", where, "assert", act)
    if gold.get("modality"):
        score.add("modality", act.modality == gold["modality"], where, gold["modality"], act.modality)
    else:
        score.add("asserted", act.modality == "asserted", where, "asserted", act)


def main() -> None:
    """Print the figures, and with ``--list`` each field that is wrong."""
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = Path(folders[0]) if folders else Path(__file__).resolve().parents[2] / "shared" / "cases"
    language, score = Language(), Score()
    for name, text, expected, day in _cases(folder):
        blocks = _paragraphs(text)
        article = Article(id=Article.identify(text), origin=name, text=text, body=blocks, published=day)
        passages = language.analyse(article)
        attributions = _attributions(expected["statements"])
        acts = find_acts(passages, attributions)
        addressees = find_addressees(passages, attributions)
        settings = find_settings(passages, attributions, find_dates(article, passages))
        for gold, act, addressee, setting in zip(expected["statements"], acts, addressees, settings, strict=True):
            where = f"{name} {gold['id']}"
            _score_act(score, where, gold, act)
            _score_setting(score, where, gold, setting)
            if gold.get("addressee"):
                start, end = _spans(gold["addressee"])[0]
                ok = addressee is not None and addressee[0] < end and start < addressee[1]
                got = text[slice(*addressee)] if addressee else None
                score.add("addressee", ok, where, text[start:end], got)
            else:
                got = text[slice(*addressee)] if addressee else None
                score.add("null addressees", addressee is None, where, None, got)
    if "--list" in sys.argv:
        sys.stdout.write("\n".join(score.wrong) + "\n")
    for field, stated in sorted(score.stated.items()):
        sys.stdout.write(f"{field:24s}{score.right[field]:4d}/{stated:<4d}{score.right[field] / stated:.3f}\n")


if __name__ == "__main__":
    main()
