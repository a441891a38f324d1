"""What is sent to the room: checked for who sends it, then handed on."""

from __future__ import annotations

import functools
import hmac
import time
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.article.decoding import MAX_CHARACTERS
from onrecord.record.corrections import By
from onrecord.web.rendering import render
from onrecord.web.room import LONGEST_NAME, SESSION, WHO, room, who, who_cookie

Handler = Callable[[Request, FormData], Response]
Route = Callable[[Request], Awaitable[Response]]
YEAR = 365 * 24 * 3600


def posted(handler: Handler, *, writes: bool = True) -> Route:
    """Return a route that runs ``handler`` in a thread with a form that a page of this room sent.

    403 is answered when the form does not carry what the page was given, or nobody may write here.
    """

    @functools.wraps(handler)
    async def route(request: Request) -> Response:
        if writes and room(request).read_only:
            raise HTTPException(403, "This room is for reading only: it was opened with --read-only.")
        async with request.form(max_files=1, max_fields=40, max_part_size=4 * MAX_CHARACTERS) as form:
            given = str(form.get("csrf", ""))
            if not hmac.compare_digest(given.encode(), room(request).csrf(request).encode()):
                raise HTTPException(403, "This form is from another visit. Load the page again, then send it.")
            return await run_in_threadpool(handler, request, form)

    return route


def text(form: FormData, name: str, most: int = 1_000) -> str:
    """Return one field of a form as text, without space around it."""
    value = form.get(name, "")
    return value.strip()[:most] if isinstance(value, str) else ""


def by(request: Request, form: FormData) -> By:
    """Return who sends a form, and why."""
    return By(text(form, "who", LONGEST_NAME) or who(request), text(form, "why", 1_000))


def remember(response: Response, name: str) -> Response:
    """Keep the name under which somebody corrects for a year."""
    response.set_cookie(WHO, who_cookie(name), max_age=YEAR, httponly=True, samesite="strict")
    return response


def see(path: str) -> RedirectResponse:
    """Send the browser on to a page after a form."""
    return RedirectResponse(path, 303)


def sign_in_page(request: Request) -> Response:
    """Ask for the token."""
    return render(request, "sign_in.html", wrong=False, next=inside(request.query_params.get("next", "/")))


def sign_in(request: Request, form: FormData) -> Response:
    """Let somebody in who has the token."""
    onward = inside(text(form, "next"))
    if not room(request).knows(text(form, "token")):
        time.sleep(0.5)  # guessing must be slow
        return render(request, "sign_in.html", 403, wrong=True, next=onward)
    response = see(onward)
    response.set_cookie(SESSION, room(request).session(), httponly=True, samesite="strict")
    return response


def sign_out(request: Request, form: FormData) -> Response:
    """Forget that somebody signed in."""
    response = see("/")
    response.delete_cookie(SESSION, httponly=True, samesite="strict")
    return response


def inside(path: str) -> str:
    """Return ``path`` if it is one of this room's, else the front page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"
