"""A whole copy of a record, while others read and write it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from onrecord.record.errors import RecordError, explained
from onrecord.record.store import Record

PAGES = 2_000


def backup(record: Record, target: str | os.PathLike[str], *, replace: bool = False) -> Path:
    """Copy a record to ``target`` as it stands at one moment; return the copy's path.

    The copy is made beside its place and moved there when it is whole, so that nobody sees half of one.

    Raises:
        RecordError: something is at ``target`` and ``replace`` is not given, or the copy cannot be written.
    """
    path = Path(target)
    if path.is_dir():
        path = path / record.path.name
    if path.exists() and not replace:
        raise RecordError(f"{path}: there is something here already; name another file, or give --replace")
    if path.exists() and path.samefile(record.path):
        raise RecordError(f"{path}: this is the record itself; name another file")
    part = path.with_name(path.name + ".part")
    try:
        with explained(path):
            _copy(record, part)
        part.replace(path)
    except OSError as error:
        raise RecordError(f"{path}: the copy cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _copy(record: Record, part: Path) -> None:
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        record.copy_to(copy, PAGES)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        fault = copy.execute("PRAGMA quick_check").fetchone()[0]
        if fault != "ok":
            raise RecordError(f"the copy is not whole ({fault}); check the record with `onrecord check`")
    finally:
        copy.close()
