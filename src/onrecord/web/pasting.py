"""An article is pasted or uploaded, read, looked at, and added or thrown away."""

from __future__ import annotations

from pathlib import PurePath

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onrecord.article.files import MAX_BYTES
from onrecord.article.given import Given
from onrecord.record import Added, Record
from onrecord.record.copies import group_copies
from onrecord.web.articles import page_of
from onrecord.web.drafts import STAGES, Draft
from onrecord.web.forms import see, text
from onrecord.web.rendering import render
from onrecord.web.room import room

NO_SUCH_DRAFT = "This article is no longer here: it was added, thrown away, or pushed out by later ones."


def paste_page(request: Request) -> Response:
    """Where an article is pasted, dropped or chosen."""
    return render(request, "paste.html", problem=None)


def paste(request: Request, form: FormData) -> Response:
    """Begin to read what was given, and go to where one sees how far it has come."""
    upload, words = form.get("file"), form.get("text", "")
    if isinstance(upload, UploadFile) and upload.filename:
        data, name = upload.file.read(MAX_BYTES + 1), PurePath(upload.filename.replace("\\", "/")).name[:200]
    else:
        data, name = (words if isinstance(words, str) else "").encode("utf-8", "surrogatepass"), "pasted.txt"
    if not data.strip():
        return render(request, "paste.html", 400, problem="Nothing was given: paste a text, or choose a file.")
    if len(data) > MAX_BYTES:
        return render(request, "paste.html", 413, problem=f"More than {MAX_BYTES:,} bytes is no article.")
    given = Given(publisher=text(form, "publisher", 200) or None, published=text(form, "published", 30) or None)
    return see(f"/read/{room(request).drafts.take(data, name, given).id}")


def draft_page(request: Request) -> Response:
    """How far the reading has come; when it is over, the article as it would be in the record."""
    draft = draft_of(request)
    if draft.reading is None:
        return render(request, "progress.html", draft=draft, stages=STAGES, at=_at(draft))
    return render(
        request, "article.html", page=page_of(request, draft.reading), article=draft.reading.article, versions=[],
        copies=[], touched=frozenset(), done=None, draft=draft, known=is_known(request, draft),
    )  # fmt: skip


def is_known(request: Request, draft: Draft) -> bool:
    """Tell whether the record has an article of the very text of a draft."""
    with room(request).open() as record:
        return draft.reading is not None and bool(
            record.query("SELECT 1 FROM articles WHERE id = ?", (draft.reading.article.id,))
        )


def draft_state(request: Request) -> Response:
    """How far the reading has come, for the script that waits."""
    draft = draft_of(request)
    return JSONResponse({"stage": draft.stage, "at": _at(draft), "seconds": draft.seconds, "over": draft.is_over})


def add_draft(request: Request, form: FormData) -> Response:
    """Put a draft into the record."""
    draft = draft_of(request)
    with room(request).open_writer() as record:
        keep(record, request, draft)
    assert draft.reading is not None
    return see(f"/articles/{draft.reading.article.id}")


def keep(record: Record, request: Request, draft: Draft) -> Added:
    """Put what was read of a draft into the record; the draft is no more. 409 is answered when it is too early."""
    if draft.reading is None:
        raise HTTPException(409, "It has not been read yet, or cannot be.")
    added = record.add(draft.reading)
    if added is Added.NEW:
        group_copies(record)
    room(request).drafts.drop(draft.id)
    return added


def drop_draft(request: Request, form: FormData) -> Response:
    """Throw a draft away."""
    room(request).drafts.drop(draft_of(request).id)
    return see("/read")


def draft_of(request: Request) -> Draft:
    """Return the draft that an address names, or answer that it is no more."""
    draft = room(request).drafts.get(str(request.path_params["draft_id"]))
    if draft is None:
        raise HTTPException(404, NO_SUCH_DRAFT)
    return draft


def _at(draft: Draft) -> int:
    return STAGES.index(draft.stage) if draft.stage in STAGES else len(STAGES)
