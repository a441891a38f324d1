from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.model import Article, Entity, ReaderInfo, Reading, Statement
from onrecord.record import Record
from onrecord.web import create_app
from tests.invented import harbour, span
from tests.web.conftest import BASE
from tests.web.pages import Outline

ASKED = "Marl demanded the release of the fishing boat. Lorn refused to accept the release of the fishing boat."


@pytest.fixture
def room(tmp_path: Path) -> TestClient:
    asked, refused = "the release of the fishing boat", "refused to accept the release of the fishing boat"
    reading = Reading(
        reader=ReaderInfo(version="0"),
        article=Article(id=Article.identify(ASKED), origin="o", text=ASKED, published="2031-03-03", publisher="Post"),
        entities=(Entity(id="e1", name="Marl", kind="power"), Entity(id="e2", name="Lorn", kind="power")),
        statements=(
            Statement(
                id="s1", kind="indirect", source=(span(ASKED, "Marl"),), cue=(span(ASKED, "demanded"),),
                content=(span(ASKED, asked),), speaker="e1", addressee="e2", act="demand",
            ),
            Statement(
                id="s2", kind="indirect", source=(span(ASKED, "Lorn"),), content=(span(ASKED, refused),),
                speaker="e2", act="reject",
            ),
        ),
    )  # fmt: skip
    with Record(tmp_path / "r") as record:
        record.add(reading)
    return TestClient(create_app(tmp_path / "r", rate=None), base_url=BASE)


def test_a_demand_and_its_answer_are_set_beside_each_other(room: TestClient) -> None:
    here = f"/exchanges/{Article.identify(ASKED)}/s1"
    assert here in Outline(room.get("/exchanges").text).links
    page = room.get(here).text
    assert page.index('<li class="here">') < page.index('<li class="there">')
    assert f"/articles/{Article.identify(ASKED)}#s2" in Outline(page).links
    assert 'class="state s-rejected"' in page


def test_exchanges_are_filtered(room: TestClient) -> None:
    for query, number in (
        ("kind=demand", 1),
        ("kind=offer", 0),
        ("state=rejected", 1),
        ("state=open", 0),
        ("power=lorn", 1),
    ):
        assert f'role="status">{number} exchange' in room.get(f"/exchanges?{query}").text, query
        assert len(room.get(f"/api/exchanges?{query}").json()["items"]) == number
    assert 'role="status">0 exchange' in room.get("/exchanges?until=2030").text
    for query in ("kind=x", "state=x", "until=soon"):
        assert room.get(f"/exchanges?{query}").status_code == 400


def test_an_exchange_that_is_not_there(room: TestClient) -> None:
    assert room.get(f"/exchanges/{Article.identify(ASKED)}/s2").status_code == 404


def test_an_open_demand_stands_on_the_front_page(client: TestClient) -> None:
    page = client.get("/").text
    assert "Open demands" in page
    assert f"/exchanges/{harbour().article.id}/s2" in Outline(page).links
