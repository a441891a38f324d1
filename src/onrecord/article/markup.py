"""What a page's markup says of the article: JSON-LD, OpenGraph, meta elements, the language, the captions."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any, TypeAlias

from onrecord.article.given import Given
from onrecord.article.timestamps import to_iso

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_Node: TypeAlias = dict[str, Any]

MOST_NODES = 2_000
"""JSON-LD nodes that are looked at; no real page has as many."""
LONGEST_VALUE = 1_000

_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|AnalysisNewsArticle)$")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?$")
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "publisher": ("og:site_name", "dc.publisher", "publisher", "application-name"),
    "published": ("article:published_time", "datepublished", "date", "dc.date", "pubdate", "publish-date"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified"),
    "section": ("article:section", "section", "parsely-section"),
    "url": ("og:url",),
}  # fmt: skip
_AUTHOR_META = ("author", "article:author", "dc.creator", "parsely-author", "byl")


def read_markup(root: HtmlElement) -> Given:
    """Return what the markup under ``root`` says; dates that are no clear dates are left out."""
    linked = _from_json_ld(root)
    meta = _from_meta(root)
    heading = Given(title=_heading(root), url=_canonical(root), language=_language(root))
    return (
        _heading_first(linked, heading).over(meta).over(Given(title=_head_title(root, linked.over(meta).publisher)))
    )


def _heading_first(linked: Given, heading: Given) -> Given:
    return Given(title=heading.title, url=heading.url).over(linked).over(heading)


def find_captions(root: HtmlElement) -> list[str]:
    """Return the captions of the article's figures, in the order of the page."""
    return list(dict.fromkeys(filter(None, (flatten(element) for element in root.iter("figcaption")))))


def flatten(element: HtmlElement) -> str:
    """Return the text in ``element`` on one line, without scripts and styles."""
    return clean("".join(_pieces(element))) or ""


def clean(value: object) -> str | None:
    """Return ``value`` as one line of text; ``None`` when it is none, or not fit to be stored."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", value)
    return " ".join(text.split()) or None


def _pieces(element: HtmlElement) -> Iterator[str]:
    for node in element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"):
        yield str(node)


def _heading(root: HtmlElement) -> str | None:
    headings = [flatten(element) for element in root.iter("h1")]
    found = [heading for heading in headings if len(heading.split()) >= 3]
    return found[0] if len(found) == 1 else None


def _head_title(root: HtmlElement, publisher: str | None) -> str | None:
    title = next((flatten(element) for element in root.iter("title")), "")
    if publisher:
        title = re.sub(rf"\s+[|·–—-]\s+{re.escape(publisher)}\s*$", "", title)
    return title or None


def _canonical(root: HtmlElement) -> str | None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            return _url(element.get("href"))
    return None


def _language(root: HtmlElement) -> str | None:
    page = next(iter(root.iter("html")), root)
    return _language_code(page.get("lang"))


def _language_code(value: object) -> str | None:
    match = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return match.group(1).lower() if match else None


def _from_meta(root: HtmlElement) -> Given:
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and (content := clean((element.get("content") or "")[:LONGEST_VALUE])):
            values.setdefault(name, []).append(content)
    found = {field: next((values[n][0] for n in names if n in values), None) for field, names in _META.items()}
    authors = [author for name in _AUTHOR_META for author in values.get(name, []) if not author.startswith("http")]
    return Given(
        title=found["title"],
        publisher=found["publisher"],
        published=_date(found["published"]),
        updated=_date(found["updated"]),
        section=found["section"],
        url=_url(found["url"]),
        authors=tuple(dict.fromkeys(authors)) or None,
    )


def _from_json_ld(root: HtmlElement) -> Given:
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower():
            for node in _nodes(element.text or ""):
                if _is_article(node):
                    return _from_node(node)
    return Given()


def _nodes(source: str) -> Iterator[_Node]:
    try:
        waiting: deque[Any] = deque([json.loads(source, strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(MOST_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extendleft(reversed(value[:MOST_NODES]))
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in ("@graph", "mainEntity") if key in value]


def _is_article(node: _Node) -> bool:
    kinds = node.get("@type")
    found = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in found)


def _from_node(node: _Node) -> Given:
    return Given(
        title=_text(node.get("headline")),
        publisher=_name(node.get("publisher")),
        published=_date(node.get("datePublished")),
        updated=_date(node.get("dateModified")),
        url=_url(node.get("url") or _id(node.get("mainEntityOfPage"))),
        section=_name(node.get("articleSection")),
        authors=_names(node.get("author")) or None,
        language=_language_code(node.get("inLanguage")),
    )


def _names(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for one in values[:50] if (name := _name(one)) and not name.startswith("http"))


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _id(value: object) -> object:
    return value.get("@id") if isinstance(value, dict) else value


def _text(value: object) -> str | None:
    return clean(unescape(value[:LONGEST_VALUE])) if isinstance(value, str) else None


def _date(value: object) -> str | None:
    return to_iso(value[:LONGEST_VALUE]) if isinstance(value, str) else None


def _url(value: object) -> str | None:
    url = _text(value)
    return url if url and url.startswith(("http://", "https://")) else None
