"""The files in a tar, one after another, straight off a stream.

Nothing is written to the disk, names are words and lead nowhere, links are not followed. What a header says of itself
is bounded before it is believed: Python's own tarfile reads extended headers of any size into memory.

Sources: POSIX.1-2017, *pax*: ustar interchange format, pax header block; GNU tar manual, *Basic Tar Format*.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from onrecord.article.unpacking import PIECE

Kind = Literal["file", "folder", "link", "device", "sparse", "other"]

BLOCK = 512
LONGEST_HEADER = 1 << 20
"""Bytes of an extended header: a path and a few dates take some hundreds."""
_KINDS: dict[bytes, Kind] = {
    b"0": "file", b"\0": "file", b"7": "file", b"1": "link", b"2": "link", b"3": "device", b"4": "device",
    b"5": "folder", b"6": "device", b"S": "sparse",
}  # fmt: skip
_WITH_BYTES = ("file", "sparse")
_EXTENDED, _FOR_ALL, _LONG_NAME, _LONG_LINK = b"x", b"g", b"L", b"K"


class TarError(ValueError):
    """A tar that is damaged or breaks off; nothing after that place can be found."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry: its name as it stands there, and its bytes, which can be read until the next one is asked for."""

    name: str
    kind: Kind
    size: int
    stream: BinaryIO


def tar_members(stream: BinaryIO) -> Iterator[Member]:
    """Yield the entries of a tar, in bounded memory; what is not read of one is passed over.

    Raises:
        TarError: it is no tar, is damaged, or breaks off.
    """
    place = 0
    known: dict[str, str] = {}
    while (header := _block(stream, place)) is not None:
        flag, size = _flag(header, place), _size_of(header, place)
        place += BLOCK
        end = place + size + -size % BLOCK
        if flag in (_EXTENDED, _LONG_NAME):
            data = _small(stream, size, place)
            known |= _records(data, place) if flag == _EXTENDED else {"path": _text(data)}
            place += size
        elif flag not in (_FOR_ALL, _LONG_LINK):
            if "size" in known and _KINDS.get(flag) in _WITH_BYTES:
                size = _whole(known["size"], place)
            end = place + size + -size % BLOCK
            part = _Part(stream, size)
            kind = "sparse" if any(key.startswith("GNU.sparse") for key in known) else _KINDS.get(flag, "other")
            name = known.get("path") or _name(header)
            yield Member(name, "folder" if name.endswith("/") else kind, size, io.BufferedReader(part, PIECE))
            place += size - part.left
            known = {}
        _pass_over(stream, end - place, place)
        place = end


class _Part(io.RawIOBase):
    """So many bytes of a stream."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream, self.left = stream, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(min(len(buffer), self.left))
        if not data and self.left and len(buffer):
            raise TarError("the tar breaks off in this file")
        self.left -= len(data)
        buffer[: len(data)] = data
        return len(data)


def _block(stream: BinaryIO, place: int) -> bytes | None:
    """Return the next header; ``None`` at the end, which is a block of zeros or, without one, that of the stream."""
    block = stream.read(BLOCK)
    if len(block) == BLOCK and not any(block):
        return None
    if not block and place:
        return None
    if len(block) < BLOCK:
        raise TarError(f"the tar breaks off after byte {place:,}" if place else "it is no tar")
    return block


def _flag(header: bytes, place: int) -> bytes:
    summed = sum(header) - sum(header[148:156]) + 8 * ord(" ")
    if _number(header[148:156]) != summed:
        raise TarError(f"the tar is damaged at byte {place:,}" if place else "it is no tar")
    return header[156:157]


def _size_of(header: bytes, place: int) -> int:
    size = _number(header[124:136])
    if size is None:
        raise TarError(f"the tar is damaged at byte {place:,}")
    # Links and folders may say how long what they stand for is; no bytes follow them.
    return size if _KINDS.get(header[156:157], "file") in _WITH_BYTES else 0


def _number(field: bytes) -> int | None:
    """Return an octal number, or a binary one as GNU writes it; ``None`` when it is neither."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not digits:
        return 0
    return int(digits, 8) if not digits.strip(b"01234567") else None


def _whole(value: str, place: int) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise TarError(f"the tar is damaged at byte {place:,}")
    return int(value)


def _small(stream: BinaryIO, size: int, place: int) -> bytes:
    if size > LONGEST_HEADER:
        raise TarError(f"the header at byte {place:,} is longer than {LONGEST_HEADER:,} bytes")
    data = stream.read(size)
    if len(data) < size:
        raise TarError(f"the tar breaks off after byte {place:,}")
    return data


def _records(data: bytes, place: int) -> dict[str, str]:
    """Return the fields of an extended header: each is its own length, a key and a value."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data):
        digits, _, _ = data[at : at + 12].partition(b" ")
        length = int(digits) if digits.isdigit() else 0
        record = data[at + len(digits) + 1 : at + length]
        key, equals, value = record.partition(b"=")
        if not equals or not value.endswith(b"\n") or at + length > len(data):
            raise TarError(f"the tar is damaged at byte {place:,}")
        found[_text(key)] = _text(value[:-1])
        at += length
    return found


def _name(header: bytes) -> str:
    name, prefix = header[:100].split(b"\0")[0], header[345:500].split(b"\0")[0]
    return _text(prefix + b"/" + name if prefix and header[257:263] == b"ustar\0" else name)


def _text(data: bytes) -> str:
    return data.split(b"\0")[0].decode("utf-8", "replace")


def _pass_over(stream: BinaryIO, left: int, place: int) -> None:
    while left > 0:
        data = stream.read(min(left, PIECE))
        if not data:
            raise TarError(f"the tar breaks off after byte {place:,}")
        left -= len(data)
