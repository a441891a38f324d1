from __future__ import annotations

import re
import time

import pytest
from starlette.testclient import TestClient

from onrecord.web.guard import LARGEST_BODY
from tests.web.conftest import csrf
from tests.web.pages import Outline

TEXT = (
    "Dagny Orrason said on Friday that the lighthouse would stay lit through the winter, "
    "whatever the harbour board decides."
)
PAGE = f"<html><title>Lamp</title><body><article><h1>Lamp stays lit</h1><p>{TEXT}</p></article></body></html>"


def wait(client: TestClient, path: str) -> str:
    for _ in range(200):
        if client.get(f"{path}/state").json()["over"]:
            return client.get(path).text
        time.sleep(0.02)
    raise AssertionError("the reading never ends")


def paste(client: TestClient, **fields: str) -> str:
    answer = client.post("/read", data={"csrf": csrf(client, "/read"), **fields}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_pasted_text_is_read_and_added(writing: TestClient) -> None:
    place = paste(writing, text=TEXT, publisher="Lamp Post", published="2031-05-13")
    page = wait(writing, place)
    assert Outline(page).text == TEXT
    assert "Not in the record" in page
    assert "Lamp Post" in page
    assert "Lamp Post" not in writing.get("/").text
    added = writing.post(f"{place}/add", data={"csrf": csrf(writing, "/read")})
    assert re.search(r"/articles/sha256:[0-9a-f]{64}$", str(added.url))
    assert "Lamp Post" in writing.get("/").text
    assert writing.get(place).status_code == 404


def test_a_pasted_text_is_thrown_away(writing: TestClient) -> None:
    place = paste(writing, text=TEXT)
    wait(writing, place)
    assert writing.post(f"{place}/discard", data={"csrf": csrf(writing, "/read")}).status_code == 200
    assert writing.get(place).status_code == 404
    assert writing.get("/api/record").json()["articles"] == 1


def test_a_page_is_uploaded(writing: TestClient) -> None:
    answer = writing.post(
        "/read", data={"csrf": csrf(writing, "/read")}, files={"file": ("C:\\tmp\\lamp.html", PAGE, "text/html")},
        follow_redirects=False,
    )  # fmt: skip
    page = wait(writing, answer.headers["location"])
    assert "Lamp stays lit" in page
    assert TEXT in Outline(page).text


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_is_no_article(writing: TestClient, text: str) -> None:
    answer = writing.post("/read", data={"csrf": csrf(writing, "/read"), "text": text})
    assert answer.status_code == 400
    assert "Nothing was given" in answer.text


def test_what_cannot_be_read_is_explained(writing: TestClient) -> None:
    answer = writing.post(
        "/read", data={"csrf": csrf(writing, "/read")}, files={"file": ("x.txt", b"\x00\x01\x02" * 50)},
        follow_redirects=False,
    )  # fmt: skip
    page = wait(writing, answer.headers["location"])
    assert "It could not be read" in page
    assert "binary" in page


def test_a_body_that_is_too_large_is_refused(writing: TestClient) -> None:
    for length in (str(LARGEST_BODY + 1), "9" * 5_000, "²"):
        headers = {b"content-length": length.encode("latin-1")}
        assert writing.post("/read", content=b"x", headers=headers).status_code == 413


def test_only_the_latest_drafts_are_kept(writing: TestClient) -> None:
    first = paste(writing, text=TEXT)
    wait(writing, first)
    for number in range(20):
        last = paste(writing, text=f"{TEXT} {number}")
    assert writing.get(first).status_code == 404
    assert wait(writing, last)
