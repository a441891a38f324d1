"""The body of an archived HTTP response becomes the bytes of its page: dechunked and unpacked, in bounded memory.

Source: RFC 9112, 7.1 (chunks), RFC 9110, 8.4 (content codings). Archives hold what servers sent and what crawlers
made of it, so a body that is not packed as its headers say is taken as it is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from onrecord.article.unpacking import PIECE, Raw, Readable, Unpacked, UnpackingError

MOST_CODINGS = 3
_MARKS = {"gzip": b"\x1f\x8b", "Zstandard": b"\x28\xb5\x2f\xfd"}
_LONGEST_LINE = 200
_LENGTH = re.compile(rb"[0-9A-Fa-f]{1,15}")
_KINDS = {
    "gzip": ("gzip",),
    "x-gzip": ("gzip",),
    "deflate": ("deflate", "raw deflate"),
    "br": ("Brotli",),
    "zstd": ("Zstandard",),
}


def read_body(stream: Readable, encoding: str, transfer: str, most_bytes: int) -> bytes:
    """Return the page in a response's body, or its first ``most_bytes``.

    Args:
        stream: The body as it was sent.
        encoding: Its ``Content-Encoding``, with commas between several; a coding that is not known is left alone.
        transfer: Its ``Transfer-Encoding``.
        most_bytes: Where to stop.

    Raises:
        UnpackingError: it is damaged, breaks off, is a bomb, or is packed more than ``MOST_CODINGS`` times.
        onrecord.extras.MissingExtraError: a library that unpacks it is not installed.
    """
    codings = [one for one in _listed(encoding) if one in _KINDS]
    if len(codings) > MOST_CODINGS:
        raise UnpackingError(f"it is packed {len(codings)} times")
    if "chunked" in _listed(transfer):
        stream = _Dechunked(stream)
    for coding in reversed(codings):
        stream = _unpacked(stream, _KINDS[coding])
    data = bytearray()
    while len(data) < most_bytes and (piece := stream.read(min(PIECE, most_bytes - len(data)))):
        data += piece
    return bytes(data)


def _listed(value: str) -> list[str]:
    return [one.strip().lower() for one in value.split(",")]


def _unpacked(stream: Readable, kinds: Sequence[str]) -> Readable:
    """Return the stream unpacked as the first kind that its beginning is of, or as it is."""
    head = b""
    while len(head) < PIECE and (piece := stream.read(PIECE - len(head))):
        head += piece
    for kind in kinds if head else ():
        if _begins_as(head, kind):
            return Unpacked(_Rejoined(head, stream), kind, alone=True)
    return _Rejoined(head, stream)


def _begins_as(head: bytes, kind: str) -> bool:
    if kind in _MARKS:
        return head.startswith(_MARKS[kind])
    try:
        return bool(Unpacked(io.BytesIO(head), kind, alone=True).read(1))
    except UnpackingError:
        return False


class _Rejoined:
    """A stream whose beginning has been looked at."""

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int, /) -> bytes:
        if not self._head:
            return self._stream.read(size)
        found, self._head = self._head[:size], self._head[size:]
        return found


class _Dechunked:
    """A body without the lengths between its chunks; from where they are none, it is taken as it is."""

    def __init__(self, stream: Readable) -> None:
        self._stream = io.BufferedReader(Raw(stream), PIECE)
        self._left = self._next_length(self._line())

    def read(self, size: int, /) -> bytes:
        if self._left == 0:
            self._left = self._next_length(self._line() + self._line())
        data = self._stream.read(size if self._left is None else max(min(size, self._left), 0))
        if self._left is not None and self._left > 0:
            self._left -= len(data)
        return data

    def _next_length(self, line: bytes) -> int | None:
        """Return how long the next chunk is, -1 behind the last one, ``None`` when there is no length."""
        digits = line.split(b";")[0].strip()
        if _LENGTH.fullmatch(digits) and line.endswith(b"\n"):
            return int(digits, 16) or -1
        self._stream = io.BufferedReader(Raw(_Rejoined(line, self._stream)), PIECE)
        return None

    def _line(self) -> bytes:
        return self._stream.readline(_LONGEST_LINE)
