"""The command line: ``onrecord read | add | corpus | search | export | watch | serve | offices | events |
exchanges``.

Exit codes: 0 done; 1 something could not be read, found or written; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import gc
import sys

import typer
from rich.console import Console

from onrecord.cli import corpus, events, export, offices, read, record, watch
from onrecord.cores import keep_to_one_core

app = typer.Typer(
    name="onrecord",
    help="Who said what, to whom, when, and on whose word: a sourced record of the statements in news reports.",
    epilog="Start with: onrecord read samples/   then: onrecord add samples/   and: onrecord serve",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
read.register(app)
record.register(app)
corpus.register(app)
export.register(app)
watch.register(app)
offices.register(app)
events.register(app)


@app.callback(invoke_without_command=True)
def _options(
    show_version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    if show_version:
        from importlib.metadata import version

        typer.echo(f"onrecord {version('onrecord')}")
        raise typer.Exit


def main() -> None:
    """Run the command line; an interrupt leaves what was done and ends with 130."""
    keep_to_one_core()
    try:
        app()
    except KeyboardInterrupt:
        Console(stderr=True).print("Interrupted: what was read before is kept.")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    finally:
        gc.freeze()  # else a last collection takes a fifth of a second to free what ending frees anyway
