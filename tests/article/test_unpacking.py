"""Streams that are unpacked as they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article import unpacking
from onrecord.article.unpacking import PIECE, Unpacked, UnpackingError

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}
LIBRARIES = {"Zstandard": "backports.zstd", "Brotli": "brotli"}
KINDS = [*PACKERS, *LIBRARIES]


def packed(kind: str, data: bytes) -> bytes:
    if kind in LIBRARIES:
        library = pytest.importorskip(LIBRARIES[kind])
        found: bytes = library.compress(data)
        return found
    return PACKERS[kind](data)


def unpacked(kind: str, data: bytes, **options: bool) -> bytes:
    return io.BufferedReader(Unpacked(io.BytesIO(data), kind, **options), PIECE).read()


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)  # an xz takes its memory slowly
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.sampled_from((1, 700)))
def test_frames_are_unpacked_one_after_another(kind: str, frames: list[bytes], times: int) -> None:
    frames = [one * times for one in frames]
    if kind == "Brotli":  # its streams have no end that could be found
        frames = frames[:1]
    data = b"".join(packed(kind, one) for one in frames)
    assert unpacked(kind, data) == b"".join(frames)
    assert unpacked(kind, packed(kind, frames[0]) + b"junk", alone=True) == frames[0] if kind != "Brotli" else True


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_stream_comes_in_pieces_and_can_be_gone_about_in(kind: str) -> None:
    text = b"".join(b"%d ferries sailed, she said. " % number for number in range(20_000))
    raw = Unpacked(io.BytesIO(packed(kind, text)), kind)
    assert 0 < len(raw.read(1 << 20)) <= PIECE
    raw.seek(400_000)
    assert raw.tell() == 400_000
    assert raw.read(20) == text[400_000:400_020]
    raw.seek(7)
    assert raw.read(9) == text[7:16]


@pytest.mark.parametrize("kind", KINDS)
def test_what_breaks_off_or_is_damaged_is_told(kind: str) -> None:
    data = packed(kind, bytes(range(256)) * 30)
    with pytest.raises(UnpackingError, match="breaks off"):
        unpacked(kind, data[:-3])
    with pytest.raises(UnpackingError, match=r"damaged|breaks off"):
        unpacked(kind, b"\xff" * 40 + data)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400))
def test_whatever_the_bytes_they_are_unpacked_or_refused(kind: str, data: bytes, at: int) -> None:
    whole = bytearray(packed(kind, b"It rained, she said. " * 20))
    whole[at % len(whole) : at % len(whole) + len(data) // 8] = data
    try:
        unpacked(kind, bytes(whole))
    except UnpackingError:
        return


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    monkeypatch.setattr(unpacking, "MOST_TIMES", 20)
    with pytest.raises(UnpackingError, match="20 times its size"):
        unpacked(kind, packed(kind, bytes(8 << 20)))


def test_zeros_behind_a_gzip_are_none_of_it() -> None:
    assert unpacked("gzip", gzip.compress(b"abc") + bytes(700)) == b"abc"
    assert unpacked("gzip", b"") == b""
    with pytest.raises(UnpackingError, match="damaged"):
        unpacked("gzip", gzip.compress(b"abc") + bytes(9) + b"junk")


def test_an_xz_that_asks_for_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_MEMORY", 16 << 20)
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 64 << 20}]
    with pytest.raises(UnpackingError, match=r"[Mm]emory"):
        unpacked("xz", lzma.compress(b"abc", filters=filters))


def test_a_zstd_that_asks_for_a_large_window_is_refused() -> None:
    zstd = pytest.importorskip("backports.zstd")
    options = {zstd.CompressionParameter.window_log: 30, zstd.CompressionParameter.content_size_flag: 0}
    made = zstd.ZstdCompressor(options=options)
    with pytest.raises(UnpackingError, match=r"memory|[Ww]indow"):
        unpacked("Zstandard", made.compress(b"abc" * 90_000) + made.flush())


@pytest.mark.parametrize("again", [True, False])
def test_a_zstd_may_begin_with_its_dictionary(again: bool) -> None:
    zstd = pytest.importorskip("backports.zstd")
    samples = [b"WARC/1.1 response %d https://quay.example/%d" % (one * one, one) for one in range(2_000)]
    dictionary = zstd.train_dict(samples, 2_000)
    held = zstd.compress(dictionary.dict_content) if again else dictionary.dict_content
    head = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held
    frames = [zstd.compress(one, zstd_dict=dictionary) for one in samples[:30]]
    assert unpacked("Zstandard", head + b"".join(frames)) == b"".join(samples[:30])
    with pytest.raises(UnpackingError):
        unpacked("Zstandard", b"".join(frames))
    with pytest.raises(UnpackingError, match="dictionary"):
        unpacked("Zstandard", b"\x5d\x2a\x4d\x18\xff\xff\xff\xff" + frames[0])
    with pytest.raises(UnpackingError, match="dictionary"):
        unpacked("Zstandard", b"\x5d\x2a\x4d\x18\x02\x00\x00\x00ab" + frames[0])
