"""The journeys over the sample record, read by the real reader: two outlets and the ministry's transcript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.web import create_app
from tests.web.browsing import served, visiting

SAMPLES = Path(__file__).parents[2] / "samples"
OUTLETS = ("fjord-wire.jsonl", "atlantic-morning-wire.txt", "atlantic-morning-1.txt")
OFFICIAL = "The position is difficult and the gap is wide. But the gap can be bridged."


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    record = str(tmp_path_factory.mktemp("sample") / "samples.onrecord")
    add = CliRunner().invoke
    assert add(app, ["add", str(SAMPLES / "transcript.txt"), "--as", "transcript", "-r", record]).exit_code == 0
    assert add(app, ["add", *(str(SAMPLES / name) for name in OUTLETS), "-r", record]).exit_code == 0
    with served(create_app(record, rate=None)) as address:
        yield address


@pytest.fixture(params=["mouse", "keyboard"])
def compared(browser: Browser, sample: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Find a quotation from the front page, and go to where its reports are side by side."""
    with visiting(browser) as page:
        page.goto(sample)
        page.keyboard.press("/")
        page.keyboard.type('"the gap is wide"')
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        hit = page.locator(".hits li", has_text="Fjord Wire").locator(".words a").first
        if request.param == "mouse":
            hit.click()
            page.wait_for_url("**/articles/**#*")
            page.click(".card.chosen >> text=Other reports")
        else:
            hit.focus()
            page.keyboard.press("Enter")
            page.wait_for_url("**/articles/**#*")
            page.locator(".card.chosen").get_by_role("link", name="Other reports").focus()
            page.keyboard.press("Enter")
        page.wait_for_url("**/utterance")
        yield page


def test_outlets_are_compared_with_the_transcript(compared: Page) -> None:
    page = compared
    expect(page.locator(".official blockquote")).to_contain_text(OFFICIAL)
    expect(page.locator(".official .meta")).to_contain_text("13 May 2031")
    reports = page.locator(".reports > li")
    fjord, atlantic = (reports.filter(has_text=words).first for words in ("Fjord Wire", "situation"))
    for report, outlet in ((fjord, "Fjord Wire"), (atlantic, "Atlantic Morning")):
        expect(report.locator("h2")).to_have_text(outlet)
        expect(report.locator(".meta").first).to_contain_text("13 May 2031")
    left, right = fjord.bounding_box(), atlantic.bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"], "side by side"
    assert abs(left["x"] - right["x"]) > 200
    # Fjord Wire quotes what the minister said; the reprint puts another word in his mouth.
    assert fjord.locator("ins, del").count() == 0
    expect(fjord.locator(".meta").first).to_contain_text("verbatim")
    expect(atlantic.locator("del").first).to_contain_text("position")
    expect(atlantic.locator("ins").first).to_contain_text("situation")
    expect(atlantic.locator(".meta").first).not_to_contain_text("verbatim")


def test_who_dropped_what_is_a_table(compared: Page) -> None:
    rows = compared.locator("#who-dropped + .wide-table tbody tr").all()
    told = [(row.locator("th").inner_text(), row.locator("td").all_inner_texts()) for row in rows]
    assert {outlet for outlet, _ in told} == {"Fjord Wire", "Atlantic Morning"}
    assert {day for _, (day, *_) in told} == {"13 May 2031"}
    changed = [(outlet, row[-1]) for outlet, row in told if row[-1]]
    assert changed == [("Atlantic Morning", "position → situation")]
    kept = {row[1] for outlet, row in told if outlet == "Fjord Wire"}
    assert kept == {"100\N{NO-BREAK SPACE}%"}


def test_what_a_minister_said_about_a_topic_in_a_month(browser: Browser, sample: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{sample}/search")
        for field, value in (("q", "ferry"), ("speaker", "holm"), ("since", "2031-05"), ("until", "2031-05")):
            page.fill(f"#{field}", value)
        expect(page.locator(".hits li").first).to_contain_text("Holm")
        page.wait_for_url("**/search?q=ferry&speaker=holm&since=2031-05&until=2031-05")
        expect(page.locator(".hits")).to_contain_text("a quarrel over the ferry is one of them")
        for hit in page.locator(".hits li").all():
            assert "ferry" in hit.locator("mark").first.inner_text().casefold()
            assert "May 2031" in hit.locator("time").inner_text()
            assert "Holm" in hit.locator(".who").inner_text()
        page.fill("#until", "2031-04")
        page.fill("#since", "2031-04")
        expect(page.locator(".empty")).to_contain_text("Nothing in the record fits")


def test_the_words_of_every_statement_stand_in_the_article(browser: Browser, sample: str) -> None:
    with visiting(browser) as page:
        page.goto(sample)
        page.click("text=Holm: Iceland's herring concerns ignored by Norway")
        page.wait_for_url("**/articles/sha256:*")
        text = page.text_content("#text") or ""
        cards = page.locator(".card")
        assert cards.count() > 8
        for card in cards.all():
            for piece in (card.locator("blockquote").text_content() or "").split(" … "):
                assert piece in text
