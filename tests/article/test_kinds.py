"""What the name of a file says."""

from __future__ import annotations

import pytest

from onrecord.article.kinds import is_packed_twice, is_wanted, packing_of, suffix_of


@pytest.mark.parametrize(
    ("name", "suffix", "packing"),
    [
        ("a/b.c/a.txt", ".txt", None),
        ("a.JSONL.GZ", ".jsonl", "gzip"),
        ("a.v2.html.zst", ".html", "Zstandard"),
        ("a.tgz", ".tar", "gzip"),
        ("a.tar.bz2", ".tar", "bzip2"),
        ("a.gz", "", "gzip"),
        ("a", "", None),
        ("-", "", None),
    ],
)
def test_kind_and_packing(name: str, suffix: str, packing: str | None) -> None:
    assert (suffix_of(name), packing_of(name)) == (suffix, packing)


def test_what_was_packed_twice() -> None:
    assert is_packed_twice("a.jsonl.gz.gz")
    assert is_packed_twice("a.tgz.xz")
    assert not is_packed_twice("a.tar.gz")
    assert not is_packed_twice("a.gz")


def test_what_is_wanted_of_a_folder() -> None:
    assert all(map(is_wanted, ("a.txt", "a.html.gz", "readme.2031.txt", "a.tgz", "a.zip", "a.warc.zst")))
    assert not any(map(is_wanted, (".a.txt", "README.md", "Licence.txt.gz", "a.png", "a", "a.xml", "a.gz")))
