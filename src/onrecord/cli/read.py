"""``onrecord read`` and ``onrecord add``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from onrecord.cli.record import DEFAULT_RECORD, RecordPath

if TYPE_CHECKING:
    from onrecord.article.given import Given
    from onrecord.article.sources import Unreadable
    from onrecord.model import Reading

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|-|DIR…", help="Text, HTML or JSONL files, directories of them, or - for standard input."
    ),
]
Title = Annotated[str | None, typer.Option(help="The title, when the text itself does not say it.")]
Publisher = Annotated[str | None, typer.Option(help="The outlet that published it.")]
Published = Annotated[
    str | None, typer.Option(help="The day or time of publication, as 2022-02-02 or 2022-02-02T13:04.")
]
Url = Annotated[str | None, typer.Option(help="The address it came from; it is noted, never opened.")]


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
) -> None:
    """Read articles and print who said what, to whom, when, and on whose word.

    The text may be as scraped from a page: title, date, captions and furniture are told from the story. A line of
    JSONL is an object with [bold]text[/bold] and, if you have them, id, title, publisher, published, updated, url,
    section. One article that cannot be read is named on standard error and does not stop the others.

    Exit codes: 0 all read; 1 some could not be read; 2 wrong usage.

    Example: onrecord read samples/ --format csv > statements.csv
    """
    from onrecord.cli.printing import print_readings

    given = _given(title, publisher, published, url)
    errors = Console(stderr=True)
    failed = print_readings(_readings(paths, given, errors), format_.value, show_evidence, errors)
    raise typer.Exit(1 if failed else 0)


def add_articles(
    paths: Paths,
    record: RecordPath = DEFAULT_RECORD,
    title: Title = None,
    publisher: Publisher = None,
    published: Published = None,
    url: Url = None,
) -> None:
    """Read articles and keep them in a record, one SQLite file that is made when it is not there.

    Each article is safe as soon as it is added: an interrupt or a crash loses none that came before.

    Exit codes: 0 all added; 1 some could not be read, or the record could not be written; 2 wrong usage.

    Example: onrecord add samples/ --record samples.onrecord
    """
    from onrecord.cli.record import add_readings
    from onrecord.record import RecordError

    errors = Console(stderr=True)
    try:
        counts = add_readings(
            Path(record), _readings(paths, _given(title, publisher, published, url), errors), errors
        )
    except RecordError as error:
        errors.print(Text(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    errors.print(Text(f"{counts} → {record}"), soft_wrap=True)
    raise typer.Exit(1 if counts.unreadable else 0)


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


def _readings(paths: list[str], given: Given, errors: Console) -> Iterator[Reading | Unreadable]:
    """Yield the readings of ``paths`` in order, with a progress bar on a terminal when there are several files."""
    from onrecord.article.sources import Unreadable, count_sources, read_sources
    from onrecord.reading.reader import Reader

    with _progress(errors) as progress:
        task = progress.add_task("reading", total=count_sources(paths))
        reader: Reader | None = None
        for article in read_sources(paths, given, stdin=sys.stdin.buffer):
            if isinstance(article, Unreadable):
                yield article
            else:
                reader = reader or Reader()
                yield reader.read(article)
            progress.advance(task)


def _progress(errors: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )
