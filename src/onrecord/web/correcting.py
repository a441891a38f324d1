"""People confirm and correct what the machine found, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.model import Reading, Statement
from onrecord.record import QueryError, Record, RecordError
from onrecord.record.corrections import By, change, confirm, delete, withdraw
from onrecord.record.reviewing import correction, doubts, latest_corrections, withdrawn
from onrecord.web.articles import article_id, reading_of
from onrecord.web.cursors import Cursor
from onrecord.web.forms import by, inside, remember, see, text
from onrecord.web.rendering import render, with_query
from onrecord.web.room import room
from onrecord.web.views import statement_path

QUEUE = 12
LOG = 50


def judge(request: Request, form: FormData) -> Response:
    """Confirm, change or delete a statement, as the form says."""
    here, wanted = article_id(request), str(request.path_params["statement_id"])
    actions: dict[str, Callable[[Record, By], int]] = {
        "confirm": lambda record, who: confirm(record, here, wanted, who),
        "delete": lambda record, who: delete(record, here, wanted, who),
        "change": lambda record, who: _change(record, request, wanted, form, who),
    }
    action = actions.get(text(form, "action"))
    if action is None:
        raise HTTPException(400, "There is nothing to do: the form names no action.")
    who = by(request, form)
    if not who.who:
        raise HTTPException(400, "A correction needs a name: open the statement's own page and say who you are.")
    try:
        with room(request).open_writer() as record:
            made = action(record, who)
    except RecordError as error:
        raise HTTPException(400, str(error)) from error
    return remember(see(_onward(form, made, f"/articles/{here}?done={made}#{wanted}")), who.who)


def undo(request: Request, form: FormData) -> Response:
    """Take a correction back."""
    who = by(request, form)
    with room(request).open_writer() as record:
        made = correction(record, int(request.path_params["number"]))
        if made is None:
            raise HTTPException(404)
        try:
            withdraw(record, made.id, who)
        except RecordError as error:
            raise HTTPException(400, str(error)) from error
    return see(_onward(form, made.id, f"/articles/{made.article_id}"))


def _onward(form: FormData, made: int, otherwise: str) -> str:
    onward = text(form, "next")
    if not onward or inside(onward) == "/":
        return otherwise
    return f"{onward}{'&' if '?' in onward else '?'}done={made}" if onward.startswith("/review") else onward


def _change(record: Record, request: Request, wanted: str, form: FormData, who: By) -> int:
    reading = reading_of(record, request)
    try:
        fields = changes(reading, reading.statement(wanted), {name: text(form, name) for name in form})
    except KeyError:
        raise RecordError(f"there is no statement {wanted} in this article any more") from None
    return change(record, reading.article.id, wanted, fields, who)


def changes(reading: Reading, statement: Statement, given: dict[str, str]) -> dict[str, Any]:
    """Return the fields that a form changes; what is as it was is left out.

    Raises:
        RecordError: nothing is changed.
    """
    found: dict[str, Any] = {}
    for name in ("kind", "act", "modality"):
        if given.get(name) and given[name] != getattr(statement, name):
            found[name] = given[name]
    for name in ("speaker", "addressee"):
        if name in given:
            old = reading.entity(getattr(statement, name))
            if given[name] != (old.name if old else ""):
                found[name] = _entity(reading, given[name])
    if "date_start" in given:
        old_date = (statement.date.start or "", statement.date.end or "") if statement.date else ("", "")
        new = (given["date_start"], given.get("date_end") or given["date_start"])
        if new != old_date:
            found["date"] = {"start": new[0], "end": new[1]} if new[0] else None
    if not found:
        raise RecordError("nothing is changed: change a field, or confirm the statement as it stands")
    return found


def _entity(reading: Reading, name: str) -> dict[str, Any] | None:
    if not name:
        return None
    known = next((one for one in reading.entities if one.name == name), None)
    if known is None:
        return {"name": name}
    return {key: getattr(known, key) for key in ("name", "kind", "wikidata", "country", "office")}


def review(request: Request) -> Response:
    """The statements that nobody has looked at, the least sure first."""
    try:
        after = Cursor.read(request.query_params.get("after"), float, int)
    except QueryError as error:
        raise HTTPException(400, str(error)) from error
    with room(request).open() as record:
        found = doubts(record, after=after, limit=QUEUE + 1)
        given = request.query_params.get("done", "")
        done = correction(record, int(given)) if given.isascii() and given.isdigit() and len(given) < 10 else None
        cards = [(one, statement_path(one.article_id, one.statement_id)) for one in found[:QUEUE]]
    last = found[QUEUE - 1] if len(found) > QUEUE else None
    more = with_query(request, after=Cursor.write(last.confidence, last.row), done=None) if last else None
    return render(request, "review.html", cards=cards, more=more, done=done)


def log(request: Request) -> Response:
    """What people corrected, the latest first."""
    try:
        before = Cursor.read(request.query_params.get("after"), int)
    except QueryError as error:
        raise HTTPException(400, str(error)) from error
    with room(request).open() as record:
        made = latest_corrections(record, before=before[0] if before else None, limit=LOG + 1)
        gone = withdrawn(record)
    more = with_query(request, after=Cursor.write(made[LOG - 1].id)) if len(made) > LOG else None
    return render(request, "corrections.html", made=made[:LOG], gone=gone, more=more)
