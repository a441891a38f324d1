"""The reading room on a port of this computer."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from onrecord.record import Record
from onrecord.web.app import LOOPBACK, create_app


class ServeError(Exception):
    """The reading room could not be opened; the message says why and what to do."""


def serve(
    record_path: str | os.PathLike[str],
    *,
    host: str = "127.0.0.1",
    port: int = 8411,
    open_browser: bool = False,
    read_only: bool = False,
    token: str | None = None,
    say: Callable[[str], object] = print,
) -> None:
    """Serve a record until interrupted. Port 0 takes a free one.

    With ``read_only`` nothing can be written; with a ``token``, whoever comes has to give it first.

    Raises:
        RecordError: the record cannot be opened.
        ServeError: the port is taken, or the address is not this computer's.
    """
    Record(record_path, read_only=True).close()
    listener = _listen(host, port)
    address = _address(host, listener.getsockname()[1])
    say(f"Reading {Path(record_path)} at {address} (Ctrl-C ends it)")
    if not _is_loopback(host) and token is None:
        may = "read" if read_only else "read and correct"
        say(
            f"Anybody who can reach {host} can {may} this record: there is no sign-in. "
            "--token asks for one, --host 127.0.0.1 keeps it here."
        )
    if open_browser:
        webbrowser.open(address)
    config = uvicorn.Config(
        create_app(record_path, allowed_hosts=(*LOOPBACK, *_names(host)), read_only=read_only, token=token),
        log_level="warning",
        server_header=False,
        access_log=False,
    )
    with listener, contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends at once; else each answer on an open connection waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ServeError(_why(error, host, port)) from error
    return listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken: another program, perhaps another `onrecord serve`, has it. Try --port {port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Try --port 8411."
    return f"{host} is not an address of this computer. Try --host 127.0.0.1."


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _names(host: str) -> tuple[str, ...]:
    if host in ("0.0.0.0", "::"):
        return (socket.gethostname().lower(), *_own_addresses())
    return (f"[{host}]" if ":" in host else host,)


def _own_addresses() -> tuple[str, ...]:
    try:
        return tuple(socket.gethostbyname_ex(socket.gethostname())[2])
    except OSError:
        return ()


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
