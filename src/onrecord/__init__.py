"""onrecord keeps a sourced record of who said what, to whom, when, and on whose word.

>>> import onrecord
>>> reading = onrecord.read("Ann Lee, the mayor, said on Monday that the bridge was safe.")  # doctest: +SKIP
>>> reading.statements[0].kind  # doctest: +SKIP
'indirect'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.article.errors import ArticleError
    from onrecord.article.given import Given
    from onrecord.model import Article, Entity, Event, Link, Reading, Statement
    from onrecord.reading.reader import Reader
    from onrecord.record import Record

__all__ = [
    "Article",
    "ArticleError",
    "Entity",
    "Event",
    "Given",
    "Link",
    "Reader",
    "Reading",
    "Record",
    "Statement",
    "read",
]

_HOMES = {
    "ArticleError": "onrecord.article.errors",
    "Given": "onrecord.article.given",
    "Reader": "onrecord.reading.reader",
    "Record": "onrecord.record",
}


def read(text: str, *, given: Given | None = None, reader: Reader | None = None) -> Reading:
    """Read the text of one news report.

    Args:
        text: The report, as written or as scraped from a page.
        given: What the text itself does not say: title, publisher, published, url.
        reader: A reader to use again; loading one takes a second or two.

    Raises:
        ArticleError: The text is empty, not text, or longer than an article can be.
    """
    from onrecord.article.given import Given as Known
    from onrecord.article.plain import read_plain
    from onrecord.reading.reader import Reader as Fresh

    article = read_plain(text, origin="text", given=given or Known())
    return (reader or Fresh()).read(article)


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: ``onrecord --help`` must not load a parser."""
    if name not in __all__:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "onrecord.model")), name)
