"""The pages of the reading room, as a Starlette application."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.model import ACTS
from onrecord.record import Filters, Hits, QueryError, Record, RecordError, search
from onrecord.web.guard import Guard
from onrecord.web.markup import exact, marked, shown, snippet, web_link
from onrecord.web.views import article_page, long_day

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PAGE = 50


def create_app(record_path: str | os.PathLike[str], *, allowed_hosts: Sequence[str] = LOOPBACK) -> Starlette:
    """Return the reading room over the record at ``record_path``.

    Only requests whose Host header names one of ``allowed_hosts`` are answered, so that no page elsewhere can reach
    the record by pointing a name of its own at this computer.
    """
    app = Starlette(
        routes=[
            Route("/", front, methods=["GET"]),
            Route("/articles/{article_id}", article, methods=["GET"]),
            Route("/search", find, methods=["GET"]),
            Mount("/static", StaticFiles(packages=[("onrecord.web", "static")])),
        ],
        middleware=[Middleware(Guard, allowed_hosts=tuple(allowed_hosts))],
        exception_handlers={HTTPException: _http_error, RecordError: _record_error, 500: _fault},
    )
    app.state.record = Path(record_path)
    return app


def front(request: Request) -> Response:
    """The articles, the newest first."""
    page = _number(request, "page")
    with _open(request) as record:
        rows = record.articles(limit=PAGE + 1, offset=(page - 1) * PAGE)
        counts = record.counts()
    more = _page_link(request, page + 1) if len(rows) > PAGE else None
    back = _page_link(request, page - 1) if page > 1 else None
    return _render("front.html", articles=rows[:PAGE], counts=counts, more=more, back=back)


def article(request: Request) -> Response:
    """One article as written, and the statements in it."""
    article_id = request.path_params["article_id"]
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", article_id):
        raise HTTPException(404)
    with _open(request) as record:
        reading = record.reading(article_id)
    if reading is None:
        raise HTTPException(404)
    return _render("article.html", page=article_page(reading), article=reading.article)


def find(request: Request) -> Response:
    """The statements that a search finds."""
    asked = {name: request.query_params.get(name, "").strip()[:2000] for name in ("q", *Filters.__slots__)}
    page = _number(request, "page")
    found, problem = Hits(0, ()), None
    if any(asked.values()):
        filters = Filters(**{name: asked[name] or None for name in Filters.__slots__})
        with _open(request) as record:
            try:
                found = search(record, asked["q"], filters, limit=PAGE, offset=(page - 1) * PAGE)
            except QueryError as error:
                problem = str(error)
    more = _page_link(request, page + 1) if page * PAGE < found.total else None
    back = _page_link(request, page - 1) if page > 1 else None
    status = 400 if problem else 200
    return _render(
        "search.html", status, asked=asked, found=found, problem=problem, more=more, back=back, acts=ACTS,
    )  # fmt: skip


def _open(request: Request) -> Record:
    # A connection of its own for each request: they run in threads.
    return Record(request.app.state.record, read_only=True)


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "1")
    if not re.fullmatch(r"[0-9]{1,7}", given) or not int(given):
        raise HTTPException(404)
    return int(given)


def _page_link(request: Request, page: int) -> str:
    query = {name: value for name, value in request.query_params.items() if name != "page"}
    return f"{request.url.path}?{urlencode({**query, 'page': page}, errors='replace')}"


def _render(template: str, status: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(_templates.get_template(template).render(**values), status_code=status)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    message = "There is no such page in this record." if status == 404 else "This cannot be done here."
    response = _render("problem.html", status, message=message)
    response.headers.update(headers or {})
    return response


def _record_error(request: Request, error: Exception) -> Response:
    return _render("problem.html", 503, message=str(error))


def _fault(request: Request, error: Exception) -> Response:
    return _render("problem.html", 500, message="Something went wrong; the terminal says what.")


_templates = Environment(
    loader=PackageLoader("onrecord.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "exact": exact,
    "shown": shown,
    "snippet": snippet,
    "marked": marked,
    "web_link": web_link,
    "long_day": long_day,
}
