"""The record's schema, one numbered SQL file a step; ``PRAGMA user_version`` says which steps a file has taken."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from onrecord.record.errors import RecordError

APPLICATION_ID = 0x4F4E5243  # "ONRC": what makes a SQLite file a record


def steps() -> list[tuple[int, str]]:
    """Return every migration as (number, SQL), in order."""
    folder = files("onrecord.record") / "schema"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name.split("_")[0]), (folder / name).read_text("utf-8")) for name in names]


def newest() -> int:
    """Return the number of the schema that this program writes."""
    return steps()[-1][0]


def version(connection: sqlite3.Connection) -> int:
    """Return the number of the schema that a file has; 0 for an empty one.

    Raises:
        RecordError: the file is another program's database, or a newer onrecord's.
    """
    found = int(_pragma(connection, "user_version"))
    if _pragma(connection, "application_id") != APPLICATION_ID:
        if found or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise RecordError("it is a SQLite database, but not an onrecord record")
        return 0
    if found > newest():
        raise RecordError(
            f"a newer onrecord wrote it (schema {found}; this program knows {newest()}): upgrade onrecord to open it"
        )
    return found


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file up to the newest schema, all steps or none."""
    if version(connection) == newest():
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = version(connection)  # another writer may have migrated while we waited
        for number, sql in steps():
            if number > found:
                _run(connection, sql)
                connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _run(connection: sqlite3.Connection, script: str) -> None:
    # executescript() would commit the open transaction.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
