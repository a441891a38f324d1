"""What happened between powers: on a timeline, as a matrix, and in the words of the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.model import EVENT_TYPES
from onrecord.record import Record
from onrecord.record.accounts import NEWEST, Account, accounts, matrix
from onrecord.record.speakers import Tally
from onrecord.web.drawing import heat, timeline
from onrecord.web.rendering import render, with_query
from onrecord.web.room import number, room

PAGE = 30
STATUSES = ("reported", "planned", "threatened", "hypothetical", "denied", "historical")
ASKED = ("type", "status", "actor", "recipient", "day")


def asked_events(record: Record, request: Request) -> list[Account]:
    """Return the events that the address asks for."""
    asked = {name: request.query_params.get(name, "")[:300] for name in ASKED}
    if asked["type"] and asked["type"] not in EVENT_TYPES:
        raise HTTPException(400, f"There is no such type of event: there are {', '.join(EVENT_TYPES)}.")
    if asked["status"] and asked["status"] not in STATUSES:
        raise HTTPException(400, f"There is no such status: there are {', '.join(STATUSES)}.")
    return [one for one in accounts(record, asked["day"]) if _fits(one, asked)]


def _fits(one: Account, asked: dict[str, str]) -> bool:
    return (
        asked["type"] in ("", one.type)
        and asked["status"] in ("", one.status)
        and (not asked["actor"] or asked["actor"] in one.actors)
        and (not asked["recipient"] or asked["recipient"] in one.recipients)
    )


def events_page(request: Request) -> Response:
    """The events of the record."""
    page = number(request, "page", most=10_000)
    with room(request).open() as record:
        found = asked_events(record, request)
    shown = found[(page - 1) * PAGE : page * PAGE]
    asked = {name: request.query_params.get(name, "") for name in ASKED}
    return render(
        request, "events.html", found=found, shown=shown, asked=asked, timeline=timeline(_days(found), "Events"),
        matrix=matrix(found), heat=heat, types=EVENT_TYPES, statuses=STATUSES, newest=NEWEST,
        more=with_query(request, page=page + 1) if len(found) > page * PAGE else None,
        back=with_query(request, page=page - 1 if page > 2 else None) if page > 1 else None,
    )  # fmt: skip


def _days(events: Iterable[Account]) -> list[Tally]:
    return [Tally(*one) for one in Counter(event.day for event in events if event.day).items()]
