"""People confirm and correct what the machine found, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.model import Reading, Spans, Statement
from onrecord.record import QueryError, Record, RecordError
from onrecord.record.corrections import By, add, change, confirm, delete, withdraw
from onrecord.record.pointing import pointed, pointer, quoted_kind
from onrecord.record.reviewing import correction, doubts, latest_corrections, surroundings, withdrawn
from onrecord.web.articles import SPANS, article_id, reading_of
from onrecord.web.cards import statement_path
from onrecord.web.cursors import Cursor
from onrecord.web.forms import by, inside, remember, see, text
from onrecord.web.rendering import render, with_query
from onrecord.web.room import room

QUEUE = 12
LONGEST_WORDS = 100_000
"""Characters of one field of a form: the words of a statement may be many."""
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


def missed(request: Request, form: FormData) -> Response:
    """Add a statement that the reader missed, as the form says."""
    here, who = article_id(request), by(request, form)
    if not who.who:
        raise HTTPException(400, "A correction needs a name: say who you are.")
    given = {name: text(form, name, LONGEST_WORDS) for name in form}
    try:
        with room(request).open_writer() as record:
            reading = reading_of(record, request)
            content = _spans(reading, given, "content", None)
            if content is None:
                raise RecordError("say which words were said: mark them in the text, or write them as they stand")
            fields = _fields_given(reading, given)
            fields.setdefault("kind", quoted_kind(reading.article, content))
            made = add(record, here, content, fields, who)
            now = reading_of(record, request).statements
            anchor = next((one.id for one in now if one.content == content), f"c{made}")
    except RecordError as error:
        raise HTTPException(400, str(error)) from error
    return remember(see(f"/articles/{here}?done={made}&at={anchor}#{anchor}"), who.who)


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
        fields = changes(reading, reading.statement(wanted), {name: text(form, name, LONGEST_WORDS) for name in form})
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
        if (given["date_start"], given.get("date_end") or given["date_start"]) != old_date:
            found["date"] = _date(given)
    for name in SPANS:
        old_spans = getattr(statement, name)
        spans = _spans(reading, given, name, old_spans)
        if spans is not None and spans != old_spans:
            found[name] = spans
    if not found:
        raise RecordError("nothing is changed: change a field, or confirm the statement as it stands")
    return found


def _fields_given(reading: Reading, given: dict[str, str]) -> dict[str, Any]:
    """Return the fields that a form gives of a statement that there is not yet."""
    fields: dict[str, Any] = {name: given[name] for name in ("kind", "act", "modality") if given.get(name)}
    for name in ("speaker", "addressee"):
        if given.get(name):
            fields[name] = _entity(reading, given[name])
    for name in ("source", "cue"):
        if spans := _spans(reading, given, name, None):
            fields[name] = spans
    if date := _date(given):
        fields["date"] = date
    return fields


def _date(given: dict[str, str]) -> dict[str, str] | None:
    start = given.get("date_start")
    return {"start": start, "end": given.get("date_end") or start} if start else None


def _spans(reading: Reading, given: dict[str, str], name: str, old: Spans | None) -> Spans | None:
    """Return the spans that a form gives: those that were marked in the text, else where the words stand.

    ``None`` is returned for words that the form does not give, or that are the old ones.
    """
    text, words, marked = reading.article.text, given.get(name), given.get(f"{name}_at")
    if words is None and not marked:
        return None
    if marked:
        return pointed(text, marked)
    if not words:
        return () if name != "content" and old is not None else None
    if old and " ".join(words.split()) == " ".join(pointer(text, old).split()):
        return None
    return pointed(text, words, old[0][0] if old else None)


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
        cards = [
            (one, statement_path(one.article_id, one.statement_id), surroundings(record, one))
            for one in found[:QUEUE]
        ]
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
