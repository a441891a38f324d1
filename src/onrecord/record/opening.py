"""How a record's file is opened: to write, which may migrate it, or only to read."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from onrecord.record import migrations
from onrecord.record.errors import RecordError

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""
PAUSE = 0.02
"""Seconds until a writer that was turned away asks again."""


def open_writer(path: Path) -> sqlite3.Connection:
    """Return a connection that writes; the file is made, or brought up to the newest schema, where need be."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return _open_writer(path)
        except sqlite3.OperationalError as error:
            # Of two that make a file at once, SQLite turns one away without waiting when both change its journal.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)


def _open_writer(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256)
    try:
        # Before anything is written: a file of another kind must stay as it is.
        found = migrations.version(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        if not found:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("PRAGMA cache_size = -65536")
        migrations.migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that never writes.

    Raises:
        RecordError: an older program wrote the file, and only a writer may bring it up to date.
    """
    uri = path.resolve().as_uri()
    try:
        return _open(f"{uri}?mode=ro")
    except sqlite3.OperationalError:
        # A read-only folder has no room for the shared-memory file that WAL wants.
        if os.access(path.parent, os.W_OK):
            raise
        return _open(f"{uri}?mode=ro&immutable=1")


def _open(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA cache_size = -65536")
        if migrations.version(connection) != migrations.newest():
            raise RecordError("an older onrecord wrote it, or nothing is in it; `onrecord add` brings it up to date")
    except BaseException:
        connection.close()
        raise
    return connection
