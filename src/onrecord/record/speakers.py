"""What one person or power said: when, to whom, in which words, how often."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.powers import power_by_code
from onrecord.record.folding import fold
from onrecord.record.store import Record
from onrecord.record.wording import FUNCTION_WORDS, stem

READ = 400
"""So many of the newest statements are looked through for topic words."""
SAMPLE = 200
"""So many statements with a word are looked up; how frequent it is follows from how far back they go."""
MOST_ROWS = 500
"""So many rows of one name are one speaker."""
LEAST_OFTEN = 2
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W\d_][\w'’-]*\w")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, power or group that the record knows; ``key`` names its page.

    ``subjects`` are what its statements are kept under (``onrecord.record.counting``): more than one where the same
    name is met with and without a Wikidata id. ``code`` is set when it stands for a whole power: a state with all who
    speak for it.
    """

    key: str
    name: str
    kind: str
    wikidata: str | None
    country: str | None
    subjects: tuple[str, ...]
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
        return _speaker(record, "identity = ?", key)
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    found = record.query("SELECT identity, folded, kind, wikidata FROM entities WHERE id = ?", (key,))
    if not found:
        return None
    identity, folded, kind, wikidata = found[0]
    where = "identity = ? OR (folded = ? AND kind = ?)" if wikidata is None else (
        "identity = ? OR (folded = ? AND kind = ? AND wikidata IS NULL)"
    )  # fmt: skip
    return _speaker(record, where, identity, folded, kind)


def find_by_name(record: Record, name: str) -> Speaker | None:
    """Return the speaker who is called exactly so (accents and case do not matter)."""
    return _speaker(record, "folded = ? AND kind <> 'unnamed'", fold(name)) or _speaker(
        record, "folded = ?", fold(name)
    )


def find_power(record: Record, code: str) -> Speaker | None:
    """Return a state (ISO 3166 alpha-3) with everybody who speaks for it, or ``None`` when nobody does."""
    if not record.query("SELECT 1 FROM entities WHERE country = ? LIMIT 1", (code,)):
        return None
    powers = record.query(
        "SELECT name, wikidata FROM entities WHERE country = ? AND kind = 'power' ORDER BY id LIMIT ?",
        (code, MOST_ROWS),
    )
    known = power_by_code(code)
    name = known.name if known else powers[0][0] if powers else code
    wikidata = next((row[1] for row in powers if row[1]), None)
    subjects = (f"for {code}",)
    return Speaker(code, name, "power", wikidata, code, subjects, sum(_numbers(record, subjects).values()), code)


def speakers(
    record: Record, *, since: str | None = None, limit: int = 50, offset: int = 0
) -> list[tuple[Speaker, int]]:
    """Return who spoke most, since a day or ever, with how many statements; people known by Wikidata are one."""
    values: tuple[str, ...] = ()
    if since:
        loud, values = (
            "SELECT e.identity AS subject, sum(s.number) AS number FROM (SELECT speaker_id, count(*) AS number "
            "FROM statements INDEXED BY statements_day WHERE first_day >= ? GROUP BY 1) s "
            "JOIN entities e ON e.id = s.speaker_id WHERE e.kind <> 'unnamed' GROUP BY 1",
            (since,),
        )
    else:
        loud = "SELECT subject, number FROM tallies WHERE what = 'named'"
    rows = record.query(
        f"SELECT e.id, e.name, e.kind, e.wikidata, e.country, t.subject, t.number FROM ({loud} "
        "ORDER BY number DESC, subject LIMIT ? OFFSET ?) t "
        "JOIN entities e ON e.id = (SELECT min(id) FROM entities WHERE identity = t.subject) "
        "ORDER BY t.number DESC, t.subject",
        (*values, limit, offset),
    )
    return [
        (Speaker(wikidata or str(row), name, kind, wikidata, country, (subject,), said), said)
        for row, name, kind, wikidata, country, subject, said in rows
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
    places = _newest(record, speaker, before=before, limit=limit, to=to, day=day)
    rows = record.query(
        "SELECT s.id, s.article_id, s.local_id, e.name, e.wikidata, t.name, s.kind, s.act, s.modality, s.content, "
        "s.first_day, r.publisher, r.title, s.confidence, s.corrected FROM statements s "
        "JOIN readings r ON r.id = s.reading_id LEFT JOIN entities e ON e.id = s.speaker_id "
        f"LEFT JOIN entities t ON t.id = s.addressee_id WHERE s.id IN ({', '.join(map(str, places))})"
    )
    names = tuple(Said.__slots__)
    found = {row[0]: Said(**{**dict(zip(names, row, strict=True)), "corrected": bool(row[-1])}) for row in rows}
    return [found[place] for place in places if place in found]


def days_of(record: Record, speaker: Speaker) -> list[Tally]:
    """Return on how many statements each day has, in order; those without a day are left out."""
    return [Tally(*one) for one in sorted(_numbers(record, speaker.subjects, "day").items())]


def acts_of(record: Record, speaker: Speaker) -> list[Tally]:
    """Return how often a speaker asserted, demanded, promised …, the most often first."""
    return [Tally(*one) for one in _ranked(_numbers(record, speaker.subjects))]


def addressees_of(record: Record, speaker: Speaker, limit: int = 12) -> list[Tally]:
    """Return to whom a speaker spoke, the most often first."""
    return list(_named(record, _ranked(_numbers(record, speaker.subjects, "to"))[:limit]))


def voices_of(record: Record, speaker: Speaker, limit: int = 12) -> list[Tally]:
    """Return who speaks for a power, the most often first."""
    return list(_named(record, _ranked(_numbers(record, speaker.subjects, "voice"))[:limit]))


def topics_of(record: Record, speaker: Speaker, limit: int = 20) -> list[Tally]:
    """Return the words that mark what a speaker said lately: often here, and rare in the rest of the record (tf-idf).

    A statement counts a word once; forms of one stem are one, shown as it is written most often.
    """
    written = Counter[str]()
    for content in _contents(record, speaker):
        written.update({one.casefold().replace("’", "'").removesuffix("'s") for one in _WORD.findall(content)})
    forms: dict[str, Counter[str]] = {}
    names = {stem(part) for part in fold(speaker.name).split()}
    for word, number in written.items():
        root = stem(fold(word))
        if word not in FUNCTION_WORDS and root not in names and 2 < len(word) <= LONGEST_WORD:
            forms.setdefault(root, Counter())[word] += number
    often = {root: sum(found.values()) for root, found in forms.items()}
    likely = sorted(often, key=lambda root: (-often[root], root))[:80]
    total = record.query("SELECT max(id) FROM statements")[0][0] or 1
    scored = []
    for root in likely:
        word = forms[root].most_common(1)[0][0]
        rarity = math.log((total + 1_000) / (_statements_with(record, word, total) + 1))
        scored.append((often[root] * rarity, Tally(word, often[root])))
    least = LEAST_OFTEN if speaker.statements > 20 else 1
    best = sorted((one for one in scored if one[1].number >= least), key=lambda one: (-one[0], one[1].name))
    return [tally for _, tally in best[:limit]]


def _statements_with(record: Record, word: str, total: int) -> float:
    """Return in how many statements a word stands; for a frequent one that follows from its newest ones."""
    found = record.query(
        "SELECT rowid FROM statement_index WHERE statement_index MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f'"{word}"', SAMPLE),
    )
    return len(found) if len(found) < SAMPLE else SAMPLE * total / (total - found[-1][0] + 1)


def _contents(record: Record, speaker: Speaker) -> list[str]:
    places = ", ".join(map(str, _newest(record, speaker, limit=READ)))
    return [row[0] for row in record.query(f"SELECT content FROM statements WHERE id IN ({places})")]


def _newest(
    record: Record, speaker: Speaker, *, before: tuple[str, int] | None = None, limit: int,
    to: str | None = None, day: str | None = None,
) -> list[int]:  # fmt: skip
    """Return the rows of a speaker's newest statements, the newest first."""
    conditions, values = ["subject = ?"], list[object]()
    if before:
        conditions.append("(day, statement_id) < (?, ?)")
        values += before
    if day:
        conditions.append("day >= ? AND day <= ?")
        values += [day, day + "~"]
    if to:
        conditions.append("addressee_id IN (SELECT id FROM entities WHERE folded = ?)")
        values.append(fold(to))
    sql = (
        f"SELECT day, statement_id FROM said WHERE {' AND '.join(conditions)} "
        "ORDER BY day DESC, statement_id DESC LIMIT ?"
    )
    found = [row for subject in speaker.subjects for row in record.query(sql, (subject, *values, limit))]
    return [row for _, row in sorted(found, reverse=True)[:limit]]


def _speaker(record: Record, where: str, *values: str) -> Speaker | None:
    rows = record.query(
        f"SELECT identity, id, name, kind, wikidata, country FROM entities WHERE {where} ORDER BY id LIMIT ?",
        (*values, MOST_ROWS),
    )
    if not rows:
        return None
    said = {one: sum(_numbers(record, (one,)).values()) for one in dict.fromkeys(row[0] for row in rows)}
    best = max(rows, key=lambda row: (said[row[0]], -row[1]))
    wikidata = next((row[4] for row in rows if row[4]), None)
    country = best[5] or next((row[5] for row in rows if row[5]), None)
    return Speaker(wikidata or str(rows[0][1]), best[2], best[3], wikidata, country, tuple(said), sum(said.values()))


def _numbers(record: Record, subjects: tuple[str, ...], what: str = "act") -> dict[str, int]:
    """Return what is counted for some subjects; every statement has one act."""
    rows = record.query(
        f"SELECT key, sum(number) FROM tallies WHERE subject IN ({', '.join('?' * len(subjects))}) AND what = ? "
        "GROUP BY key",
        (*subjects, what),
    )
    return dict(rows)


def _ranked(numbers: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda one: (-one[1], one[0]))


def _named(record: Record, ranked: list[tuple[str, int]]) -> Iterator[Tally]:
    for identity, number in ranked:
        name, wikidata, row = record.query(
            "SELECT name, wikidata, id FROM entities WHERE identity = ? ORDER BY id LIMIT 1", (identity,)
        )[0]
        yield Tally(name, number, wikidata or str(row))
