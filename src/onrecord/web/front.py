"""The front page: what is new, who spoke most, what has been asked for."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record
from onrecord.record.lately import Told, in_full
from onrecord.record.speakers import newest_day, speakers
from onrecord.web.exchanging import known_exchanges
from onrecord.web.rendering import render, with_query
from onrecord.web.room import number, room

PAGE = 30
DEMANDS = 5
LATELY = 30
"""Days before the newest one in the record."""


def front(request: Request) -> Response:
    """The articles, the newest first, and beside them what the record says lately."""
    page = number(request, "page")
    here = room(request)
    with here.open() as record:
        rows = record.articles(limit=PAGE + 1, offset=(page - 1) * PAGE)
        counts, newest = record.counts(), newest_day(record)
        since = _before(newest)
        loud = here.kept("loud", lambda: speakers(record, since=since, limit=8))
        demands = _open_demands(record, request)
    return render(
        request, "front.html", articles=rows[:PAGE], counts=counts, loud=loud, demands=demands, since=since,
        newest=newest, page_number=page,
        more=with_query(request, page=page + 1) if len(rows) > PAGE else None,
        back=with_query(request, page=page - 1 if page > 2 else None) if page > 1 else None,
    )  # fmt: skip


def _open_demands(record: Record, request: Request) -> list[Told]:
    try:
        told = known_exchanges(record, request)
    except HTTPException:
        return []  # they are being worked out
    found = [one for one in told if one.kind == "demand" and one.state == "open"]
    return [in_full(record, one) for one in found[:DEMANDS]]


def _before(day: str | None) -> str | None:
    try:
        return (date.fromisoformat(day) - timedelta(days=LATELY)).isoformat() if day else None
    except (ValueError, OverflowError):
        return None
