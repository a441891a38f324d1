"""The journal of a corpus: which articles are read, what was set aside, which parts count, where to go on.

One SQLite file in the folder. What stands in it counts; a file that it does not know is rubbish of an interrupted
run. Readings wait in it (``spool``) until there are enough of them for a part, so that a killed driver loses at
most what came since the last ``keep``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Self

from onrecord.article.sources import Source
from onrecord.cluster.batches import NAMES
from onrecord.cluster.errors import CorpusError, explained
from onrecord.cluster.items import Fate, Item, Outcome
from onrecord.cluster.parts import PartFile
from onrecord.cluster.taking import Numbered

FORMAT = "onrecord/corpus/1"
FILE = "journal.sqlite"
_SCHEMA = f"""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (number INTEGER PRIMARY KEY, path TEXT NOT NULL, of_folder INTEGER NOT NULL, size INTEGER,
    mtime INTEGER, finished INTEGER NOT NULL DEFAULT 0, place INTEGER NOT NULL DEFAULT 0,
    first INTEGER NOT NULL DEFAULT 0);
CREATE TABLE articles (key BLOB PRIMARY KEY, source INTEGER NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE aside (source INTEGER NOT NULL, number INTEGER NOT NULL, fate TEXT NOT NULL, origin TEXT NOT NULL,
    detail TEXT NOT NULL, key BLOB, PRIMARY KEY (source, number)) WITHOUT ROWID;
CREATE TABLE spool (id INTEGER PRIMARY KEY, bytes INTEGER NOT NULL,
    {", ".join(f"{name} BLOB NOT NULL" for name in NAMES)});
CREATE TABLE parts (number INTEGER NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
"""
"""``articles`` is the set that makes an article be read once. It lies on the disk, about 50 bytes an article, and
64 MB of it in memory, so its size is bounded by the disk alone."""


class Journal:
    """The journal in ``folder``; one process holds it at a time.

    Raises:
        CorpusError: another run holds it, it is none, or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with explained(folder):
            self._database = sqlite3.connect(folder / FILE, timeout=0.5, isolation_level=None)
            try:
                self._open()
            except BaseException:
                self._database.close()
                raise

    def _open(self) -> None:
        database = self._database
        # Nobody else reads it while a run goes on: so WAL needs no shared memory, and works on network disks.
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA cache_size = -65536")
        database.execute("BEGIN EXCLUSIVE")
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            database.execute("INSERT INTO about VALUES ('format', ?)", (FORMAT,))
        database.execute("COMMIT")
        if self.about("format") != FORMAT:
            raise CorpusError(f"{self.folder}: another version of onrecord made it; name a new folder", 2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and let the next run have it."""
        self._database.close()

    def about(self, name: str) -> str | None:
        """Return what is noted of the run under ``name``."""
        row = self._database.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, name: str, value: str) -> None:
        """Note something of the run."""
        with explained(self.folder):
            self._database.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def hold_to(self, name: str, value: object, problem: str) -> None:
        """Note ``value`` the first time, and insist on it afterwards.

        Raises:
            CorpusError: the folder holds another value.
        """
        text = json.dumps(value, sort_keys=True, ensure_ascii=False)
        known = self.about(name)
        if known is None:
            self.note(name, text)
        elif known != text:
            raise CorpusError(f"{self.folder}: {problem} (it was {known}, this is {text}); name a new folder", 2)

    def set_sources(self, found: Iterable[tuple[Source, int | None, int | None]]) -> None:
        """Note the sources with their sizes and times of change the first time, and insist on them afterwards.

        Raises:
            CorpusError: the input is another than the folder's.
        """
        if self.about("sources") is None:
            with explained(self.folder):
                self._database.execute("BEGIN")
                self._database.executemany(
                    "INSERT INTO sources (path, of_folder, size, mtime) VALUES (?, ?, ?, ?)",
                    ((one.path, one.of_folder, size, mtime) for one, size, mtime in found),
                )
                self._database.execute("INSERT INTO about VALUES ('sources', 'whole')")
                self._database.execute("COMMIT")
            return
        known = self._database.execute("SELECT path, size, mtime FROM sources ORDER BY number")
        for before, now in zip_longest(known, ((one.path, size, mtime) for one, size, mtime in found)):
            if before != now:
                raise CorpusError(f"{self.folder}: {_difference(before, now)} name a new folder for it", 2)

    def sources(self) -> Iterator[Numbered]:
        """Yield the sources that are not finished, with the place to go on from."""
        last = -1
        while rows := self._database.execute(
            "SELECT number, path, of_folder, size, place, first FROM sources WHERE finished = 0 AND number > ? "
            "ORDER BY number LIMIT 1000", (last,),
        ).fetchall():  # fmt: skip
            for number, path, of_folder, size, place, first in rows:
                yield Numbered(number, Source(path, bool(of_folder)), size or 0, place, first)
            last = rows[-1][0]

    def owner(self, key: bytes) -> tuple[int, int] | None:
        """Return source and number of the article with this hash that was read, or ``None``."""
        row = self._database.execute("SELECT source, number FROM articles WHERE key = ?", (key,)).fetchone()
        return None if row is None else (row[0], row[1])

    def is_aside(self, item: Item) -> bool:
        """Return whether this very item was set aside before."""
        where = (item.source, item.number)
        return bool(self._database.execute("SELECT 1 FROM aside WHERE source = ? AND number = ?", where).fetchone())

    def failed_keys(self) -> Iterator[bytes]:
        """Yield the hashes of the articles whose reading failed."""
        query = "SELECT key FROM aside WHERE fate = 'failure' AND key IS NOT NULL"
        return (row[0] for row in self._database.execute(query))

    def keys(self, size: int) -> Iterator[bytes]:
        """Yield the hashes of the articles read, ``size`` of them joined."""
        found = self._database.execute("SELECT key FROM articles")
        while rows := found.fetchmany(size):
            yield b"".join(row[0] for row in rows)

    def keep(
        self, outcomes: Sequence[Outcome], places: Iterable[tuple[int, int, int]], finished: Iterable[int]
    ) -> None:
        """Write down what became of items and how far their sources are done: all of it, or nothing."""
        read = [one for one in outcomes if one.fate == "read"]
        aside = [_aside(one) for one in outcomes if one.fate not in ("read", "end")]
        marks = ", ".join("?" * (len(NAMES) + 1))
        with explained(self.folder):
            self._database.execute("BEGIN")
            try:
                self._database.executemany(
                    "INSERT INTO articles VALUES (?, ?, ?)",
                    ((one.item.key, one.item.source, one.item.number) for one in read),
                )
                self._database.executemany(
                    f"INSERT INTO spool (bytes, {', '.join(NAMES)}) VALUES ({marks})", map(_spooled, read)
                )
                self._database.executemany("INSERT OR IGNORE INTO aside VALUES (?, ?, ?, ?, ?, ?)", aside)
                self._database.executemany(
                    "UPDATE sources SET place = ?, first = ? WHERE number = ?",
                    ((place, first, number) for number, place, first in places),
                )
                self._database.executemany(
                    "UPDATE sources SET finished = 1 WHERE number = ?", ((number,) for number in finished)
                )
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def spooled(self) -> tuple[int, int]:
        """Return how many readings wait for a part, and their bytes."""
        row = self._database.execute("SELECT count(*), ifnull(sum(bytes), 0) FROM spool").fetchone()
        return int(row[0]), int(row[1])

    def batches(self, table: str, most: int) -> Iterator[bytes]:
        """Yield the waiting batches of a table, the first ``most`` of them in the order in which they came."""
        return (row[0] for row in self._database.execute(f"SELECT {table} FROM spool ORDER BY id LIMIT ?", (most,)))

    def add_part(self, number: int, files: Sequence[PartFile], articles: int) -> None:
        """Let a part count, and forget the ``articles`` first readings that waited for it."""
        with explained(self.folder):
            self._database.execute("BEGIN")
            try:
                self._database.executemany(
                    "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)",
                    ((number, one.table, one.path, one.rows, one.bytes, one.sha256) for one in files),
                )
                self._database.execute(
                    "DELETE FROM spool WHERE id IN (SELECT id FROM spool ORDER BY id LIMIT ?)", (articles,)
                )
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            # As a script: `execute` would stop after one page.
            self._database.executescript("PRAGMA incremental_vacuum")

    def parts(self) -> dict[int, list[PartFile]]:
        """Return the parts that count."""
        found: dict[int, list[PartFile]] = {}
        for number, *row in self._database.execute("SELECT * FROM parts ORDER BY number, name"):
            found.setdefault(number, []).append(PartFile(*row))
        return found

    def fates(self) -> dict[Fate, int]:
        """Return how many items had which fate."""
        found = dict(self._database.execute("SELECT fate, count(*) FROM aside GROUP BY fate").fetchall())
        found["read"] = self._database.execute("SELECT count(*) FROM articles").fetchone()[0]
        return found

    def languages(self) -> dict[str, int]:
        """Return how many articles were set aside by their language."""
        query = "SELECT detail, count(*) FROM aside WHERE fate = 'language' GROUP BY detail ORDER BY 2 DESC, 1"
        return dict(self._database.execute(query).fetchall())

    def rows_aside(self, fate: Fate) -> Iterator[dict[str, Any]]:
        """Yield what had this fate, in the order of the input."""
        for origin, detail, key in self._database.execute(
            "SELECT origin, detail, key FROM aside WHERE fate = ? ORDER BY source, number", (fate,)
        ):
            yield {"origin": origin, "detail": detail, "article_id": f"sha256:{key.hex()}" if key else None}

    def totals(self) -> tuple[int, int, int, int]:
        """Return how many sources there are, their bytes, how many are finished, and the bytes of these."""
        row = self._database.execute(
            "SELECT count(*), ifnull(sum(size), 0), ifnull(sum(finished), 0), "
            "ifnull(sum(CASE WHEN finished THEN size ELSE 0 END), 0) FROM sources"
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2]), int(row[3])

    def orphans(self) -> int:
        """Return how many repeats there are of articles that were neither read nor failed; none, if all is well."""
        row = self._database.execute(
            "SELECT count(*) FROM aside r WHERE fate = 'repeat' AND NOT EXISTS "
            "(SELECT 1 FROM articles a WHERE a.key = r.key) AND r.key NOT IN "
            "(SELECT key FROM aside WHERE fate = 'failure' AND key IS NOT NULL)"
        ).fetchone()
        return int(row[0])

    def _roll_back(self) -> None:
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")


def _aside(one: Outcome) -> tuple[object, ...]:
    item = one.item
    return item.source, item.number, one.fate, item.origin, one.detail or item.detail, item.key or None


def _spooled(one: Outcome) -> tuple[object, ...]:
    return sum(map(len, one.tables.values())), *(one.tables[name] for name in NAMES)


def _difference(before: tuple[str, Any, Any] | None, now: tuple[str, Any, Any] | None) -> str:
    if before is None or now is None or before[0] != now[0]:
        there, here = before and before[0], now and now[0]
        return f"it was made from other input: where it has {there or 'nothing more'}, there is {here or 'nothing'};"
    return f"{now[0]} has changed since this folder was begun;"
