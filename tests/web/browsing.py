"""A real browser over a room, for the tests of this folder."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette


@contextlib.contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve a room on a free port while the block runs; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def visiting(browser: Browser, width: int = 1280, **options: object) -> Iterator[Page]:
    """Open a page that must raise no error and break no policy."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.set_default_navigation_timeout(30_000)
    complaints: list[str] = []

    def complain(text: str) -> None:
        # A page that is not there, or a search that is not understood, is what some tests ask for.
        if "the server responded with a status of 40" not in text:
            complaints.append(text)

    page.on("console", lambda message: complain(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complain(str(error)))
    # What is not needed any more since one has gone on to another page is no failure.
    page.on("requestfailed", lambda one: complain(one.url) if one.failure != "net::ERR_ABORTED" else None)
    yield page
    context.close()
    assert complaints == [], complaints


def chosen(page: Page) -> list[str]:
    """Return the ids of the cards that are chosen."""
    found: list[str] = page.eval_on_selector_all(".card.chosen", "cards => cards.map(card => card.id)")
    return found
