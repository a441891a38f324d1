from pathlib import Path

import pytest

from onrecord.article.errors import ArticleError
from onrecord.article.feed import feeds_in_opml, read_feed
from onrecord.article.intake import Unreadable
from onrecord.article.sources import read_sources
from onrecord.model import Article
from tests.article.feeds import ATOM, LONG, opml, rss


def read(path: Path) -> list[Article | Unreadable]:
    return list(read_sources([str(path)]))


def test_an_atom_entry_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_bytes(ATOM)
    (found,) = read(tmp_path / "a.atom")
    assert isinstance(found, Article)
    assert (found.title, found.publisher, found.url) == (
        "Ministers & herring meet",
        "Quay Post",
        "https://quay.example/1",
    )
    assert (found.published, found.updated) == ("2031-05-05T08:00:00+00:00", "2031-05-06T00:00:00+00:00")
    assert found.authors == ("Ann Lee",)
    assert "“We shall meet again,” one of them said." in [found.text[start:end] for start, end in found.body]
    assert "herring & the ferry" in found.text


def test_an_rss_entry_with_a_teaser_only_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_bytes(
        rss(("https://f.example/1", "One of two", LONG), ("https://f.example/2", "Two", None))
    )
    first, second = read(tmp_path / "a.rss")
    assert isinstance(first, Article)
    assert first.published == "2031-05-05T08:00:00+00:00"
    assert isinstance(second, Unreadable)
    assert "--fetch" in second.reason


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>no feed</body></html>", b"<rss", b"{}", bytes(300), b"<rss></rss>"]
)
def test_what_is_no_feed_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.rss").write_bytes(data)
    assert all(isinstance(one, Unreadable) for one in read(tmp_path / "a.rss"))


def test_entities_are_not_expanded_from_outside() -> None:
    doctype = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    bomb = doctype + b'<rss version="2.0"><channel><title>&a;</title></channel></rss>'
    assert all("root:" not in (entry.given.publisher or "") for entry in read_feed(bomb, origin="x"))
    assert list(feeds_in_opml(bomb.replace(b"<channel>", b"").replace(b"</channel>", b""), origin="x")) == []


def test_opml_lists_feeds_once() -> None:
    urls = ("https://a.example/rss?x=1&y=2", "https://b.example/", "https://b.example/")
    assert list(feeds_in_opml(opml(*urls), origin="x")) == list(urls[:2])
    with pytest.raises(ArticleError, match="not OPML"):
        list(feeds_in_opml(b"no", origin="x"))
