"""What powers asked of one another, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import QueryError, Record
from onrecord.record.exchanges import OPENINGS, STATES
from onrecord.record.facets import check_day
from onrecord.record.lately import NEWEST, Kept, Told, in_full, kept, lately, newest_articles
from onrecord.web.rendering import render, with_query
from onrecord.web.room import number, room

PAGE = 20
FEW = 60
"""Articles: so few are looked through at once; more take seconds, and are looked through beside the requests."""
_WAIT = {"Retry-After": "3", "Refresh": "3"}


def asked_exchanges(record: Record, request: Request) -> Sequence[Told | Kept]:
    """Return the exchanges that the address asks for, the last opened first."""
    kind, state = request.query_params.get("kind", ""), request.query_params.get("state", "")
    if kind and kind not in OPENINGS:
        raise HTTPException(400, f"There is no such kind of exchange: there are {', '.join(OPENINGS)}.")
    if state and state not in STATES:
        raise HTTPException(400, f"There is no such state: there are {', '.join(STATES)}.")
    power = request.query_params.get("power", "").strip().casefold()[:200]
    return [
        one
        for one in known_exchanges(record, request)
        if kind in ("", one.kind)
        and state in ("", one.state)
        and (not power or power in (one.power.casefold(), (one.to or "").casefold()))
    ]


def known_exchanges(record: Record, request: Request) -> Sequence[Told | Kept]:
    """Return the exchanges in the newest articles, or in those up to ``until``; the last opened first.

    Those of the newest are kept in the record. Where they are not, or something has changed since, they are worked
    out on a thread of their own, and what was kept is shown until that is done.

    Raises:
        HTTPException: 400, ``until`` is no day; 503, they are being worked out.
    """
    until = request.query_params.get("until", "").strip()
    try:
        last = check_day(until) + "-12-31"[len(until) - 4 :] if until else None
    except QueryError as error:
        raise HTTPException(400, str(error)) from error
    here = room(request)
    before, is_right = ([], False) if last else here.kept("exchanges", lambda: kept(record))
    if is_right:
        return before

    def look() -> list[Told]:
        with here.open() as opened:
            return lately(opened, last)

    found = here.beside(f"exchanges {last}", look, wait=len(newest_articles(record, last)) <= FEW)
    if found is None and not before:
        raise HTTPException(503, "The exchanges are being worked out; look again in a few seconds.", _WAIT)
    return before if found is None else found


def exchange_list(request: Request) -> Response:
    """The exchanges of the newest articles."""
    page = number(request, "page", most=10_000)
    with room(request).open() as record:
        found = asked_exchanges(record, request)
        shown = [in_full(record, one) for one in found[(page - 1) * PAGE : page * PAGE]]
    asked = {name: request.query_params.get(name, "")[:200] for name in ("kind", "state", "power", "until")}
    return render(
        request, "exchanges.html", found=found, shown=shown, asked=asked,
        kinds=OPENINGS, states=STATES, newest=NEWEST,
        more=with_query(request, page=page + 1) if len(found) > page * PAGE else None,
        back=with_query(request, page=page - 1 if page > 2 else None) if page > 1 else None,
    )  # fmt: skip


def exchange_page(request: Request) -> Response:
    """One exchange, step by step."""
    here: dict[str, Any] = request.path_params
    with room(request).open() as record:
        wanted = here["article_id"], here["statement_id"]
        found = (one for one in known_exchanges(record, request) if (one.article_id, one.statement_id) == wanted)
        one = next((in_full(record, one) for one in found), None)
    if one is None:
        raise HTTPException(404)
    return render(request, "exchange.html", one=one)
