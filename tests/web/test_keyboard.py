"""Every journey without a mouse: Tab, Enter, letters, and the keys that the pages name."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from onrecord.record import Record
from tests.invented import harbour
from tests.web.browsing import chosen, visiting
from tests.web.places import ARTICLE
from tests.web.test_journeys import speaker
from tests.web.test_pasting import TEXT

_ACTIVE = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.textContent || one.getAttribute("aria-label") || "";
  return `${label} ${one.matches("input, textarea, select") ? "" : one.textContent}`.trim();
}"""


def tab_to(page: Page, name: str, back: bool = False) -> None:
    """Press Tab until what has the focus is called so."""
    seen = []
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(page.evaluate(_ACTIVE))
        if seen[-1].startswith(name):
            assert page.evaluate("document.activeElement.checkVisibility({visibilityProperty: true})")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{name}: one does not see where one is"
            return
    raise AssertionError(f"{name} is never reached: {seen}")


def test_find_what_was_said_see_on_whose_word_and_take_it_out(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(address)
        tab_to(page, "Search")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search")
        tab_to(page, "Words")
        page.keyboard.type("nobody")
        tab_to(page, "Speaker")
        page.keyboard.type("kovac")
        tab_to(page, "Since")
        page.keyboard.type("2031-03")
        expect(page.locator(".total")).to_have_text("1 statement")
        page.wait_for_url("**/search?q=nobody&speaker=kovac&since=2031-03")
        tab_to(page, "Export these")
        page.keyboard.press("Enter")
        tab_to(page, "csv")
        with page.expect_download() as given:
            page.keyboard.press("Enter")
        assert "belongs to nobody" in Path(given.value.path()).read_text()
        tab_to(page, "the strait")
        page.keyboard.press("Enter")
        page.wait_for_url("**#s4")
        assert chosen(page) == ["s4"]
        word = page.locator("#s4 .fields div", has_text="on whose word")
        expect(word).to_contain_text("Tom Reyes")
        for name in ("Édith Kováč", "Tom Reyes", "The Meridian Post"):
            assert name in word.inner_text()


def test_correct_a_speaker(browser: Browser, own_address: str, own_path: Path) -> None:
    with visiting(browser) as page:
        page.goto(own_address + ARTICLE)
        for _ in range(4):
            page.keyboard.press("j")
        assert chosen(page) == ["s4"]
        page.keyboard.press("e")
        page.wait_for_url("**/statements/s4")
        tab_to(page, "Ilya Strand")
        page.keyboard.press("Enter")
        page.wait_for_url("**?done=1#s4")
        assert speaker(own_path) == "Ilya Strand"
        page.keyboard.press("u")
        page.wait_for_url(f"**{ARTICLE}")
        assert speaker(own_path) == "Édith Kováč"


def test_paste_an_article_and_keep_it(browser: Browser, own_address: str, own_path: Path) -> None:
    with visiting(browser) as page:
        page.goto(own_address)
        tab_to(page, "Read")
        page.keyboard.press("Enter")
        page.wait_for_url("**/read")
        tab_to(page, "The text")
        page.keyboard.insert_text(TEXT)
        tab_to(page, "Outlet")
        page.keyboard.type("Lamp Post")
        tab_to(page, "Read it")
        page.keyboard.press("Enter")
        expect(page.locator(".notice.draft")).to_contain_text("Not in the record")
        tab_to(page, "Add to the record")
        page.keyboard.press("Enter")
        page.wait_for_url("**/articles/sha256:*")
    with Record(own_path, read_only=True) as record:
        assert {row.publisher for row in record.articles()} == {"Lamp Post", harbour().article.publisher}


def test_the_link_past_the_head_leads_to_the_content(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(address + ARTICLE)
        tab_to(page, "Skip to the content")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        tab_to(page, "The Meridian Post")
