"""Score statements on GUM's discourse attributions: ``python benchmarks/clauses.py [--list]``.

GUM marks the clauses that attribute another one (relation ``attribution-positive``: *she said*, *he thinks*,
*according to them*). Such a clause is found when a statement has its source or cue in it and its content in the
clause that it attributes; a statement is right when its cue or source stands in a clause that attributes (positively
or not). News and interviews are read, of GUM's train and dev parts: nothing was trained on either. The corpus lies
outside the repository (../shared).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import gum
from onrecord.model import Article, Span, Spans
from onrecord.reading.hybrid import Hybrid
from onrecord.reading.language import Language
from onrecord.reading.quotations import find_quotations
from onrecord.reading.statements import Attribution, StatementFinder
from onrecord.reading.trained import StatementModel
from peers import Finder, textacy_finder

SHARED = Path(__file__).resolve().parents[2] / "shared"
GENRES = ("news", "interview")
Counts = Counter[tuple[str, str]]


def as_finder(finder: StatementFinder, language: Language) -> Finder:
    """Return what finds the attributions of a text whose lines are paragraphs."""

    def find(text: str) -> list[Attribution]:
        body = tuple(gum.paragraphs(text))
        article = Article(id=Article.identify(text), origin="text", text=text, body=body)
        passages = language.analyse(article)
        return finder.find(article, passages, find_quotations(text, [(one.start, one.end) for one in passages]))

    return find


def score(documents: Sequence[gum.Document], find: Finder) -> Counts:
    """Return, by genre, how many clauses there are, how many are found, and how many statements are right."""
    counts: Counts = Counter()
    for document in documents:
        clauses = {one.number: one for one in document.clauses()}
        attributing = [one for one in clauses.values() if one.relation.startswith("attribution")]
        statements = find(document.text)
        for one in attributing:
            head = clauses.get(one.head) if one.head is not None else None
            if one.relation != "attribution-positive" or head is None:
                continue
            found = any(
                _meets((one.start, one.end), (*it.source, *it.cue)) and _meets((head.start, head.end), it.content)
                for it in statements
            )
            counts[document.genre, "clauses"] += 1
            counts[document.genre, "found"] += found
            if not found and "--list" in sys.argv:
                print(f"{document.name}: {document.text[one.start : one.end]!r}")
        cued = [it for it in statements if it.cue]
        counts[document.genre, "statements"] += len(cued)
        counts[document.genre, "right"] += sum(
            any(_meets((one.start, one.end), (*it.source, *it.cue)) for one in attributing) for it in cued
        )
    return counts


def _meets(span: Span, spans: Spans) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def figures(counts: Counts, genres: Sequence[str]) -> tuple[float, float, int]:
    """Return recall and precision in percent, and the number of clauses, over ``genres``."""
    total: Counter[str] = Counter()
    for (genre, name), number in counts.items():
        if genre in genres:
            total[name] += number
    recall = 100 * total["found"] / max(total["clauses"], 1)
    return recall, 100 * total["right"] / max(total["statements"], 1), total["clauses"]


def load(shared: Path) -> list[gum.Document]:
    """Return the documents that are read."""
    folders = [shared / "corpora" / "gum" / part for part in ("train", "dev")]
    return [one for folder in folders for one in gum.read_all(folder) if one.genre in GENRES]


def table(documents: Sequence[gum.Document], finders: dict[str, Finder]) -> tuple[dict[str, float], list[str]]:
    """Return the figures of the record's own finder by name, and the lines of a report."""
    named: dict[str, float] = {}
    lines = [f"{'GUM clauses, in %':24s}{'genre':18s}{'recall':>8s}{'right':>8s}{'clauses':>9s}"]
    for name, find in finders.items():
        counts = score(documents, find)
        for genres in ((GENRES[0],), (GENRES[1],), GENRES):
            recall, right, size = figures(counts, genres)
            lines.append(f"{name:24s}{' + '.join(genres):18s}{recall:8.1f}{right:8.1f}{size:9d}")
        if name == "onrecord":
            named["GUM clauses recall"], named["GUM clauses right"], _ = figures(counts, GENRES)
    return named, lines


def finders(model: StatementModel) -> dict[str, Finder]:
    """Return the record's finder, its model alone, and textacy where it is installed."""
    language = Language()
    several = {"onrecord": as_finder(Hybrid(model), language), "model alone": as_finder(model, language)}
    peer = textacy_finder()
    return several | ({"textacy": peer} if peer else {})


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--list", action="store_true", help="show what was not found")
    given = parser.parse_args()
    documents = load(given.shared)
    if not documents:
        print(f"no corpora at {given.shared}: nothing was measured", file=sys.stderr)
        return int(os.environ.get("CI") == "true")
    print("\n".join(table(documents, finders(StatementModel()))[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
