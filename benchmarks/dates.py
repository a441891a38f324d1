"""Score dates on GUM's ``<date>`` elements: how many are found, and how many of the found have the right value.

Run: python benchmarks/dates.py [--part dev|train] [--list] [--genre GENRE] [--shared ../shared] [--check]

GUM's .conllu files lie outside the repository. Elements count whose value is a full day, month or year, or a range
of them; an element is found when a mention overlaps it. GUM marks the two ends of "from A to B" apart, and we read
them as one: an end counts as right when it is that end. The document's day is the first full date that its own text
marks, else its ``dateCreated``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from calendar import monthrange
from collections import Counter
from pathlib import Path

import floors
import gum
from onrecord.model import Article
from onrecord.reading.dates import DateMention, find_dates
from onrecord.reading.language import Language

HERE = Path(__file__).resolve().parent
_VALUE = re.compile(r"(when|from|to):::\"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)\"")


def marked_dates(document: gum.Document) -> list[tuple[int, int, str, str]]:
    """Return start, end, first and last day of each date that a document marks."""
    open_: list[tuple[str, int]] = []
    found = []
    for start, end, notes in document.tokens:
        marks = re.search(r"XML=([^|]*)", notes)
        tags = marks[1] if marks else ""
        open_ += [(attributes, start) for attributes in re.findall(r"<date([^>]*)>", tags)]
        for _ in re.findall(r"</date>", tags):
            attributes, begin = open_.pop()
            if value := _value(attributes):
                found.append((begin, end, *value))
    return found


def _value(attributes: str) -> tuple[str, str] | None:
    values = dict(_VALUE.findall(attributes))
    first, last = values.get("when") or values.get("from"), values.get("when") or values.get("to")
    return (_edge(first, "01-01", False), _edge(last, "12-31", True)) if first and last else None


def _edge(value: str, rest: str, is_end: bool) -> str:
    if len(value) == 4:
        return f"{value}-{rest}"
    if len(value) == 7:
        return f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1] if is_end else 1:02d}"
    return value


def _day(document: gum.Document) -> str | None:
    days = [first for start, _, first, last in marked_dates(document) if first == last and start < 300]
    return days[0] if days else document.created if document.created and len(document.created) == 10 else None


def main() -> None:
    """Print figures a genre, and with ``--list`` what was missed or read wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--genre", help="only this one, for example news")
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    folder = options.shared / "corpora" / "gum" / options.part
    language, counts = Language(), Counter[tuple[str, str]]()
    for document in gum.read_all(folder):
        if options.genre in {None, document.genre}:
            _score(document, language, counts, options.list)
    for kind in sorted({kind for kind, _ in counts}):
        _print(kind, *(counts[kind, name] for name in ("gold", "found", "right")))
    total = [sum(n for (_, one), n in counts.items() if one == name) for name in ("gold", "found", "right")]
    _print("all", *total)
    if options.check:
        figures = {"found": total[1] / total[0], "right of found": total[2] / total[1]}
        sys.exit(floors.check(figures, _data_hash(folder), "dates", options.part))


def _data_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.conllu")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _score(document: gum.Document, language: Language, counts: Counter[tuple[str, str]], listing: bool) -> None:
    text, name, kind = document.text, document.name, document.genre
    body = tuple(gum.paragraphs(text))
    article = Article(id=Article.identify(text), origin=name, text=text, body=body, published=_day(document))
    mentions = find_dates(article, language.analyse(article))
    for begin, end, first, last in marked_dates(document):
        overlapping = [one for one in mentions if one.span[0] < end and begin < one.span[1]]
        right = any(_agrees(one, begin, end, first, last) for one in overlapping)
        counts[kind, "gold"] += 1
        counts[kind, "found"] += bool(overlapping)
        counts[kind, "right"] += right
        if listing and not right:
            got = [(text[slice(*one.span)], one.start, one.end) for one in overlapping]
            sys.stdout.write(f"{name}: {text[begin:end]!r} is {first}/{last}, got {got}\n")


def _agrees(mention: DateMention, begin: int, end: int, first: str, last: str) -> bool:
    if (mention.start, mention.end) == (first, last):
        return True
    opens, closes = end < mention.span[1] and mention.start == first, mention.span[0] < begin and mention.end == last
    return opens or closes


def _print(kind: str, gold: int, found: int, right: int) -> None:
    share = f"found {found / max(gold, 1):.3f}  right of found {right / max(found, 1):.3f}"
    sys.stdout.write(f"{kind:14s}{share}  ({right} right, {found} found, {gold} marked)\n")


if __name__ == "__main__":
    main()
