"""``onrecord serve``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from onrecord.cli.record import DEFAULT_RECORD, RecordPath, stop


def register(app: typer.Typer) -> None:
    """Put ``serve`` on the command line."""
    app.command("serve")(serve_record)


def serve_record(
    record: RecordPath = DEFAULT_RECORD,
    host: Annotated[
        str, typer.Option(help="The address to listen on; the default cannot be reached from outside.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8411,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Let nobody write: no corrections, nothing added.")
    ] = False,
    token: Annotated[
        str | None, typer.Option(envvar="ONRECORD_TOKEN", help="Ask whoever comes for this token first.")
    ] = None,
) -> None:
    """Read a record in the browser: who said what, when, and on whose word; correct it; read an article into it.

    Exit codes: 0 ended by Ctrl-C; 1 the record or the port cannot be opened; 2 wrong usage.

    Example: onrecord serve --record balkans.onrecord --port 9000
    """
    from onrecord.record import RecordError
    from onrecord.web.server import ServeError, serve  # only this command needs a web server

    try:
        say = Console(stderr=True, highlight=False).print
        serve(record, host=host, port=port, open_browser=open_, read_only=read_only, token=token or None, say=say)
    except (RecordError, ServeError) as error:
        raise stop(str(error), 1) from error
