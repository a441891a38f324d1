"""Tars straight off a stream: what Python's tarfile writes, and what nobody should."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article.tar import BLOCK, LONGEST_HEADER, Member, TarError, tar_members

FORMATS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)
NAMES = st.text("abé漢 ./-", min_size=1, max_size=300).filter(lambda one: one.strip("/ ") == one)


def made(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def header(name: bytes = b"a.txt", size: bytes = b"00000000000", flag: bytes = b"0") -> bytes:
    """Return a block whose sum is right, whatever else is wrong."""
    block = bytearray(BLOCK)
    block[: len(name)] = name
    block[124 : 124 + len(size)] = size
    block[148:156] = b" " * 8
    block[156:157] = flag
    block[257:265] = b"ustar\x0000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def pax(*records: bytes) -> bytes:
    return b"".join(b"%d %b\n" % (length_of(one), one) for one in records)


def length_of(record: bytes) -> int:
    lengths = range(len(record), len(record) + 9)
    return next(length for length in lengths if length == len(b"%d %b\n" % (length, record)))


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % BLOCK)


def entry(flag: bytes, data: bytes, name: bytes = b"a.txt") -> bytes:
    return header(name, b"%011o\0" % len(data), flag) + padded(data)


def read(data: bytes) -> list[tuple[str, str, bytes]]:
    return [(one.name, one.kind, one.stream.read()) for one in tar_members(io.BytesIO(data))]


def names(data: bytes) -> list[tuple[str, str]]:
    return [(one.name, one.kind) for one in tar_members(io.BytesIO(data))]


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=1_500), max_size=5), st.sampled_from(FORMATS[1:]))
def test_what_tarfile_writes_is_read(files: dict[str, bytes], form: int) -> None:
    data = made(files, form)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        wanted = [one.name for one in archive.getmembers()]
    assert [(name, found) for name, _, found in read(data)] == list(zip(wanted, files.values(), strict=True))


def test_long_names_of_ustar_are_put_together() -> None:
    name = "a" * 90 + "/" + "b" * 90 + ".txt"
    assert read(made({name: b"x"}, tarfile.USTAR_FORMAT)) == [(name, "file", b"x")]


def test_what_is_not_read_of_a_member_is_passed_over() -> None:
    data = made({"a": bytes(5_000), "b": b"x" * 700, "c": b"y"})
    found = []
    for one in tar_members(io.BytesIO(data)):
        found.append((one.name, one.stream.read(3)))
    assert found == [("a", bytes(3)), ("b", b"xxx"), ("c", b"y")]


def test_links_devices_folders_and_sparse_files_are_known() -> None:
    flags = {
        b"1": "link",
        b"2": "link",
        b"3": "device",
        b"4": "device",
        b"5": "folder",
        b"6": "device",
        b"Q": "other",
    }
    for flag, kind in flags.items():
        assert names(header(flag=flag) + header(b"b") + bytes(2 * BLOCK)) == [("a.txt", kind), ("b", "file")]
    assert names(entry(b"S", b"x" * 600) + header(b"b")) == [("a.txt", "sparse"), ("b", "file")]
    sparse = entry(b"x", pax(b"GNU.sparse.major=1", b"GNU.sparse.realsize=99999999999"))
    assert names(sparse + header() + header(b"b")) == [("a.txt", "sparse"), ("b", "file")]
    assert names(header(b"a/", flag=b"\0")) == [("a/", "folder")]


def test_a_link_that_says_how_long_its_target_is_has_no_bytes() -> None:
    assert names(header(size=b"77777777777\0", flag=b"1") + header(b"b")) == [("a.txt", "link"), ("b", "file")]


def test_an_extended_header_names_and_sizes_the_next_file_alone() -> None:
    first = entry(b"x", pax(b"path=first.txt", b"size=3")) + header(size=b"00000000000\0") + padded(b"abc")
    assert read(first + entry(b"0", b"de", b"b")) == [("first.txt", "file", b"abc"), ("b", "file", b"de")]
    everywhere = entry(b"g", pax(b"path=all.txt")) + entry(b"0", b"de", b"b")
    assert read(everywhere) == [("b", "file", b"de")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no tar at all",
        b"\xff" * BLOCK,
        header()[:-1],
        header(size=b"00000000009\0") + b"too short",
        header(size=b"9999"),
        header(size=b"\xff" + b"\xff" * 11),
        header(size=b"\x80" + b"\xff" * 11),
        header() + b"x" * BLOCK,
        entry(b"x", b"no record"),
        entry(b"x", b"999999 path=a\n"),
        entry(b"x", b"0 path=a\n"),
        entry(b"x", b"7 path=a\n"),
        entry(b"x", pax(b"size=-1")) + header(),
        entry(b"x", pax(b"size=9" + b"9" * 40)) + header(),
        entry(b"x", pax("size=٣".encode())) + header(),
        header(size=b"%011o\0" % (LONGEST_HEADER + 1), flag=b"x") + bytes(BLOCK),
        header(size=b"77777777777\0", flag=b"L") + bytes(BLOCK),
    ],
)
def test_what_is_damaged_breaks_off_or_boasts_is_refused(data: bytes) -> None:
    with pytest.raises(TarError):
        read(data)


def test_what_stood_before_the_damage_is_read() -> None:
    found: list[Member] = []
    with pytest.raises(TarError, match="damaged at byte 1,024"):
        found.extend(tar_members(io.BytesIO(entry(b"0", b"abc") + b"\xff" * BLOCK)))
    assert [one.name for one in found] == ["a.txt"]


def test_headers_that_go_on_and_on_take_no_memory() -> None:
    class Endless(io.RawIOBase):
        """So many extended headers one after another."""

        left = 20_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.left -= 1
            buffer[:] = block if self.left > 0 else bytes(len(block))
            return len(buffer)

    block = entry(b"x", pax(b"path=" + b"a" * 400))
    tracemalloc.start()
    assert not list(tar_members(io.BufferedReader(Endless(), len(block))))
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4_000), st.binary(min_size=1, max_size=20)), max_size=4), st.booleans())
def test_whatever_is_changed_it_is_read_or_refused(changes: list[tuple[int, bytes]], mend: bool) -> None:
    data = bytearray(made({"a" * 120: b"abc", "b": b"x" * 600}))
    for at, words in changes:
        data[at : at + len(words)] = words
    if mend:  # the sums, so that what is wrong behind them is reached
        for start in range(0, len(data) - BLOCK + 1, BLOCK):
            block = bytearray(data[start : start + BLOCK])
            block[148:156] = b" " * 8
            data[start + 148 : start + 156] = b"%06o\0 " % sum(block)
    try:
        found = read(bytes(data))
    except TarError:
        return
    assert sum(len(one) for _, _, one in found) <= len(data)
