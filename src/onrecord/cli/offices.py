"""``onrecord offices``: check a table of offices of one's own, and make one from Wikidata."""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from onrecord.reading.office_table import OfficeTable, Term

OfficesPath = Annotated[
    Path | None,
    typer.Option(
        "--offices",
        metavar="CSV",
        help="Who held which office: rows of your own, right where the shipped table is not.",
    ),
]
PAUSE = 1.0
"""Seconds between two questions to the query service, as its rules of use ask."""


def register(app: typer.Typer) -> None:
    """Put ``offices`` on the command line."""
    offices = typer.Typer(help="Who held which office: check a table of your own, or make one from Wikidata.")
    offices.command("check")(check_offices)
    offices.command("refresh")(refresh_offices)
    app.add_typer(offices, name="offices", no_args_is_help=True)


def table_of(path: Path | None) -> OfficeTable | None:
    """Return the table with a user's rows, or ``None`` without a file; end with 2 when the file is not right."""
    from onrecord.reading.office_table import OfficesError, read_offices

    try:
        return read_offices(path) if path is not None else None
    except OfficesError as error:
        raise typer.BadParameter(str(error), param_hint="--offices") from error


def check_offices(
    path: Annotated[Path, typer.Argument(metavar="CSV", help="The table to check.")],
) -> None:
    """Check a table of offices: its form, two holders at once, open ends that a successor closes, long gaps.

    Exit codes: 0 nothing found; 1 something is wrong; 2 wrong usage.

    Example: onrecord offices check my-offices.csv
    """
    from onrecord.reading.office_checks import find_faults
    from onrecord.reading.office_table import OfficesError, read_terms

    errors = Console(stderr=True)
    try:
        terms = read_terms(path)
    except OfficesError as error:
        errors.print(Text(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    faults = list(find_faults(terms))
    for fault in faults:
        typer.echo(str(fault))
    errors.print(Text(f"{len(terms)} terms, {len(faults)} things to look at"))
    raise typer.Exit(1 if faults else 0)


def refresh_offices(
    out: Annotated[Path, typer.Argument(metavar="CSV", help="The file to write; give it to --offices afterwards.")],
    country: Annotated[
        list[str],
        typer.Option(
            "--country", "-c", help="A state (HUN) or organisation (NATO) to ask for; may be given several times."
        ),
    ],
    since: Annotated[int, typer.Option(help="Leave out terms that began before this year.")] = 2000,
    endpoint: Annotated[
        str | None, typer.Option(help="The address of the query service, Wikidata's when not given.")
    ] = None,
) -> None:
    """Ask Wikidata's query service who held which office, and write a table for --offices.

    Nothing is asked but by this command, and nothing is written unless every question was answered.

    Exit codes: 0 written; 1 the service could not be asked or the file not be written; 2 wrong usage.

    Example: onrecord offices refresh hungary.csv --country HUN --country NATO
    """
    from onrecord.cli.wikidata import ENDPOINT, WikidataError, ask_terms
    from onrecord.reading.powers import power_by_code

    errors = Console(stderr=True)
    for code in country:
        if power_by_code(code) is None:
            raise typer.BadParameter(f"{code!r} is no country or organisation: write HUN, or NATO.", param_hint="-c")
    terms: list[Term] = []
    try:
        for number, code in enumerate(country):
            time.sleep(PAUSE if number else 0)
            found = ask_terms(code, since, endpoint or ENDPOINT)
            errors.print(Text(f"{code}: {len(found)} terms"))
            terms += found
        write_terms(out, terms)
    except (WikidataError, OSError) as error:
        errors.print(Text(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    errors.print(Text(f"{len(terms)} terms → {out}. Use them: onrecord read … --offices {out}"), soft_wrap=True)


def write_terms(path: Path, terms: Sequence[Term]) -> None:
    """Write a table of terms as CSV; an unfinished file never takes the place of an older one."""
    from onrecord.reading.office_table import COLUMNS

    draft = path.with_name(path.name + ".part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([getattr(term, name) for name in COLUMNS] for term in terms)
    draft.replace(path)
