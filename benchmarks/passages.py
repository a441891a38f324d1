"""Score whole readings on invented passages in news style: dates and every field of when, where, how and to whom.

Run: python benchmarks/passages.py [--list] [--check] [development|kept]

The passages (benchmarks/passages/*.toml) are our own. Their expected fields were written before any of them was read
by the program. The rules were developed on one half; ``kept`` was kept aside, and no rule was made or changed for
one of its passages: run it without ``--list`` only. An empty string as the expected value means ``null``.
Fields count over the statements that are found (half of the words of the content, at least).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import floors
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import DateRef, Reading, Statement
from onrecord.reading.dates import find_dates
from onrecord.reading.reader import Reader

FOLDER = Path(__file__).resolve().parent / "passages"


def load(half: str) -> list[dict[str, Any]]:
    """Return the passages of one half."""
    passages: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{half}.toml").read_text(encoding="utf-8"))["passage"]
    return passages


class Score:
    """Counts of right and stated fields, and the lines of what was wrong."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.stated: Counter[str] = Counter()
        self.wrong: list[str] = []

    def add(self, field: str, expected: object, got: object, *, right: bool, where: str) -> None:
        """Count one field."""
        self.stated[field] += 1
        self.right[field] += right
        if not right:
            self.wrong.append(f"{field}: expected {expected!r}, got {got!r}  in  {where}")

    def shares(self) -> dict[str, float]:
        """Return the share of right values by field."""
        return {field: self.right[field] / self.stated[field] for field in self.stated}

    def total(self) -> None:
        """Add the sum over all fields; whether a statement is found is no field."""
        fields = [field for field in self.stated if field != "statement"]
        self.stated["all fields"] = sum(self.stated[one] for one in fields)
        self.right["all fields"] = sum(self.right[one] for one in fields)


def score(reader: Reader, passages: Iterable[dict[str, Any]]) -> Score:
    """Read every passage and count its fields."""
    counts = Score()
    for passage in passages:
        text, day = passage["text"], passage.get("day")
        article = read_plain(text, origin="passage", given=Given(title=None, published=day))
        reading = reader.read(article)
        _score_dates(counts, passage, reader, reading)
        for expected in passage.get("says", ()):
            statement = _best(reading, text, expected["content"])
            where = f"{text[:60]}… {expected['content'][:30]}"
            counts.add("statement", expected["content"], None, right=statement is not None, where=where)
            for field, wanted in expected.items() if statement else ():
                if field != "content" and statement:
                    got = _got(reading, statement, field)
                    counts.add(field, wanted, got, right=_agrees(field, wanted, got), where=where)
    counts.total()
    return counts


def _score_dates(counts: Score, passage: dict[str, Any], reader: Reader, reading: Reading) -> None:
    text = passage["text"]
    mentions = find_dates(reading.article, reader.language.analyse(reading.article)) if passage.get("dates") else []
    for words, days, value in passage.get("dates", ()):
        start = text.index(words)
        near = [one for one in mentions if one.span[0] < start + len(words) and start < one.span[1]]
        got = near[0] if near else None
        counts.add("date words", words, None, right=got is not None, where=text[:80])
        counts.add("days", days, got, right=_days(got) == days, where=text[:80])
        if value:
            counts.add("value", value, got, right=got is not None and got.value == value, where=text[:80])


def _days(date: Any) -> str | None:
    if date is None or date.start is None:
        return "" if date is not None else None
    return f"{date.start}/{date.end}"


def _best(reading: Reading, text: str, content: str) -> Statement | None:
    """Return the statement whose content shares most with the expected one, half of both at least."""
    start = text.index(content)
    wanted = {offset for offset in range(start, start + len(content)) if text[offset].isalnum()}
    rated: list[tuple[float, Statement]] = []
    for one in reading.statements:
        has = {offset for left, right in one.content for offset in range(left, right) if text[offset].isalnum()}
        rated.append((len(has & wanted) / max(1, len(has | wanted)), one))
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= 0.5 else None


def _got(reading: Reading, statement: Statement, field: str) -> Any:
    if field in {"items", "condition"}:
        return [reading.article.text[slice(*span)] for span in getattr(statement, field)]
    if field == "addressee":
        return reading.article.quote(statement.evidence.get("addressee", ()))
    if field in {"via", "with"}:
        who = statement.via if field == "via" else statement.participants
        return [[*_names(reading, one)] for one in who]
    value = getattr(statement, field)
    if field in {"place", "channel"}:
        return value.name if value else ""
    if field == "occasion":
        return value.kind if value else ""
    if field == "document":
        return reading.article.quote(value.evidence) if value else ""
    return value


def _names(reading: Reading, entity_id: str) -> Iterator[str]:
    entity = reading.entity(entity_id)
    if entity:
        yield entity.name
        yield from (reading.article.text[slice(*span)] for span in entity.mentions)


def _agrees(field: str, wanted: Any, got: Any) -> bool:
    if field == "date":
        return _same_days(wanted, got)
    if field == "via":
        return len(wanted) == len(got) and all(
            any(name in one for one in names) for name, names in zip(wanted, got, strict=True)
        )
    if field == "with":
        return all(any(name in one for names in got for one in names) for name in wanted)
    if field == "items":
        return len(wanted) == len(got) and all(_bare(one) == _bare(two) for one, two in zip(wanted, got, strict=True))
    if field == "condition":
        return len(got) == 1 and _bare(got[0]) == _bare(wanted)
    if field in {"addressee", "channel", "document", "place"} and wanted:
        return bool(got) and (_bare(wanted) in _bare(got) or _bare(got) in _bare(wanted))
    return bool(got == wanted)


def _same_days(wanted: str, got: DateRef | None) -> bool:
    if not wanted:
        return got is None or got.start is None
    first, _, last = wanted.partition("/")
    return got is not None and (got.start, got.end) == (first, last or first)


def _bare(words: str) -> str:
    return words.lower().strip(" ,.;“”\"'").removeprefix("the ").removeprefix("to ").removeprefix("an ")


def data_hash(half: str) -> str:
    """Return a hash of the passages, so that a floor is only compared on the data that it was pinned on."""
    return hashlib.sha256((FOLDER / f"{half}.toml").read_bytes()).hexdigest()


def main() -> None:
    """Print the figures; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("half", nargs="?", choices=("development", "kept"), default="development")
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    counts = score(Reader(), load(options.half))
    if options.list:
        sys.stdout.write("\n".join(sorted(counts.wrong)) + "\n")
    for field, share in sorted(counts.shares().items()):
        sys.stdout.write(f"{field:14s}{counts.right[field]:4d}/{counts.stated[field]:<4d}{share:.3f}\n")
    if options.check:
        sys.exit(floors.check(counts.shares(), data_hash(options.half), "passages", options.half))


if __name__ == "__main__":
    main()
