"""Bodies of archived responses."""

from __future__ import annotations

import gzip
import io
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article import unpacking
from onrecord.article.bodies import read_body
from onrecord.article.unpacking import UnpackingError
from tests.article.archives import chunked

PAGE = b"<html><p>It rained, she said on Tuesday.</p></html>" * 40


class Dripping(io.BytesIO):
    """A stream that gives fewer bytes than it is asked for, as sockets and archives do."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 7) if size and size > 0 else size)


def read(data: bytes, encoding: str = "", transfer: str = "", most: int = 1 << 20) -> bytes:
    found = read_body(io.BytesIO(data), encoding, transfer, most)
    assert read_body(Dripping(data), encoding, transfer, most) == found
    return found


def raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


def test_each_coding_is_taken_off() -> None:
    assert read(gzip.compress(PAGE), "gzip") == PAGE
    assert read(gzip.compress(PAGE), "X-GZip") == PAGE
    assert read(zlib.compress(PAGE), "deflate") == PAGE
    assert read(raw_deflate(PAGE), "deflate") == PAGE
    assert read(zlib.compress(gzip.compress(PAGE)), "gzip, deflate") == PAGE
    assert read(chunked(gzip.compress(PAGE)), "gzip", "chunked") == PAGE
    assert read(gzip.compress(PAGE) + b"\r\njunk", "gzip") == PAGE


@pytest.mark.parametrize(("coding", "library"), [("br", "brotli"), ("zstd", "backports.zstd")])
def test_codings_of_libraries_are_taken_off(coding: str, library: str) -> None:
    packed = pytest.importorskip(library).compress(PAGE)
    assert read(packed, coding) == PAGE
    assert read(chunked(packed), coding, "chunked") == PAGE
    with pytest.raises(UnpackingError, match="breaks off"):
        read(packed[:-2], coding)


def test_headers_that_lie_are_not_believed() -> None:
    for encoding in ("gzip", "deflate", "gzip, deflate", "compress", "none"):
        assert read(PAGE, encoding) == PAGE
    assert read(PAGE, "", "chunked") == PAGE
    assert read(b"", "gzip", "chunked") == b""
    assert read(b"zz\r\n" + PAGE, "", "chunked") == b"zz\r\n" + PAGE
    assert read(chunked(PAGE)[:-30], "", "chunked") == PAGE[: len(read(chunked(PAGE)[:-30], "", "chunked"))]


def test_too_many_codings_are_refused() -> None:
    with pytest.raises(UnpackingError, match="4 times"):
        read(PAGE, "gzip, gzip, gzip, gzip")


def test_no_more_is_read_than_is_asked_for() -> None:
    assert read(gzip.compress(bytes(1 << 20)), "gzip", most=1_000) == bytes(1_000)
    assert read(b"ffffffff\r\n" + PAGE, "", "chunked", most=100) == PAGE[:100]


def test_a_bomb_of_bombs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    monkeypatch.setattr(unpacking, "MOST_TIMES", 50)
    bomb = gzip.compress(gzip.compress(bytes(60 << 20)))
    with pytest.raises(UnpackingError, match="50 times"):
        read(bomb, "gzip, gzip", most=60 << 20)


@settings(deadline=None)
@given(st.binary(max_size=500), st.lists(st.integers(0, 500)))
def test_chunks_of_any_length(data: bytes, cuts: list[int]) -> None:
    edges = sorted({0, len(data), *(one for one in cuts if one < len(data))})
    sent = b"".join(b"%X;x=y\r\n%b\r\n" % (end - start, data[start:end]) for start, end in pairwise(edges))
    assert read(sent + b"0\r\n\r\n", "", "chunked") == data


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(("gzip", "deflate", "gzip, deflate", "x")), st.booleans())
def test_whatever_the_bytes_they_are_read_or_refused(data: bytes, encoding: str, is_chunked: bool) -> None:
    try:
        read(data, encoding, "chunked" if is_chunked else "")
    except UnpackingError:
        return
