"""An article as written with its statements, one of its statements, and its versions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.model import ACTS, Entity, Reading
from onrecord.record import Record
from onrecord.record.copies import copies_of
from onrecord.record.corrected import Correction
from onrecord.record.facets import KINDS, MODALITIES
from onrecord.record.reviewing import correction, withdrawn
from onrecord.record.versions import Changed, diff
from onrecord.web.rendering import render
from onrecord.web.room import number, room
from onrecord.web.textdiff import Passage, text_diff
from onrecord.web.views import Card, article_page

MOST_CARDS = 120
"""Statements of an article that are laid out on one page; a page stays small and quick."""
_ARTICLE_ID = re.compile(r"sha256:[0-9a-f]{64}")


def article_id(request: Request, name: str = "article_id") -> str:
    """Return the article's id in the address; an address without one is not there."""
    given = str(request.path_params[name])
    if not _ARTICLE_ID.fullmatch(given):
        raise HTTPException(404)
    return given


def reading_of(record: Record, request: Request, name: str = "article_id") -> Reading:
    """Return the reading that the address names, or answer that there is none."""
    reading = record.reading(article_id(request, name))
    if reading is None:
        raise HTTPException(404)
    return reading


def article(request: Request) -> Response:
    """One article as written, and the statements in it."""
    with room(request).open() as record:
        reading = reading_of(record, request)
        url = reading.article.url
        versions = record.versions(url) if url else []
        copies = copies_of(record, reading.article.id)
        touched = corrected_statements(record, reading.article.id)
        done = _done(record, request, reading.article.id)
    return render(
        request, "article.html", page=article_page(reading), article=reading.article, versions=versions,
        copies=copies, touched=touched, done=done, draft=None,
    )  # fmt: skip


def corrected_statements(record: Record, article: str) -> frozenset[str]:
    """Return the ids of the statements of an article in which a person had a hand."""
    rows = record.query("SELECT local_id FROM statements WHERE article_id = ? AND corrected = 1", (article,))
    return frozenset(row[0] for row in rows)


def _done(record: Record, request: Request, article: str) -> Correction | None:
    """Return the correction that the visitor has just made, so that it can be taken back at once."""
    if "done" not in request.query_params:
        return None
    made = correction(record, number(request, "done"))
    return made if made and made.article_id == article else None


@dataclass(frozen=True, slots=True)
class History:
    """One correction of a statement, and whether it still holds."""

    made: Correction
    holds: bool


def statement(request: Request) -> Response:
    """One statement: what is known of it, what people said of it, and the forms to correct it."""
    wanted = str(request.path_params["statement_id"])
    with room(request).open() as record:
        reading = reading_of(record, request)
        try:
            found = reading.statement(wanted)
        except KeyError:
            raise HTTPException(404) from None
        history = history_of(record, reading.article.id, wanted)
    page = article_page(reading)
    return render(
        request, "statement.html", card=page.cards[found.id], cards=page.cards, article=reading.article,
        statement=found, reading=reading, history=history, kinds=KINDS, acts=ACTS, modalities=MODALITIES,
        before=_context(reading, found.content[0][0], -1), after=_context(reading, found.content[-1][1], 1),
        candidates=_candidates(reading),
    )  # fmt: skip


def _candidates(reading: Reading) -> list[Entity]:
    """Return who may have spoken, people and those who are named most often first."""
    known = [one for one in reading.entities if one.kind != "unnamed"]
    return sorted(known, key=lambda one: (one.kind != "person", -len(one.mentions)))[:40]


def history_of(record: Record, article: str, statement_id: str) -> list[History]:
    """Return what people said of a statement, the latest first."""
    gone = withdrawn(record)
    return [
        History(one, one.id not in gone)
        for one in reversed(record.corrections(article))
        if one.target and one.target["statement"]["id"] == statement_id
    ]


def _context(reading: Reading, place: int, way: int) -> str:
    """Return the words that stand before (-1) or after (1) a place, to the end of the paragraph."""
    text = reading.article.text
    around = next((span for span in reading.article.body if span[0] <= place <= span[1]), (0, len(text)))
    if way < 0:
        return text[max(around[0], place - 300) : place]
    return text[place : min(around[1], place + 300)]


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement in two versions, each as a card."""

    changed: Changed
    before: Card | None
    after: Card | None


def versions(request: Request) -> Response:
    """Two versions of a page: what became of its statements, and of its text."""
    with room(request).open() as record:
        after = reading_of(record, request)
        before = reading_of(record, request, "other_id")
        known = record.versions(after.article.url) if after.article.url else []
    old, new = article_page(before).cards, article_page(after).cards
    pairs = [
        Pair(one, old[one.before.id] if one.before else None, new[one.after.id] if one.after else None)
        for one in diff(before, after)
    ]
    passages: list[Passage] = text_diff(before.article, after.article)
    return render(
        request,
        "versions.html",
        before=before.article,
        after=after.article,
        pairs=pairs,
        passages=passages,
        known=known,
    )
