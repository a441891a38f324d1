"""What the machines of a cluster must agree on: which text is whose, and what has been killing workers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from onrecord.cluster.choices import MOST_DEATHS

Verdict = Literal["read", "repeat", "poison"]


class Ledger:
    """One for a run, an actor that every reader asks before it reads.

    If it is lost, articles may be read twice and a killer be tried again; the driver counts each once all the same.
    """

    def __init__(self) -> None:
        # An empty name is a temporary file: the hashes of a long run need not fit in memory.
        self._known = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._known.execute("PRAGMA cache_size = -65536")
        self._known.execute("CREATE TABLE known (key BLOB PRIMARY KEY, source INTEGER, number INTEGER) WITHOUT ROWID")
        self._begun: Counter[bytes] = Counter()

    def know(self, keys: bytes) -> None:
        """Note the hashes, 32 bytes each, of articles that were read by earlier runs."""
        rows = ((keys[at : at + 32],) for at in range(0, len(keys), 32))
        self._known.execute("BEGIN")
        self._known.executemany("INSERT OR IGNORE INTO known VALUES (?, -1, -1)", rows)
        self._known.execute("COMMIT")

    def claim(self, wanted: Sequence[tuple[bytes, int, int]]) -> list[Verdict]:
        """Return what to do with each article, given by its hash, source and number; ``read`` makes it the asker's.

        Whoever asks again for the same article (after a death) gets it again, unless too many have died of it.
        """
        return [self._claim(*one) for one in wanted]

    def begin(self, key: bytes) -> None:
        """Note that an article is about to be read."""
        self._begun[key] += 1

    def finish(self, key: bytes) -> None:
        """Note that its reading was survived."""
        self._begun.pop(key, None)

    def _claim(self, key: bytes, source: int, number: int) -> Verdict:
        if self._begun[key] >= MOST_DEATHS:
            return "poison"
        self._known.execute("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", (key, source, number))
        owner = self._known.execute("SELECT source, number FROM known WHERE key = ?", (key,)).fetchone()
        return "read" if owner == (source, number) else "repeat"
