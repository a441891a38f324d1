"""``onrecord backup``, ``check``, ``dump``, ``restore`` and ``diff``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.record import DEFAULT_RECORD, RecordPath, opened, stop, visible
from onrecord.cli.wording import show_pieces

if TYPE_CHECKING:
    from onrecord.model import Reading, Statement
    from onrecord.record import Record


def register(app: typer.Typer) -> None:
    """Put the commands that keep a record whole on the command line."""
    app.command("backup")(backup_record)
    app.command("check")(check_record)
    app.command("dump")(dump_record)
    app.command("restore")(restore_record)
    app.command("diff")(diff_versions)


def backup_record(
    target: Annotated[Path, typer.Argument(help="The file to make, or the folder to make it in.")],
    record: RecordPath = DEFAULT_RECORD,
    replace: Annotated[bool, typer.Option("--replace", help="Write over an earlier copy.")] = False,
) -> None:
    """Copy a record as it stands, while others read and write it; the copy is one file, and it is checked.

    Exit codes: 0 copied; 1 the record cannot be read or the copy not be written; 2 wrong usage.

    Example: onrecord backup /media/usb/balkans.onrecord --record balkans.onrecord
    """
    from onrecord.record.backup import backup

    with opened(record) as open_record:
        made = backup(open_record, target, replace=replace)
    Console(stderr=True).print(Text(f"{record} → {made} ({made.stat().st_size:,} bytes)"), soft_wrap=True)


def check_record(record: RecordPath = DEFAULT_RECORD) -> None:
    """Check that a record is whole: every text's hash, every span, every row that points at another, the index.

    Exit codes: 0 whole; 1 something is wrong with it, or it cannot be read; 2 wrong usage.

    Example: onrecord check --record balkans.onrecord
    """
    from onrecord.record import Record, RecordError
    from onrecord.record.checking import check

    console, faults = Console(stderr=True), 0
    try:
        for fault in check(record):
            faults += 1
            console.print(Text(visible(fault)), style="red", soft_wrap=True)
        with Record(record, read_only=True) as open_record:
            counts = open_record.counts()
    except RecordError as error:
        raise stop(str(error), 1) from error
    if faults:
        raise stop(f"{faults} fault{'s' * (faults != 1)} in {record}; restore a copy, or dump what can be read", 1)
    whole = f"{record} is whole: {counts.articles:,} articles, {counts.statements:,} statements"
    console.print(Text(whole), soft_wrap=True)


def dump_record(record: RecordPath = DEFAULT_RECORD) -> None:
    """Print everything that a record knows as lines of JSON: texts, readings, corrections, transcripts.

    `onrecord restore` makes a record of it again, with this or a later onrecord.

    Exit codes: 0 printed; 1 the record cannot be read; 2 wrong usage.

    Example: onrecord dump --record balkans.onrecord | gzip > balkans.jsonl.gz
    """
    from onrecord.record.dump import dump

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")
    with opened(record) as open_record:
        for line in dump(open_record):
            sys.stdout.write(line + "\n")


def restore_record(
    dump: Annotated[Path, typer.Argument(help="What `onrecord dump` printed.")],
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Make a record of what `onrecord dump` printed.

    Exit codes: 0 made; 1 the dump cannot be read, or there is a record already; 2 wrong usage.

    Example: onrecord restore balkans.jsonl --record copy.onrecord
    """
    from onrecord.record import Record, RecordError
    from onrecord.record.dump import restore

    try:
        with dump.open(encoding="utf-8") as lines, Record(record) as open_record:
            number = restore(open_record, lines)
    except (RecordError, OSError, UnicodeDecodeError) as error:
        raise stop(str(error), 1) from error
    Console(stderr=True).print(Text(f"{number:,} lines → {record}"), soft_wrap=True)


def diff_versions(
    page: Annotated[str, typer.Argument(metavar="URL|ARTICLE", help="A page's address, or the earlier article.")],
    later: Annotated[str | None, typer.Argument(metavar="ARTICLE", help="The later article.")] = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Show which statements changed, came or went between two versions of a page.

    With a url alone, the last two versions that were met there.

    Exit codes: 0 shown; 1 there are no two versions, or no record to read; 2 wrong usage.

    Example: onrecord diff https://example.org/story
    """
    from onrecord.record.versions import diff

    with opened(record) as open_record:
        before, after = _two(open_record, page, later)
        found = diff(before, after)
    console = Console(highlight=False, emoji=False, markup=False)
    for one in found:
        statement = one.after or one.before
        reading = after if one.after else before
        if one.what == "same" or statement is None:
            continue
        fields = f" ({', '.join(one.fields)})" if one.fields else ""
        style = {"came": "green", "went": "red", "changed": "yellow"}[one.what]
        console.print(Text.assemble((f"{one.what}{fields}  ", style), (_who(reading, statement), "bold")))
        if one.wording:
            console.print(show_pieces(one.wording), soft_wrap=True)
        else:
            console.print(Text(visible(reading.article.quote(statement.content))), soft_wrap=True)
        console.print()
    counts = {what: sum(one.what == what for one in found) for what in ("same", "changed", "came", "went")}
    console.print(Text(" · ".join(f"{number} {what}" for what, number in counts.items())))


def _two(record: Record, page: str, later: str | None) -> tuple[Reading, Reading]:
    from onrecord.record import RecordError

    versions = [row.id for row in record.versions(page)] if later is None else []
    if later is None and len(versions) < 2:
        raise RecordError(
            f"{record.path}: there are no two versions of {page[:200]!r}; give its address or two articles"
        )
    names = versions[-2:] if later is None else [record.resolve(page), record.resolve(later)]
    readings = [record.reading(name) for name in names]
    if readings[0] is None or readings[1] is None:
        raise RecordError(f"{record.path}: one of the two has not been read into this record")
    return readings[0], readings[1]


def _who(reading: Reading, statement: Statement) -> str:
    entity = reading.entity(statement.speaker)
    return visible(entity.name if entity else reading.article.quote(statement.source) or "somebody")
