"""``onrecord search``."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli import filtering as by
from onrecord.cli.record import DEFAULT_RECORD, RecordPath, opened, safe_cell, visible

if TYPE_CHECKING:
    from onrecord.record import Hit, Hits


class SearchFormat(StrEnum):
    """How ``onrecord search`` prints."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Put ``search`` on the command line."""
    app.command("search")(search_record)


def search_record(
    query: Annotated[str, typer.Argument(help='Words, "a phrase", begin*; AND, OR, NOT and brackets.')] = "",
    record: RecordPath = DEFAULT_RECORD,
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
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many statements to show.")] = 20,
    format_: Annotated[SearchFormat, typer.Option("--format", "-f", help="How to print them.")] = SearchFormat.TEXT,
) -> None:
    """Find statements in a record, the best match first.

    Without words, the newest statements that the options let through.

    Exit codes: 0 found; 1 nothing found, or no record to read; 2 the search or the command cannot be understood.

    Example: onrecord search '"security guarantees" NOT nato' --speaker orban --since 2022-02
    """
    from onrecord.record import search

    texts = {
        "speaker": speaker, "since": since, "until": until, "kind": kind, "act": act, "outlet": outlet,
        "power": power, "addressee": addressee, "modality": modality, "occasion": occasion,
    }  # fmt: skip
    filters = by.gathered(texts, chain, confidence, originals)
    with opened(record) as open_record:
        found = search(open_record, query, filters, limit=limit)
    _print(found, format_)
    if not found.hits:
        raise typer.Exit(1)


def _print(found: Hits, format_: SearchFormat) -> None:
    if format_ is SearchFormat.JSON:
        print(
            json.dumps(
                {"total": found.total, "exact": found.exact, "hits": [asdict(hit) for hit in found.hits]},
                ensure_ascii=False,
            )
        )
    elif format_ is SearchFormat.CSV:
        _print_csv(found.hits)
    else:
        _print_text(found)


def _print_csv(hits: tuple[Hit, ...]) -> None:
    from onrecord.record import Hit

    columns = [name for name in Hit.__slots__ if name not in ("snippet", "highlights")]
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows([safe_cell(getattr(hit, name)) for name in columns] for hit in hits)


def _print_text(found: Hits) -> None:
    console = Console(highlight=False)
    for hit in found.hits:
        console.print(_heading(hit))
        words = Text(visible(hit.snippet))
        for start, end in hit.highlights:
            words.stylize("bold reverse", start, end)
        console.print(words)
        where = " · ".join(filter(None, (hit.title, hit.publisher, f"{hit.article_id[:19]}#{hit.statement_id}")))
        console.print(Text(visible(where), style="dim"), "", sep="\n")
    total = str(found.total) if found.exact else f"more than {found.total}"
    shown = f"{len(found.hits)} of {total}" if found.total > len(found.hits) else total
    console.print(Text(f"{shown} statement{'s' if found.total != 1 else ''} found"))


def _heading(hit: Hit) -> Text:
    heading = Text(visible(hit.speaker or hit.source or "somebody"), style="bold")
    if hit.addressee:
        heading.append(visible(f" → {hit.addressee}"), style="not bold")
    details = [hit.day, hit.kind, hit.act, hit.modality if hit.modality != "asserted" else None]
    details += ["corrected"] if hit.corrected else []
    return heading.append("  " + " · ".join(filter(None, details)), style="not bold cyan")
