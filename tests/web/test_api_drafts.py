"""What is pasted through the API: read in memory, looked at, kept or thrown away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.model import Article, Reading
from onrecord.record import Record
from onrecord.web import create_app
from tests.web.conftest import BASE, PlainReader
from tests.web.test_pasting import PAGE, TEXT


def given(client: TestClient, **fields: object) -> dict[str, object]:
    answer = client.post("/api/drafts", json={"text": TEXT, **fields})
    assert answer.status_code == 201, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_a_text_is_read_and_kept(writing: TestClient, own_path: Path) -> None:
    draft = given(writing, publisher="Lamp Post", published="2031-05-13")
    assert (draft["stage"], draft["known"], draft["problem"]) == ("ready", False, None)
    reading = Reading.from_json(json.dumps(draft["reading"]))
    assert reading.article.text == TEXT
    assert (reading.article.publisher, reading.article.published) == ("Lamp Post", "2031-05-13")
    assert writing.get(f"/api/drafts/{draft['id']}").json() | {"seconds": 0} == draft | {"seconds": 0}
    assert [(one["id"], one["reading"]) for one in writing.get("/api/drafts").json()] == [(draft["id"], None)]
    kept = writing.post(f"/api/drafts/{draft['id']}/add", json={})
    assert (kept.status_code, kept.json()) == (201, {"article_id": Article.identify(TEXT), "added": "new"})
    with Record(own_path, read_only=True) as record:
        assert record.reading(Article.identify(TEXT)) == reading
    assert writing.get(f"/api/drafts/{draft['id']}").status_code == 404


def test_a_page_is_read_and_thrown_away(writing: TestClient) -> None:
    draft = given(writing, text=PAGE, kind="html")
    told = Reading.from_json(json.dumps(draft["reading"]))
    assert told.article.title == "Lamp stays lit"
    assert TEXT in told.article.text
    thrown = writing.delete(f"/api/drafts/{draft['id']}")
    assert (thrown.status_code, thrown.json()) == (200, {"id": draft["id"]})
    assert writing.delete(f"/api/drafts/{draft['id']}").status_code == 404
    assert writing.get("/api/record").json()["articles"] == 1


def test_who_does_not_wait_asks_again(writing: TestClient) -> None:
    draft = given(writing, wait=0)
    while not (told := writing.get(f"/api/drafts/{draft['id']}").json())["reading"]:
        assert writing.post(f"/api/drafts/{draft['id']}/add", json={}).status_code in (201, 409)
    assert told["stage"] == "ready"


def test_what_cannot_be_read_is_explained(writing: TestClient) -> None:
    draft = given(writing, text="\x00\x01\x02" * 50)
    assert (draft["stage"], draft["reading"]) == ("failed", None)
    assert "binary" in str(draft["problem"])
    assert writing.post(f"/api/drafts/{draft['id']}/add", json={}).status_code == 409


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": " \n"}, {"text": "x", "kind": "pdf"}, {"text": "x", "wait": 1e9}, []]
)
def test_what_makes_no_sense(writing: TestClient, body: object) -> None:
    assert writing.post("/api/drafts", json=body).status_code == 400


def test_more_than_an_article_is_refused(writing: TestClient) -> None:
    # Each of these is three bytes in UTF-8, so the text is too long before it is too many characters.
    answer = writing.post("/api/drafts", json={"text": "語" * 5_700_000})
    assert answer.status_code in (400, 413)
    assert writing.get("/api/drafts").json() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json", "origin": "https://evil.example"},
        {"content-type": "application/json", "sec-fetch-site": "cross-site"},
    ],
)
def test_no_page_from_elsewhere_can_give_keep_or_throw(writing: TestClient, headers: dict[str, str]) -> None:
    draft = given(writing)["id"]
    asked = json.dumps({"text": "Eve said so."})
    assert writing.post("/api/drafts", content=asked, headers=headers).status_code in (403, 415)
    assert writing.post(f"/api/drafts/{draft}/add", content="{}", headers=headers).status_code in (403, 415)
    if "json" in headers["content-type"]:
        assert writing.delete(f"/api/drafts/{draft}", headers=headers).status_code == 403
    assert [one["id"] for one in writing.get("/api/drafts").json()] == [draft]


def test_a_room_for_reading_reads_but_keeps_nothing(own_path: Path) -> None:
    room = TestClient(create_app(own_path, read_only=True, reader=PlainReader(), rate=None), base_url=BASE)
    draft = given(room)["id"]
    assert room.post(f"/api/drafts/{draft}/add", json={}).status_code == 403
    assert room.delete(f"/api/drafts/{draft}").status_code == 200


def test_nobody_without_the_token_can_give(own_path: Path) -> None:
    room = TestClient(create_app(own_path, token="seven herrings", reader=PlainReader()), base_url=BASE)
    assert room.post("/api/drafts", json={"text": TEXT}).status_code == 401
    bearer = {"authorization": "Bearer seven herrings"}
    assert room.post("/api/drafts", json={"text": TEXT}, headers=bearer).status_code == 201
