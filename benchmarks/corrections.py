"""Do corrections survive? ``python benchmarks/corrections.py [--articles 40] [--check]``.

The articles are the samples and the development articles of PolNeAR in ../shared. Every statement that the annotators
(or, of the samples, ``benchmarks/utterances.tsv``) mark gets a correction: a speaker whom no reading knows. Then the
article is read anew by a reader that is worse in a seeded way (a third of the statements missed, the spans of a third
cut or grown by a word or two, all ids changed), once over the same text and once over a lightly edited one (2 % of
the words changed, dropped or doubled, a paragraph put in front, quotation marks curled). A correction has survived
when a statement with the corrected speaker holds the place where the words of the statement are now (half of the
characters, at least).
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import floors
from onrecord.model import Article, ReaderInfo, Reading, Span, Statement
from onrecord.record import Record
from onrecord.record import corrections as house
from onrecord.record.corrected import overlap
from onrecord.record.corrections import By
from utterances import readings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def annotated(limit: int) -> Iterator[tuple[str, list[tuple[Span, ...]]]]:
    """Yield texts with the spans of what is said in them."""
    for reading in readings()[0]:
        yield reading.article.text, [one.content for one in reading.statements]
    folder = SHARED / "scorers"
    if not folder.exists():
        raise SystemExit(f"{folder} is not there: the annotated articles are the team's, not part of the project")
    sys.path.insert(0, str(folder))
    import polnear  # type: ignore[import-not-found]

    for article in polnear.load("dev")[:limit]:
        contents = {tuple(sorted(map(tuple, one["content"]))) for one in article["attributions"] if one["content"]}
        apart = [spans for spans in contents if all(a[1] <= b[0] for a, b in itertools.pairwise(spans))]
        yield article["text"], sorted(apart)


def read(text: str, contents: list[tuple[Span, ...]], version: str, url: str) -> Reading:
    """Return a reading with these contents."""
    statements = tuple(
        Statement(id=f"{version}-{number}", kind="indirect", content=spans) for number, spans in enumerate(contents)
    )
    article = Article(id=Article.identify(text), origin=version, text=text, url=url)
    return Reading(reader=ReaderInfo(version=version), article=article, statements=statements)


def worse(text: str, contents: list[tuple[Span, ...]], chance: random.Random) -> list[tuple[Span, ...]]:
    """Return what a worse reader finds: some missed, some with other edges."""
    found = []
    for spans in contents:
        luck = chance.random()
        if luck < 1 / 3:
            continue
        if luck < 2 / 3:
            start, end = spans[0][0], spans[-1][1]
            step = chance.choice((-2, -1, 1, 2))
            edges = [match.start() for match in re.finditer(r"\b", text)]
            inner = [edge for edge in edges if start < edge < end]
            outer = [edge for edge in edges if edge < start]
            if step > 0 and len(inner) > 8:
                start = inner[2 * step - 1]
            elif step < 0 and len(outer) > 8:
                start = outer[2 * step]
            spans = ((start, end),) if len(spans) == 1 else spans
        found.append(spans)
    return found


def edited(text: str, chance: random.Random) -> tuple[str, list[int]]:
    """Return a lightly edited text, and where each character of the old one stands in it (or would)."""
    pieces, place_of = ["Updated with new material.\n\n"], []
    at = len(pieces[0])
    for match in re.finditer(r"\w+|\W", text):
        word = match[0]
        luck = chance.random() if word.isalpha() and len(word) > 2 else 1.0
        new = word
        if luck < 0.008:
            new = word[:-1] + ("x" if word[-1] != "x" else "z")
        elif luck < 0.014:
            new = ""
        elif luck < 0.02:
            new = f"{word} indeed"
        elif word == '"':
            new = "”"
        place_of += [at + min(step, len(new)) for step in range(len(word))]
        pieces.append(new)
        at += len(new)
    return "".join(pieces), [*place_of, at]


def moved(contents: list[tuple[Span, ...]], place_of: list[int]) -> list[tuple[Span, ...]]:
    """Return the contents where their words stand in the edited text; what was edited away altogether is empty."""
    found = []
    for spans in contents:
        there = tuple((place_of[start], place_of[end]) for start, end in spans)
        found.append(tuple(span for span in there if span[0] < span[1]))
    return found


def survived(reading: Reading | None, contents: list[tuple[Span, ...]]) -> int:
    """Return how many of the contents are held by the statement with the speaker that this content was given."""
    assert reading is not None
    names = {one.id: one.name for one in reading.entities}
    held = [(names.get(one.speaker or ""), one.content) for one in reading.statements]
    return sum(
        bool(spans) and any(name == speaker(number) and overlap(spans, other) >= 0.5 for name, other in held)
        for number, spans in enumerate(contents)
    )


def speaker(number: int) -> str:
    """Return a name that no article has."""
    return f"Nomen Nescio {number}"


def measure(folder: Path, limit: int) -> dict[str, float]:
    """Return the figures, and print them."""
    chance = random.Random(7)
    total = dict.fromkeys(("all", "unchanged", "edited", "edited all"), 0)
    with Record(folder / "c.onrecord") as record:
        for number, (text, contents) in enumerate(annotated(limit)):
            url = f"https://x.example/{number}"
            first = read(text, contents, "first", url)
            record.add(first)
            for place, statement in enumerate(first.statements):
                house.change(record, first.article.id, statement.id, {"speaker": speaker(place)}, By("bench"))
            record.add(read(text, worse(text, contents, chance), "second", url))
            total["all"] += len(contents)
            total["unchanged"] += survived(record.reading(first.article.id), contents)
            later, place_of = edited(text, chance)
            there = moved(contents, place_of)
            third = read(later, worse(later, [spans for spans in there if spans], chance), "third", url)
            record.add(third)
            total["edited all"] += sum(map(bool, there))
            total["edited"] += survived(record.reading(third.article.id), there)
    figures = {
        "unchanged %": 100 * total["unchanged"] / total["all"],
        "lightly edited %": 100 * total["edited"] / total["edited all"],
    }
    print(f"{total['all']} corrections")
    for name, value in figures.items():
        print(f"survived, {name}: {value:.1f}")
    return figures


def main() -> None:
    """Print the report; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=40, help="how many of PolNeAR's")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        figures = measure(Path(folder), options.articles)
    if options.check:
        sys.exit(floors.check(figures, None, "corrections"))


if __name__ == "__main__":
    main()
