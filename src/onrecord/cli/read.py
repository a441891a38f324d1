"""``onrecord read`` and ``onrecord add``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.offices import OfficesPath, table_of
from onrecord.cli.record import DEFAULT_RECORD, RecordPath
from onrecord.cli.taking import SHAPES, Taking

if TYPE_CHECKING:
    from onrecord.article.given import Given

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|DIR|URL|-…",
        help="Text, HTML, JSON(L), CSV, Parquet, WARC, WACZ or feed files, directories, tars or ZIPs of them, "
        "addresses, or - for standard input.",
    ),
]
Title = Annotated[str | None, typer.Option(help="The title, when the text itself does not say it.")]
Publisher = Annotated[str | None, typer.Option(help="The outlet that published it.")]
Published = Annotated[
    str | None, typer.Option(help="The day or time of publication, as 2022-02-02 or 2022-02-02T13:04.")
]
Url = Annotated[str | None, typer.Option(help="The address it came from; it is noted, never opened.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="SHAPE", help=f"The shape of the rows or files: {', '.join(SHAPES)}."),
]
Map = Annotated[
    str | None,
    typer.Option("--map", metavar="FIELD=COLUMN,…", help="Which column holds which field: text=body,date=pub_date."),
]
Fetch = Annotated[
    bool, typer.Option("--fetch", help="Open the pages of rows and feed entries that have an address but no text.")
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Let addresses lead to this machine and the local network.")
]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Read what is not English as if it were, instead of setting it aside.")
]
BookmarkPath = Annotated[
    Path | None,
    typer.Option("--bookmark", help="Keep the place in this file, and go on from it after an interrupt."),
]


class ParseBy(StrEnum):
    """Whose parse a reading rests on: ``reading.language.ParseBy``, here so that help need not load what parses."""

    SHARED = "shared"
    SPACY = "spacy"


Parse = Annotated[
    ParseBy,
    typer.Option(
        "--parse", help="shared: sentences parsed by the model of statements; spacy: by spaCy, for more time."
    ),
]


class AddAs(StrEnum):
    """What ``onrecord add`` takes its input for."""

    ARTICLE = "article"
    TRANSCRIPT = "transcript"


class ReadFormat(StrEnum):
    """How ``onrecord read`` prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Put ``read`` and ``add`` on the command line."""
    app.command("read")(read_articles)
    app.command("add")(add_articles)


def read_articles(
    paths: Paths,
    format_: Annotated[
        ReadFormat,
        typer.Option("--format", "-f", help="text to look at; json (one article), jsonl and csv for programs."),
    ] = ReadFormat.TEXT,
    show_evidence: Annotated[
        bool, typer.Option("--show-evidence", "-e", help="Show the words behind every field, with their offsets.")
    ] = False,
    title: Title = None,
    publisher: Publisher = None,
    published: Published = None,
    url: Url = None,
    preset: From = None,
    mapping: Map = None,
    fetch: Fetch = False,
    allow_private: AllowPrivate = False,
    any_language: AnyLanguage = False,
    bookmark: BookmarkPath = None,
    offices: OfficesPath = None,
    parse: Parse = ParseBy.SHARED,
) -> None:
    """Read articles and print who said what, to whom, when, and on whose word.

    The text may be as scraped from a page: title, date, captions and furniture are told from the story. A line of
    JSONL or row of a table has [bold]text[/bold] and, if known, id, title, publisher, published, updated, url,
    section, authors; --map and --from are for other names. One article that cannot be read is named on standard error
    and does not stop the others; those in other languages are set aside and counted.

    Exit codes: 0 all read; 1 some could not be read; 2 wrong usage.

    Example: onrecord read stories.csv --map text=body,date=pub_date --format csv > statements.csv
    """
    from onrecord.cli.printing import print_readings

    taking = Taking(Console(stderr=True), preset, mapping, fetch, allow_private, any_language, bookmark)
    taking.offices, taking.parse = table_of(offices), parse.value
    readings = taking.readings(paths, _given(title, publisher, published, url))
    failed = print_readings(readings, format_.value, show_evidence, taking.errors)
    taking.print_set_aside()
    raise typer.Exit(1 if failed else 0)


def add_articles(
    paths: Paths,
    record: RecordPath = DEFAULT_RECORD,
    title: Title = None,
    publisher: Publisher = None,
    published: Published = None,
    url: Url = None,
    preset: From = None,
    mapping: Map = None,
    fetch: Fetch = False,
    allow_private: AllowPrivate = False,
    any_language: AnyLanguage = False,
    bookmark: BookmarkPath = None,
    as_: Annotated[
        AddAs, typer.Option("--as", help="article; or transcript: an official text, to compare quotations with.")
    ] = AddAs.ARTICLE,
    offices: OfficesPath = None,
    parse: Parse = ParseBy.SHARED,
) -> None:
    """Read articles and keep them in a record, one SQLite file that is made when it is not there.

    Each article is safe as soon as it is added: an interrupt or a crash loses none that came before. With --bookmark,
    the same command goes on from where it stopped.

    Exit codes: 0 all added; 1 some could not be read, or the record could not be written; 2 wrong usage.

    Example: onrecord add crawl.warc.gz --record crawl.onrecord --bookmark crawl.place
    """
    from onrecord.cli.record import add_readings
    from onrecord.record import RecordError

    taking = Taking(Console(stderr=True), preset, mapping, fetch, allow_private, any_language, bookmark)
    if as_ is AddAs.TRANSCRIPT:
        raise typer.Exit(_add_transcripts(paths, Path(record), taking, _given(title, publisher, published, url)))
    taking.offices, taking.parse = table_of(offices), parse.value
    readings = taking.readings(paths, _given(title, publisher, published, url))
    try:
        counts = add_readings(Path(record), readings, taking.errors)
    except RecordError as error:
        taking.errors.print(Text(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    taking.errors.print(Text(f"{counts} → {record}"), soft_wrap=True)
    taking.print_set_aside()
    raise typer.Exit(1 if counts.unreadable else 0)


def _add_transcripts(paths: list[str], record: Path, taking: Taking, given: Given) -> int:
    from onrecord.cli.adding import add_transcripts
    from onrecord.record import RecordError

    try:
        added, failed = add_transcripts(record, taking.articles(paths, given), taking.errors)
    except RecordError as error:
        taking.errors.print(Text(str(error)), style="red", soft_wrap=True)
        return 1
    taking.errors.print(Text(f"{added} transcript{'s' * (added != 1)} added → {record}"), soft_wrap=True)
    taking.print_set_aside()
    return 1 if failed else 0


def _given(title: str | None, publisher: str | None, published: str | None, url: str | None) -> Given:
    from onrecord.article.given import Given

    return Given(title=title, publisher=publisher, published=_day(published), url=url)


def _day(published: str | None) -> str | None:
    from datetime import datetime

    try:
        if published is not None:
            datetime.fromisoformat(published)
    except ValueError as error:
        raise typer.BadParameter(
            f"{published!r} is no date: write 2022-02-02 or 2022-02-02T13:04.", param_hint="--published"
        ) from error
    return published
