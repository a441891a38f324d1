"""Articles that are given to the API to be read: looked at, then kept or thrown away."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.article.files import MAX_BYTES
from onrecord.article.given import Given
from onrecord.record import Record
from onrecord.web.answers import DraftState, GivenDraft, GivenNothing, Kept, Thrown
from onrecord.web.drafts import Draft
from onrecord.web.pasting import draft_of, is_known, keep
from onrecord.web.room import room


def drafts(record: Record, request: Request, body: None) -> list[DraftState]:
    """Return the drafts of a room, without what was read."""
    return [_state(request, one, whole=False) for one in room(request).drafts.all()]


def give(record: Record, request: Request, body: GivenDraft) -> DraftState:
    """Begin to read what is given; wait for it as long as is asked."""
    data, name = body.text.encode("utf-8", "surrogatepass"), f"given.{'html' if body.kind == 'html' else 'txt'}"
    if len(data) > MAX_BYTES:
        raise HTTPException(413, f"More than {MAX_BYTES:,} bytes is no article.")
    published = body.published.isoformat() if body.published else None
    draft = room(request).drafts.take(data, name, Given(publisher=body.publisher, published=published))
    draft.done.wait(body.wait)
    return _state(request, draft)


def draft(record: Record, request: Request, body: None) -> DraftState:
    """Return one draft."""
    return _state(request, draft_of(request))


def keep_draft(record: Record, request: Request, body: GivenNothing) -> Kept:
    """Put a draft into the record."""
    draft = draft_of(request)
    added = keep(record, request, draft)
    assert draft.reading is not None
    return Kept(article_id=draft.reading.article.id, added=added.value)


def throw(record: Record, request: Request, body: None) -> Thrown:
    """Throw a draft away."""
    draft = draft_of(request)
    room(request).drafts.drop(draft.id)
    return Thrown(id=draft.id)


def _state(request: Request, draft: Draft, whole: bool = True) -> DraftState:
    return DraftState(
        id=draft.id, name=draft.name, stage=draft.stage, seconds=draft.seconds, characters=draft.characters,
        problem=draft.problem, known=is_known(request, draft), reading=draft.reading if whole else None,
    )  # fmt: skip
