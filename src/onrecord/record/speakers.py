"""What one person or power said: when, to whom, in which words, how often."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reading.powers import power_by_code
from onrecord.record.folding import fold
from onrecord.record.store import Record
from onrecord.record.wording import FUNCTION_WORDS, stem

READ = 400
"""So many of the newest statements are looked through for topic words."""
LEAST_OFTEN = 2
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W\d_][\w'’-]*\w")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, power or group that the record knows; ``ids`` are all its rows, ``key`` the one that names its page.

    ``code`` is set when it stands for a whole power: a state with all who speak for it.
    """

    key: str
    name: str
    kind: str
    wikidata: str | None
    country: str | None
    ids: tuple[int, ...]
    statements: int
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in the list of a speaker."""

    row: int
    article_id: str
    statement_id: str
    speaker: str | None
    wikidata: str | None
    addressee: str | None
    kind: str
    act: str
    modality: str
    content: str
    day: str | None
    publisher: str | None
    title: str | None
    confidence: float
    corrected: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something is: an addressee, an act, a month, a word."""

    name: str
    number: int
    key: str | None = None


def find_speaker(record: Record, key: str) -> Speaker | None:
    """Return the speaker whose Wikidata id, or row in ``entities``, is ``key``; ``None`` when nobody is."""
    if re.fullmatch(r"Q\d{1,12}", key):
        where, values = "wikidata = ?", [key]
    elif key.isascii() and key.isdigit() and len(key) < 16:
        where, values = (
            "wikidata = (SELECT wikidata FROM entities WHERE id = ?1) OR (folded = (SELECT folded FROM entities "
            "WHERE id = ?1) AND kind = (SELECT kind FROM entities WHERE id = ?1) AND (wikidata IS NULL "
            "OR (SELECT wikidata FROM entities WHERE id = ?1) IS NULL))",
            [key],
        )
    else:
        return None
    return _speaker(record, where, values)


def find_by_name(record: Record, name: str) -> Speaker | None:
    """Return the speaker who is called exactly so (accents and case do not matter)."""
    return _speaker(record, "folded = ? AND kind <> 'unnamed'", [fold(name)]) or _speaker(
        record, "folded = ?", [fold(name)]
    )


def find_power(record: Record, code: str) -> Speaker | None:
    """Return a state (ISO 3166 alpha-3) with everybody who speaks for it, or ``None`` when nobody does."""
    rows = record.query("SELECT id, name, kind, wikidata FROM entities WHERE country = ? ORDER BY id", (code,))
    if not rows:
        return None
    ids = tuple(row[0] for row in rows)
    known = power_by_code(code)
    itself = next((row for row in rows if row[2] == "power" and row[3]), None)
    name = known.name if known else next((row[1] for row in rows if row[2] == "power"), code)
    return Speaker(code, name, "power", itself[3] if itself else None, code, ids, _count(record, ids), code)


def speakers(
    record: Record, *, since: str | None = None, limit: int = 50, offset: int = 0
) -> list[tuple[Speaker, int]]:
    """Return who spoke most, since a day or ever, with how many statements; people known by Wikidata are one."""
    where = "AND s.first_day >= ?" if since else ""
    rows = record.query(
        "SELECT min(e.id), e.name, e.kind, e.wikidata, e.country, count(*) AS said FROM statements s "
        f"JOIN entities e ON e.id = s.speaker_id WHERE e.kind <> 'unnamed' {where} "
        "GROUP BY coalesce(e.wikidata, e.folded || e.kind) ORDER BY said DESC, e.name LIMIT ? OFFSET ?",
        (*((since,) if since else ()), limit, offset),
    )
    return [
        (Speaker(wikidata or str(row), name, kind, wikidata, country, (row,), said), said)
        for row, name, kind, wikidata, country, said in rows
    ]


def newest_day(record: Record) -> str | None:
    """Return the last day on which the record has something said."""
    found = record.query("SELECT max(first_day) FROM statements")
    return str(found[0][0])[:10] if found[0][0] else None


def statements_of(
    record: Record, speaker: Speaker, *, before: tuple[str, int] | None = None, limit: int = 30,
    to: str | None = None, day: str | None = None,
) -> list[Said]:  # fmt: skip
    """Return a speaker's statements, the newest first.

    ``before`` is the day and row of the last one that was seen; ``to`` an addressee's whole name; ``day`` a year, a
    month or a day.
    """
    conditions, values = [f"s.speaker_id IN ({_marks(speaker.ids)})"], list[object](speaker.ids)
    if before:
        conditions.append("(coalesce(s.first_day, ''), s.id) < (?, ?)")
        values += before
    if to:
        conditions.append("t.folded = ?")
        values.append(fold(to))
    if day:
        conditions.append("s.first_day >= ? AND s.first_day <= ?")
        values += [day, day + "~"]
    rows = record.query(
        "SELECT s.id, s.article_id, s.local_id, e.name, e.wikidata, t.name, s.kind, s.act, s.modality, s.content, "
        "s.first_day, r.publisher, r.title, s.confidence, s.corrected FROM statements s "
        "JOIN readings r ON r.id = s.reading_id LEFT JOIN entities e ON e.id = s.speaker_id "
        f"LEFT JOIN entities t ON t.id = s.addressee_id WHERE {' AND '.join(conditions)} "
        "ORDER BY coalesce(s.first_day, '') DESC, s.id DESC LIMIT ?",
        (*values, limit),
    )
    names = tuple(Said.__slots__)
    return [Said(**{**dict(zip(names, row, strict=True)), "corrected": bool(row[-1])}) for row in rows]


def days_of(record: Record, speaker: Speaker) -> list[Tally]:
    """Return on how many statements each day has, in order; those without a day are left out."""
    return _tallies(record, speaker, "substr(s.first_day, 1, 10)", "s.first_day IS NOT NULL", "1")


def acts_of(record: Record, speaker: Speaker) -> list[Tally]:
    """Return how often a speaker asserted, demanded, promised …, the most often first."""
    return _tallies(record, speaker, "s.act", "1", "2 DESC, 1")


def addressees_of(record: Record, speaker: Speaker, limit: int = 12) -> list[Tally]:
    """Return to whom a speaker spoke, the most often first."""
    rows = record.query(
        "SELECT t.name, count(*), coalesce(t.wikidata, min(t.id)) FROM statements s "
        f"JOIN entities t ON t.id = s.addressee_id WHERE s.speaker_id IN ({_marks(speaker.ids)}) "
        "GROUP BY coalesce(t.wikidata, t.folded) ORDER BY 2 DESC, 1 LIMIT ?",
        (*speaker.ids, limit),
    )
    return [Tally(row[0], row[1], str(row[2])) for row in rows]


def voices_of(record: Record, speaker: Speaker, limit: int = 12) -> list[Tally]:
    """Return who speaks for a power, the most often first."""
    rows = record.query(
        "SELECT e.name, count(*), coalesce(e.wikidata, min(e.id)) FROM statements s "
        f"JOIN entities e ON e.id = s.speaker_id WHERE s.speaker_id IN ({_marks(speaker.ids)}) "
        "GROUP BY coalesce(e.wikidata, e.folded) ORDER BY 2 DESC, 1 LIMIT ?",
        (*speaker.ids, limit),
    )
    return [Tally(row[0], row[1], str(row[2])) for row in rows]


def topics_of(record: Record, speaker: Speaker, limit: int = 20) -> list[Tally]:
    """Return the words that mark what a speaker said lately: often here, and rare in the rest of the record (tf-idf).

    A statement counts a word once; forms of one stem are one, shown as it is written most often.
    """
    forms: dict[str, Counter[str]] = {}
    names = {stem(part) for part in fold(speaker.name).split()}
    for said in statements_of(record, speaker, limit=READ):
        for word in {one.casefold().replace("’", "'").removesuffix("'s") for one in _WORD.findall(said.content)}:
            root = stem(fold(word))
            if word not in FUNCTION_WORDS and root not in names and 2 < len(word) <= LONGEST_WORD:
                forms.setdefault(root, Counter())[word] += 1
    often = {root: sum(found.values()) for root, found in forms.items()}
    likely = sorted(often, key=lambda root: (-often[root], root))[:80]
    total = record.query("SELECT max(id) FROM statements")[0][0] or 1
    scored = []
    for root in likely:
        word = forms[root].most_common(1)[0][0]
        found = record.query("SELECT doc FROM statement_terms WHERE term = ?", (fold(word),))
        rarity = math.log((total + 1_000) / ((found[0][0] if found else 0) + 1))
        scored.append((often[root] * rarity, Tally(word, often[root])))
    least = LEAST_OFTEN if speaker.statements > 20 else 1
    best = sorted((one for one in scored if one[1].number >= least), key=lambda one: (-one[0], one[1].name))
    return [tally for _, tally in best[:limit]]


def _speaker(record: Record, where: str, values: list[str]) -> Speaker | None:
    rows = record.query(
        f"SELECT id, name, kind, wikidata, country FROM entities WHERE {where} ORDER BY id", tuple(values)
    )
    if not rows:
        return None
    ids = tuple(row[0] for row in rows)[:500]
    counts = dict(record.query(
        f"SELECT speaker_id, count(*) FROM statements WHERE speaker_id IN ({_marks(ids)}) GROUP BY 1", ids
    ))  # fmt: skip
    best = max(rows, key=lambda row: (counts.get(row[0], 0), -row[0]))
    wikidata = next((row[3] for row in rows if row[3]), None)
    country = best[4] or next((row[4] for row in rows if row[4]), None)
    return Speaker(wikidata or str(ids[0]), best[1], best[2], wikidata, country, ids, sum(counts.values()))


def _tallies(record: Record, speaker: Speaker, what: str, where: str, order: str) -> list[Tally]:
    rows = record.query(
        f"SELECT {what}, count(*) FROM statements s WHERE s.speaker_id IN ({_marks(speaker.ids)}) AND {where} "
        f"GROUP BY 1 ORDER BY {order}",
        speaker.ids,
    )
    return [Tally(*row) for row in rows]


def _count(record: Record, ids: Sequence[int]) -> int:
    found = record.query(f"SELECT count(*) FROM statements WHERE speaker_id IN ({_marks(ids)})", tuple(ids))
    return int(found[0][0])


def _marks(ids: Sequence[int]) -> str:
    return ", ".join("?" * len(ids))
