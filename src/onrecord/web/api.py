"""The JSON API: what the pages show, and the corrections that they take."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.model import EVENT_TYPES, Reading
from onrecord.record import ArticleRow, Counts, QueryError, Record, search
from onrecord.record.accounts import Account, Matrix, matrix
from onrecord.record.comparing import Utterance, utterance
from onrecord.record.corrected import Correction
from onrecord.record.corrections import By, add, change, confirm, delete, withdraw
from onrecord.record.exchanges import OPENINGS
from onrecord.record.exchanges import STATES as STATES_OF_EXCHANGES
from onrecord.record.facets import check_day
from onrecord.record.lately import Told, in_full
from onrecord.record.pointing import quoted_kind
from onrecord.record.reviewing import Doubt, correction, doubts, latest_corrections
from onrecord.record.speakers import Said, Speaker, find_power, find_speaker, speakers, statements_of
from onrecord.record.versions import Changed, diff
from onrecord.web import giving
from onrecord.web.answers import (
    DraftState,
    Found,
    GivenBy,
    GivenCorrection,
    GivenDraft,
    GivenNothing,
    GivenStatement,
    Kept,
    Loud,
    Made,
    OneStatement,
    Page,
    Thrown,
)
from onrecord.web.articles import article_id, history_of, reading_of
from onrecord.web.cards import citation
from onrecord.web.cursors import Cursor
from onrecord.web.endpoints import (
    ARTICLE,
    CURSOR,
    LIMIT,
    STATEMENT,
    Endpoint,
    Parameter,
    described,
    json_page,
    limit_of,
)
from onrecord.web.exchanging import asked_exchanges
from onrecord.web.finding import FILTERS, asked_of, filters_of
from onrecord.web.happening import STATUSES, asked_events
from onrecord.web.rendering import render
from onrecord.web.room import room
from onrecord.web.speaking import Profile, profile_of

FARTHEST = 100_000
"""So far into a ranked list a cursor goes."""


def api_routes() -> list[Route]:
    """Return the routes under ``/api``."""
    return [
        Route("/api", documentation, methods=["GET"]),
        Route("/api/openapi.json", description, methods=["GET"]),
        *(one.route() for one in ENDPOINTS),
    ]


def documentation(request: Request) -> Response:
    """The API on a page."""
    return render(request, "api.html", description=DESCRIPTION)


def description(request: Request) -> Response:
    """The API as OpenAPI 3.1."""
    return json_page(DESCRIPTION)


def _counts(record: Record, request: Request, body: None) -> Counts:
    return record.counts()


def _articles(record: Record, request: Request, body: None) -> Page[ArticleRow]:
    limit, start = limit_of(request), _offset(request)
    rows = record.articles(limit=limit + 1, offset=start)
    return Page(items=rows[:limit], next=Cursor.write(start + limit) if len(rows) > limit else None)


def _article(record: Record, request: Request, body: None) -> Reading:
    return reading_of(record, request)


def _versions(record: Record, request: Request, body: None) -> list[ArticleRow]:
    url = reading_of(record, request).article.url
    return record.versions(url) if url else []


def _changes(record: Record, request: Request, body: None) -> list[Changed]:
    return diff(reading_of(record, request, "other_id"), reading_of(record, request))


def _statement(record: Record, request: Request, body: None) -> OneStatement:
    reading = reading_of(record, request)
    wanted = str(request.path_params["statement_id"])
    try:
        found = reading.statement(wanted)
    except KeyError:
        raise HTTPException(404) from None
    history = [one.made for one in history_of(record, reading.article.id, wanted)]
    words = reading.article.quote(found.content)
    return OneStatement(statement=found, words=words, citation=citation(reading, found), history=history)


def _utterance(record: Record, request: Request, body: None) -> Utterance:
    reading = reading_of(record, request)
    wanted = str(request.path_params["statement_id"])
    if wanted not in {one.id for one in reading.statements}:
        raise HTTPException(404)
    return utterance(record, reading.article.id, wanted)


def _search(record: Record, request: Request, body: None) -> Found:
    asked, limit, start = asked_of(request), limit_of(request), _offset(request)
    found = search(record, asked["q"], filters_of(asked), limit=limit, offset=start)
    more = start + limit < found.total and start + limit <= FARTHEST
    return Found(
        items=list(found.hits),
        next=Cursor.write(start + limit) if more else None,
        total=found.total,
        exact=found.exact,
    )


def _speakers(record: Record, request: Request, body: None) -> Page[Loud]:
    limit, start = limit_of(request), _offset(request)
    rows = speakers(record, limit=limit + 1, offset=start)
    items = [
        Loud(key=who.key, name=who.name, kind=who.kind, wikidata=who.wikidata, country=who.country, statements=said)
        for who, said in rows[:limit]
    ]
    return Page(items=items, next=Cursor.write(start + limit) if len(rows) > limit else None)


Finder = Callable[[Record, str], Speaker | None]


def _profile(finder: Finder, name: str) -> Callable[[Record, Request, None], Profile]:
    def answer(record: Record, request: Request, body: None) -> Profile:
        found = _found(record, request, finder, name)
        return room(request).kept(f"profile-{found.key}-{found.code}", lambda: profile_of(record, found))

    return answer


def _said(finder: Finder, name: str) -> Callable[[Record, Request, None], Page[Said]]:
    def answer(record: Record, request: Request, body: None) -> Page[Said]:
        limit, day = limit_of(request), request.query_params.get("day")
        rows = statements_of(
            record, _found(record, request, finder, name), limit=limit + 1,
            before=Cursor.read(request.query_params.get("cursor"), str, int),
            to=request.query_params.get("to") or None, day=check_day(day) if day else None,
        )  # fmt: skip
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(items=rows[:limit], next=Cursor.write(last.day or "", last.row) if last else None)

    return answer


def _found(record: Record, request: Request, finder: Finder, name: str) -> Speaker:
    found = finder(record, str(request.path_params[name])[:40])
    if found is None:
        raise HTTPException(404)
    return found


def _review(record: Record, request: Request, body: None) -> Page[Doubt]:
    limit = limit_of(request)
    rows = doubts(record, after=Cursor.read(request.query_params.get("cursor"), float, int), limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(items=rows[:limit], next=Cursor.write(last.confidence, last.row) if last else None)


def _log(record: Record, request: Request, body: None) -> Page[Correction]:
    limit, cursor = limit_of(request), Cursor.read(request.query_params.get("cursor"), int)
    rows = latest_corrections(record, before=cursor[0] if cursor else None, limit=limit + 1)
    return Page(items=rows[:limit], next=Cursor.write(rows[limit - 1].id) if len(rows) > limit else None)


def _events(record: Record, request: Request, body: None) -> Page[Account]:
    limit, start = limit_of(request), _offset(request)
    rows = asked_events(record, request)[start : start + limit + 1]
    return Page(items=rows[:limit], next=Cursor.write(start + limit) if len(rows) > limit else None)


def _matrix(record: Record, request: Request, body: None) -> Matrix:
    return matrix(asked_events(record, request))


def _exchanges(record: Record, request: Request, body: None) -> Page[Told]:
    limit, start = limit_of(request), _offset(request)
    rows = asked_exchanges(record, request)[start : start + limit + 1]
    return Page(
        items=[in_full(record, one) for one in rows[:limit]],
        next=Cursor.write(start + limit) if len(rows) > limit else None,
    )


def _correct(record: Record, request: Request, body: GivenCorrection) -> Made:
    here, wanted, by = article_id(request), str(request.path_params["statement_id"]), By(body.who, body.why)
    if wanted not in {one.id for one in reading_of(record, request).statements}:
        raise HTTPException(404)
    if body.action == "change":
        return Made(correction=change(record, here, wanted, body.fields.values_given() if body.fields else {}, by))
    return Made(correction=(confirm if body.action == "confirm" else delete)(record, here, wanted, by))


def _add(record: Record, request: Request, body: GivenStatement) -> Made:
    reading = reading_of(record, request)
    fields = body.fields.values_given() if body.fields else {}
    if body.content[-1][1] > len(reading.article.text):
        raise QueryError(f"There is no such stretch: the text has {len(reading.article.text):,} characters.")
    fields.setdefault("kind", quoted_kind(reading.article, body.content))
    return Made(correction=add(record, reading.article.id, body.content, fields, By(body.who, body.why)))


def _withdraw(record: Record, request: Request, body: GivenBy) -> Made:
    given = str(request.path_params["number"])
    made = correction(record, int(given)) if given.isascii() and given.isdigit() and len(given) < 16 else None
    if made is None:
        raise HTTPException(404)
    return Made(correction=withdraw(record, made.id, By(body.who, body.why)))


def _offset(request: Request) -> int:
    cursor = Cursor.read(request.query_params.get("cursor"), int)
    start = cursor[0] if cursor else 0
    if not 0 <= start <= FARTHEST:
        raise QueryError(f"A list goes on for {FARTHEST:,} at most: ask for less.")
    return int(start)


_MEANINGS = {
    "speaker": "any part of the speaker's name, or a Wikidata id",
    "since": "said on or after: a year, a month or a day (`2022-02`)",
    "until": "said on or before",
    "kind": "`direct`, `mixed` or `indirect`",
    "act": "`demand`, `promise`, `deny` …",
    "outlet": "any part of the publisher's name",
    "power": "a state's code (`HUN`) or the name of a power",
    "addressee": "any part of the addressee's name, or a Wikidata id",
    "modality": "`asserted`, `hypothetical` …",
    "occasion": "`press conference`, `phone call` …",
    "chain": "`yes`: somebody relayed it; `no`",
    "confidence": "the least, from 0 to 1",
    "originals": "`yes`: leave out what near copies of an earlier article say",
}
_SEARCH = (
    Parameter("q", 'words, `"a phrase"`, `begin*`, AND, OR, NOT, brackets'),
    *(Parameter(name, _MEANINGS.get(name, name)) for name in FILTERS),
    LIMIT,
    CURSOR,
)
_EVENTS = (
    Parameter("type", "a PLOVER type", {"type": "string", "enum": list(EVENT_TYPES)}),
    Parameter("status", "how it is told", {"type": "string", "enum": list(STATUSES)}),
    Parameter("actor", "the whole name of a power"),
    Parameter("recipient", "the whole name of a power"),
    Parameter("day", "a year, a month or a day"),
)
_EXCHANGES = (
    Parameter("kind", "what opened it", {"type": "string", "enum": list(OPENINGS)}),
    Parameter("state", "what became of it", {"type": "string", "enum": list(STATES_OF_EXCHANGES)}),
    Parameter("power", "the whole name of either side"),
    Parameter("until", "the last day, month or year of the articles that are looked through"),
)
_KEY = Parameter(
    "key",
    "a Wikidata id, or the `key` of a speaker",
    {"type": "string", "pattern": "^(Q[0-9]{1,12}|[0-9]{1,15})$"},
    "path",
)
_CODE = Parameter(
    "code", "ISO 3166 alpha-3, or an organisation's code", {"type": "string", "minLength": 1, "maxLength": 8}, "path"
)
_NUMBER = Parameter("number", "of the correction", {"type": "integer", "minimum": 1, "maximum": 10**15 - 1}, "path")
_OTHER = Parameter("other_id", "the earlier version", ARTICLE.schema, "path")
_LIST = (
    Parameter("to", "the addressee's whole name"), Parameter("day", "a year, a month or a day"), LIMIT, CURSOR,
)  # fmt: skip
_DRAFT = Parameter("draft_id", "the `id` of a draft", {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}, "path")
_ONE = "/articles/{article_id}"
_SAID = _ONE + "/statements/{statement_id}"

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("GET", "/record", "How much the record holds", Counts, _counts),
    Endpoint("GET", "/statements", "Search: the best first, or without words the newest", Found, _search, _SEARCH),
    Endpoint("GET", "/articles", "The articles, the newest first", Page[ArticleRow], _articles, (LIMIT, CURSOR)),
    Endpoint("GET", _ONE, "An article and everything found in it", Reading, _article, (ARTICLE,)),
    Endpoint("GET", _ONE + "/versions", "The versions of its page", list[ArticleRow], _versions, (ARTICLE,)),
    Endpoint("GET", _ONE + "/versions/{other_id}", "What became of the statements since an earlier version",
             list[Changed], _changes, (ARTICLE, _OTHER)),
    Endpoint("GET", _SAID, "A statement, and what people said of it", OneStatement, _statement, (ARTICLE, STATEMENT)),
    Endpoint("GET", _SAID + "/utterance", "Who else reports it, and in which words", Utterance, _utterance,
             (ARTICLE, STATEMENT)),
    Endpoint("POST", _SAID + "/corrections", "Confirm, change or delete a statement", Made, _correct,
             (ARTICLE, STATEMENT), GivenCorrection),
    Endpoint("GET", "/speakers", "Who speaks, those who speak most first", Page[Loud], _speakers, (LIMIT, CURSOR)),
    Endpoint("GET", "/speakers/{key}", "What is known of a speaker", Profile, _profile(find_speaker, "key"), (_KEY,)),
    Endpoint("GET", "/speakers/{key}/statements", "What a speaker said, the newest first", Page[Said],
             _said(find_speaker, "key"), (_KEY, *_LIST)),
    Endpoint("GET", "/powers/{code}", "What is known of a power", Profile, _profile(find_power, "code"), (_CODE,)),
    Endpoint("GET", "/powers/{code}/statements", "What a power said, by whoever speaks for it", Page[Said],
             _said(find_power, "code"), (_CODE, *_LIST)),
    Endpoint("GET", "/events", "What happened between powers, the latest first", Page[Account], _events,
             (*_EVENTS, LIMIT, CURSOR)),
    Endpoint("GET", "/matrix", "Who did how much to whom", Matrix, _matrix, _EVENTS),
    Endpoint("GET", "/exchanges", "What powers asked of one another and what came of it, the last opened first",
             Page[Told], _exchanges, (*_EXCHANGES, LIMIT, CURSOR)),
    Endpoint("GET", "/review", "What nobody has looked at, the least sure first", Page[Doubt], _review,
             (LIMIT, CURSOR)),
    Endpoint("GET", "/corrections", "What people corrected, the latest first", Page[Correction], _log,
             (LIMIT, CURSOR)),
    Endpoint("POST", _ONE + "/statements", "Add a statement that was missed", Made, _add, (ARTICLE,), GivenStatement),
    Endpoint("GET", "/drafts", "What was given to be read and is not in the record, without what was read",
             list[DraftState], giving.drafts),
    Endpoint("POST", "/drafts", "Read a text or a page, in memory alone", DraftState, giving.give, (),
             GivenDraft, False),
    Endpoint("GET", "/drafts/{draft_id}", "A draft: how far it is read, and what was read", DraftState, giving.draft,
             (_DRAFT,)),
    Endpoint("POST", "/drafts/{draft_id}/add", "Put a draft into the record", Kept, giving.keep_draft, (_DRAFT,),
             GivenNothing),
    Endpoint("DELETE", "/drafts/{draft_id}", "Throw a draft away", Thrown, giving.throw, (_DRAFT,), None, False),
    Endpoint("POST", "/corrections/{number}/withdraw", "Take a correction back", Made, _withdraw, (_NUMBER,),
             GivenBy),
)  # fmt: skip

DESCRIPTION: dict[str, Any] = described(ENDPOINTS, version("onrecord"))
