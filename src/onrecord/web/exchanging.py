"""What powers asked of one another, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import QueryError, Record
from onrecord.record.exchanges import OPENINGS, STATES, Exchange, Step, exchanges
from onrecord.record.facets import check_day
from onrecord.record.happenings import day_before
from onrecord.web.rendering import render, with_query
from onrecord.web.room import number, room
from onrecord.web.written import power_name

PAGE = 20
NEWEST = 300
"""Articles that are looked through, back from the newest or from a given day."""


@dataclass(frozen=True, slots=True)
class Report:
    """One statement that reports a step."""

    article_id: str
    statement_id: str
    publisher: str | None
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Act:
    """One step: what was done, by whom, when, about which items, and who reports it."""

    kind: str
    power: str
    is_answer: bool
    day: str | None
    items: tuple[str, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An exchange: who asked whom for what, what became of each item, and every step in time."""

    article_id: str
    statement_id: str
    kind: str
    power: str
    to: str | None
    opened: str | None
    state: str
    items: tuple[tuple[str, str | None], ...]
    steps: tuple[Act, ...]


def told(exchange: Exchange) -> Told:
    """Return an exchange as a page shows it; the statement that opened it names it."""
    first = exchange.steps[0].reports[0]
    return Told(
        first.article_id, first.statement_id, exchange.kind, power_name(exchange.power),
        power_name(exchange.to) if exchange.to else None, exchange.opened, exchange.state,
        tuple(zip(exchange.items, exchange.outcomes, strict=True)),
        tuple(_act(exchange, step) for step in exchange.steps),
    )  # fmt: skip


def _act(exchange: Exchange, step: Step) -> Act:
    reports = tuple(
        Report(one.article_id, one.statement_id, one.publisher, one.speaker, one.words) for one in step.reports
    )
    items = tuple(exchange.items[place] for place in step.items) if len(exchange.items) > 1 else ()
    return Act(step.kind, power_name(step.power), step.power != exchange.power, step.day, items, reports)


def asked_exchanges(record: Record, request: Request) -> list[Told]:
    """Return the exchanges that the address asks for, the last opened first."""
    kind, state = request.query_params.get("kind", ""), request.query_params.get("state", "")
    if kind and kind not in OPENINGS:
        raise HTTPException(400, f"There is no such kind of exchange: there are {', '.join(OPENINGS)}.")
    if state and state not in STATES:
        raise HTTPException(400, f"There is no such state: there are {', '.join(STATES)}.")
    power = request.query_params.get("power", "").strip().casefold()[:200]
    return [
        one
        for one in lately(record, request)
        if kind in ("", one.kind)
        and state in ("", one.state)
        and (not power or power in (one.power.casefold(), (one.to or "").casefold()))
    ]


def lately(record: Record, request: Request) -> list[Told]:
    """Return the exchanges in the newest articles, or in those up to ``until``; the last opened first."""
    until = request.query_params.get("until", "").strip()
    try:
        last = check_day(until) + "-12-31"[len(until) - 4 :] if until else None
    except QueryError as error:
        raise HTTPException(400, str(error)) from error

    def look() -> list[Told]:
        found = [told(one) for one in exchanges(record, day_before(record, NEWEST, last), last)]
        return sorted(found, key=lambda one: one.opened or "", reverse=True)

    found: list[Told] = room(request).kept(f"exchanges-{last}", look)
    return found


def exchange_list(request: Request) -> Response:
    """The exchanges of the newest articles."""
    page = number(request, "page", most=10_000)
    with room(request).open() as record:
        found = asked_exchanges(record, request)
    asked = {name: request.query_params.get(name, "")[:200] for name in ("kind", "state", "power", "until")}
    return render(
        request, "exchanges.html", found=found, shown=found[(page - 1) * PAGE : page * PAGE], asked=asked,
        kinds=OPENINGS, states=STATES, newest=NEWEST,
        more=with_query(request, page=page + 1) if len(found) > page * PAGE else None,
        back=with_query(request, page=page - 1 if page > 2 else None) if page > 1 else None,
    )  # fmt: skip


def exchange_page(request: Request) -> Response:
    """One exchange, step by step."""
    here: dict[str, Any] = request.path_params
    with room(request).open() as record:
        found = lately(record, request)
    one = next(
        (one for one in found if (one.article_id, one.statement_id) == (here["article_id"], here["statement_id"])),
        None,
    )
    if one is None:
        raise HTTPException(404)
    return render(request, "exchange.html", one=one)
