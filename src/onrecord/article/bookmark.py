"""How far reading has come, kept in a file, so that an interrupted reading goes on from there."""

from __future__ import annotations

import json
import os
import time
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

SECONDS = 1.0
"""How often a place is written down at most; a killed process reads again what came after the last time."""
_HEAD = 4096


class Bookmark:
    """The place in each source, in units of the source's own: bytes, rows or pages.

    Lines are only ever appended to the file, so a crash leaves a readable one. ``Bookmark(None)`` remembers
    nothing and only counts ``bytes_done``. Use it as a context manager: leaving it writes the last place down.

    Raises:
        OSError: the file cannot be read or written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._bytes_finished = 0
        self._stream_now: BinaryIO | None = None
        self._finished: set[str] = set()
        self._places: dict[str, tuple[int, str]] = {}
        self._current: tuple[str, int, str] | None = None
        self._written = 0.0
        if path is not None and path.exists():
            self._load(path)
        self._stream = None if path is None else path.open("a", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write the last place down and close the file."""
        self._write_place()
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def remove(self) -> None:
        """Close and delete the file: all has been read."""
        self._current = None
        self.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    @property
    def bytes_done(self) -> int:
        """How many bytes of the sources have been gone through, packed ones as they lie on the disk."""
        stream = self._stream_now
        inside = stream.tell() if stream is not None and not stream.closed else 0
        return self._bytes_finished + inside

    @property
    def is_resumed(self) -> bool:
        """Whether an earlier reading left its place."""
        return bool(self._finished or self._places)

    def is_finished(self, source: str) -> bool:
        """Return whether ``source`` was read to its end."""
        return source in self._finished

    def start(self, source: str, stream: BinaryIO) -> int:
        """Return the place to begin from: 0, or where the last reading stopped if it is still the same file."""
        self._stream_now = stream
        mark = _fingerprint(stream)
        place, known = self._places.get(source, (0, ""))
        place = place if known == mark else 0
        self._current = (source, place, mark)
        return place

    def reach(self, place: int) -> None:
        """Note that all before ``place`` of the current source has been dealt with."""
        if self._current is None:
            return
        self._current = (self._current[0], place, self._current[2])
        if time.monotonic() - self._written >= SECONDS:
            self._write_place()

    def finish(self, source: str, size: int) -> None:
        """Note that ``source``, of ``size`` bytes, has been read to its end."""
        self._current = self._stream_now = None
        self._bytes_finished += size
        if self._stream is not None:
            self._finished.add(source)
            self._append({"finished": source})

    def _write_place(self) -> None:
        self._written = time.monotonic()
        if self._current is not None:
            source, place, mark = self._current
            self._append({"source": source, "place": place, "mark": mark})

    def _append(self, line: dict[str, object]) -> None:
        if self._stream is not None:
            self._stream.write(json.dumps(line) + "\n")
            self._stream.flush()

    def _load(self, path: Path) -> None:
        with path.open(encoding="utf-8", errors="replace") as stream:
            for line in stream:
                try:
                    fields = json.loads(line)
                    if "finished" in fields:
                        self._finished.add(str(fields["finished"]))
                    else:
                        self._places[str(fields["source"])] = int(fields["place"]), str(fields["mark"])
                except (ValueError, KeyError, TypeError):
                    continue  # the line that a crash cut short


def _fingerprint(stream: BinaryIO) -> str:
    """Return what tells one file from another, and stays when lines are appended to it."""
    if not stream.seekable():
        return ""
    head = stream.read(_HEAD)
    stream.seek(0)
    length = len(head) if len(head) == _HEAD else 0
    return f"{os.fstat(stream.fileno()).st_ino}-{sha256(head[:length]).hexdigest()[:16]}"
