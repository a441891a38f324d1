from pathlib import Path

import pytest

from onrecord.article.bookmark import Bookmark
from onrecord.article.files import MAX_BYTES
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.notices import Notice
from onrecord.article.sources import read_sources
from onrecord.article.warc import content_type
from onrecord.model import Article
from tests.article.archives import READABLE, Archive, hard, story, wacz


def read(path: Path, **options: object) -> tuple[list[Article], list[Unreadable], list[Notice]]:
    notices: list[Notice] = []
    found = list(read_sources([str(path)], intake=Intake(notify=notices.append, **options)))  # type: ignore[arg-type]
    return (
        [one for one in found if isinstance(one, Article)],
        [o for o in found if isinstance(o, Unreadable)],
        notices,
    )


def last(url: str | None) -> str:
    return (url or "").rsplit("/", 1)[-1]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_pages_of_every_encoding_are_read_and_the_rest_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = hard(packed=name != "a.warc")
    path.write_bytes(wacz(data=data) if name == "a.wacz" else data)
    articles, unreadable, notices = read(path)
    read_at = {last(one.url): one for one in articles}
    assert [one for one in read_at if one != "torn"] == list(READABLE)
    assert "said in Malmö" in read_at["latin"].text
    assert "Καλημέρα" in read_at["greek"].text
    assert read_at["gzip"].title == "A packed page of the archive"
    assert all(article.text[start:end] for article in articles for _, (start, end) in article.spans())
    assert sum("binary" in one.reason or "empty" in one.reason for one in unreadable) == 2
    assert sorted(notice.detail[-3:] for notice in notices) == ["301", "404"]


def test_a_page_too_large_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    made = Archive()
    made.add("https://a.example/big", b"<html>" + b" " * (MAX_BYTES + 1))
    made.add("https://a.example/small", story("A page after the large one"))
    (tmp_path / "a.warc.gz").write_bytes(made.data)
    articles, unreadable, _ = read(tmp_path / "a.warc.gz")
    assert [last(one.url) for one in articles] == ["small"]
    assert "larger" in unreadable[0].reason


@pytest.mark.parametrize("data", [b"", b"no archive at all", hard()[:1500] + b"\xff" * 800 + hard()[1500:]])
def test_a_broken_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(data)
    articles, unreadable, _ = read(tmp_path / "a.warc.gz")
    assert len(articles) < 6
    assert unreadable or not data


@pytest.mark.parametrize("packed", [True, False])
def test_a_long_page_is_read_to_its_end(tmp_path: Path, packed: bool) -> None:
    made = Archive(packed=packed)
    words = " ".join(f"word{number}" for number in range(60_000))
    made.add("https://a.example/long", story("A long page of the archive", words))
    (tmp_path / ("a.warc.gz" if packed else "a.warc")).write_bytes(made.data)
    articles, _, _ = read(next(tmp_path.iterdir()))
    assert "word59999, while the ferry" in articles[0].text


def test_no_wacz(tmp_path: Path) -> None:
    for data, words in ((b"no zip", "not a WACZ"), (wacz(), "no WARC file")):
        (tmp_path / "a.wacz").write_bytes(data)
        assert words in read(tmp_path / "a.wacz")[1][0].reason


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_reading_goes_on_where_it_was_interrupted(tmp_path: Path, name: str) -> None:
    data = hard(packed=name != "a.warc")
    (tmp_path / name).write_bytes(wacz(one=data, two=data) if name == "a.wacz" else data)
    whole = [one.origin for one in read(tmp_path / name)[0]]
    for stop in range(1, len(whole)):
        seen: list[str] = []
        with Bookmark(tmp_path / "place") as bookmark:
            for one in read_sources([str(tmp_path / name)], intake=Intake(bookmark=bookmark)):
                if len(seen) == stop:
                    break  # this one was asked for and not dealt with
                seen += [one.origin] if isinstance(one, Article) else []
        with Bookmark(tmp_path / "place") as bookmark:
            assert bookmark.is_resumed
            rest = [one.origin for one in read(tmp_path / name, bookmark=bookmark)[0]]
            bookmark.remove()
        assert seen + rest == whole


def test_content_types() -> None:
    assert content_type('Text/HTML; x=y; Charset="UTF-8"') == ("text/html", "utf-8")
    assert content_type("") == ("", None)
