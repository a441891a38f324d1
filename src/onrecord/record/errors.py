"""What can go wrong with a record, in words for its user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RecordError(Exception):
    """A record could not be opened, read or written; the message says why and what to do."""


class QueryError(ValueError):
    """A search could not be understood; the message says what to change."""


_REASONS = {
    sqlite3.SQLITE_NOTADB: "it is not an onrecord record",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_FULL: "the disk is full; what was added before is safe",
    sqlite3.SQLITE_BUSY: "another program is writing to it and did not finish in time; try again",
    sqlite3.SQLITE_LOCKED: "another program is writing to it and did not finish in time; try again",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the path and the permissions",
    sqlite3.SQLITE_IOERR: "the disk did not answer",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a ``RecordError`` about ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", -1) & 0xFF
        raise RecordError(f"{path}: {_REASONS.get(primary, str(error))}") from error
    except RecordError as error:
        if str(error).startswith(f"{path}: "):
            raise
        raise RecordError(f"{path}: {error}") from error
