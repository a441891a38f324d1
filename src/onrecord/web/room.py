"""What a reading room knows while it is open: its record, who may write, and what was pasted but not yet added."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.record import Record
from onrecord.web.drafts import Drafts

T = TypeVar("T")
MOST_KEPT = 500
MOST_BESIDE = 20
"""So many things may wait to be worked out beside the requests."""
SESSION, WHO = "onrecord_session", "onrecord_who"
LONGEST_NAME = 80


@dataclass
class Room:
    """A reading room over one record. ``token`` is what one signs in with, ``None`` when nobody has to."""

    path: Path
    read_only: bool = False
    token: str | None = None
    drafts: Drafts = field(default_factory=Drafts)
    _kept: dict[str, Any] = field(default_factory=dict)
    _beside: dict[str, Future[Any]] = field(default_factory=dict)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "onrecord-beside"))
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def open(self) -> Record:
        """Open the record to read; one connection for each request, since they run in threads."""
        return Record(self.path, read_only=True)

    def open_writer(self) -> Record:
        """Open the record to write."""
        if not self.path.is_file():
            return self.open()  # says that there is none: a page makes no record
        return Record(self.path)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Return what ``make`` returned when the record was as it is now; what is dear to count is counted once."""
        stamp = tuple(_stamp(self.path.with_name(self.path.name + tail)) for tail in ("", "-wal"))
        kept = self._kept
        if kept.get("stamp") != stamp or len(kept) > MOST_KEPT:
            kept = self._kept = {"stamp": stamp}  # another thread may still use the old one
        if name not in kept:
            kept[name] = make()
        return cast(T, kept[name])

    def beside(self, name: str, make: Callable[[], T], *, wait: bool) -> T | None:
        """Return what ``make`` returned when the record was as it is now, or ``None`` while it works, on a thread of
        its own; ``wait`` waits for it.

        Raises:
            HTTPException: 503, too much is being worked out already.
        """
        future: Future[T] = self.kept(f"beside {name}", lambda: self._begin(name, make))
        return future.result() if wait or future.done() else None

    def _begin(self, name: str, make: Callable[[], T]) -> Future[T]:
        if name in self._beside:
            self._beside[name].cancel()  # the record has changed since
        self._beside = {one: future for one, future in self._beside.items() if not future.done()}
        if len(self._beside) >= MOST_BESIDE:
            raise HTTPException(503, "Much is being worked out; look again in a minute.", {"Retry-After": "60"})
        future = self._beside[name] = self._worker.submit(make)
        return future

    def session(self) -> str:
        """Return what the cookie of somebody who signed in says."""
        return hmac.new(self._secret, (self.token or "").encode(), hashlib.sha256).hexdigest()

    def csrf(self, request: Request) -> str:
        """Return what a form must carry: only a page of this room, shown to this session, can know it."""
        session = request.cookies.get(SESSION, "")
        return hmac.new(self._secret, b"form:" + session.encode(), hashlib.sha256).hexdigest()

    def is_signed_in(self, request: Request) -> bool:
        """Tell whether whoever asks may see the record."""
        if self.token is None:
            return True
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        by_header = scheme.lower() == "bearer" and self.knows(given.strip())
        return by_header or hmac.compare_digest(request.cookies.get(SESSION, "").encode(), self.session().encode())

    def knows(self, token: str) -> bool:
        """Tell whether ``token`` is the one to sign in with."""
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def room(request: Request) -> Room:
    """Return the room that a request is made in."""
    return cast(Room, request.app.state.room)


def who(request: Request) -> str:
    """Return the name under which somebody corrects: the one given last, else the computer's user."""
    known = unquote(request.cookies.get(WHO, "")).strip()
    if known:
        return known[:LONGEST_NAME]
    try:
        return getpass.getuser() if room(request).token is None else ""
    except (OSError, KeyError, ImportError):
        return ""


def who_cookie(name: str) -> str:
    """Return a name as a cookie keeps it."""
    return quote(name[:LONGEST_NAME])


def number(request: Request, name: str, default: int = 1, most: int = 9_999_999) -> int:
    """Return a number of the address, from 1; anything else is a page that is not there."""
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 8 and 0 < int(given) <= most):
        raise HTTPException(404)
    return int(given)
