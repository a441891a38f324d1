"""``onrecord corpus read | add | check``."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.offices import OfficesPath, table_of
from onrecord.cli.read import AllowPrivate, AnyLanguage, Fetch, From, Map, Parse, ParseBy, Published, Publisher, Url
from onrecord.cli.record import DEFAULT_RECORD, RecordPath, stop
from onrecord.cli.taking import SHAPES

if TYPE_CHECKING:
    from onrecord.cluster.choices import Choices

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `onrecord corpus read` made.")]


def register(app: typer.Typer) -> None:
    """Put ``corpus`` on the command line."""
    corpus = typer.Typer(help="Read many articles on many cores or machines, each once, into Parquet.")
    corpus.command("read")(read_many)
    corpus.command("add")(add_corpus)
    corpus.command("check")(check_corpus)
    app.add_typer(corpus, name="corpus", no_args_is_help=True)


def read_many(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FILE|DIR|URL…", help="What `onrecord read` takes, but not the standard input."),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="A new folder, or that of the same command.")
    ],
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, help="How many processes read; by default one a core.")
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray", metavar="ADDRESS", help="Read on a Ray cluster: its address, auto for this machine's, or local."
        ),
    ] = None,
    shared_input: Annotated[
        bool, typer.Option("--shared-input", help="Every machine of the cluster sees the input under the same paths.")
    ] = False,
    part_articles: Annotated[int, typer.Option(min=1, help="How many articles a part holds at most.")] = 2_000,
    seconds: Annotated[
        float, typer.Option(min=1.0, help="How long one article may take; one that takes longer is a failure.")
    ] = 900.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest, not a line for people.")] = False,
    publisher: Publisher = None,
    published: Published = None,
    url: Url = None,
    preset: From = None,
    mapping: Map = None,
    fetch: Fetch = False,
    allow_private: AllowPrivate = False,
    any_language: AnyLanguage = False,
    offices: OfficesPath = None,
    parse: Parse = ParseBy.SHARED,
) -> None:
    """Read many articles, each exactly once, into a folder of Parquet tables with a manifest.

    The same command goes on after an interrupt, a crash or a full disk, and reads nothing twice. An article that
    cannot be read, or that kills what reads it, is a row of failures.parquet and stops nothing.

    Exit codes: 0 all read; 1 some could not be read (failures.parquet), or the folder not be written; 2 wrong usage,
    or the folder is another run's; 130 interrupted.

    Example: onrecord corpus read crawl/*.warc.gz --out crawl.corpus --workers 8
    """
    from onrecord.article.given import Given
    from onrecord.cli.read import _day
    from onrecord.cluster.choices import Choices
    from onrecord.cluster.parts import digest_of

    _check_shape(preset, mapping)
    choices = Choices(
        Given(publisher=publisher, published=_day(published), url=url), preset, mapping, fetch, allow_private,
        any_language, table_of(offices), digest_of(offices) if offices else None, parse.value, seconds,
    )  # fmt: skip
    manifest = _read(paths, out, choices, {"workers": workers, "cluster": ray, "shared": shared_input}, part_articles)
    if as_json:
        typer.echo(json.dumps(manifest, indent=1, ensure_ascii=False))
    else:
        Console(stderr=True).print(Text(_summary(manifest, out)), soft_wrap=True)
    raise typer.Exit(1 if manifest["counts"]["failures"] else 0)


def add_corpus(folder: Folder, record: RecordPath = DEFAULT_RECORD) -> None:
    """Keep the readings of a corpus in a record, which is made when it is not there; what is in it already stays.

    Exit codes: 0 all added; 1 there is no whole corpus, or the record cannot be written; 2 wrong usage.

    Example: onrecord corpus add crawl.corpus --record crawl.onrecord
    """
    from onrecord.cli.adding import add_readings
    from onrecord.cluster.checking import readings
    from onrecord.cluster.errors import CorpusError
    from onrecord.extras import MissingExtraError
    from onrecord.record import RecordError

    console = Console(stderr=True)
    try:
        counts = add_readings(Path(record), readings(folder), console)
    except (CorpusError, RecordError, MissingExtraError, OSError, ValueError) as error:
        raise stop(str(error), 1) from error
    console.print(Text(f"{counts} → {record}"), soft_wrap=True)


def check_corpus(folder: Folder) -> None:
    """Check that a corpus is whole: its files are those of the manifest, and each article is in it once.

    Exit codes: 0 it is whole; 1 it is not, or there is none; 2 wrong usage.

    Example: onrecord corpus check crawl.corpus
    """
    from onrecord.cluster.checking import find_faults
    from onrecord.cluster.errors import CorpusError
    from onrecord.cluster.manifest import read_manifest
    from onrecord.extras import MissingExtraError

    try:
        faults = list(find_faults(folder))
        manifest = read_manifest(folder)
    except (CorpusError, MissingExtraError, OSError) as error:
        raise stop(str(error), 1) from error
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    state = "whole" if manifest["finished"] else "whole so far, but not finished"
    Console(stderr=True).print(Text(f"{folder} is {state}: {_counted(manifest)}"), soft_wrap=True)


def _check_shape(preset: str | None, mapping: str | None) -> None:
    from onrecord.article.mapping import MappingError, parse_mapping

    if preset is not None and preset not in SHAPES:
        raise typer.BadParameter(f"{preset!r} is none of {', '.join(SHAPES)}.", param_hint="--from")
    try:
        parse_mapping(mapping) if mapping is not None else None
    except MappingError as error:
        raise typer.BadParameter(f"{error}.", param_hint="--map") from error


def _read(paths: list[str], out: Path, choices: Choices, where: dict[str, Any], articles: int) -> dict[str, Any]:
    from onrecord.cli.pacing import shown
    from onrecord.cluster.errors import CorpusError
    from onrecord.cluster.reading import read_corpus
    from onrecord.cluster.run import PartSize
    from onrecord.extras import MissingExtraError

    console = Console(stderr=True)
    try:
        with _terminated_as_interrupted(), shown(console) as tell:
            return read_corpus(paths, out, choices, size=PartSize(articles), tell=tell, **where)
    except (CorpusError, MissingExtraError) as error:
        raise stop(str(error), getattr(error, "code", 1)) from error
    except KeyboardInterrupt as error:
        console.print(Text(f"Interrupted: what was read is in {out}; the same command goes on."), soft_wrap=True)
        raise typer.Exit(130) from error


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Treat SIGTERM, by which services and clusters stop a process, as an interrupt."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before: Any = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread, which nobody interrupts
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _summary(manifest: dict[str, Any], out: Path) -> str:
    return f"{_counted(manifest)} → {out}"


def _counted(manifest: dict[str, Any]) -> str:
    counts = manifest["counts"]
    others = counts["other_languages"]
    parts = [f"{counts['articles']:,} articles", f"{counts['rows_statements']:,} statements"]
    parts += [f"{counts['repeats']:,} repeats"] if counts["repeats"] else []
    parts += [f"{sum(others.values()):,} not in English"] if others else []
    parts += [f"{counts['no_pages']:,} no pages of articles"] if counts["no_pages"] else []
    parts += [f"{counts['failures']:,} could not be read (failures.parquet)"] if counts["failures"] else []
    return " · ".join(parts)
