"""What one person said, what one power said, and who is in the record at all."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.reading.office_table import Term
from onrecord.reading.offices import terms_of
from onrecord.record import QueryError, Record
from onrecord.record.facets import check_day
from onrecord.record.speakers import (
    Said,
    Speaker,
    Tally,
    acts_of,
    addressees_of,
    days_of,
    find_by_name,
    find_power,
    find_speaker,
    speakers,
    statements_of,
    topics_of,
    voices_of,
)
from onrecord.web.cursors import Cursor
from onrecord.web.drawing import Timeline, timeline
from onrecord.web.rendering import render, with_query
from onrecord.web.room import number, room

PAGE = 30
LISTED = 60


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a speaker held, and from when to when; ``end`` is empty while it is held."""

    name: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything on a speaker's or a power's page."""

    speaker: Speaker
    days: list[Tally]
    acts: list[Tally]
    addressees: list[Tally]
    topics: list[Tally]
    voices: list[Tally]
    offices: list[Office]


def profile_of(record: Record, speaker: Speaker) -> Profile:
    """Return what the record knows of a speaker as a whole."""
    return Profile(
        speaker,
        days_of(record, speaker),
        acts_of(record, speaker),
        addressees_of(record, speaker),
        topics_of(record, speaker),
        voices_of(record, speaker) if speaker.code else [],
        [Office(term.office, term.start, term.end) for term in _terms(speaker)],
    )


def office_on(speaker: Speaker, day: str | None) -> str | None:
    """Return the office that a person held on a day, as the table of offices has it."""
    if day is None or speaker.kind != "person":
        return None
    return next((term.office for term in _terms(speaker) if term.covers(day[:10])), None)


def _terms(speaker: Speaker) -> list[Term]:
    if speaker.kind != "person":
        return []
    found = terms_of(speaker.name)
    if speaker.wikidata:
        found = [term for term in found if term.wikidata == speaker.wikidata]
    return sorted(found, key=lambda term: term.start, reverse=True)


def speaker_list(request: Request) -> Response:
    """Who speaks in the record, those who speak most first."""
    page = number(request, "page", most=10_000)
    with room(request).open() as record:
        rows = speakers(record, limit=LISTED + 1, offset=(page - 1) * LISTED)
    return render(
        request, "speakers.html", rows=rows[:LISTED], most=max((said for _, said in rows), default=1),
        more=with_query(request, page=page + 1) if len(rows) > LISTED else None,
        back=with_query(request, page=page - 1) if page > 1 else None,
    )  # fmt: skip


def named(request: Request) -> Response:
    """Go from a name to its page."""
    with room(request).open() as record:
        found = find_by_name(record, request.query_params.get("name", "")[:500])
    if found is None:
        raise HTTPException(404)
    return RedirectResponse(f"/speakers/{found.key}", 307)


def speaker(request: Request) -> Response:
    """What one person, power or group said."""
    with room(request).open() as record:
        found = find_speaker(record, str(request.path_params["key"]))
        return _page(request, record, found)


def power(request: Request) -> Response:
    """What a state said, by whoever speaks for it."""
    with room(request).open() as record:
        found = find_power(record, str(request.path_params["code"])[:8])
        return _page(request, record, found)


def _page(request: Request, record: Record, found: Speaker | None) -> Response:
    if found is None:
        raise HTTPException(404)
    to = request.query_params.get("to", "")[:300] or None
    day = request.query_params.get("day", "") or None
    try:
        cursor = Cursor.read(request.query_params.get("after"), str, int)
        said = statements_of(
            record, found, before=cursor, limit=PAGE + 1, to=to, day=check_day(day) if day else None
        )  # fmt: skip
    except QueryError as error:
        raise HTTPException(400, str(error)) from error
    profile = room(request).kept(f"profile-{found.key}-{found.code}", lambda: profile_of(record, found))
    more = (
        with_query(request, after=Cursor.write(said[PAGE - 1].day or "", said[PAGE - 1].row))
        if len(said) > PAGE
        else None
    )
    drawn: Timeline | None = timeline(profile.days, f"Statements of {found.name}")
    return render(
        request, "speaker.html", profile=profile, speaker=found, said=said[:PAGE], more=more, timeline=drawn,
        to=to, day=day, offices={one.row: _office(found, one) for one in said[:PAGE]},
    )  # fmt: skip


def _office(found: Speaker, said: Said) -> str | None:
    return None if found.code else office_on(found, said.day)
