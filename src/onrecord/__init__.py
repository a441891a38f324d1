"""onrecord keeps a sourced record of who said what, to whom, when, and on whose word.

>>> import onrecord
>>> reading = onrecord.read("Ann Lee, the mayor, said on Monday that the bridge was safe.")  # doctest: +SKIP
>>> reading.statements[0].kind  # doctest: +SKIP
'indirect'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onrecord.article.errors import ArticleError
    from onrecord.article.given import Given
    from onrecord.article.intake import Intake, Unreadable
    from onrecord.export.tables import Row, TableName
    from onrecord.model import Article, Entity, Event, Link, Reading, Statement
    from onrecord.reading.reader import Reader
    from onrecord.record import Record

__all__ = [
    "Article",
    "ArticleError",
    "Entity",
    "Event",
    "Given",
    "Intake",
    "Link",
    "Reader",
    "Reading",
    "Record",
    "Statement",
    "Unreadable",
    "read",
    "read_all",
    "rows",
    "write",
]

_HOMES = {
    "ArticleError": "onrecord.article.errors",
    "Given": "onrecord.article.given",
    "Intake": "onrecord.article.intake",
    "Reader": "onrecord.reading.reader",
    "Record": "onrecord.record",
    "Unreadable": "onrecord.article.intake",
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


def read_all(
    paths: Iterable[str | os.PathLike[str]], *, intake: Intake | None = None, reader: Reader | None = None
) -> Iterator[Reading | Unreadable]:
    """Read files, directories and addresses, one article after another, in bounded memory.

    Args:
        paths: What to read; ``docs/input.md`` says which kinds of files are known.
        intake: How to take the articles in: mapping, languages, what may be fetched, where the place is kept. By
            default every language is read as English, and nothing is fetched.
        reader: A reader to use again.

    Yields:
        The reading of each article; an ``Unreadable`` with the reason for one that cannot be read.
    """
    from onrecord.article.intake import Unreadable as Refused
    from onrecord.article.sources import read_sources
    from onrecord.reading.reader import Reader as Fresh

    for article in read_sources(map(str, paths), intake=intake):
        if isinstance(article, Refused):
            yield article
        else:
            reader = reader or Fresh()
            yield reader.read(article)


def write(readings: Iterable[Reading], format: str, out: str | os.PathLike[str] | Path | None = None) -> None:
    """Write readings in one of the formats of ``onrecord export``; see ``docs/export.md``.

    Args:
        readings: What to write, all of each.
        format: ``jsonl``, ``csv``, ``parquet``, ``web-annotation``, ``schema-org``, ``brat``, ``spacy``, ``gkg``,
            ``events``, ``graphml``, ``html`` or ``pdf``.
        out: The file or folder; for the formats that are one text, ``None`` is standard output.

    Raises:
        onrecord.export.ExportError: there is no such format, or it cannot be written there.
        onrecord.extras.MissingExtraError: the format needs a library that is not installed.
    """
    from pathlib import Path as Place

    from onrecord.export import whole
    from onrecord.export import write as write_extracts

    write_extracts(map(whole, readings), format, None if out is None else Place(out))


def rows(readings: Iterable[Reading], table: TableName = "statements") -> Iterator[Row]:
    """Yield the rows of a table over many readings, as dicts; ``docs/out/parquet.md`` names the columns."""
    from onrecord.export import whole
    from onrecord.export.tables import rows as rows_of

    yield from rows_of(map(whole, readings), table)


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: ``onrecord --help`` must not load a parser."""
    if name not in __all__:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "onrecord.model")), name)
