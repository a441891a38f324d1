"""What people come for, each from the front page, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from onrecord.record import Record
from tests.invented import harbour
from tests.web.browsing import chosen, visiting
from tests.web.places import ARTICLE
from tests.web.test_pasting import PAGE, TEXT

ID = harbour().article.id


def test_find_what_a_minister_said_about_a_topic_in_a_month(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(address)
        page.get_by_role("link", name="Search", exact=True).click()
        page.fill("#q", "boarded")
        page.fill("#speaker", "kovac")
        page.fill("#since", "2031-03")
        page.fill("#until", "2031-03")
        expect(page.locator(".total")).to_have_text("1 statement")
        # The address keeps it, as soon as the last field's answer is there.
        page.wait_for_url("**/search?q=boarded&speaker=kovac&since=2031-03&until=2031-03")
        page.reload()
        expect(page.locator(".hits .words")).to_contain_text("no vessel will be boarded again")
        page.fill("#until", "2031-02")
        page.fill("#since", "2031-02")
        expect(page.locator(".empty")).to_contain_text("Nothing in the record fits")


def test_words_that_are_typed_before_the_script_has_come_are_searched(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/room.js", hold)
        page.goto(f"{address}/search", wait_until="commit")
        page.fill("#q", "boarded")
        expect(page.locator(".total")).to_have_count(0)
        held[0].continue_()
        expect(page.locator(".total")).to_contain_text("statement")


def test_a_search_that_is_not_understood_is_told_while_one_types(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{address}/search")
        page.fill("#q", '"open')
        expect(page.get_by_role("alert")).to_contain_text("not closed")
        page.fill("#q", "lawful")
        expect(page.locator(".total")).to_have_text("1 statement")


def test_see_on_whose_word(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{address}/search?q=belongs")
        page.click(".hits .words a[href$='#s4']")
        page.wait_for_url("**#s4")
        word = page.locator("#s4 .fields").get_by_text("Tom Reyes").last
        expect(word).to_be_visible()
        told = page.locator("#s4 .fields div", has_text="on whose word").inner_text()
        assert [told.index(name) for name in ("Édith Kováč", "Tom Reyes", "The Meridian Post")] == sorted(
            told.index(name) for name in ("Édith Kováč", "Tom Reyes", "The Meridian Post")
        )
        page.hover("#s4 [data-field='to']")
        assert page.eval_on_selector_all(".pointed", "parts => parts.map(part => part.textContent)") == [
            "Lorn's envoy"
        ]


def test_compare_outlets(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{address}{ARTICLE}#s4")
        page.click("#s4 >> text=Other reports")
        page.wait_for_url("**/utterance")
        expect(page.locator("h1")).to_contain_text("One utterance")
        expect(page.locator(".reports li").first).to_contain_text("The Meridian Post")


def test_correct_a_speaker_in_two_clicks(browser: Browser, own_address: str, own_path: Path) -> None:
    with visiting(browser) as page:
        page.goto(f"{own_address}{ARTICLE}#s4")
        page.click("#s4 >> text=Correct")
        page.click(".choices >> text=Ilya Strand")
        page.wait_for_url("**?done=1#s4")
        expect(page.locator("#s4 .names")).to_contain_text("Ilya Strand")
        expect(page.locator("#s4 .head")).to_contain_text("seen")
        assert speaker(own_path) == "Ilya Strand"
        page.click("text=Undo")
        expect(page.locator("#s4 .names")).to_contain_text("Édith Kováč")
    assert speaker(own_path) == "Édith Kováč"


def test_confirm_and_undo_by_keyboard(browser: Browser, own_address: str, own_path: Path) -> None:
    with visiting(browser) as page:
        page.goto(own_address + ARTICLE)
        page.keyboard.press("j")
        page.keyboard.press("c")
        page.wait_for_url("**?done=1#s1")
        assert chosen(page) == ["s1"]
        page.keyboard.press("u")
        page.wait_for_url(f"**{ARTICLE}")
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.wait_for_url("**/statements/s1")
        page.focus("#act")
        page.keyboard.type("den")
        page.focus("#why")
        page.keyboard.type("it is a denial")
        page.keyboard.press("Enter")
        page.wait_for_url("**?done=3#s1")
    with Record(own_path, read_only=True) as record:
        made = [(one.action, one.why) for one in record.corrections(ID)]
    assert made == [("confirm", ""), ("withdraw", ""), ("change", "it is a denial")]


def test_the_queue_by_keyboard(browser: Browser, own_address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{own_address}/review")
        expect(page.locator(".doubt")).to_have_count(6)
        page.keyboard.press("j")
        page.keyboard.press("c")
        page.wait_for_url("**/review?done=1")
        expect(page.locator(".doubt")).to_have_count(5)
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.wait_for_url("**/review?done=2")
        expect(page.locator(".doubt")).to_have_count(4)
        page.keyboard.press("u")
        expect(page.locator(".doubt")).to_have_count(5)


def test_export_the_result(browser: Browser, address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{address}/search?speaker=strand")
        page.click("text=Export these")
        with page.expect_download() as given:
            page.click(".take >> text=csv >> nth=0")
        assert '""boarding was lawful""' in Path(given.value.path()).read_text()


def test_paste_an_article(browser: Browser, own_address: str) -> None:
    with visiting(browser) as page:
        page.goto(own_address)
        page.get_by_role("link", name="Read", exact=True).click()
        page.fill("#text-in", TEXT)
        page.fill("#publisher", "Lamp Post")
        page.click("text=Read it")
        expect(page.locator(".notice.draft")).to_contain_text("Not in the record")
        assert page.text_content("#text") == TEXT
        page.click("text=Add to the record")
        page.wait_for_url("**/articles/sha256:*")
        page.goto(own_address)
        expect(page.locator(".articles")).to_contain_text("Lamp Post")


def test_drop_a_page_of_html_and_choose_one(browser: Browser, own_address: str, tmp_path: Path) -> None:
    (tmp_path / "lamp.html").write_text(PAGE)
    with visiting(browser) as page:
        for way in ("drop", "choose"):
            page.goto(f"{own_address}/read")
            if way == "drop":
                drop(page, "lamp.html", PAGE)
            else:
                page.set_input_files("#file", tmp_path / "lamp.html")
                page.click("text=Read it")
            expect(page.locator(".notice.draft")).to_contain_text("Not in the record")
            expect(page.locator("#text h1")).to_have_text("Lamp stays lit")
            assert TEXT in (page.text_content("#text") or "")


def test_drop_a_file_and_throw_it_away(browser: Browser, own_address: str, tmp_path: Path) -> None:
    (tmp_path / "lamp.txt").write_text(TEXT)
    with visiting(browser) as page:
        page.goto(f"{own_address}/read")
        drop(page, "lamp.txt", TEXT)
        expect(page.locator(".notice.draft")).to_contain_text("Not in the record")
        page.click("text=Throw away")
        page.wait_for_url("**/read")


def test_a_citation_is_copied(browser: Browser, address: str) -> None:
    with visiting(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{address}{ARTICLE}#s6")
        page.keyboard.press("y")
        expect(page.locator("#said")).to_have_text("The citation is copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
    start, end = harbour().statement("s6").content[0]
    for part in (
        "boarding was lawful",
        "Ilya Strand",
        "The Meridian Post",
        f"characters {start}–{end}",
        f"{ARTICLE}#s6",
    ):
        assert part in copied


@pytest.mark.parametrize("path", [ARTICLE, "/speakers/Q900001", "/search?q=strait"])
def test_a_page_prints(browser: Browser, address: str, path: str) -> None:
    with visiting(browser) as page:
        page.goto(address + path)
        page.emulate_media(media="print")
        assert not page.is_visible(".top")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") in (
            "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)",
        )  # fmt: skip


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the page, as a hand would."""
    data = page.evaluate_handle(
        "([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }",
        [name, text],
    )
    page.dispatch_event("body", "drop", {"dataTransfer": data})


def speaker(path: Path) -> str:
    """Return who says s4 now."""
    with Record(path, read_only=True) as record:
        reading = record.reading(ID)
    assert reading
    found = reading.entity(reading.statement("s4").speaker)
    assert found
    return found.name
