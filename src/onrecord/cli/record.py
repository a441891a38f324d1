"""``onrecord search`` and ``onrecord serve``, and the adding that ``onrecord add`` does."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Protocol, runtime_checkable

import typer
from rich.console import Console
from rich.text import Text

from onrecord.model import Reading
from onrecord.record import Added, Filters, Hit, Hits, QueryError, Record, RecordError, search

RecordPath = Annotated[
    Path,
    typer.Option("--record", "-r", envvar="ONRECORD_RECORD", help="The record's file.", show_default=True),
]
DEFAULT_RECORD = Path("record.onrecord")


class SearchFormat(StrEnum):
    """How ``onrecord search`` prints."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@runtime_checkable
class UnreadableLike(Protocol):
    """An article that could not be read: where it came from, and why."""

    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102


@dataclass
class AddCounts:
    """What became of the readings that were to be added."""

    new: int = 0
    same: int = 0
    reread: int = 0
    unreadable: int = 0
    statements: int = 0

    def __str__(self) -> str:
        parts = [f"{self.new} added", f"{self.statements} statements"]
        parts += [f"{self.reread} read anew"] if self.reread else []
        parts += [f"{self.same} already there"] if self.same else []
        parts += [f"{self.unreadable} could not be read"] if self.unreadable else []
        return " · ".join(parts)


def register(app: typer.Typer) -> None:
    """Put ``search`` and ``serve`` on the command line."""
    app.command("search")(search_record)
    app.command("serve")(serve_record)


def add_readings(path: Path, readings: Iterator[Reading | UnreadableLike], console: Console) -> AddCounts:
    """Add readings to the record at ``path`` as they come, and say which articles could not be read.

    Raises:
        RecordError: the record cannot be opened or written; what was added before stays.
    """
    counts = AddCounts()
    with Record(path) as record:
        for reading in readings:
            if isinstance(reading, Reading):
                _count(counts, record.add(reading), reading)
            else:
                counts.unreadable += 1
                console.print(Text(f"{reading.origin}: {reading.reason}"), style="red", soft_wrap=True)
    return counts


def _count(counts: AddCounts, added: Added, reading: Reading) -> None:
    if added is Added.SAME:
        counts.same += 1
        return
    counts.statements += len(reading.statements)
    if added is Added.NEW:
        counts.new += 1
    else:
        counts.reread += 1


def search_record(
    query: Annotated[str, typer.Argument(help='Words, "a phrase", begin*; AND, OR, NOT and brackets.')] = "",
    record: RecordPath = DEFAULT_RECORD,
    speaker: Annotated[
        str | None, typer.Option(help="Any part of the speaker's name (accents do not matter), or a Wikidata id.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Said on or after: 2022, 2022-02 or 2022-02-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Said on or before, written like --since.")] = None,
    kind: Annotated[str | None, typer.Option(help="direct, mixed or indirect.")] = None,
    act: Annotated[str | None, typer.Option(help="demand, promise, threaten, accuse, reject, deny, …")] = None,
    outlet: Annotated[str | None, typer.Option(help="Any part of the publisher's name.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many statements to show.")] = 20,
    format_: Annotated[SearchFormat, typer.Option("--format", "-f", help="How to print them.")] = SearchFormat.TEXT,
) -> None:
    """Find statements in a record, the best match first.

    Without words, the newest statements that the options let through.

    Exit codes: 0 found; 1 nothing found, or no record to read; 2 the search or the command cannot be understood.

    Example: onrecord search '"security guarantees" NOT nato' --speaker orban --since 2022-02
    """
    filters = Filters(speaker, since, until, kind, act, outlet)
    try:
        with Record(record, read_only=True) as opened:
            found = search(opened, query, filters, limit=limit)
    except QueryError as error:
        raise _stop(str(error), 2) from error
    except RecordError as error:
        raise _stop(str(error), 1) from error
    _print(found, format_)
    if not found.hits:
        raise typer.Exit(1)


def _stop(message: str, code: int) -> typer.Exit:
    Console(stderr=True).print(Text(message), style="red", soft_wrap=True)
    return typer.Exit(code)


def _print(found: Hits, format_: SearchFormat) -> None:
    if format_ is SearchFormat.JSON:
        print(json.dumps({"total": found.total, "hits": [asdict(hit) for hit in found.hits]}, ensure_ascii=False))
    elif format_ is SearchFormat.CSV:
        _print_csv(found.hits)
    else:
        _print_text(found)


def _print_csv(hits: tuple[Hit, ...]) -> None:
    columns = [name for name in Hit.__slots__ if name not in ("snippet", "highlights")]
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows([_cell(getattr(hit, name)) for name in columns] for hit in hits)


def _cell(value: object) -> object:
    # A spreadsheet runs what begins with one of these.
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _print_text(found: Hits) -> None:
    console = Console(highlight=False)
    for hit in found.hits:
        console.print(_heading(hit))
        words = Text(_visible(hit.snippet))
        for start, end in hit.highlights:
            words.stylize("bold reverse", start, end)
        console.print(words)
        where = " · ".join(filter(None, (hit.title, hit.publisher, f"{hit.article_id[:19]}#{hit.statement_id}")))
        console.print(Text(_visible(where), style="dim"), "", sep="\n")
    shown = f"{len(found.hits)} of {found.total}" if found.total > len(found.hits) else str(found.total)
    console.print(Text(f"{shown} statement{'s' if found.total != 1 else ''} found"))


def _heading(hit: Hit) -> Text:
    heading = Text(_visible(hit.speaker or hit.source or "somebody"), style="bold")
    if hit.addressee:
        heading.append(_visible(f" → {hit.addressee}"), style="not bold")
    details = [hit.day, hit.kind, hit.act, hit.modality if hit.modality != "asserted" else None]
    return heading.append("  " + " · ".join(filter(None, details)), style="not bold cyan")


def _visible(text: str) -> str:
    """Return ``text`` with nothing in it that a terminal would obey; no character more or less."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def serve_record(
    record: RecordPath = DEFAULT_RECORD,
    host: Annotated[
        str, typer.Option(help="The address to listen on; the default cannot be reached from outside.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8411,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Read a record in the browser: the articles as written, and who said what in them.

    Exit codes: 0 ended by Ctrl-C; 1 the record or the port cannot be opened; 2 wrong usage.

    Example: onrecord serve --record balkans.onrecord --port 9000
    """
    from onrecord.web.server import ServeError, serve  # only this command needs a web server

    try:
        serve(record, host=host, port=port, open_browser=open_, say=Console(stderr=True, highlight=False).print)
    except (RecordError, ServeError) as error:
        raise _stop(str(error), 1) from error
