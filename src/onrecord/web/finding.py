"""The search page, and what a search finds as a file."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from onrecord.export.formats import FORMATS, write
from onrecord.export.selection import select
from onrecord.model import ACTS
from onrecord.record import Filters, Hits, QueryError, search
from onrecord.record.facets import KINDS, MODALITIES, OCCASIONS
from onrecord.web.rendering import address, render, with_query
from onrecord.web.room import number, room

PAGE = 30
MOST_EXPORTED = 2_000
"""Articles: what a browser can fetch at once; `onrecord export` has no bound."""
FILTERS: tuple[str, ...] = tuple(Filters.__slots__)
MORE_FILTERS = ("power", "addressee", "modality", "occasion", "chain", "confidence", "originals")
_SUFFIXES = {
    "jsonl": "jsonl", "csv": "csv", "web-annotation": "jsonld", "schema-org": "jsonld", "gkg": "tsv", "events": "csv",
    "graphml": "graphml", "html": "html",
}  # fmt: skip


def asked_of(request: Request) -> dict[str, str]:
    """Return what a search asks, each part bounded."""
    return {name: request.query_params.get(name, "").strip()[:2000] for name in ("q", *FILTERS)}


def filters_of(asked: dict[str, str]) -> Filters:
    """Return the filters of what is asked."""
    return Filters(**{name: asked[name] or None for name in FILTERS})


def find(request: Request) -> Response:
    """The statements that a search finds."""
    asked = asked_of(request)
    page = number(request, "page", most=4_000)
    found, problem, outlets = Hits(0, ()), None, []
    with room(request).open() as record:
        outlets = [row[0] for row in record.query("SELECT name FROM outlets ORDER BY name COLLATE NOCASE LIMIT 200")]
        if any(asked.values()):
            try:
                found = search(record, asked["q"], filters_of(asked), limit=PAGE, offset=(page - 1) * PAGE)
            except QueryError as error:
                problem = str(error)
    return render(
        request, "search.html", 400 if problem else 200, asked=asked, found=found, problem=problem, outlets=outlets,
        more=with_query(request, page=page + 1) if page * PAGE < found.total else None,
        back=with_query(request, page=page - 1 if page > 2 else None) if page > 1 else None,
        kinds=KINDS, acts=ACTS, modalities=MODALITIES, occasions=OCCASIONS,
        opened=any(asked[name] for name in MORE_FILTERS),
        exports=[(name, FORMATS[name].holds, address(f"/export/{name}", **asked)) for name in _SUFFIXES],
    )  # fmt: skip


def export(request: Request) -> Response:
    """What a search finds, as a file."""
    name = str(request.path_params["name"])
    if name not in _SUFFIXES:
        raise HTTPException(404)
    asked = asked_of(request)
    with tempfile.NamedTemporaryFile(prefix="onrecord-", suffix=f".{_SUFFIXES[name]}", delete=False) as made:
        place = Path(made.name)
    try:
        with room(request).open() as record:
            extracts = list(islice(select(record, asked["q"], filters_of(asked)), MOST_EXPORTED + 1))
            if len(extracts) > MOST_EXPORTED:
                raise HTTPException(
                    413, f"These are more than {MOST_EXPORTED:,} articles: `onrecord export` takes them out."
                )
            write(extracts, name, place)
    except QueryError as error:
        place.unlink(missing_ok=True)
        raise HTTPException(400, str(error)) from error
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return FileResponse(
        place, filename=f"onrecord.{_SUFFIXES[name]}", background=BackgroundTask(place.unlink, missing_ok=True)
    )
