"""ZIP files are opened: no directory larger than memory is loaded, and no bomb is unpacked.

Sources: PKWARE, *APPNOTE.TXT* 6.3.10, 4.3.14 to 4.3.16; D. Fifield, *A better zip bomb*, 2019 (files that lie over
each other).
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from onrecord.article.errors import ArticleError
from onrecord.article.unpacking import FREE, MOST_TIMES, PIECE, Raw

LARGEST_DIRECTORY = 64 << 20
"""Bytes of the list of files: about a million of them."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_TAIL = 22 + 0xFFFF
_LONG_TAIL = 76
"""What a ZIP of more than 4 GiB has before its end record: one more, and where that is."""


@contextmanager
def opened_zip(stream: BinaryIO, origin: str, name: str = "ZIP") -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file, which is called ``name`` in messages.

    Raises:
        ArticleError: it is none, is damaged, has too many files, or is a bomb.
    """
    try:
        _check_directory(stream, origin)
        with zipfile.ZipFile(stream) as archive:
            _refuse_bombs(archive.infolist(), _size(stream), origin)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ArticleError(origin, f"not a {name} that can be read ({error})", "get a whole copy") from error


def opened_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: str) -> BinaryIO:
    """Open a file in a ZIP.

    Raises:
        ArticleError: it is encrypted, damaged, or packed in a way that needs unbounded memory.
    """
    if entry.compress_type not in _METHODS:
        raise ArticleError(
            origin, "this file of the archive is packed in a rare way", "unpack it, and give the folder"
        )
    try:
        return io.BufferedReader(Raw(archive.open(entry)), PIECE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ArticleError(
            origin, f"it cannot be unpacked ({error})"[:200], "unpack it, and give the folder"
        ) from error


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry was a link where the ZIP was made."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def _size(stream: BinaryIO) -> int:
    return stream.seek(0, io.SEEK_END)


def _check_directory(stream: BinaryIO, origin: str) -> None:
    size = _size(stream)
    stream.seek(max(0, size - _TAIL - _LONG_TAIL))
    tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    if end < 0:
        return  # the library says what is wrong
    listed = int.from_bytes(tail[end + 12 : end + 16], "little")
    long_end = end - _LONG_TAIL
    if long_end >= 0 and tail[long_end : long_end + 4] == b"PK\6\6":
        listed = int.from_bytes(tail[long_end + 40 : long_end + 48], "little")
    if listed > LARGEST_DIRECTORY:
        raise ArticleError(origin, "it lists more files than can be held", "unpack it, and give the folder")


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int, origin: str) -> None:
    packed, unpacked = sum(one.compress_size for one in entries), sum(one.file_size for one in entries)
    if packed > size:
        raise ArticleError(origin, "its files lie over each other, as those of bombs do", "get a whole copy")
    if unpacked > FREE + MOST_TIMES * packed:
        raise ArticleError(origin, f"it unpacks to more than {MOST_TIMES} times its size, as bombs do", "unpack it")
