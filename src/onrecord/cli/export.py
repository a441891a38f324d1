"""``onrecord export``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli import filtering as by
from onrecord.cli.record import DEFAULT_RECORD, RecordPath
from onrecord.export.formats import FORMATS, ExportError, write
from onrecord.extras import MissingExtraError

if TYPE_CHECKING:
    from onrecord.export.extract import Extract
    from onrecord.record import Filters


class FormatName(StrEnum):
    """The formats of ``FORMATS``, which a test holds to it."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WEB_ANNOTATION = "web-annotation"
    SCHEMA_ORG = "schema-org"
    BRAT = "brat"
    SPACY = "spacy"
    GKG = "gkg"
    EVENTS = "events"
    GRAPHML = "graphml"
    HTML = "html"
    PDF = "pdf"


def _help() -> str:
    width = max(map(len, FORMATS))
    lines = [f"[bold]{one.name:<{width}}[/bold]  {one.holds}. Choose it {one.choose}." for one in FORMATS.values()]
    return (
        "Take a record out: everything, or what a search finds, in the format that the next program reads.\n\n"
        + "\n\n".join(lines)
        + "\n\nWith a search, formats of rows, annotations and pages hold the statements that it lets through; "
        "jsonl, brat and spacy hold the whole readings in which there is one. Text formats go to standard output "
        "unless --out names a file; folders and pdf need --out.\n\n"
        "Exit codes: 0 exported; 1 nothing was found, or something could not be read or written; 2 wrong usage.\n\n"
        "Example: onrecord export --to parquet --out tables/ --speaker orban --since 2022-02"
    )


def register(app: typer.Typer) -> None:
    """Put ``export`` on the command line."""
    app.command("export", help=_help())(export_record)


def export_record(
    query: Annotated[str, typer.Argument(help="What to look for, as in `onrecord search`; without it, all.")] = "",
    to: Annotated[FormatName, typer.Option("--to", "-t", help="The format.")] = FormatName.JSONL,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file or folder to write; - for standard output.")
    ] = None,
    record: RecordPath = DEFAULT_RECORD,
    readings: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="Take readings as JSONL (`onrecord read -f jsonl`), not a record."),
    ] = None,
    speaker: by.Speaker = None,
    since: by.Since = None,
    until: by.Until = None,
    kind: by.Kind = None,
    act: by.Act = None,
    outlet: by.Outlet = None,
    power: by.Power = None,
    addressee: by.Addressee = None,
    modality: by.Modality = None,
    occasion: by.Occasion = None,
    chain: by.Chain = None,
    confidence: by.Confidence = None,
    originals: by.Originals = False,
) -> None:
    """Take a record out; the help of the command is made from ``FORMATS``."""
    from onrecord.record import Filters, QueryError, RecordError

    texts = {
        "speaker": speaker, "since": since, "until": until, "kind": kind, "act": act, "outlet": outlet,
        "power": power, "addressee": addressee, "modality": modality, "occasion": occasion,
    }  # fmt: skip
    filters = by.gathered(texts, chain, confidence, originals)
    if readings is not None and (query or filters != Filters()):
        raise _stop("--readings exports all that it is given: search a record, or leave the search out.", 2)
    place = None if out is None or str(out) == "-" else out
    if place is None and FORMATS[to.value].kind != "text":
        raise _stop(f"{to.value} is a {FORMATS[to.value].kind}, not a text; name the place with --out.", 2)
    counted = _Counted(_read_back(readings) if readings is not None else _selected(record, query, filters))
    try:
        write(counted, to.value, place)
    except QueryError as error:
        raise _stop(str(error), 2) from error
    except (RecordError, ExportError, MissingExtraError) as error:
        raise _stop(str(error), 1) from error
    summary = f"{counted.statements} statements from {counted.articles} article{'s' * (counted.articles != 1)}"
    Console(stderr=True).print(Text(f"{summary} → {place or 'standard output'} ({to.value})"), soft_wrap=True)
    if not counted.articles:
        raise typer.Exit(1)


class _Counted:
    """Extracts that are counted as they pass."""

    def __init__(self, extracts: Iterator[Extract]) -> None:
        self._extracts = extracts
        self.articles = self.statements = 0

    def __iter__(self) -> Iterator[Extract]:
        for extract in self._extracts:
            self.articles += 1
            self.statements += len(extract.statements)
            yield extract


def _selected(path: Path, query: str, filters: Filters) -> Iterator[Extract]:
    from onrecord.export.selection import select
    from onrecord.record import Record

    with Record(path, read_only=True) as record:
        yield from select(record, query, filters)


def _read_back(path: str) -> Iterator[Extract]:
    from onrecord.export.contract import read_lines

    try:
        if path == "-":
            yield from read_lines(sys.stdin.buffer, "-")
        else:
            with Path(path).open("rb") as stream:
                yield from read_lines(stream, path)
    except OSError as error:
        raise ExportError(f"{path}: the readings cannot be read ({error.strerror}); check the path") from error


def _stop(message: str, code: int) -> typer.Exit:
    Console(stderr=True).print(Text(message), style="red", soft_wrap=True)
    return typer.Exit(code)
