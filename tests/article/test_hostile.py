"""Files that are made to hurt: bombs, pipes, devices, links, nesting, and broken characters."""

from __future__ import annotations

import gzip
import io
import os
import resource
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.article.errors import ArticleError
from onrecord.article.feed import feeds_in_opml, read_feed
from onrecord.article.html import read_html
from onrecord.article.intake import Unreadable
from onrecord.article.sources import read_sources
from onrecord.model import Article
from tests.article.archives import Archive, story

GOOD = "The minister said on Tuesday that the ferry would sail in June, and nobody asked when. " * 3
_READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from onrecord.article.sources import read_sources
for one in read_sources([sys.argv[1]]):
    print(type(one).__name__, getattr(one, "reason", "")[:200])
"""


def reasons(path: Path) -> list[str]:
    return [one.reason if isinstance(one, Unreadable) else "read" for one in read_sources([str(path)])]


def read_within(path: Path, megabytes: int) -> str:
    """Read a file in a process that may not use more memory than this, and return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-c", _READ, str(path), str(megabytes << 20)], capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-500:]
    return ran.stdout


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_AS") or sys.platform == "darwin", reason="no limit of memory here")
@pytest.mark.parametrize(("name", "reason"), [("a.jsonl.gz", "longer than"), ("a.csv.gz", "a row is longer")])
def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / name
    with gzip.open(path, "wb") as stream:
        stream.write(b"text\n" if name.startswith("a.csv") else b"")
        for _ in range(120):
            stream.write(b"a" * (1 << 20))
    assert path.stat().st_size < 1 << 20
    assert reason in read_within(path, 900)


def test_a_row_of_endless_quoted_lines_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.article.rows.LONGEST_ROW", 1 << 20)
    path = tmp_path / "a.csv"
    line = b'"a\n",' * 1_000
    with path.open("wb") as stream:
        stream.write(b"text,title\n")
        for _ in range((1 << 20) // len(line) + 2):
            stream.write(line)
    assert ["a row is longer" in one for one in reasons(path)] == [True]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.warc.gz"])
def test_damaged_compression_is_told(tmp_path: Path, name: str) -> None:
    packed = bytearray(gzip.compress(os.urandom(50_000) + GOOD.encode()))
    packed[2_000:2_100] = b"\xff" * 100
    (tmp_path / name).write_bytes(packed)
    assert all(one != "read" for one in reasons(tmp_path / name))


def test_names_in_a_wacz_lead_nowhere(tmp_path: Path) -> None:
    archive = Archive()
    archive.add("https://a.example/", story("Ferry sails again in June"))
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "a.wacz", "w") as file:
        file.writestr("../../outside.warc.gz", archive.data)
        file.writestr("/tmp/onrecord-absolute.warc.gz", archive.data)
    assert reasons(folder / "a.wacz") == ["read", "read"]
    assert sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*")) == [
        "in",
        "in/deep",
        "in/deep/a.wacz",
    ]
    assert not Path("/tmp/onrecord-absolute.warc.gz").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_links_out_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(GOOD)
    (folder / "a.txt").write_text(GOOD)
    os.mkfifo(folder / "b.txt")
    (folder / "c.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "d.txt").symlink_to("/dev/zero")
    (folder / "e.txt").symlink_to(folder / "nowhere.txt")
    found = list(read_sources([str(folder)]))
    assert [one.origin for one in found] == [str(folder / "a.txt")]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_an_end_is_refused() -> None:
    assert ["larger than" in one for one in reasons(Path("/dev/zero"))] == [True]


def test_entities_that_multiply_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "lol"}">' for i in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [{entities}]>'.encode()
    feed = bomb + b'<rss version="2.0"><channel><title>&a11;</title><item><title>&a11;</title></item></channel></rss>'
    with suppress(ArticleError):
        assert all(len(one.given.title or "") < 10_000 for one in read_feed(feed, origin="x"))
    opml = bomb + b'<opml><body><outline xmlUrl="&a11;"/></body></opml>'
    with suppress(ArticleError):
        assert all(len(one) < 10_000 for one in feeds_in_opml(opml, origin="x"))


def test_a_file_named_in_an_entity_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("https://secret.example/")
    entity = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{tmp_path}/secret">]>'
    with pytest.raises(ArticleError, match="external entity"):
        list(feeds_in_opml(f'{entity}<opml><body><outline xmlUrl="&x;"/></body></opml>'.encode(), origin="x"))
    beside = f'{entity}<opml><body>&x;<outline xmlUrl="u"/></body></opml>'
    assert list(feeds_in_opml(beside.encode(), origin="x")) == ["u"]


@pytest.mark.parametrize("tag", ["div", "blockquote", "table><tr><td", "ul><li"])
def test_deep_nesting_is_read_or_refused(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{f'<{tag}>' * 20_000}<p>{GOOD}</p></body></html>")
    assert len(reasons(path)) == 1


def test_a_quarter_million_tags_and_a_huge_attribute(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<br>" * 250_000 + f"<p>{GOOD}</p></body></html>")
    assert ["elements" in one for one in reasons(tmp_path / "a.html")] == [True]
    huge = f"<html><body><p class='{'a' * 1_500_000}'>{GOOD}</p></body></html>"
    assert GOOD.strip() in read_html(huge, origin="x").text


def test_nested_json_is_refused(tmp_path: Path) -> None:
    for name, data in (("a.json", "[" * 500_000), ("b.jsonl", '{"text": ' + "[" * 500_000 + "\n")):
        (tmp_path / name).write_text(data)
        assert all(one != "read" for one in reasons(tmp_path / name))


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 50,
        b"a\0b",
        "\ufeff\ufeff".encode() + GOOD.encode(),
        GOOD.encode("utf-16"),
        b"\xff\xfe\x00",
        b"\xed\xa0\x80" * 9,
    ],
)
def test_broken_characters_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (found,) = read_sources([str(tmp_path / "a.txt")])
    if isinstance(found, Article):
        assert all(0 <= start < end <= len(found.text) for start, end in found.body)
    lone = '{"text": "a \\ud800 b ' + GOOD + '"}'
    (tmp_path / "b.jsonl").write_text(lone)
    assert ["surrogate" in one for one in reasons(tmp_path / "b.jsonl")] == [True]


def test_a_feed_whose_entry_has_an_empty_summary() -> None:
    entry = b'<entry><id>x</id><summary type="x/y" src="z"/></entry>'
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>' + entry + b"</feed>"
    assert [one.id for one in read_feed(io.BytesIO(feed).read(), origin="x")] == ["x"]
