"""``onrecord watch``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.record import DEFAULT_RECORD, RecordPath
from onrecord.cli.taking import Taking

if TYPE_CHECKING:
    from onrecord.article.intake import Intake
    from onrecord.article.sources import Unreadable
    from onrecord.article.subscriptions import Subscriptions
    from onrecord.model import Reading
    from onrecord.reading.reader import Reader


def register(app: typer.Typer) -> None:
    """Put ``watch`` on the command line."""
    app.command("watch")(watch_feeds)


def watch_feeds(
    feeds: Annotated[list[str], typer.Argument(metavar="OPML|URL…", help="OPML files, or addresses of feeds.")],
    record: RecordPath = DEFAULT_RECORD,
    every: Annotated[float, typer.Option(min=1, help="Minutes between two visits to a feed.")] = 30,
    once: Annotated[bool, typer.Option("--once", help="Visit each feed whose time has come, and stop.")] = False,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Open the pages of entries that carry no text themselves.")
    ] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let addresses lead to this machine and the local network.")
    ] = False,
) -> None:
    """Follow feeds and keep a record up to date with what they bring, until Ctrl-C.

    A feed is asked only for what has changed, and less often while it fails; robots.txt and Retry-After are obeyed;
    no site is asked more than once a second. What was seen is kept beside the record, in RECORD.feeds.json.

    Exit codes: 0 done (with --once); 1 some feed or article could not be read; 2 wrong usage; 130 ended by Ctrl-C.

    Example: onrecord watch feeds.opml --record news.onrecord
    """
    from onrecord.article.errors import ArticleError
    from onrecord.article.subscriptions import Subscriptions
    from onrecord.record import RecordError

    errors = Console(stderr=True)
    try:
        urls = list(dict.fromkeys(url for given in feeds for url in _addresses(given)))
        subscriptions = Subscriptions(record.with_name(record.name + ".feeds.json"), every=every * 60)
        failed = _follow(urls, subscriptions, record, Taking(errors, allow_private=allow_private), pages, once)
    except (ArticleError, RecordError) as error:
        errors.print(Text(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    raise typer.Exit(1 if failed else 0)


def _addresses(given: str) -> list[str]:
    from onrecord.article.errors import ArticleError
    from onrecord.article.feed import feeds_in_opml
    from onrecord.article.sources import is_address

    if is_address(given):
        return [given]
    try:
        found = list(feeds_in_opml(Path(given).read_bytes(), origin=given))
    except OSError as error:
        raise typer.BadParameter(f"{given} cannot be read ({error.strerror}).", param_hint="OPML") from error
    except ArticleError as error:
        raise typer.BadParameter(f"{error}.", param_hint="OPML") from error
    if not found:
        raise typer.BadParameter(f"{given} lists no feeds.", param_hint="OPML")
    return found


def _follow(
    urls: list[str], subscriptions: Subscriptions, record: Path, taking: Taking, pages: bool, once: bool
) -> int:
    from onrecord.article.subscriptions import with_pages
    from onrecord.cli.record import add_readings

    intake = with_pages(taking.intake(urls), pages)
    reader: list[Reader] = []
    while True:
        counts = add_readings(record, _new(urls, subscriptions, intake, reader), taking.errors)
        taking.errors.print(Text(f"{counts} → {record}"), soft_wrap=True)
        taking.print_set_aside()
        if once:
            return counts.unreadable
        time.sleep(max(1.0, subscriptions.next_visit(urls) - subscriptions.clock()))


def _new(
    urls: list[str], subscriptions: Subscriptions, intake: Intake, reader: list[Reader]
) -> Iterator[Reading | Unreadable]:
    from onrecord.article.sources import Unreadable
    from onrecord.reading.reader import Reader as Fresh

    for url in urls:
        for article in subscriptions.visit(url, intake):
            if isinstance(article, Unreadable):
                yield article
                continue
            if not reader:
                reader.append(Fresh())
            yield reader[0].read(article)
