"""An HTML page becomes an Article: trafilatura finds the story, the markup says the rest."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from onrecord.article.decoding import check_text, decode
from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.layout import Layout, lay_out
from onrecord.article.markup import clean, find_captions, flatten, read_markup
from onrecord.article.notices import Notice, Notify, ignore
from onrecord.article.plain import build_article
from onrecord.article.stubs import is_stub, shows_wall
from onrecord.model import Article, Furniture, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MOST_ELEMENTS = 200_000
"""Elements of markup; a page with more is refused, which bounds the work on a hostile one."""
SHORTEST_STORY = 80
"""Characters: when trafilatura finds less, the paragraphs of the page are taken as they stand."""

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "figure",
    "iframe",
    "textarea",
)
_PARAGRAPHS = ("p", "head", "item", "quote", "cell", "ab")
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read_page(
    data: bytes, *, origin: str, given: Given | None = None, charset: str | None = None, notify: Notify = ignore
) -> Article:
    """Return the article of the page whose bytes are ``data``; ``charset`` is what the server said it is in.

    Raises:
        ArticleError: as ``read_html``, or it is no text.
    """
    declared = charset or find_charset(data)
    # A stray NUL is an error that browsers pass over; many are another encoding, or no text.
    bare = data.replace(b"\0", b"") if data.count(b"\0") * 100 < len(data) else data
    return read_html(decode(bare, origin=origin, declared=declared), origin=origin, given=given, notify=notify)


def find_charset(data: bytes) -> str | None:
    """Return the charset that a page names in its first bytes (HTML Standard, 13.2.3.2)."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii").lower() if match else None


def read_html(text: str, *, origin: str, given: Given | None = None, notify: Notify = ignore) -> Article:
    """Return the article of the page whose source is ``text``.

    ``article.text`` is made here: the title, a blank line, the paragraphs with blank lines between them, the
    captions; all spans count its code points. Nothing is fetched and no script is run. What ``given`` knows wins
    over JSON-LD, which wins over OpenGraph and other meta elements; the title is the page's own
    heading if it has one. ``notify`` is told when the markup says that only the opening stands here.

    Raises:
        ArticleError: there is no text in the page, it is too large, or a given date is no clear date.
    """
    text = text.replace("\0", "")
    check_text(text, origin=origin)
    known = (given or Given()).dated(origin)
    root = _parse(text, origin)
    found = read_markup(root)
    captions = find_captions(root)
    paragraphs = _paragraphs(root, found.title, captions)
    if not paragraphs:
        raise ArticleError(origin, "the page has no text of an article", "give the page of one article, saved whole")
    article = _assemble(found, paragraphs, captions, origin, known)
    if not is_stub(article) and shows_wall(root) and is_stub(article, walled=True):
        notify(Notice(article.origin, "stub", "only the opening of an article for subscribers"))
    return article


def _parse(text: str, origin: str) -> HtmlElement:
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as lxml_html

    source = _DECLARATION.sub("", text)
    try:
        root = lxml_html.document_fromstring(
            source, parser=lxml_html.HTMLParser(no_network=True, remove_comments=True)
        )
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(
            origin, "the page has no markup that can be read", "save it again from the browser"
        ) from error
    # What stands in these is source or input, however much of the page an unclosed one takes in.
    etree.strip_elements(root, "textarea", "template", "iframe", with_tail=False)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise ArticleError(
            origin, f"the page has more than {MOST_ELEMENTS:,} elements", "give a single article's page"
        )
    return root


def _paragraphs(root: HtmlElement, title: str | None, captions: list[str]) -> list[str]:
    simple = list(_simple_paragraphs(root))
    story = _extracted(root)
    if sum(map(len, story)) < SHORTEST_STORY:
        story = simple if sum(map(len, simple)) > sum(map(len, story)) else story
    beside = {_key(text) for text in captions} | {_key(title or "")}
    return [text for text in story if _key(text) not in beside]


def _extracted(root: HtmlElement) -> list[str]:
    from trafilatura import bare_extraction

    # trafilatura logs what it cannot parse and fails in many ways on broken trees; the simple way then serves.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(
            deepcopy(root),
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
        body = getattr(document, "body", None)
        return [] if body is None else [text for element in _outermost(body) if (text := flatten(element))]
    except Exception:
        return []


def _outermost(body: HtmlElement) -> Iterator[HtmlElement]:
    for element in body.iter(*_PARAGRAPHS):
        if not any(parent.tag in _PARAGRAPHS for parent in element.iterancestors()):
            inner = list(element.iterdescendants(*_PARAGRAPHS))
            yield from inner if inner and element.tag == "quote" else [element]


def _simple_paragraphs(root: HtmlElement) -> Iterator[str]:
    found = [element for element in root.iter("p", "blockquote", "pre") if not _is_dropped(element)]
    yield from (text for element in found if (text := flatten(element)))
    if not found:
        yield from _whole(root)


def _is_dropped(element: HtmlElement) -> bool:
    return any(parent.tag in (*_DROPPED, "p", "blockquote") for parent in element.iterancestors())


def _whole(root: HtmlElement) -> list[str]:
    pieces = root.xpath(
        "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::nav"
        " or ancestor::textarea or ancestor::template or ancestor::title)]"
    )
    return [text for piece in pieces if (text := clean(str(piece)))]


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _assemble(found: Given, paragraphs: list[str], captions: list[str], origin: str, given: Given) -> Article:
    head = [found.title] if found.title else []
    text, spans = _joined([*head, *paragraphs, *captions])
    check_text(text, origin=origin)
    end = len(spans) - len(captions)
    layout = lay_out(text, spans[len(head) : end])
    _keep_title(layout, text, spans[: len(head)], given.title)
    layout.captions = sorted([*layout.captions, *spans[end:]])
    return build_article(text, layout, origin=origin, given=given.over(found))


def _joined(parts: list[str]) -> tuple[str, list[Span]]:
    spans: list[Span] = []
    offset = 0
    for part in parts:
        spans.append((offset, offset + len(part)))
        offset += len(part) + 2
    return "\n\n".join(parts), spans


def _keep_title(layout: Layout, text: str, heading: list[Span], given: str | None) -> None:
    if not heading:
        return
    if layout.title is not None:
        layout.body = sorted([*layout.body, layout.title])
    span = heading[0]
    if given is None or _key(given) == _key(text[span[0] : span[1]]):
        layout.title = span
        return
    layout.title = None
    layout.furniture = sorted([Furniture(span=span, kind="other"), *layout.furniture], key=lambda piece: piece.span)
