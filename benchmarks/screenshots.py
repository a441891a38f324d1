"""Pictures of the reading room over a record: ``python benchmarks/screenshots.py RECORD OUTDIR [QUERY] [PAGE …]``.

Every page at 1280 and 390 pixels, light and dark, in the Chromium that the machine has.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from onrecord.record import Record
from onrecord.record.comparing import Utterance, utterance
from onrecord.record.exchanges import exchanges
from onrecord.record.speakers import speakers
from onrecord.web import create_app

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
CHROMIUM = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
).split()


@contextlib.contextmanager
def serving(record: Path) -> Iterator[str]:
    """Serve ``record`` on a free port while the block runs; give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(record), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def shoot(page: Page, address: str, out: Path, name: str, width: int) -> None:
    """Take one picture, and complain of a page that is wider than the window."""
    page.goto(address)
    page.wait_for_timeout(400)
    page.screenshot(path=out / f"{name}.png")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        print(f"{name}: {wide} px wide in a window of {width}", file=sys.stderr)


def take(browser: Browser, base: str, pages: dict[str, str], out: Path) -> None:
    """Take every page at every width in every colour scheme."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = browser.new_page(
                viewport={"width": width, "height": 860 if width > 500 else 844},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            for name, path in pages.items():
                shoot(page, base + path, out, f"{name}-{width}-{scheme}", width)
            page.close()


def pages_of(record: Record, query: str) -> dict[str, str]:
    """Return the address of one page of every kind, each the fullest of its kind."""
    article = max(record.articles(limit=50), key=lambda row: row.statements)
    here = f"/articles/{article.id}"
    reading = record.reading(article.id)
    assert reading is not None
    told = max(reading.statements, key=lambda one: _fullness(utterance(record, article.id, one.id)))
    pages = {
        "front": "/",
        "article": here,
        "statement": f"{here}#{told.id}",
        "correct": f"{here}/statements/{told.id}",
        "mark": f"{here}?mark={told.id}#marker",
        "utterance": f"{here}/statements/{told.id}/utterance",
        "search": f"/search?q={query}" if query else "/search?kind=direct",
        "speakers": "/speakers",
        "events": "/events",
        "exchanges": "/exchanges",
        "review": "/review",
        "corrections": "/corrections",
        "paste": "/read",
        "api": "/api",
    }
    found = exchanges(record)
    if found:
        first = max(found, key=lambda one: len(one.steps)).steps[0].reports[0]
        pages["exchange"] = f"/exchanges/{first.article_id}/{first.statement_id}"
    loudest = next(iter(speakers(record, limit=1)), None)
    if loudest:
        pages["speaker"] = f"/speakers/{loudest[0].key}"
    power = next((who for who, _ in speakers(record, limit=50) if who.country), None)
    if power:
        pages["power"] = f"/powers/{power.country}"
    for row in record.articles(limit=200):
        known = record.versions(row.url) if row.url else []
        if len(known) > 1:
            pages["versions"] = f"/articles/{known[-1].id}/versions/{known[0].id}"
    return pages


def _fullness(found: Utterance) -> tuple[bool, int]:
    return found.official is not None, len({one.publisher for one in found.wordings})


def main() -> None:
    """Take the pictures."""
    if len(sys.argv) < 3 or not CHROMIUM:
        sys.exit(
            __doc__ if len(sys.argv) < 3 else "There is no Chromium here; ONRECORD_CHROMIUM may say where one is."
        )
    record, out = Path(sys.argv[1]), Path(sys.argv[2])
    query = sys.argv[3] if len(sys.argv) > 3 else ""
    out.mkdir(parents=True, exist_ok=True)
    with Record(record, read_only=True) as opened:
        pages = pages_of(opened, query)
    wanted = sys.argv[4:] or list(pages)
    with serving(record) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take(browser, base, {name: path for name, path in pages.items() if name in wanted}, out)
        browser.close()


if __name__ == "__main__":
    main()
