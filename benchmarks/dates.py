"""Score dates on GUM's ``<date>`` elements: how many are found, and how many of the found have the right value.

Run: python benchmarks/dates.py [--list] [--genre GENRE] [FOLDER]

FOLDER holds GUM's .conllu files (by default ../shared/corpora/gum/dev, outside the repository). Elements count whose
value is a full day, month or year, or a range of them; an element is found when a mention overlaps it. GUM marks
the two ends of "from A to B" apart, and we read them as one: an end counts as right when it
is that end. The document's
day is the first full date that its own text marks, else its ``dateCreated``.
"""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Article
from onrecord.reading.dates import DateMention, find_dates
from onrecord.reading.language import Language

_VALUE = re.compile(r"(when|from|to):::\"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)\"")


@dataclass
class Document:
    """A GUM document as running text, with the spans and values of its dates."""

    text: str = ""
    created: str | None = None
    dates: list[tuple[int, int, str, str]] = field(default_factory=list)


def read(path: Path) -> Document:
    """Read one .conllu file; paragraphs become lines."""
    document = Document()
    open_: list[tuple[str, int]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# meta::dateCreated"):
            document.created = line.split("=", 1)[1].strip()
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            document.text = document.text.rstrip() + "\n" if document.text else ""
        columns = line.split("\t")
        if len(columns) < 10 or not columns[0].isdigit():
            continue
        _add(document, open_, columns)
    return document


def _add(document: Document, open_: list[tuple[str, int]], columns: list[str]) -> None:
    marks = re.search(r"XML=([^|]*)", columns[9])
    tags = marks[1] if marks else ""
    start = len(document.text)
    open_ += [(attributes, start) for attributes in re.findall(r"<date([^>]*)>", tags)]
    document.text += columns[1]
    for _ in re.findall(r"</date>", tags):
        attributes, begin = open_.pop()
        if value := _value(attributes):
            document.dates.append((begin, len(document.text), *value))
    if "SpaceAfter=No" not in columns[9]:
        document.text += " "


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


def _day(document: Document) -> str | None:
    days = [first for start, _, first, last in document.dates if first == last and start < 300]
    return days[0] if days else document.created if document.created and len(document.created) == 10 else None


def main() -> None:
    """Print figures a genre, and with ``--list`` what was missed or read wrongly."""
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    genre = arguments.pop(0) if "--genre" in sys.argv else None
    default = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "gum" / "dev"
    language, counts = Language(), Counter[tuple[str, str]]()
    for path in sorted((Path(arguments[0]) if arguments else default).glob("*.conllu")):
        kind = path.stem.split("_")[1]
        if genre in {None, kind}:
            _score(read(path), kind, path.stem, language, counts)
    for kind in sorted({kind for kind, _ in counts}):
        _print(kind, *(counts[kind, name] for name in ("gold", "found", "right")))
    _print("all", *(sum(n for (_, one), n in counts.items() if one == name) for name in ("gold", "found", "right")))


def _score(document: Document, kind: str, name: str, language: Language, counts: Counter[tuple[str, str]]) -> None:
    text, blocks, start = document.text, [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append((start, start + len(line.rstrip())))
        start += len(line)
    article = Article(id=Article.identify(text), origin=name, text=text, body=tuple(blocks), published=_day(document))
    mentions = find_dates(article, language.analyse(article))
    for begin, end, first, last in document.dates:
        overlapping = [one for one in mentions if one.span[0] < end and begin < one.span[1]]
        right = any(_agrees(one, begin, end, first, last) for one in overlapping)
        counts[kind, "gold"] += 1
        counts[kind, "found"] += bool(overlapping)
        counts[kind, "right"] += right
        if "--list" in sys.argv and not right:
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
