from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from onrecord.model import Reading
from onrecord.record import Record
from onrecord.web import create_app
from onrecord.web.api import DESCRIPTION, ENDPOINTS
from onrecord.web.guard import Bucket
from tests.invented import HARBOUR, harbour, simple
from tests.web.conftest import BASE, with_events
from tests.web.places import ARTICLE

ID = ARTICLE.removeprefix("/articles/")
CORRECTIONS = f"/api{ARTICLE}/statements/s4/corrections"
FILLED = {
    "{article_id}": ID, "{other_id}": ID, "{statement_id}": "s4", "{key}": "Q900001", "{code}": "LRN",
}  # fmt: skip


def filled(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return "/api" + path


ASKING = [one for one in ENDPOINTS if one.method == "GET" and "{draft_id}" not in one.path]


@pytest.mark.parametrize("endpoint", ASKING, ids=lambda one: one.path)
def test_every_answer_is_what_the_description_says(client: TestClient, endpoint: Any) -> None:
    answer = client.get(filled(endpoint.path))
    assert answer.status_code == 200
    assert TypeAdapter(endpoint.answers).validate_json(answer.content) is not None


def test_an_article_is_the_contract(client: TestClient) -> None:
    assert Reading.from_json(client.get(f"/api{ARTICLE}").content) == with_events()


def test_a_search_has_the_filters_of_the_page(client: TestClient) -> None:
    found = client.get("/api/statements", params={"q": "lawful", "speaker": "strand", "since": "2031-03"}).json()
    assert [one["statement_id"] for one in found["items"]] == ["s6"]
    assert found["total"] == 1
    assert client.get("/api/statements?since=soon").status_code == 400
    assert "no date" in client.get("/api/statements?since=soon").json()["error"]


@pytest.mark.parametrize("path", ["/api/articles", "/api/statements?q=text", "/api/review", "/api/speakers"])
def test_a_cursor_goes_through_everything_once(tmp_path: Path, path: str) -> None:
    with Record(tmp_path / "r") as record:
        for number in range(23):
            record.add(simple(f"Text {number}.", title=f"Title {number}", speaker=f"Ann {number}"))
    room = TestClient(create_app(tmp_path / "r", rate=None), base_url=BASE)

    def pages() -> Iterator[list[Any]]:
        cursor = ""
        while cursor is not None:
            page = room.get(
                path, params={"limit": 5, "cursor": cursor, **({"q": "text"} if "q=" in path else {})}
            ).json()
            yield page["items"]
            cursor = page["next"]

    everything = [json.dumps(one, sort_keys=True) for page in pages() for one in page]
    assert len(everything) == len(set(everything)) == 23


@pytest.mark.parametrize("query", ["cursor=x", "cursor=W10", "limit=0", "limit=201", "limit=x", "cursor=WyIxIl0"])
def test_a_cursor_or_limit_that_is_none_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/articles?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_what_has_not_changed_is_not_sent_again(writing: TestClient) -> None:
    first = writing.get("/api/review")
    again = writing.get("/api/review", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    writing.post(CORRECTIONS, json={"action": "confirm", "who": "Ann"})
    now = writing.get("/api/review", headers={"if-none-match": first.headers["etag"]})
    assert now.status_code == 200
    assert now.headers["etag"] != first.headers["etag"]


def test_a_correction_by_the_api(writing: TestClient) -> None:
    body = {
        "action": "change",
        "who": "Ann",
        "why": "heard it",
        "fields": {"speaker": {"name": "Ilya Strand"}, "act": "deny"},
    }
    made = writing.post(CORRECTIONS, json=body)
    assert (made.status_code, made.json()) == (201, {"correction": 1})
    told = writing.get(f"/api{ARTICLE}/statements/s4").json()
    assert told["statement"]["act"] == "deny"
    assert told["statement"]["speaker"] == "e4"
    assert [one["why"] for one in told["history"]] == ["heard it"]
    assert writing.post("/api/corrections/1/withdraw", json={"who": "Ann"}).status_code == 201
    assert writing.get(f"/api{ARTICLE}/statements/s4").json()["statement"]["act"] == "threaten"


def test_a_statement_that_was_missed_is_added(writing: TestClient) -> None:
    words = "Lorn rejected the demand"
    start = HARBOUR.index(words)
    body = {
        "who": "Ann",
        "why": "it is told",
        "content": [[start, start + len(words)]],
        "fields": {"speaker": {"name": "Lorn", "kind": "power"}, "act": "reject"},
    }
    made = writing.post(f"/api{ARTICLE}/statements", json=body)
    assert (made.status_code, made.json()) == (201, {"correction": 1})
    added = Reading.from_json(writing.get(f"/api{ARTICLE}").content).statement("c1")
    assert (added.kind, added.act, added.speaker, added.confidence) == ("indirect", "reject", "e3", 1.0)
    for wrong in ([], [[5, 5]], [[0, 10**9]], [[9, 12], [3, 4]], [[-1, 4]]):
        assert writing.post(f"/api{ARTICLE}/statements", json=body | {"content": wrong}).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "change", "who": "Ann", "fields": {"content": [[0, 10**9]]}}, 400),
        ({"action": "change", "who": "Ann", "fields": {"content": []}}, 400),
        ({"action": "change", "who": "Ann", "fields": {"date": {"start": "2031-99-01", "end": "x"}}}, 400),
        ({"action": "change", "who": "Ann", "fields": {"date": {"start": "2031-02-02", "end": "2031-02-01"}}}, 400),
        ({"action": "change", "who": "Ann"}, 400),
        ({"action": "change", "who": " "}, 400),
        ({"action": "confirm", "who": "Ann", "more": 1}, 400),
        ([], 400),
    ],
)
def test_a_correction_that_makes_no_sense(writing: TestClient, body: Any, status: int) -> None:
    answer = writing.post(CORRECTIONS, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_no_form_of_another_page_can_write(writing: TestClient, kind: str) -> None:
    body = json.dumps({"action": "confirm", "who": "Eve"})
    assert writing.post(CORRECTIONS, content=body, headers={"content-type": kind}).status_code == 415
    evil = {"origin": "https://evil.example", "content-type": "application/json"}
    assert writing.post(CORRECTIONS, content=body, headers=evil).status_code == 403


def test_a_room_for_reading_takes_no_correction(own_path: Path) -> None:
    room = TestClient(create_app(own_path, read_only=True), base_url=BASE)
    assert room.post(CORRECTIONS, json={"action": "confirm", "who": "Ann"}).status_code == 403


def test_what_is_not_there(client: TestClient) -> None:
    for path in ("/api/articles/7", f"/api{ARTICLE}/statements/s99", "/api/speakers/Q1", "/api/powers/XXX", "/api/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]


def test_too_many_requests_have_to_wait(record_path: Path) -> None:
    room = TestClient(create_app(record_path, rate=0.1), base_url=BASE)
    statuses = [room.get("/api/record").status_code for _ in range(101)]
    assert statuses == [200] * 100 + [429]
    assert int(room.get("/api/record").headers["retry-after"]) >= 1
    assert room.get("/").status_code == 200, "the pages are not bounded"


def test_a_bucket_fills_again() -> None:
    bucket = Bucket(rate=2, burst=2)
    assert [bucket.take("a", now=0) for _ in range(3)] == [0, 0, 0.5]
    assert bucket.take("b", now=0) == 0
    assert [bucket.take("a", now=0.5), bucket.take("a", now=0.5)] == [0, 0.5]


def test_the_description_names_every_type_that_it_uses() -> None:
    told = json.dumps(DESCRIPTION)
    used = {part.split('"')[0].split("/")[-1] for part in told.split('"$ref": "')[1:]}
    assert used <= set(DESCRIPTION["components"]["schemas"])
    ids = [operation["operationId"] for path in DESCRIPTION["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids)) == len(ENDPOINTS)


def test_the_words_of_every_statement_stand_where_the_answer_says(client: TestClient) -> None:
    for one in harbour().statements:
        told = client.get(f"/api{ARTICLE}/statements/{one.id}").json()
        assert told["words"] == harbour().article.quote(one.content)
        start, end = one.content[0]
        assert f"characters {start}–{end}" in told["citation"]
