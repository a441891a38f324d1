"""What the choice of the parse costs: whole readings by the shared parse and by spaCy's on the annotated articles.

Run: python benchmarks/by_parse.py

Counted as by cases.py, fields.py, passages.py and planted_events.py. The table of docs/reading.md is this one.
"""

from __future__ import annotations

import cases
import fields
import passages
import planted_events
from onrecord.reading.language import ParseBy
from onrecord.reading.reader import Reader

PARSES: tuple[ParseBy, ...] = ("shared", "spacy")


def measure(parse: ParseBy) -> dict[str, str]:
    """Return the figures of one parse."""
    reader, scorer = Reader(parse=parse), cases.load_scorer()
    shares = cases.figures(cases.score(reader, scorer, listing=False))
    found = {
        "statements": f"P {shares['statement precision']:.3f}, R {shares['statement recall']:.3f}",
        "right speaker": f"{shares['speaker']:.3f}",
        "events": f"P {shares['event precision']:.3f}, R {shares['event recall']:.3f}",
    }
    counts = fields.score(reader, listing=False)
    for part in ("seed", "dev"):
        found[f"fields, {part}"] = f"{counts[part, 'all']} of {counts[part, 'all', 'stated']}"
    for half in ("development", "kept"):
        told = passages.score(reader, passages.load(half))
        found[f"passages, {half}"] = f"{told.right['all fields']} of {told.stated['all fields']}"
    planted = planted_events.measure(reader, planted_events.PLANTED / "not_happened.tsv", listing=False)
    found["not happened, yet reported"] = f"{planted['false reports']:.1%}"
    return found


def main() -> None:
    """Print the table."""
    columns = [measure(parse) for parse in PARSES]
    print(f"| | {' | '.join(PARSES)} |\n|---|{'---|' * len(PARSES)}")
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


if __name__ == "__main__":
    main()
