"""What holds of every page there is, in a real browser: nothing wrong for who cannot see, no page too wide, all text
to be read, everything within reach of the keyboard, whatever the articles say."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from onrecord.model import Article, Reading
from onrecord.record import Record
from onrecord.record.corrections import By, change
from onrecord.web import create_app
from tests.invented import HARBOUR, harbour, simple
from tests.web.browsing import served, visiting
from tests.web.conftest import BASE, PlainReader, csrf, with_events
from tests.web.hostile import HOSTILE, hostile_reading
from tests.web.pages import Outline
from tests.web.places import ARTICLE, PAGES
from tests.web.test_parts import LONG
from tests.web.test_pasting import TEXT, wait

URL = "https://meridian.example/1"
WORD = "w" * 20_000
ACTING = re.compile(r"\s*(?:javascript|vbscript|data:(?!,))")


class Patient(PlainReader):
    """A reader that reads on only when it may."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.may.set()

    def read(self, article: Article) -> Reading:
        self.may.wait(300)
        return super().read(article)


def later() -> Reading:
    """Return a later version of the invented report."""
    text = HARBOUR.replace("an answer by Friday", "an answer by Sunday")
    told = harbour().model_dump(by_alias=True)
    told["article"] |= {"text": text, "id": Article.identify(text), "url": URL}
    return Reading.model_validate(told)


@dataclass(frozen=True)
class Everywhere:
    """A room with one page of every kind, and where they are."""

    address: str
    places: tuple[str, ...]


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    path = tmp_path_factory.mktemp("everywhere") / "r.onrecord"
    wide = simple(
        f"{WORD} said {WORD}", speaker=WORD, title=WORD, publisher=WORD, section=WORD, url=f"https://a.example/{WORD}"
    )
    with Record(path) as record:
        for reading in (with_events(), harbour(url=URL), later(), hostile_reading(HOSTILE), wide, LONG):
            record.add(reading)
        change(record, harbour().article.id, "s4", {"speaker": {"name": HOSTILE}}, By(HOSTILE, WORD[:900]))
        change(record, wide.article.id, "s1", {"act": "deny"}, By("Ann", HOSTILE))
        wide_speaker = record.query("SELECT id FROM entities WHERE length(name) > 10000")[0][0]
    reader = Patient()
    app = create_app(path, rate=None, reader=reader)
    drafts = list(given(app, reader))
    hostile, long_word = (f"/articles/{one.article.id}" for one in (hostile_reading(HOSTILE), wide))
    places = (
        *PAGES, f"{ARTICLE}#s4", f"{ARTICLE}?mark=s4#marker", f"{ARTICLE}?done=1#s4",
        f"/articles/{later().article.id}",
        f"/articles/{later().article.id}/versions/{harbour().article.id}", "/search?speaker=strand",
        "/search?q=zebra",
        "/speakers/Q900001?to=Lorn&day=2031-03", "/events?status=planned", "/events?type=REJECT", "/review?done=1",
        hostile, f"{hostile}/statements/s1", f"{hostile}/statements/s1/utterance", "/search?q=evil",
        long_word, f"{long_word}#s1", f"{long_word}/statements/s1", f"{long_word}/statements/s1/utterance",
        f"/speakers/{wide_speaker}", f"/articles/{LONG.article.id}?part=2#s160", "/?page=2", *drafts,
    )  # fmt: skip
    with served(app) as address:
        yield Everywhere(address, places)
    reader.may.set()


def given(app: object, reader: Patient) -> Iterator[str]:
    """Yield the pages of drafts that are read, one that cannot be, and one that is read for as long as it takes."""
    client = TestClient(app, base_url=BASE)  # type: ignore[arg-type]
    for text, is_over in (
        (TEXT, True),
        (f"{HOSTILE} {WORD}", True),
        ("\x00\x01" * 80, True),
        (f"{TEXT} Again.", False),
    ):
        if not is_over:
            reader.may.clear()
        asked = {"csrf": csrf(client, "/read"), "text": text, "publisher": HOSTILE}
        place = client.post("/read", data=asked, follow_redirects=False).headers["location"]
        if is_over:
            wait(client, place)
        yield place


def opened(page: Page) -> None:
    """Open whatever can be opened, so that it is looked at too."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_wrong_and_all_text_has_contrast(
    browser: Browser, everywhere: Everywhere, scheme: str, width: int
) -> None:
    with visiting(browser, width, color_scheme=scheme, reduced_motion="reduce") as page:
        for path in everywhere.places:
            page.goto(everywhere.address + path)
            opened(page)
            assert page.evaluate(_CONTRASTS) == [], path
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_no_page_is_wider_than_the_window_and_all_can_be_reached_by_keyboard(
    browser: Browser, everywhere: Everywhere
) -> None:
    with visiting(browser) as page:
        for path in everywhere.places:
            page.goto(everywhere.address + path)
            opened(page)
            assert page.evaluate(_OUT_OF_REACH) == [], path
            for width in (1280, 390, 320):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_every_page_is_small_and_holds_nothing_that_acts(everywhere: Everywhere, browser: Browser) -> None:
    with visiting(browser) as page:
        for path in everywhere.places:
            answer = page.request.get(everywhere.address + path.partition("#")[0])
            outline = Outline(answer.text())
            assert len(answer.body()) < 300_000, path
            assert outline.tags.count("script") == 1, path
            assert not {"img", "iframe", "object", "style"} & set(outline.tags), path
            assert not {name for name in outline.attributes if name.startswith("on") or name == "style"}, path
            assert not [link for link in outline.links if ACTING.match(link)], path


def complaints(page: Page) -> str:
    """Return what axe finds wrong with a page that is all there: a look too early sees colours on their way."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page)
    return str(found.generate_report()) if found.violations_count else ""


def test_signing_in_and_what_is_refused(browser: Browser, record_path: Path) -> None:
    with (
        served(create_app(record_path, rate=None, token="seven herrings")) as address,
        visiting(browser, 390, color_scheme="dark", reduced_motion="reduce") as page,
    ):
        page.goto(address)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert complaints(page) == ""
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("six herrings")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("not the token")
        assert complaints(page) == ""
        page.fill("#token", "seven herrings")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The record")).to_be_visible()
        page.goto(f"{address}/read")
        page.eval_on_selector("#paste [name=csrf]", "field => { field.value = 'made up'; }")
        page.fill("#text-in", "Eve said so.")
        page.click("text=Read it")
        expect(page.get_by_role("heading", name="Not allowed here")).to_be_visible()
        expect(page.locator(".problem")).to_contain_text("another visit")
        assert complaints(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.click("text=Sign out")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


_OUT_OF_REACH = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
                    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.type !== "hidden")
                    .filter(one => one.tabIndex < 0 && !one.disabled).map(one => one.outerHTML)"""

_CONTRASTS = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data]; };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] / 255 + under[i] * (1 - top[3] / 255));
  const ground = (node) => { const own = rgba(getComputedStyle(node).backgroundColor);
    return own[3] === 255 ? own : over(own, node.parentElement ? ground(node.parentElement) : [255, 255, 255]); };
  const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.getClientRects().length) continue;
    const back = ground(node), front = over(rgba(getComputedStyle(node).color), back);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push([walker.currentNode.data.trim().slice(0, 30), node.className]);
  }
  return poor;
}"""
