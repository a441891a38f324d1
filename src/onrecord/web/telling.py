"""One utterance: how each outlet words it, beside the transcript."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record.comparing import Utterance, Wording, utterance
from onrecord.web.articles import article_id, reading_of
from onrecord.web.cards import Cards
from onrecord.web.rendering import render
from onrecord.web.room import room


@dataclass(frozen=True, slots=True)
class Told:
    """One outlet's wording, and what it did to the words: ``dropped``, ``put_in`` and ``changed`` are words."""

    wording: Wording
    dropped: tuple[str, ...]
    put_in: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


def told(wording: Wording) -> Told:
    """Return a wording with what it did to the words that it is held against."""
    pieces = wording.comparison.pieces if wording.comparison else ()
    return Told(
        wording,
        tuple(one.official for one in pieces if one.change in ("dropped", "omitted")),
        tuple(one.quoted for one in pieces if one.change in ("inserted", "editorial")),
        tuple((one.official, one.quoted) for one in pieces if one.change == "changed"),
    )


def utterance_page(request: Request) -> Response:
    """The outlets and the transcript side by side."""
    here = article_id(request)
    wanted = str(request.path_params["statement_id"])
    with room(request).open() as record:
        reading = reading_of(record, request)
        if wanted not in {one.id for one in reading.statements}:
            raise HTTPException(404, "There is no such statement in this article.")
        found: Utterance = utterance(record, here, wanted)
    card = Cards(reading).card(wanted)
    reports = [told(one) for one in found.wordings]
    by_day = sorted(reports, key=lambda one: (one.wording.day or "9", one.wording.publisher or ""))
    return render(
        request, "utterance.html", card=card, article=reading.article, found=found, reports=reports, by_day=by_day
    )
