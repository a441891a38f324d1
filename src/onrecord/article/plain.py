"""Text as copied or scraped from a page becomes an Article."""

from __future__ import annotations

from onrecord.article.blocks import find_blocks, find_lines
from onrecord.article.decoding import check_text
from onrecord.article.furniture import label_block
from onrecord.article.given import Given
from onrecord.article.layout import Layout, lay_out
from onrecord.model import Article


def read_plain(text: str, *, origin: str, given: Given | None = None) -> Article:
    """Return the article in ``text``; ``article.text`` is ``text``, unchanged.

    Every character that is not white space lies in exactly one of title, body, furniture, credits and captions;
    all spans count code points of ``text``. What ``given`` knows wins over what the text says; a given title that
    stands in the text has a ``title_span`` all the same.

    Raises:
        ArticleError: ``check_text`` refuses the text, or a given date is no clear date.
    """
    check_text(text, origin=origin)
    known = (given or Given()).dated(origin)
    lines = find_lines(text)
    blocks = find_blocks(lines, [label_block(line.text) is not None for line in lines])
    layout = lay_out(text, blocks, title=known.title, publisher=known.publisher)
    return build_article(text, layout, origin=origin, given=known)


def build_article(text: str, layout: Layout, *, origin: str, given: Given) -> Article:
    """Return the article of a page that is laid out; ``given`` wins over what the layout found."""
    title = None if layout.title is None else " ".join(text[layout.title[0] : layout.title[1]].split())
    found = Given(
        title=title,
        publisher=layout.publisher,
        published=layout.published,
        updated=layout.updated,
        section=layout.section,
        authors=layout.authors,
    )
    known = given.over(found)
    return Article(
        id=Article.identify(text),
        origin=known.id or origin,
        text=text,
        title=known.title,
        title_span=layout.title,
        body=tuple(layout.body),
        furniture=tuple(layout.furniture),
        publisher=known.publisher,
        section=known.section,
        url=known.url,
        published=known.published,
        updated=known.updated,
        language=known.language or "en",
        authors=known.authors or (),
        credits=tuple(layout.credits),
        captions=tuple(layout.captions),
    )
