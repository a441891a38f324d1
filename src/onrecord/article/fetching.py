"""One page from the web, when the user asks for it: bounded in time and size, and never from inside the network.

Each address that a name or a redirect leads to is checked before it is connected to, and the connection goes to the
address that was checked, so that a name cannot mean another machine a moment later.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from importlib.metadata import version
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from onrecord.article.errors import ArticleError

MAX_BYTES = 16 * 1024 * 1024
MOST_REDIRECTS = 5
_SCHEMES = {"http": 80, "https": 443}
_PIECE = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address it came from in the end, its status, its headers and its body, unpacked."""

    url: str
    status: int
    headers: Message
    body: bytes


class FetchError(ArticleError):
    """A page that was not fetched. ``retry_after`` is how many seconds the server asks to wait, if it does."""

    def __init__(self, origin: str, problem: str, remedy: str, retry_after: float | None = None) -> None:
        super().__init__(origin, problem, remedy)
        self.retry_after = retry_after


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one after another, no host more often than once in ``delay`` seconds.

    ``allow_private`` lets it reach this machine and the local network. Proxies, cookies and passwords are not used.
    """

    allow_private: bool = False
    seconds: float = 30.0
    most_bytes: int = MAX_BYTES
    delay: float = 1.0
    _last: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Return what ``url`` answers, redirects followed; every status but an error (400 and above) is an answer.

        Raises:
            FetchError: the address may not be opened, does not answer in time, or answers with an error or too much.
        """
        deadline = time.monotonic() + self.seconds
        place = url
        for _ in range(MOST_REDIRECTS + 1):
            parts = check_url(place)
            self._wait(parts.hostname or "", deadline)
            answer = self._get(place, parts, headers or {}, deadline)
            target = answer.headers.get("Location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            place = urljoin(place, target)
        raise FetchError(url, f"more than {MOST_REDIRECTS} redirects", "open it in a browser and save the page")

    def _wait(self, host: str, deadline: float) -> None:
        now = time.monotonic()
        pause = self._last.get(host, -self.delay) + self.delay - now
        if pause > 0:
            time.sleep(min(pause, max(0.0, deadline - now)))
        self._last[host] = time.monotonic()

    def _get(self, url: str, parts: SplitResult, headers: Mapping[str, str], deadline: float) -> Fetched:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or _SCHEMES[parts.scheme])
        timer = None
        try:
            connection.sock = self._connect(url, parts, deadline)
            # A server that sends a byte now and then never runs into a socket's own timeout.
            timer = threading.Timer(max(0.1, deadline - time.monotonic()), _shut, (connection.sock,))
            timer.start()
            path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
                f"?{_query(parts.query)}" if parts.query else ""
            )
            connection.request("GET", path, headers={**_HEADERS, "User-Agent": user_agent(), **headers})
            response = connection.getresponse()
            return self._answer(url, response, deadline)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            late = time.monotonic() >= deadline
            problem = (
                f"no answer within {self.seconds:g} seconds"
                if late
                else f"it cannot be fetched ({error or type(error).__name__})"
            )
            raise FetchError(url, problem[:300], "check the address, or try later") from error
        finally:
            if timer is not None:
                timer.cancel()
            connection.close()

    def _connect(self, url: str, parts: SplitResult, deadline: float) -> socket.socket:
        host, port = parts.hostname or "", parts.port or _SCHEMES[parts.scheme]
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.allow_private and (inside := [one for one in found if not is_public(one)]):
            problem = f"{host} is {inside[0]}, an address inside the network"
            raise FetchError(url, problem, "allow it with --allow-private if you mean it")
        seconds = max(0.1, deadline - time.monotonic())
        plain = socket.create_connection((found[0], port), timeout=min(seconds, self.seconds))
        if parts.scheme == "http":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

    def _answer(self, url: str, response: http.client.HTTPResponse, deadline: float) -> Fetched:
        if response.status >= 400:
            wait = _seconds(response.headers.get("Retry-After"))
            raise FetchError(
                url, f"the server answers {response.status} {response.reason}"[:200], "check the address", wait
            )
        body = bytearray()
        unpack = _unpacker(response.headers.get("Content-Encoding"), url)
        while piece := response.read(_PIECE):
            body += unpack.decompress(piece, self.most_bytes + 1 - len(body)) if unpack else piece
            if len(body) > self.most_bytes:
                raise FetchError(url, f"the page is larger than {self.most_bytes:,} bytes", "leave it out")
            if time.monotonic() > deadline:
                raise TimeoutError
        return Fetched(url, response.status, response.headers, bytes(body))


_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}


def user_agent() -> str:
    """Return the name under which pages are fetched; robots.txt may speak to ``onrecord``."""
    return f"onrecord/{version('onrecord')} (reads news; respects robots.txt)"


def check_url(url: str) -> SplitResult:
    """Return the parts of an address that may be opened.

    Raises:
        FetchError: it is not http or https, names no host, or carries a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(url[:200], f"not an address ({error})", "write it as https://host/path") from error
    if parts.scheme not in _SCHEMES:
        raise FetchError(
            url[:200], f"{parts.scheme or 'no scheme'} is not opened, only http and https", "save the page"
        )
    if not parts.hostname or port == 0:
        raise FetchError(url[:200], "the address names no host", "write it as https://host/path")
    if parts.username is not None or parts.password is not None:
        raise FetchError(parts.hostname, "the address carries a name or password", "leave them out, or save the page")
    return parts


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet, also when it is wrapped in an IPv6 address."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found.is_global and not found.is_multicast


def _query(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~-._?")


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.strip().isdigit() else None


def _unpacker(encoding: str | None, url: str) -> zlib._Decompress | None:
    name = (encoding or "identity").strip().lower()
    if name in ("identity", ""):
        return None
    if name in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    raise FetchError(url, f"the page is packed as {name[:20]}", "save the page from a browser")


def _shut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
