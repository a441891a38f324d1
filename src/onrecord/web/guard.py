"""What stands between the pages and the rest of the web."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# With a stricter Referrer-Policy a browser sends "Origin: null" with the room's own forms.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = 17 * 1024 * 1024
"""Bytes of a request: an uploaded page of 16 MiB, and the form around it."""
MOST_CLIENTS = 1_000


class Bucket:
    """How many requests a client has left: ``rate`` a second come back, and never more than ``burst`` are kept."""

    def __init__(self, rate: float, burst: int) -> None:
        self.rate, self.burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, now: float | None = None) -> float:
        """Take one; return 0, or how many seconds the client has to wait for the next."""
        at = time.monotonic() if now is None else now
        left, since = self._left.pop(client, (float(self.burst), at))
        left = min(self.burst, left + (at - since) * self.rate)
        wait = 0.0 if left >= 1 else (1 - left) / self.rate
        self._left[client] = (left if wait else left - 1, at)
        while len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)
        return wait


class Guard:
    """ASGI middleware: answers known hosts, refuses and bounds writes, and puts headers on every answer."""

    def __init__(self, app: ASGIApp, allowed_hosts: tuple[str, ...], bucket: Bucket | None = None) -> None:
        self.app = app
        self.allowed = {host.lower() for host in allowed_hosts}
        self.bucket = bucket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await refusal(scope, receive, guarded)
            return
        await self.app(scope, _bounded(receive), guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if not self._is_known(hosts):
            return PlainTextResponse("This address is not one that the reading room answers to.\n", 400)
        if scope["method"] not in SAFE_METHODS and not comes_from_here(headers, hosts[0]):
            return PlainTextResponse("Only the reading room's own pages may write to it.\n", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 20 or int(length) > LARGEST_BODY:
            return PlainTextResponse(f"More than {LARGEST_BODY:,} bytes is no article.\n", 413)
        if self.bucket and scope["path"].startswith("/api/"):
            client = (scope.get("client") or ("",))[0]
            if wait := self.bucket.take(client):
                problem = {"error": f"Too many requests: wait {wait:.1f} seconds."}
                return JSONResponse(problem, 429, {"Retry-After": str(int(wait) + 1)})
        return None

    def _is_known(self, hosts: list[str]) -> bool:
        return len(hosts) == 1 and re.sub(r":\d+$", "", hosts[0]).lower() in self.allowed


def comes_from_here(headers: Headers, host: str) -> bool:
    """Tell whether a page of this very origin, or no page at all, made a request.

    Browsers send Origin with every POST, and Sec-Fetch-Site with every request; a program sends neither.
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:  # it is no address
        return False


def _bounded(receive: Receive) -> Receive:
    """Return ``receive`` that takes a longer body than ``LARGEST_BODY`` for a connection that has ended."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > LARGEST_BODY else message

    return bounded
