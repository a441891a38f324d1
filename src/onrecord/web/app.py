"""The pages of the reading room, as a Starlette application."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.record import RecordError
from onrecord.web import articles, correcting, exchanging, finding, front, happening, pasting, speaking, telling
from onrecord.web.api import api_routes
from onrecord.web.drafts import Drafts, ReaderLike
from onrecord.web.forms import posted, sign_in, sign_in_page, sign_out
from onrecord.web.guard import Bucket, Guard
from onrecord.web.rendering import address, render
from onrecord.web.room import Room, room

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
RATE, BURST = 20.0, 100
"""Requests to the API: so many a second in the long run, and so many at once."""
OPEN_TO_ALL = ("/sign-in", "/static/")

Next = Callable[[Request], Awaitable[Response]]


def create_app(
    record_path: str | os.PathLike[str],
    *,
    allowed_hosts: Sequence[str] = LOOPBACK,
    read_only: bool = False,
    token: str | None = None,
    reader: ReaderLike | None = None,
    rate: float | None = RATE,
) -> Starlette:
    """Return the reading room over the record at ``record_path``.

    Only requests whose Host header names one of ``allowed_hosts`` are answered, so that no page elsewhere can reach
    the record by pointing a name of its own at this computer. With a ``token``, whoever comes has to give it first.
    With ``read_only`` nothing can be written. ``reader`` reads what is pasted; by default one is loaded when it is
    needed. ``rate`` bounds the requests a second of one client to the API; ``None`` does not.
    """
    app = Starlette(
        routes=[*_pages(), *api_routes(), Mount("/static", StaticFiles(packages=[("onrecord.web", "static")]))],
        middleware=[
            Middleware(Guard, allowed_hosts=tuple(allowed_hosts), bucket=Bucket(rate, BURST) if rate else None),
            Middleware(BaseHTTPMiddleware, dispatch=_known_only),
        ],
        exception_handlers={HTTPException: _http_error, RecordError: _record_error, 500: _fault},
    )
    app.state.room = Room(Path(record_path), read_only, token, Drafts(reader))
    return app


def _pages() -> list[Route]:
    one = "/articles/{article_id}"
    said = one + "/statements/{statement_id}"
    return [
        Route("/", front.front, methods=["GET"]),
        Route("/search", finding.find, methods=["GET"]),
        Route("/export/{name}", finding.export, methods=["GET"]),
        Route(one, articles.article, methods=["GET"]),
        Route(one + "/versions/{other_id}", articles.versions, methods=["GET"]),
        Route(said, articles.statement, methods=["GET"]),
        Route(said + "/utterance", telling.utterance_page, methods=["GET"]),
        Route(one + "/statements", posted(correcting.missed), methods=["POST"]),
        Route(said + "/corrections", posted(correcting.judge), methods=["POST"]),
        Route("/corrections", correcting.log, methods=["GET"]),
        Route("/corrections/{number:int}/withdraw", posted(correcting.undo), methods=["POST"]),
        Route("/review", correcting.review, methods=["GET"]),
        Route("/speakers", speaking.speaker_list, methods=["GET"]),
        Route("/speakers/named", speaking.named, methods=["GET"]),
        Route("/speakers/{key}", speaking.speaker, methods=["GET"]),
        Route("/powers/{code}", speaking.power, methods=["GET"]),
        Route("/events", happening.events_page, methods=["GET"]),
        Route("/exchanges", exchanging.exchange_list, methods=["GET"]),
        Route("/exchanges/{article_id}/{statement_id}", exchanging.exchange_page, methods=["GET"]),
        Route("/read", pasting.paste_page, methods=["GET"]),
        Route("/read", posted(pasting.paste, writes=False), methods=["POST"]),
        Route("/read/{draft_id}", pasting.draft_page, methods=["GET"]),
        Route("/read/{draft_id}/state", pasting.draft_state, methods=["GET"]),
        Route("/read/{draft_id}/add", posted(pasting.add_draft), methods=["POST"]),
        Route("/read/{draft_id}/discard", posted(pasting.drop_draft, writes=False), methods=["POST"]),
        Route("/sign-in", sign_in_page, methods=["GET"]),
        Route("/sign-in", posted(sign_in, writes=False), methods=["POST"]),
        Route("/sign-out", posted(sign_out, writes=False), methods=["POST"]),
    ]


async def _known_only(request: Request, call_next: Next) -> Response:
    """Ask for the token, where there is one, before anything is shown."""
    if room(request).is_signed_in(request) or request.url.path.startswith(OPEN_TO_ALL):
        return await call_next(request)
    if request.url.path.startswith("/api"):
        problem = {"error": "Sign in: send the header Authorization: Bearer and the token."}
        return JSONResponse(problem, 401, {"WWW-Authenticate": "Bearer"})
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(address("/sign-in", next=asked if request.method == "GET" else "/"), 303)


_MESSAGES = {
    404: "There is no such page in this record.",
    405: "This cannot be done here.",
}
_HEADINGS = {
    400: "This cannot be understood",
    403: "Not allowed here",
    404: "Nothing to show",
    413: "Too much at once",
    500: "Something went wrong",
    503: "The record cannot be read now",
}


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    detail = error.detail if isinstance(error, HTTPException) else ""
    usual = detail in ("Not Found", "Method Not Allowed", "")
    return _problem(request, status, _MESSAGES.get(status, "This cannot be done here.") if usual else detail, headers)


def _record_error(request: Request, error: Exception) -> Response:
    return _problem(request, 503, str(error), {})


def _fault(request: Request, error: Exception) -> Response:
    return _problem(request, 500, "Something went wrong; the terminal says what.", {})


def _problem(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    response: Response
    if request.url.path.startswith("/api/"):
        response = JSONResponse({"error": message}, status)
    else:
        heading = _HEADINGS.get(status, "This cannot be done")
        response = render(request, "problem.html", status, message=message, heading=heading)
    response.headers.update(headers)
    return response
