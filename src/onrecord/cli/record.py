"""What the commands that work on a record share, and their place on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.adding import AddCounts, UnreadableLike, add_readings

if TYPE_CHECKING:
    from onrecord.record import Record

__all__ = ["DEFAULT_RECORD", "AddCounts", "RecordPath", "UnreadableLike", "add_readings", "register"]

RecordPath = Annotated[
    Path,
    typer.Option("--record", "-r", envvar="ONRECORD_RECORD", help="The record's file.", show_default=True),
]
DEFAULT_RECORD = Path("record.onrecord")
ArticleName = Annotated[
    str,
    typer.Argument(metavar="ARTICLE", help="Its id or the beginning of it, its url, or the path it was read from."),
]


def register(app: typer.Typer) -> None:
    """Put the commands of a record on the command line, a family a module."""
    from onrecord.cli import comparing, correcting, keeping, searching, serving

    for family in (searching, comparing, correcting, keeping, serving):
        family.register(app)


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Record]:
    """Open a record for a command; what goes wrong with it ends the command with 1, a bad search with 2."""
    from onrecord.record import QueryError, Record, RecordError

    try:
        if write and not path.is_file():
            raise RecordError(f"{path}: there is no record here; `onrecord add` makes one")
        with Record(path, read_only=not write) as record:
            yield record
    except QueryError as error:
        raise stop(str(error), 2) from error
    except RecordError as error:
        raise stop(str(error), 1) from error


def stop(message: str, code: int) -> typer.Exit:
    """Say what is wrong on standard error, and return the exit to raise."""
    Console(stderr=True).print(Text(visible(message)), style="red", soft_wrap=True)
    return typer.Exit(code)


def visible(text: str) -> str:
    """Return ``text`` with nothing in it that a terminal would obey; no character more or less."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def safe_cell(value: object) -> object:
    """Return a cell of CSV that a spreadsheet does not run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
