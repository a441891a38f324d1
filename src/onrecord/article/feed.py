"""RSS and Atom: the entries of a feed, each with its text if the feed carries it, else with its address."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.html import read_html
from onrecord.article.mapping import AddressOnlyError
from onrecord.extras import need
from onrecord.model import Article

SHORTEST_ARTICLE = 600
"""Characters of text: what a feed carries below this is a teaser, not the article."""
MOST_ENTRIES = 5_000

_LOOKS_LIKE_A_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``id`` is what tells it from the others; ``html`` is empty when the feed carries a teaser only."""

    id: str
    url: str | None
    given: Given
    html: str


def is_feed(data: bytes) -> bool:
    """Return whether a file begins like RSS or Atom."""
    return _LOOKS_LIKE_A_FEED.search(data[:2048]) is not None


def read_feed(data: bytes, *, origin: str) -> list[Entry]:
    """Return the entries of a feed, in its order.

    Raises:
        ArticleError: it is no feed.
        onrecord.extras.MissingExtraError: feedparser is not installed.
    """
    # As a stream: feedparser takes a string for an address and would fetch it.
    parsed = need("feedparser", "feeds").parse(io.BytesIO(data))
    if not parsed.get("version") and not parsed.entries:
        raise ArticleError(origin, "not an RSS or Atom feed", "give the address of the feed, not of the site")
    publisher = _text(parsed.feed.get("title"))
    language = (_text(parsed.feed.get("language")) or "")[:2].lower() or None
    return [_entry(one, publisher, language) for one in parsed.entries[:MOST_ENTRIES]]


def read_entry(entry: Entry, *, origin: str, given: Given | None = None) -> Article:
    """Return the article that an entry carries.

    Raises:
        ArticleError: it cannot be read; ``AddressOnlyError`` when it carries only a teaser and an address.
    """
    known = (given or Given()).over(entry.given)
    if entry.html:
        title = f"<h1>{_escaped(known.title)}</h1>" if known.title else ""
        return read_html(
            f"<html><body><article>{title}{entry.html}</article></body></html>", origin=origin, given=known
        )
    if entry.url:
        raise AddressOnlyError(origin, entry.url, known)
    raise ArticleError(origin, "the entry has neither a text nor an address", "ask the publisher for a full feed")


def feeds_in_opml(data: bytes, *, origin: str) -> Iterator[str]:
    """Yield the addresses of the feeds that an OPML file lists, each once.

    Raises:
        ArticleError: it is no OPML.
    """
    from lxml import etree  # type: ignore[import-untyped]

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError(origin, f"not OPML ({error})"[:200], "export the list of feeds again") from error
    found = (outline.get("xmlUrl") or outline.get("xmlurl") for outline in root.iter("outline"))
    yield from dict.fromkeys(url.strip() for url in found if url and url.strip())


def _entry(found: Any, publisher: str | None, language: str | None) -> Entry:
    url = _text(found.get("link"))
    html = max((str(one.get("value", "")) for one in found.get("content", ())), key=len, default="")
    html = max(html, str(found.get("summary") or ""), key=len)
    if len(_TAGS.sub("", html)) < SHORTEST_ARTICLE:
        html = ""
    given = Given(
        title=_text(found.get("title")),
        publisher=publisher,
        published=_moment(found.get("published_parsed")),
        # Past feedparser's own get, which gives the time of publication where there is none of an update.
        updated=_moment(dict.get(found, "updated_parsed")),
        url=url if url and url.startswith(("http://", "https://")) else None,
        authors=tuple(name for one in found.get("authors", ()) if (name := _text(one.get("name")))) or None,
        language=language,
        id=url,
    )
    return Entry(_text(found.get("id")) or url or given.title or "", given.url, given, html)


def _moment(value: time.struct_time | None) -> str | None:
    """Return a time of feedparser's, which is UTC, as ISO 8601."""
    try:
        return datetime(*value[:6], tzinfo=UTC).isoformat() if value else None
    except ValueError:
        return None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(_TAGS.sub("", value).split()) or None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
