from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import create_app
from tests.web.conftest import BASE, csrf
from tests.web.places import ARTICLE

ID = ARTICLE.removeprefix("/articles/")
S4 = f"{ARTICLE}/statements/s4"


def send(client: TestClient, path: str, **fields: str) -> int:
    return client.post(path, data={"csrf": csrf(client, S4), **fields}, follow_redirects=False).status_code


def corrections(path: Path) -> list[tuple[str, str, str]]:
    with Record(path, read_only=True) as record:
        return [(one.action, one.who, one.why) for one in record.corrections(ID)]


def test_a_statement_is_confirmed_and_taken_back(writing: TestClient, own_path: Path) -> None:
    answer = writing.post(f"{S4}/corrections", data={"csrf": csrf(writing, S4), "action": "confirm", "who": "Ann"})
    assert answer.status_code == 200
    assert str(answer.url).endswith("?done=1#s4")
    assert "Confirmed" in answer.text
    assert corrections(own_path) == [("confirm", "Ann", "")]
    assert send(writing, "/corrections/1/withdraw") == 303
    assert corrections(own_path)[1][:2] == ("withdraw", "Ann"), "the name is remembered"
    assert "taken back" in writing.get(S4).text


def test_a_speaker_is_corrected(writing: TestClient, own_path: Path) -> None:
    asked = {"action": "change", "speaker": "Ilya Strand", "who": "Ann", "why": "the spokesman means his president"}
    assert send(writing, f"{S4}/corrections", **asked) == 303
    with Record(own_path, read_only=True) as record:
        reading = record.reading(ID)
        assert reading
        assert reading.entity(reading.statement("s4").speaker) == reading.entity("e4")
        assert reading.statement("s3").speaker == "e2"
    page = writing.get(S4).text
    assert "the spokesman means his president" in page
    assert "changed it" in page
    assert "Ilya Strand" in writing.get("/corrections").text


def test_every_field_of_the_form_can_be_changed(writing: TestClient, own_path: Path) -> None:
    asked = {
        "action": "change", "speaker": "", "addressee": "Tom Reyes", "kind": "direct", "act": "deny",
        "modality": "possible", "date_start": "2031-03-01", "date_end": "2031-03-02", "who": "Ann",
    }  # fmt: skip
    assert send(writing, f"{S4}/corrections", **asked) == 303
    with Record(own_path, read_only=True) as record:
        reading = record.reading(ID)
    assert reading
    now = reading.statement("s4")
    assert (now.speaker, now.addressee, now.kind, now.act, now.modality) == (None, "e2", "direct", "deny", "possible")
    assert now.date
    assert (now.date.start, now.date.end) == ("2031-03-01", "2031-03-02")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"action": "change", "who": "Ann", "kind": "mixed"}, "nothing is changed"),
        ({"action": "change", "who": "Ann", "kind": "loud"}, "is no kind"),
        ({"action": "change", "who": "Ann", "date_start": "soon"}, "no date"),
        ({"action": "burn", "who": "Ann"}, "no action"),
    ],
)
def test_what_cannot_be_done_is_explained(
    writing: TestClient, own_path: Path, fields: dict[str, str], told: str
) -> None:
    answer = writing.post(f"{S4}/corrections", data={"csrf": csrf(writing, S4), **fields})
    assert answer.status_code == 400
    assert told in answer.text
    assert corrections(own_path) == []


def test_the_queue_begins_with_the_least_sure_and_what_was_seen_leaves_it(writing: TestClient) -> None:
    page = writing.get("/review").text
    assert page.index("belongs to nobody") < page.index("the demand") < page.index("no vessel")
    assert send(writing, f"{S4}/corrections", action="confirm", who="Ann", next="/review") == 303
    after = writing.get("/review").text
    assert '#s4"' not in after
    assert '#s5"' in after


def test_a_statement_that_is_none_is_taken_out(writing: TestClient) -> None:
    assert send(writing, f"{S4}/corrections", action="delete", who="Ann") == 303
    assert writing.get(S4).status_code == 404
    assert "took out" in writing.get("/corrections").text


@pytest.mark.parametrize("given", ["", "0" * 64, "ü"])
def test_a_form_without_the_room_s_own_token_is_refused(writing: TestClient, own_path: Path, given: str) -> None:
    answer = writing.post(f"{S4}/corrections", data={"csrf": given, "action": "confirm", "who": "Eve"})
    assert answer.status_code == 403
    assert corrections(own_path) == []


FORMS = (
    f"{S4}/corrections",
    "/corrections/1/withdraw",
    "/read",
    "/read/x/add",
    "/read/x/discard",
    "/sign-in",
    "/sign-out",
)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_writes_from_elsewhere_are_refused(
    writing: TestClient, own_path: Path, path: str, headers: dict[str, str]
) -> None:
    fields = {"csrf": csrf(writing, S4), "action": "confirm", "who": "Eve", "text": "Eve said so."}
    assert writing.post(path, data=fields, headers=headers).status_code == 403
    assert corrections(own_path) == []


def test_the_room_s_own_pages_are_let_through(writing: TestClient) -> None:
    headers = {"origin": BASE, "sec-fetch-site": "same-origin"}
    fields = {"csrf": csrf(writing, S4), "action": "confirm", "who": "Ann"}
    assert writing.post(f"{S4}/corrections", data=fields, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [*FORMS[:2], "/read/x/add"])
def test_nothing_is_written_in_a_room_for_reading(own_path: Path, path: str) -> None:
    room = TestClient(create_app(own_path, read_only=True), base_url=BASE)
    assert room.post(path, data={"csrf": csrf(room, "/read"), "action": "confirm", "who": "Ann"}).status_code == 403
    assert corrections(own_path) == []
    for page in (ARTICLE, S4, "/review"):
        assert '/corrections" method' not in room.get(page).text


def test_signing_in(own_path: Path) -> None:
    room = TestClient(create_app(own_path, token="seven herrings"), base_url=BASE)
    for path in ("/", ARTICLE, "/export/csv", "/read"):
        answer = room.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")
    assert room.get("/api/record").status_code == 401
    bearer = {"authorization": "Bearer seven herrings"}
    assert room.get("/api/record", headers=bearer).json()["articles"] == 1
    assert room.get("/api/record", headers={"authorization": "Bearer two"}).status_code == 401

    wrong = room.post("/sign-in", data={"csrf": csrf(room, "/sign-in"), "token": "six", "next": "/"})
    assert wrong.status_code == 403
    right = {"csrf": csrf(room, "/sign-in"), "token": "seven herrings", "next": ARTICLE}
    answer = room.post("/sign-in", data=right, follow_redirects=False)
    assert answer.headers["location"] == ARTICLE
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert "Vessel stopped" in room.get("/").text
    room.post("/sign-out", data={"csrf": csrf(room, "/")})
    assert room.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nb"])
def test_signing_in_never_leads_elsewhere(own_path: Path, onward: str) -> None:
    room = TestClient(create_app(own_path, token="x"), base_url=BASE)
    answer = room.post(
        "/sign-in", data={"csrf": csrf(room, "/sign-in"), "token": "x", "next": onward}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"
