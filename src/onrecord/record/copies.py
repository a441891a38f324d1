"""Near copies: wire reports that several outlets print, grouped so that ten reprints are one report.

MinHash over shingles of five words and banded locality-sensitive hashing find the candidates (Broder, *On the
resemblance and containment of documents*, 1997); each is checked by the share of the shorter article's shingles that
it has.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from onrecord.record.folding import fold
from onrecord.record.store import Record

SHINGLE = 5
BANDS, ROWS = 48, 3
COPIED = 0.4
"""What share of the shorter article's shingles makes it a near copy."""
DAYS = 7
"""Reprints come out within days: what comes later in the same form is another announcement."""
SHORTEST = 40
"""Words: shorter texts have too few shingles to tell a copy from chance."""
_CHANCE = np.random.default_rng(1997)
_FACTORS = _CHANCE.integers(0, 1 << 63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _CHANCE.integers(0, 1 << 63, BANDS * ROWS, dtype=np.uint64)
_WORD = re.compile(r"\w+")

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that nearly repeats another one: ``share`` of the shorter one's five-word runs stand in the
    longer."""

    article_id: str
    title: str | None
    publisher: str | None
    published: str | None


def shingles(text: str) -> Hashes:
    """Return the hashes of a text's runs of five words, each once, case and accents folded."""
    words = [zlib.crc32(word.encode()) for word in _WORD.findall(fold(text))]
    if len(words) < SHORTEST:
        return np.empty(0, dtype=np.uint64)
    column = np.array(words, dtype=np.uint64)
    rolled = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        rolled = rolled * np.uint64(1_000_003) + column[place : len(words) - SHINGLE + 1 + place]
    return np.unique(rolled ^ (rolled >> np.uint64(31)))


def signature(hashes: Hashes) -> npt.NDArray[np.uint32]:
    """Return the MinHash of a set of shingles: for each of 144 hash functions (multiply-shift), the least value."""
    mixed = (hashes[:, None] * _FACTORS[None, :] + _TERMS[None, :]) >> np.uint64(32)
    least: npt.NDArray[np.uint32] = mixed.min(axis=0).astype(np.uint32)
    return least


def bands(one: npt.NDArray[np.uint32]) -> list[int]:
    """Return the 48 bands of a signature; two texts that share one are candidates."""
    parts = (one[at * ROWS : (at + 1) * ROWS].tobytes() for at in range(BANDS))
    return [zlib.crc32(part) << 8 | at for at, part in enumerate(parts)]


def group_copies(record: Record) -> int:
    """Group the articles that came since the last time with those that they nearly repeat; return how many do.

    Each goes with the article that was added first. Work is saved article by article; what is left is done next time.
    """
    found = 0
    while waiting := record.query(
        "SELECT a.id, a.text, r.day FROM articles a JOIN readings r ON r.article_id = a.id AND r.current = 1 "
        "LEFT JOIN copies c ON c.article_id = a.id WHERE c.article_id IS NULL ORDER BY a.added_at, r.id LIMIT 200"
    ):
        prepared = [(article_id, shingles(text), day) for article_id, text, day in waiting]
        with record.transaction() as database:
            for article_id, hashes, day in prepared:
                if not len(hashes):
                    database.execute("INSERT INTO copies VALUES (?, ?)", (article_id, article_id))
                    continue
                made = bands(signature(hashes))
                report = _original(record, article_id, hashes, made, day)
                found += report != article_id
                database.execute("INSERT INTO copies VALUES (?, ?)", (article_id, report))
                database.executemany(
                    "INSERT OR IGNORE INTO copy_bands VALUES (?, ?)", [(b, article_id) for b in made]
                )
    return found


def copies_of(record: Record, article_id: str) -> list[Copy]:
    """Return the near copies of an article in the record, the first added first, itself left out."""
    found = record.query(
        "SELECT c.article_id, r.title, r.publisher, coalesce(r.published, r.updated) "
        "FROM copies m JOIN copies c ON c.report = m.report "
        "JOIN readings r ON r.article_id = c.article_id AND r.current = 1 "
        "WHERE m.article_id = ? AND c.article_id <> m.article_id ORDER BY r.id",
        (article_id,),
    )
    return [Copy(*row) for row in found]


def reports(record: Record) -> Iterator[list[Copy]]:
    """Yield the groups of near copies, the article that was added first at the head of each."""
    for (report,) in record.query("SELECT report FROM copies GROUP BY report HAVING count(*) > 1 ORDER BY report"):
        head = record.query(
            "SELECT article_id, title, publisher, coalesce(published, updated) FROM readings "
            "WHERE article_id = ? AND current = 1",
            (report,),
        )
        yield [*(Copy(*row) for row in head), *copies_of(record, report)]


def likeness(left: Hashes, right: Hashes) -> float:
    """Return the share of the smaller set of shingles that the larger one has."""
    shorter = min(len(left), len(right))
    return len(np.intersect1d(left, right, assume_unique=True)) / shorter if shorter else 0.0


def _original(record: Record, article_id: str, hashes: Hashes, made: list[int], day: str | None) -> str:
    places = ", ".join("?" * len(made))
    candidates = record.query(
        "SELECT c.report, a.text, r.day FROM (SELECT article_id, count(*) AS shared FROM copy_bands "
        f"WHERE band IN ({places}) GROUP BY article_id ORDER BY shared DESC LIMIT 20) b "
        "JOIN copies c ON c.article_id = b.article_id JOIN articles a ON a.id = b.article_id "
        "JOIN readings r ON r.article_id = a.id AND r.current = 1",
        tuple(made),
    )
    near = [(report, text) for report, text, other in candidates if _days_apart(day, other) <= DAYS]
    best = max(((likeness(hashes, shingles(text)), report) for report, text in near), default=(0.0, article_id))
    return str(best[1]) if best[0] >= COPIED else article_id


def _days_apart(one: str | None, other: str | None) -> int:
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return 0
