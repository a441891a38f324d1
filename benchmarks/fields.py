"""Score the fields of when, where, to whom, how and what kind of act of whole readings on the annotated articles.

Run: python benchmarks/fields.py [--list] [--check]

Counted are date, occasion, place, addressee, via, act and modality wherever an expected file states them, the seed
and the six development articles apart. A statement that is not found has all of its fields wrong. The articles are
those that the rules were written beside (benchmarks/passages.py has others); they lie outside the repository
(../shared/cases).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

import cases
import floors
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Reading, Statement
from onrecord.reading.reader import Reader
from settings import SAME_ACT

FIELDS = ("date", "occasion", "place", "addressee", "via", "act", "modality")


def main() -> None:
    """Print the figures; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    counts = score(Reader(), options.list)
    found: dict[str, float] = {}
    for part in ("seed", "dev"):
        for field in (*FIELDS, "all"):
            if stated := counts[part, field, "stated"]:
                found[f"{part} {field}"] = counts[part, field] / stated
                sys.stdout.write(f"{part:6s}{field:12s}{counts[part, field]:4d}/{stated:<4d}")
                sys.stdout.write(f"{found[f'{part} {field}']:.3f}\n")
    if options.check:
        sys.exit(floors.check(found, cases.data_hash(), "fields"))


def score(reader: Reader, listing: bool) -> Counter[Any]:
    """Read the seed and the development articles and count their fields."""
    counts: Counter[Any] = Counter()
    scorer = cases.load_scorer()
    for part, folder in (("seed", cases.SHARED / "cases"), ("dev", cases.SHARED / "cases" / "dev")):
        for name, case in scorer.load_cases(str(folder)).items():
            known = Given(title=case["meta"].get("title"), published=case["meta"].get("date"))
            reading = reader.read(read_plain(case["text"], origin=f"{name}.txt", given=known))
            for gold in case["statements"]:
                statement = _match(scorer, case["text"], reading, gold)
                for field in FIELDS:
                    if gold.get(field):
                        right = statement is not None and _is_right(reading, statement, field, gold[field])
                        _add(counts, part, field, right)
                        if listing and not right:
                            sys.stdout.write(f"{name} {gold['id']} {field}: expected {gold[field]!r}\n")
    return counts


def _add(counts: Counter[Any], part: str, field: str, right: bool) -> None:
    for name in (field, "all"):
        counts[part, name] += right
        counts[part, name, "stated"] += 1


def _match(scorer: Any, text: str, reading: Reading, gold: dict[str, Any]) -> Statement | None:
    wanted = scorer.chars(text, gold["content"])
    rated = [(_iou(scorer.chars(text, one.content), wanted), -i) for i, one in enumerate(reading.statements)]
    best = max(rated, default=(0.0, 0))
    return reading.statements[-best[1]] if best[0] >= 0.5 else None


def _iou(left: set[int], right: set[int]) -> float:
    return len(left & right) / max(1, len(left | right))


def _is_right(reading: Reading, statement: Statement, field: str, wanted: Any) -> bool:
    if field == "date":
        low, high = (wanted, wanted) if isinstance(wanted, str) else (wanted[0], wanted[-1])
        date = statement.date
        return date is not None and (date.start or "").startswith(low) and (date.end or "").startswith(high)
    if field == "occasion":
        return statement.occasion is not None
    if field == "place":
        return statement.place is not None and statement.place.name == wanted
    if field == "addressee":
        return any(start < wanted[1] and wanted[0] < end for start, end in statement.evidence.get("addressee", ()))
    if field == "via":
        return _is_chain(reading, statement, wanted)
    if field == "act":
        return statement.act in SAME_ACT.get(wanted, {wanted})
    return bool(statement.modality == wanted)


def _is_chain(reading: Reading, statement: Statement, wanted: list[str]) -> bool:
    """Compare relays in their order: the expected ids are names with hyphens for spaces."""
    got = [_names(reading, who) for who in statement.via]
    return len(got) == len(wanted) and all(
        any(one.replace("-", " ") in name or name in one.replace("-", " ") for name in names)
        for one, names in zip(wanted, got, strict=True)
    )


def _names(reading: Reading, entity_id: str) -> list[str]:
    entity = reading.entity(entity_id)
    return [entity.name.lower()] if entity else []


if __name__ == "__main__":
    main()
