"""Packed bytes become a stream that is unpacked as it is read: gzip, bzip2, xz, Zstandard, Brotli, deflate.

What is unpacked at once is at most ``PIECE`` bytes, dictionaries and windows are bounded, and what unpacks to very
much more than it was is refused. Nothing is written to the disk.

Sources: RFC 1950, 1951, 1952; RFC 7932 (Brotli); RFC 8878 (Zstandard); the .xz File Format 1.2.1; S. Gordeev, *WARC
compression with Zstandard*, 2021 (a dictionary in a skippable frame before the others).
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from onrecord.extras import need

PIECE = 1 << 16
MOST_MEMORY = 128 << 20
"""Bytes of a window or dictionary: ``xz -9`` and ``zstd -19`` need 65 and 8 MiB."""
FREE, MOST_TIMES = 256 << 20, 250
"""So many bytes may come out whatever went in; beyond them, so many times what went in."""
LONGEST_DICTIONARY = 16 << 20
_ZSTD, _ZSTD_DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"


class UnpackingError(ValueError):
    """Packed data that is damaged, breaks off, or unpacks to more than is allowed."""


class Unpacker(Protocol):
    """One frame being unpacked, as ``bz2.BZ2Decompressor`` has it."""

    def decompress(self, data: bytes, max_length: int = ...) -> bytes:
        """Take bytes in and return at most ``max_length``."""

    @property
    def eof(self) -> bool:
        """Whether the frame has come to its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""

    @property
    def unused_data(self) -> bytes:
        """What came in behind the end of the frame."""


class Readable(Protocol):
    """What is unpacked: anything to read bytes from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Raw(io.RawIOBase):
    """Anything to read from, as Python's own streams want it; it cannot be gone back in."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Return ``True``."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as one read does; return how far, 0 at the end."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Zlib:
    """zlib's interface as that of the others."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self._left = b""
        self.needs_input = True

    def decompress(self, data: bytes, max_length: int = PIECE) -> bytes:
        found = self._inner.decompress(self._left + data, max_length)
        self._left = self._inner.unconsumed_tail
        # A full piece may have more behind it that zlib holds already.
        self.needs_input = not self._left and len(found) < max_length
        return found

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class _Brotli:
    """Brotli's interface as that of the others; what stands behind the end it calls an error."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = need("brotli", "packed").Decompressor()
        self._left = b""
        self.needs_input = True

    def decompress(self, data: bytes, max_length: int = PIECE) -> bytes:
        # Its limit is where it stops growing, so that a little more may come.
        held = self._left
        found: bytes = held or self._inner.process(data, output_buffer_limit=max_length)
        self._left = found[max_length:]
        self.needs_input = not held and len(found) < max_length and self._inner.can_accept_more_data()
        return found[:max_length]

    @property
    def eof(self) -> bool:
        return not self._left and bool(self._inner.is_finished())


def _zstd(dictionary: Any = None) -> Unpacker:
    zstd = need("backports.zstd", "packed")
    options = {zstd.DecompressionParameter.window_log_max: MOST_MEMORY.bit_length() - 1}
    made: Unpacker = zstd.ZstdDecompressor(zstd_dict=dictionary, options=options)
    return made


def _xz() -> Unpacker:
    return lzma.LZMADecompressor(memlimit=MOST_MEMORY)


KINDS: dict[str, Callable[[], Unpacker]] = {
    "gzip": partial(_Zlib, 16 + zlib.MAX_WBITS),
    "deflate": partial(_Zlib, zlib.MAX_WBITS),
    "raw deflate": partial(_Zlib, -zlib.MAX_WBITS),
    "bzip2": bz2.BZ2Decompressor,
    "xz": _xz,
    "Zstandard": _zstd,
    "Brotli": _Brotli,
}
"""How a frame of each kind is unpacked.

Calling one raises ``onrecord.extras.MissingExtraError`` when it needs a library that is not installed.
"""


class Unpacked(io.RawIOBase):
    """A stream unpacked as it is read, frame after frame; zeros behind the last one are none of it.

    With ``alone`` there is one frame, and what stands behind it is left alone, as browsers do. ``seek`` goes forwards
    by reading, and backwards from the beginning again.

    Raises:
        UnpackingError: from ``read``; the data is damaged, breaks off, or is a bomb.
        onrecord.extras.MissingExtraError: a library for this kind is not installed.
    """

    def __init__(self, stream: Readable, kind: str, *, alone: bool = False) -> None:
        self._stream, self._kind, self._alone = stream, kind, alone
        self._new = KINDS[kind]
        self._begin()

    def _begin(self) -> None:
        self._frame: Unpacker | None = None
        self._ended = False
        self._waiting = self._head() if self._kind == "Zstandard" else b""
        self._taken, self._place = len(self._waiting), 0
        if not self._waiting:
            self._new()

    def _head(self) -> bytes:
        """Read the dictionary that a .warc.zst may begin with; return what was read beside it."""
        head = self._stream.read(8)
        if head[:4] != _ZSTD_DICTIONARY or len(head) < 8:
            return head
        size = int.from_bytes(head[4:], "little")
        if size > LONGEST_DICTIONARY:
            raise UnpackingError(f"its dictionary is longer than {LONGEST_DICTIONARY:,} bytes")
        held = self._stream.read(size)
        if held[:4] == _ZSTD:
            held = _zstd().decompress(held, LONGEST_DICTIONARY)
        try:
            self._new = partial(_zstd, need("backports.zstd", "packed").ZstdDict(held))
        except ValueError as error:
            raise UnpackingError(f"its dictionary is damaged ({error})") from error
        return b""

    def readable(self) -> bool:
        """Return ``True``."""
        return True

    def seekable(self) -> bool:
        """Return ``True``, though to go back costs as much as to come here, and not every stream can begin again."""
        return True

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte of what is unpacked."""
        place = offset + (self._place if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the end of a packed stream is not known")
        if place < self._place:
            self._again()
        while self._place < place and self.read(min(PIECE, place - self._place)):
            pass
        return self._place

    def _again(self) -> None:
        if not isinstance(self._stream, io.IOBase) or not self._stream.seekable():
            raise io.UnsupportedOperation("what it is unpacked from cannot be gone back in")
        self._stream.seek(0)
        self._begin()

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as one step of unpacking does; return how far, 0 at the end."""
        most = min(len(buffer), PIECE)
        while most:
            data = self._piece(most)
            if data:
                self._place += len(data)
                if self._place > FREE + MOST_TIMES * self._taken:
                    raise UnpackingError(f"it unpacks to more than {MOST_TIMES} times its size, as bombs do")
                buffer[: len(data)] = data
                return len(data)
            if self._frame is None and (not self._waiting or self._alone):
                return 0
        return 0

    def _piece(self, most: int) -> bytes:
        """Return what comes next; nothing when a frame ended, or more has to go in."""
        frame = self._frame
        if frame is None:
            if not self._next_frame():
                return b""
            frame = self._frame
            assert frame is not None
        data = b""
        if frame.needs_input:
            data, self._waiting = self._waiting or self._take(), b""
            if not data:
                raise UnpackingError(f"the {self._kind} breaks off before its end")
        try:
            found = frame.decompress(data, most)
        except UnpackingError:
            raise
        except Exception as error:  # each library has errors of its own
            raise UnpackingError(f"the {self._kind} is damaged ({error})"[:200]) from error
        if frame.eof:
            self._waiting, self._frame, self._ended = frame.unused_data, None, True
            if self._alone:
                self._waiting = b""
        return found

    def _next_frame(self) -> bool:
        """Begin the next frame; return whether there is one."""
        if self._alone and self._ended:
            return False
        self._waiting = self._waiting or self._take()
        while self._ended and self._waiting and not self._waiting.strip(b"\0"):
            self._waiting = self._take()
        if self._waiting:
            self._frame = self._new()
        return bool(self._waiting)

    def _take(self) -> bytes:
        data = self._stream.read(PIECE)
        self._taken += len(data)
        return data
