"""A statement that the reader missed is added, and the words of one are corrected, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from onrecord.model import Reading, Statement
from onrecord.record import Record
from onrecord.web import create_app
from tests.invented import HARBOUR, span
from tests.web.browsing import chosen, served, visiting
from tests.web.conftest import BASE, csrf
from tests.web.places import ARTICLE

ID = ARTICLE.removeprefix("/articles/")
S4 = f"{ARTICLE}/statements/s4"
MISSED = {
    "content": "a press conference in Port Amity",
    "source": "reporters",
    "speaker": "Lorn",
    "act": "reject",
    "who": "Ann",
}


def add(client: TestClient, **fields: str) -> int:
    given = {"csrf": csrf(client, S4), **fields}
    return client.post(f"{ARTICLE}/statements", data=given, follow_redirects=False).status_code


def reading(path: Path) -> Reading:
    with Record(path, read_only=True) as record:
        found = record.reading(ID)
    assert found
    return found


def statement(path: Path, name: str) -> Statement:
    return reading(path).statement(name)


def test_a_statement_is_added_and_taken_back(writing: TestClient, own_path: Path) -> None:
    given = {
        "csrf": csrf(writing, S4),
        **MISSED,
        "source": "Lorn",
        "source_at": "377-381",
        "why": "it was overlooked",
    }
    at = HARBOUR.index("reporters")
    given["source_at"] = f"{at}-{at + 9}"
    answer = writing.post(f"{ARTICLE}/statements", data=given)
    assert answer.status_code == 200
    assert str(answer.url).endswith("?done=1&at=c1#c1")
    added = statement(own_path, "c1")
    assert (added.content, added.source) == ((span(HARBOUR, "a press conference in Port Amity"),), ((at, at + 9),))
    assert (added.speaker, added.act, added.kind, added.confidence) == ("e3", "reject", "indirect", 1.0)
    for page in (answer.text, writing.get(f"{ARTICLE}/statements/c1").text, writing.get("/corrections").text):
        assert "dded" in page
        assert "Ann" in page
    assert "it was overlooked" in writing.get("/corrections").text
    assert writing.post("/corrections/1/withdraw", data={"csrf": csrf(writing, S4)}).status_code == 200
    assert "c1" not in {one.id for one in reading(own_path).statements}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"content": "words that do not stand there"}, "do not stand"),
        ({"content": ""}, "which words were said"),
        ({"content": "said"}, "times in this text"),
        ({"content_at": "5-999999999"}, "no stretch"),
        ({"content_at": "9-3"}, "no stretch"),
        ({"content_at": "9" * 5_000}, "do not stand"),
        ({"source": "nobody at all"}, "do not stand"),
        ({"act": "sing"}, "is no act"),
        ({"kind": "loud"}, "is no kind"),
    ],
)
def test_what_cannot_be_added_is_explained(
    writing: TestClient, own_path: Path, fields: dict[str, str], told: str
) -> None:
    answer = writing.post(f"{ARTICLE}/statements", data={"csrf": csrf(writing, S4), **MISSED, "source": "", **fields})
    assert answer.status_code == 400
    assert told in answer.text
    assert len(reading(own_path).statements) == 6


def test_nobody_else_can_add(writing: TestClient, own_path: Path) -> None:
    assert writing.post(f"{ARTICLE}/statements", data={"csrf": "0" * 64, **MISSED}).status_code == 403
    evil = {"origin": "https://evil.example"}
    given = {"csrf": csrf(writing, S4), **MISSED}
    assert writing.post(f"{ARTICLE}/statements", data=given, headers=evil).status_code == 403
    room = TestClient(create_app(own_path, read_only=True), base_url=BASE)
    assert room.post(f"{ARTICLE}/statements", data={"csrf": csrf(room, "/read"), **MISSED}).status_code == 403
    assert 'id="marker"' not in room.get(ARTICLE).text
    assert len(reading(own_path).statements) == 6


def test_the_words_of_a_statement_are_corrected_by_writing_them(writing: TestClient, own_path: Path) -> None:
    given = {
        "csrf": csrf(writing, S4), "action": "change", "who": "Ann", "content": "belongs to nobody",
        "source": "Kováč", "cue": "had warned",
    }  # fmt: skip
    assert writing.post(f"{S4}/corrections", data=given).status_code == 200
    now = statement(own_path, "s4")
    assert now.content == (span(HARBOUR, "belongs to nobody"),)
    assert now.cue == (span(HARBOUR, "had warned"),)
    assert now.source == (span(HARBOUR, "Kováč", 1),), (
        "what is as it was is the same place, not the first of its words"
    )
    log = writing.get("/corrections").text
    assert "“belongs to nobody”" in log
    assert "source" not in log.split("<ol")[1]


def test_a_source_is_taken_away(writing: TestClient, own_path: Path) -> None:
    given = {"csrf": csrf(writing, S4), "action": "change", "who": "Ann", "source": ""}
    assert writing.post(f"{S4}/corrections", data=given).status_code == 200
    assert statement(own_path, "s4").source == ()


@pytest.fixture
def marking(browser: Browser, own_path: Path) -> Iterator[tuple[Page, str]]:
    with served(create_app(own_path, rate=None)) as address, visiting(browser) as page:
        page.goto(address + ARTICLE)
        yield page, address


def drag(page: Page, words: str, nth: int = 0) -> None:
    """Mark words in the text as a mouse would: from their first letter to behind their last."""
    ends = page.evaluate(
        """([words, nth]) => {
            const text = document.getElementById("text");
            let at = -1;
            for (let turn = 0; turn <= nth; turn++) at = text.textContent.indexOf(words, at + 1);
            const spot = (place) => {
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(), left = place; node; node = walker.nextNode()) {
                    if (left <= node.length && left > 0 || place === 0) return [node, left];
                    left -= node.length;
                }
            };
            const [from, a] = spot(at + 1), [to, b] = spot(at + words.length);
            from.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
            const box = (node, offset) => {
                const range = document.createRange();
                range.setStart(node, offset - 1);
                range.setEnd(node, offset);
                return range.getBoundingClientRect();
            };
            const left = box(from, a), right = box(to, b);
            return [left.left + 1, left.top + left.height / 2, right.right - 0.5, right.top + right.height / 2];
        }""",
        [words, nth],
    )
    page.mouse.move(ends[0], ends[1])
    page.mouse.down()
    page.mouse.move(ends[2], ends[3], steps=5)
    page.mouse.up()


def test_words_are_marked_with_the_mouse(marking: tuple[Page, str], own_path: Path) -> None:
    page, _ = marking
    page.click("text=Add a statement that was missed")
    drag(page, "a press conference in Port Amity")
    page.click("[data-mark=content]")
    expect(page.locator("#m-content")).to_have_value("a press conference in Port Amity")
    drag(page, "reporters")
    page.click("[data-mark=source]")
    page.fill("#m-speaker", "Lorn")
    page.select_option("#m-act", "reject")
    page.fill("#m-why", "it was overlooked")
    page.fill("#m-who", "Ann")
    page.click("text=Add it")
    page.wait_for_url("**#c1")
    assert chosen(page) == ["c1"]
    expect(page.locator(".notice")).to_contain_text("Added by Ann")
    added = statement(own_path, "c1")
    assert added.content == (span(HARBOUR, "a press conference in Port Amity"),)
    assert added.source == (span(HARBOUR, "reporters"),)
    page.click("text=Undo")
    page.wait_for_url(f"**{ARTICLE}")
    assert len(reading(own_path).statements) == 6


def test_words_are_marked_by_keyboard_alone(marking: tuple[Page, str], own_path: Path) -> None:
    page, _ = marking
    page.keyboard.press("a")
    seen: list[str] = []
    for _ in range(80):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate("getSelection().toString().trim()"))
        if seen[-1] == "a":
            break
    else:
        raise AssertionError(f"the words are never reached: {seen}")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("3")
    expect(page.locator("#m-content")).to_have_value("a press conference in Port Amity")
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
        if page.evaluate("getSelection().toString().trim()") == "reporters":
            break
    page.keyboard.press("1")
    expect(page.locator("#m-source")).to_have_value("reporters")
    page.focus("#m-why")
    page.keyboard.type("it was overlooked")
    page.keyboard.press("Enter")
    page.wait_for_url("**#c1")
    added = statement(own_path, "c1")
    assert added.content == (span(HARBOUR, "a press conference in Port Amity"),)
    assert added.source == (span(HARBOUR, "reporters"),)
    page.keyboard.press("u")
    page.wait_for_url(f"**{ARTICLE}")
    assert len(reading(own_path).statements) == 6


def test_pieces_are_marked_for_one_that_is_there(marking: tuple[Page, str], own_path: Path) -> None:
    page, address = marking
    page.goto(f"{address}{S4}")
    page.click("text=The words themselves")
    page.click("text=mark them in the text")
    page.wait_for_url("**?mark=s4#marker")
    expect(page.locator("#m-content")).to_have_value('the strait "belongs to nobody"')
    drag(page, "strait", 0)
    page.click("[data-mark=content]")
    drag(page, "belongs to nobody")
    page.keyboard.press("Shift+Digit3")
    expect(page.locator("#m-content")).to_have_value("strait … belongs to nobody")
    page.click("text=Save the words")
    page.wait_for_url("**?done=1#s4")
    assert statement(own_path, "s4").content == (span(HARBOUR, "strait"), span(HARBOUR, "belongs to nobody"))


def test_words_outside_the_basic_plane_are_counted_as_one(browser: Browser, own_path: Path) -> None:
    from tests.invented import simple

    text = "\U0001f6a2\U0001f6a2 Ann said the ship had come in. Bo said nothing."
    made = simple(text)
    with Record(own_path) as record:
        record.add(made)
    with served(create_app(own_path, rate=None)) as address, visiting(browser) as page:
        page.goto(f"{address}/articles/{made.article.id}")
        page.keyboard.press("a")
        drag(page, "nothing")
        page.keyboard.press("3")
        page.click("text=Add it")
        page.wait_for_url("**&at=c1#c1")
    with Record(own_path, read_only=True) as record:
        found = record.reading(made.article.id)
    assert found
    assert found.statement("c1").content == (span(text, "nothing"),)
