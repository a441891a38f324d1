"""The pages in a real browser. Without Chromium these are skipped, but never where CI is true."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.invented import HARBOUR
from tests.web.browsing import chosen, visiting
from tests.web.places import ARTICLE, PAGES


def test_j_and_k_walk_the_statements(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(address + ARTICLE)
        assert page.text_content("#text") == HARBOUR
        assert chosen(page) == []
        for key, now in (("j", "s1"), ("j", "s2"), ("k", "s1"), ("k", "s1"), ("j", "s2")):
            page.keyboard.press(key)
            assert chosen(page) == [now]
        assert page.url.endswith("#s2")
        page.keyboard.press("Escape")
        assert chosen(page) == []
        assert "#" not in page.url


def test_a_deep_link_lights_every_field_s_evidence(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{address}{ARTICLE}#s4")
        assert chosen(page) == ["s4"]
        lit = page.eval_on_selector_all(
            "[data-lit]", "parts => parts.map(part => [part.dataset.lit, part.textContent])"
        )
        assert lit == [["via", "Tom Reyes"], ["who", "Kováč"], ["cue", "warned"], ["to", "Lorn's envoy"]]
        assert page.eval_on_selector_all(".lit-content", "parts => parts.map(part => part.textContent).join('')") == (
            'the strait "belongs to nobody"'
        )
        assert page.text_content("#text") == HARBOUR


def test_a_deep_link_shows_the_words_on_a_small_screen(browser: Browser, address: str) -> None:
    with visiting(browser, 390) as page:
        page.set_viewport_size({"width": 390, "height": 400})
        page.goto(f"{address}{ARTICLE}#s6")
        page.wait_for_timeout(300)
        words, sheet = (page.locator(one).bounding_box() for one in (".lit-content", ".card.chosen"))
        assert words
        assert sheet
        assert 0 <= words["y"] < sheet["y"]


def test_a_click_in_the_text_chooses_the_innermost_statement(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(address + ARTICLE)
        page.get_by_text('the strait "belongs to nobody"').first.click()
        assert chosen(page) == ["s4"]
        page.click("#s6 .head")
        assert chosen(page) == ["s6"]


def test_the_keyboard_reaches_the_search_and_the_text(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("/")
        page.keyboard.type("jk lawful")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=jk+lawful")
        page.fill("#q", "lawful")
        page.keyboard.press("Enter")
        page.click(".hits .words a")
        page.wait_for_url("**#s6")
        assert chosen(page) == ["s6"]


def test_without_script_a_deep_link_opens_its_card(browser: Browser, address: str) -> None:
    with visiting(browser, java_script_enabled=False) as page:
        page.goto(f"{address}{ARTICLE}#s4")
        assert page.is_visible("#s4 .fields")
        assert not page.is_visible("#s3 .fields")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    with visiting(browser, width) as page:
        for path in (*PAGES, f"{ARTICLE}#s4"):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_wrong(browser: Browser, address: str, scheme: str, width: int) -> None:
    with visiting(browser, width, color_scheme=scheme, reduced_motion="reduce") as page:
        for path in (*PAGES, f"{ARTICLE}#s4"):
            page.goto(address + path)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_everything_can_be_reached_by_keyboard(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        for path in PAGES:
            page.goto(address + path)
            unreached = page.evaluate(
                """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
                    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.type !== "hidden")
                    .filter(one => one.tabIndex < 0 && !one.disabled).map(one => one.outerHTML)"""
            )
            assert unreached == [], path


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


@pytest.mark.parametrize("path", ["/", f"{ARTICLE}#s4", "/search?q=strait"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(browser: Browser, address: str, path: str, scheme: str) -> None:
    with visiting(browser, color_scheme=scheme) as page:
        page.goto(address + path)
        assert page.evaluate(_CONTRASTS) == []
