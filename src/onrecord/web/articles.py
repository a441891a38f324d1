"""An article as written with its statements, one of its statements, and its versions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.model import ACTS, Entity, Reading, Statement
from onrecord.record import Record
from onrecord.record.copies import copies_of
from onrecord.record.corrected import Correction
from onrecord.record.facets import KINDS, MODALITIES
from onrecord.record.pointing import places, pointer
from onrecord.record.reviewing import correction, withdrawn
from onrecord.record.versions import Changed, diff
from onrecord.web.cards import Card, Cards
from onrecord.web.marking import UNSEEN
from onrecord.web.rendering import render, with_query
from onrecord.web.room import number, room
from onrecord.web.textdiff import bounded, gathered, text_diff
from onrecord.web.views import ArticlePage, article_page

MOST_LISTED, MOST_CHANGES = 12, 60
"""Versions and copies that are named on the page of an article; statements on the page that compares versions."""
SPANS = ("source", "cue", "content")
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
    """One article as written, and the statements in it; of a long one, a part."""
    with room(request).open() as record:
        reading = reading_of(record, request)
        url = reading.article.url
        versions = record.versions(url) if url else []
        copies = copies_of(record, reading.article.id)
        touched = corrected_statements(record, reading.article.id)
        done = _done(record, request, reading.article.id)
    at = done.target["statement"]["id"] if done and done.target and done.action != "add" else ""
    page = page_of(request, reading, at)
    return render(
        request, "article.html", page=page, article=reading.article, versions=versions[:MOST_LISTED],
        copies=copies[:MOST_LISTED], touched=touched, done=done, draft=None, marking=_marking(request, page),
        candidates=candidates(reading), acts=ACTS, kinds=KINDS,
    )  # fmt: skip


def page_of(request: Request, reading: Reading, at: str = "") -> ArticlePage:
    """Return the part of an article that an address asks for: ``part`` by its number, ``at`` or ``mark`` by what it
    tells, else the first.
    """
    query = request.query_params
    at = query.get("at", "") or query.get("mark", "") or at
    page = article_page(reading, number(request, "part") if "part" in query else None, at[:200], request.url.path)
    if page is None:
        raise HTTPException(404, "This article has no such part.")
    return page


@dataclass(frozen=True, slots=True)
class Marking:
    """Words that are marked in the text: for a statement that is there (``card``), or one that was missed."""

    card: Card | None
    words: dict[str, str]


def _marking(request: Request, page: ArticlePage) -> Marking:
    asked = page.every.find(request.query_params.get("mark", "")[:200])
    if asked is None or asked not in page.cards:
        return Marking(None, dict.fromkeys(SPANS, ""))
    return Marking(page.cards[asked], _words(page.reading, page.every.statements[asked]))


def _words(reading: Reading, statement: Statement) -> dict[str, str]:
    """Return the words of a statement as a form gives them; their place where some of them cannot be seen."""
    spans = {name: getattr(statement, name) for name in SPANS}
    words = {name: pointer(reading.article.text, given) for name, given in spans.items()}
    return {name: places(spans[name]) if UNSEEN.search(told) else told for name, told in words.items()}


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
    return render(
        request, "statement.html", card=Cards(reading).card(found.id), article=reading.article,
        words=_words(reading, found),
        statement=found, reading=reading, history=history, kinds=KINDS, acts=ACTS, modalities=MODALITIES,
        before=_context(reading, found.content[0][0], -1), after=_context(reading, found.content[-1][1], 1),
        candidates=candidates(reading),
    )  # fmt: skip


def candidates(reading: Reading) -> list[Entity]:
    """Return who may have spoken, people and those who are named most often first."""
    known = [one for one in reading.entities if one.kind != "unnamed"]
    return sorted(known, key=lambda one: (one.kind != "person", -len(one.mentions)))[:40]


def history_of(record: Record, article: str, statement_id: str) -> list[History]:
    """Return what people said of a statement, the latest first."""
    gone = withdrawn(record)
    return [
        History(one, one.id not in gone)
        for one in reversed(record.corrections(article))
        if one.target and statement_id == (f"c{one.id}" if one.action == "add" else one.target["statement"]["id"])
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
    old, new = Cards(before), Cards(after)
    changed = [one for one in diff(before, after) if one.what != "same"]
    pairs = [
        Pair(one, old.card(one.before.id) if one.before else None, new.card(one.after.id) if one.after else None)
        for one in changed[:MOST_CHANGES]
    ]
    passages = gathered(text_diff(before.article, after.article))
    page, shares = number(request, "page", most=10_000), bounded(passages)
    if page > len(shares):
        raise HTTPException(404)
    return render(
        request, "versions.html", before=before.article, after=after.article, pairs=pairs,
        passages=shares[page - 1], unshown=len(changed) - len(pairs), known=known,
        more=with_query(request, page=page + 1) if page < len(shares) else None,
        back=with_query(request, page=page - 1 if page > 2 else None) if page > 1 else None,
    )  # fmt: skip
