"""What stops the reading of a corpus: never an article, only the folder, the options or the machines."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CorpusError(Exception):
    """A corpus that cannot be read on; the message says where, what and what to do. ``code`` is the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def explained(place: Path) -> Iterator[None]:
    """Turn what goes wrong with the folder ``place`` into a ``CorpusError`` that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise _full(place) from error
        if "locked" in str(error):
            raise CorpusError(
                f"{place}: another run is at work in this folder; wait for it, or name another folder"
            ) from error
        raise CorpusError(f"{place}: its journal cannot be used ({error}); check the disk and permissions") from error
    except sqlite3.DatabaseError as error:
        raise CorpusError(f"{place}: its journal is damaged ({error}); begin again in a new folder") from error
    except OSError as error:
        if error.errno in _FULL:
            raise _full(place) from error
        problem = error.strerror or str(error)
        raise CorpusError(f"{place}: it cannot be written ({problem}); check the disk and permissions") from error


def _full(place: Path) -> CorpusError:
    return CorpusError(f"{place}: the disk is full; make room and give the same command again: it goes on from here")
