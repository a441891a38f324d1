"""The pages in a real browser. Without Chromium these are skipped, but never where CI is true."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.invented import HARBOUR
from tests.web.browsing import chosen, visiting
from tests.web.places import ARTICLE


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
