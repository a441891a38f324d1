"""Which reports are of one utterance: ``python benchmarks/utterances.py [--list] [--check]``.

The statements of the sample articles with their speakers and days as a careful reader sees them (`GOLD`); each says
one or more things, named by a letter. Two statements are of one utterance when they have a thing in common. Measured
are the pairs that ``onrecord.record.utterances`` finds among the statements of one speaker.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import floors
from onrecord.article.sources import Unreadable, read_sources
from onrecord.model import Article, DateRef, Entity, ReaderInfo, Reading, Statement
from onrecord.record import Record
from onrecord.record.utterances import all_utterances

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
GOLD = ROOT / "benchmarks" / "utterances.tsv"
UNSEEN = ROOT / "benchmarks" / "unseen.tsv"


def articles() -> dict[str, Article]:
    """Return the sample articles by their origin, without the folder."""
    paths = sorted(str(path) for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html", ".jsonl"))
    found = {}
    for one in read_sources(path for path in paths if "transcript" not in path):
        if isinstance(one, Unreadable):
            raise SystemExit(f"{one.origin}: {one.reason}")
        found[Path(one.origin).name] = one
    return found


def assembled() -> dict[str, Article]:
    """Return the articles of the second event, each nothing but what is said in it."""
    found: dict[str, list[str]] = {}
    for name, _, _, cue, _, content in gold(UNSEEN):
        found.setdefault(name, []).append(f"{content}, {cue}.")
    texts = {name: "\n\n".join(parts) for name, parts in found.items()}
    days = {name: "2031-09-03" if name < "dam-4" else "2031-09-06" for name in texts}
    return {
        name: Article(id=Article.identify(text), origin=name, text=text, published=days[name])
        for name, text in texts.items()
    }


def gold(path: Path) -> list[tuple[str, str, str, str, str, str]]:
    """Return the annotated statements: article, speaker, day or "", cue, the things said, content."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


def readings(unseen: bool = False) -> tuple[list[Reading], dict[tuple[str, str], frozenset[str]]]:
    """Return a reading of each article with the annotated statements, and what each statement says."""
    texts, rows = assembled() if unseen else articles(), defaultdict(list)
    for row in gold(UNSEEN if unseen else GOLD):
        rows[row[0]].append(row)
    made, things = [], {}
    for name, statements in rows.items():
        article = texts[name]
        speakers = sorted({row[1] for row in statements})
        entities = tuple(Entity(id=f"e{at}", name=who, kind="person") for at, who in enumerate(speakers))
        found = []
        for number, (_, who, day, cue, said, content) in enumerate(statements, 1):
            start = article.text.find(content)
            if start < 0:
                raise SystemExit(f"{name}: {content!r} does not stand in it")
            at = article.text.find(cue)
            found.append(
                Statement(
                    id=f"s{number}",
                    kind="indirect",
                    content=((start, start + len(content)),),
                    cue=((at, at + len(cue)),) if cue else (),
                    speaker=f"e{speakers.index(who)}",
                    date=DateRef(start=day, end=day) if day else None,
                )
            )
            things[article.id, f"s{number}"] = frozenset(said.split(","))
        made.append(
            Reading(reader=ReaderInfo(version="gold"), article=article, entities=entities, statements=tuple(found))
        )
    return made, things


def measure(listing: bool, unseen: bool = False) -> dict[str, float]:
    """Return the figures, and print them."""
    made, things = readings(unseen)
    speaker = {(one.article.id, s.id): one.entity(s.speaker) for one in made for s in one.statements}
    words = {(one.article.id, s.id): one.article.quote(s.content) for one in made for s in one.statements}
    wanted = {
        frozenset((left, right)) for left, right in combinations(things, 2)
        if things[left] & things[right] and speaker[left].name == speaker[right].name  # type: ignore[union-attr]
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder, Record(Path(folder) / "u.onrecord") as record:
        for _ in record.add_all(made):
            pass
        found = {
            frozenset(
                ((one.left.article_id, one.left.statement_id), (one.right.article_id, one.right.statement_id))
            ): one
            for one in all_utterances(record)
        }
    right = wanted & set(found)
    figures = {"precision": len(right) / max(1, len(found)), "recall": len(right) / len(wanted)}
    if listing:
        for pair in wanted - set(found):
            print("missed:", *(f"\n   {words[one]}" for one in pair))
        for pair in set(found) - wanted:
            print(f"false, {found[pair].likeness}:", *(f"\n   {words[one]}" for one in pair))
    print(
        f"{len(things)} statements, {len(wanted)} pairs of one utterance, "
        f"{len(found)} found, {len(right)} of them right"
    )
    for name, value in figures.items():
        print(f"{name}: {value:.3f}")
    return figures


def data_hash() -> str:
    """Return a hash of the annotated statements."""
    return hashlib.sha256(GOLD.read_bytes() + UNSEEN.read_bytes()).hexdigest()


def main() -> None:
    """Print the report; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    figures = measure(options.list)
    print("of a second event, written after the rules:")
    figures |= {f"unseen {name}": value for name, value in measure(options.list, unseen=True).items()}
    if options.check:
        sys.exit(floors.check(figures, data_hash(), "utterances"))


if __name__ == "__main__":
    main()
