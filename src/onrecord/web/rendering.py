"""Templates become answers."""

from __future__ import annotations

from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from onrecord.record.power_names import power_name
from onrecord.web.markup import exact, marked, shown, snippet, speaker_path, spoken, ticked, web_link, word_diff
from onrecord.web.room import room, who
from onrecord.web.written import long_day, long_time, percent, reported


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page; every template knows the room, whether it may be written in, and what forms must carry."""
    here = room(request)
    common = {
        "csrf": here.csrf(request),
        "may_write": not here.read_only,
        "has_token": here.token is not None,
        "signed_in": here.is_signed_in(request),
        "who": who(request),
        "path": request.url.path,
    }
    return HTMLResponse(_templates.get_template(template).render(**{**common, **values}), status_code=status)


def with_query(request: Request, **changes: object) -> str:
    """Return the address of this page with some of its query changed; ``None`` takes a part out."""
    query: dict[str, object] = {**request.query_params, **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{request.url.path}?{urlencode(kept, errors='replace')}" if kept else request.url.path


def address(path: str, **query: object) -> str:
    """Return ``path`` with a query of what is not empty."""
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept, errors='replace')}" if kept else path


_templates = Environment(
    loader=PackageLoader("onrecord.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "exact": exact,
    "shown": shown,
    "snippet": snippet,
    "marked": marked,
    "web_link": web_link,
    "long_day": long_day,
    "long_time": long_time,
    "percent": percent,
    "power_name": power_name,
    "reported": reported,
    "ticked": ticked,
    "spoken": spoken,
    "speaker_path": speaker_path,
    "word_diff": word_diff,
}
_templates.globals["address"] = address
