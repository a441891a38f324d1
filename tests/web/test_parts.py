"""A long article comes in parts: small pages, each at once, from which one goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from onrecord.model import Article, Entity, ReaderInfo, Reading, Statement
from onrecord.record import Record
from onrecord.record.corrections import By, confirm
from onrecord.web import create_app
from onrecord.web.markup import marked
from onrecord.web.parts import parts
from onrecord.web.views import article_page
from tests.web.browsing import chosen, served, visiting
from tests.web.conftest import BASE
from tests.web.pages import Outline
from tests.web.test_marking import readings

LARGEST = 300_000
STATEMENTS = 2_000


def hearing(statements: int = STATEMENTS, length: int = 500_000) -> Reading:
    """Return a reading of a hearing that goes on and on."""
    title, each = "The longest hearing", 16 + length // statements
    pieces, told, body, place = [title, "\n\n"], [], [], len(title) + 2
    for number in range(1, statements + 1):
        who, cue = f"Witness {number % 90}", " said "
        content = f'"the lamp of pier {number} stays lit{" and lit" * (each // 16)}"'
        line = who + cue + content + (" Nobody asked further." * (each // 64)) + ".\n\n"
        at = place + len(who) + len(cue)
        told.append(
            Statement(
                id=f"s{number}", kind="direct", source=((place, place + len(who)),),
                cue=((place + len(who) + 1, at - 1),), content=((at, at + len(content)),), speaker=f"e{number % 90}",
            )
        )  # fmt: skip
        body.append((place, place + len(line) - 2))
        pieces.append(line)
        place += len(line)
    text = "".join(pieces)
    return Reading(
        reader=ReaderInfo(version="0"),
        article=Article(
            id=Article.identify(text),
            origin="o",
            text=text,
            title=title,
            title_span=(0, len(title)),
            body=tuple(body),
        ),
        entities=tuple(Entity(id=f"e{number}", name=f"Witness {number}", kind="person") for number in range(90)),
        statements=tuple(told),
    )


LONG = hearing()
HERE = f"/articles/{LONG.article.id}"


@pytest.fixture(scope="module")
def long_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "r.onrecord"
    with Record(path) as record:
        record.add(LONG)
    return path


@pytest.fixture(scope="module")
def room(long_path: Path) -> TestClient:
    return TestClient(create_app(long_path, rate=None), base_url=BASE)


@pytest.fixture(scope="module")
def long_address(long_path: Path) -> Iterator[str]:
    with served(create_app(long_path, rate=None)) as found:
        yield found


def test_every_part_is_small_and_together_they_are_the_article(room: TestClient) -> None:
    found = parts(LONG)
    assert len(LONG.article.text) >= 500_000
    assert len(found) > 5
    pages = [room.get(f"{HERE}?part={one.number}") for one in found]
    assert "".join(Outline(page.text).text for page in pages) == LONG.article.text
    assert [one for part in found for one in part.statements] == [one.id for one in LONG.statements]
    assert max(len(page.content) for page in pages) < LARGEST
    for page, part in zip(pages, found, strict=True):
        assert set(part.statements) <= set(Outline(page.text).ids)
        assert f"Part {part.number} of {len(found)}" in page.text
    assert room.get(f"{HERE}?part={len(found) + 1}").status_code == 404
    assert room.get(f"{HERE}?part=0").status_code == 404


def test_the_first_part_is_made_in_a_moment(room: TestClient) -> None:
    room.get(HERE)
    begun = time.process_time()
    assert room.get(HERE).status_code == 200
    # An order of magnitude more than it takes: what grew with the square of an article would take minutes.
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("asked", ["s1500", "s2000", "s1"])
def test_a_statement_is_asked_for_by_name(room: TestClient, asked: str) -> None:
    assert asked in Outline(room.get(f"{HERE}?at={asked}").text).ids


def test_a_name_that_there_is_not_opens_the_beginning(room: TestClient) -> None:
    assert "Part 1 of" in room.get(f"{HERE}?at=nothing").text


def test_after_a_correction_its_part_is_shown(tmp_path: Path) -> None:
    with Record(tmp_path / "r") as record:
        record.add(LONG)
        made = confirm(record, LONG.article.id, "s1500", By("Ann"))
    page = TestClient(create_app(tmp_path / "r"), base_url=BASE).get(f"{HERE}?done={made}").text
    assert "s1500" in Outline(page).ids
    assert "Confirmed" in page


def test_a_usual_article_has_no_parts(client: TestClient) -> None:
    from tests.web.places import ARTICLE

    assert "Part 1 of" not in client.get(ARTICLE).text


@settings(max_examples=60, deadline=None)
@given(readings())
def test_parts_are_the_text_wherever_it_is_cut(reading: Reading) -> None:
    import onrecord.web.parts as house

    usual = house.LARGEST
    house.LARGEST = 1  # every paragraph is a part of its own
    try:
        found = parts(reading)
        pages = [article_page(reading, one.number) for one in found]
    finally:
        house.LARGEST = usual
    shown = ["".join(str(marked(block, page)) for block in page.blocks) for page in pages if page]
    assert "".join(Outline(f'<div id="text">{html}</div>').text for html in shown) == reading.article.text
    assert sorted(one for part in found for one in part.statements) == sorted(one.id for one in reading.statements)


def test_the_keys_go_on_to_the_next_part_and_back(browser: Browser, long_address: str) -> None:
    last = parts(LONG)[0].statements[-1]
    first = parts(LONG)[1].statements[0]
    with visiting(browser) as page:
        page.goto(f"{long_address}{HERE}#{last}")
        assert chosen(page) == [last]
        page.keyboard.press("j")
        page.wait_for_url(f"**?part=2#{first}")
        assert chosen(page) == [first]
        page.keyboard.press("k")
        page.wait_for_url(f"**?part=1#{last}")
        assert chosen(page) == [last]
        page.keyboard.press("k")
        assert chosen(page) == [parts(LONG)[0].statements[-2]]
        page.get_by_role("link", name="Part 2 →").first.click()
        expect(page.locator(".parts").first).to_contain_text("Part 2 of")


def test_a_deep_link_opens_the_part_that_has_the_statement(browser: Browser, long_address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{long_address}{HERE}#s1500")
        page.wait_for_url("**?at=s1500#s1500")
        assert chosen(page) == ["s1500"]
        lit = page.locator(".lit-content").bounding_box()
        assert lit
        assert 0 <= lit["y"] < 800
        page.goto(f"{long_address}{HERE}#nothing")
        page.wait_for_url("**?at=nothing#nothing")
        assert chosen(page) == []


def test_without_script_one_goes_to_a_statement_by_a_form(browser: Browser, long_address: str) -> None:
    with visiting(browser, java_script_enabled=False) as page:
        page.goto(long_address + HERE)
        page.fill("#at", "s1500")
        page.keyboard.press("Enter")
        page.wait_for_url("**?at=s1500")
        expect(page.locator("#s1500")).to_be_visible()


def test_a_printed_part_says_that_it_is_one(browser: Browser, long_address: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{long_address}{HERE}?part=2")
        expect(page.locator(".printed")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator(".printed")).to_contain_text("This is part 2 of")
        assert not page.is_visible(".parts")
