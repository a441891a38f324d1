from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import create_app
from onrecord.web.guard import HEADERS
from tests.invented import HARBOUR, harbour, simple
from tests.web.pages import Outline

ARTICLE = f"/articles/{harbour().article.id}"
HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> <svg onload=alert(3)> </div></article> '
    "\u202eevil\u202c {{ 7 * 7 }} \x01\x7f &amp; "
)


def test_the_front_page_lists_the_articles(client: TestClient) -> None:
    page = client.get("/").text
    assert ARTICLE in Outline(page).links
    assert "Vessel stopped off Port Amity" in page
    assert "6 statements" in page


def test_the_article_is_shown_exactly_as_written(client: TestClient) -> None:
    assert Outline(client.get(ARTICLE).text).text == HARBOUR


def test_every_statement_has_a_deep_link(client: TestClient) -> None:
    page = Outline(client.get(ARTICLE).text)
    for number in range(1, 7):
        assert {f"s{number}", f"in-s{number}"} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_search_links_to_the_statement(client: TestClient) -> None:
    page = client.get("/search", params={"q": "lawful", "speaker": "strand", "since": "2031-03"}).text
    assert f"{ARTICLE}#s6" in Outline(page).links
    assert "<mark><bdi>lawful</bdi></mark>" in page


@pytest.mark.parametrize("asked", [{"q": '"open'}, {"since": "soon"}, {"q": "NOT a"}])
def test_a_search_that_is_not_understood_is_explained(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/search", params=asked)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_search_for_nothing_and_one_that_finds_nothing(client: TestClient) -> None:
    assert client.get("/search").status_code == 200
    assert "Nothing in the record fits" in client.get("/search?q=zebra").text


@pytest.mark.parametrize(
    "path", ["/nowhere", "/articles/7", "/articles/sha256:" + "0" * 64, "/static/../app.py", "/?page=0", "/?page=x"]
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", ARTICLE, "/search?q=strait", "/nowhere", "/static/room.css", "/static/room.js"]
)
def test_the_security_headers_are_on_every_answer(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", ARTICLE, "/search?q=strait"])
def test_no_page_needs_anything_inline_or_from_elsewhere(client: TestClient, path: str) -> None:
    page = Outline(client.get(path).text)
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert "style" not in page.tags
    assert page.tags.count("script") == 1
    assert all(link.startswith(("/", "#", "data:,")) for link in page.links)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:80:80", "[::2]"])
def test_a_strange_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Vessel" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1:1", "[::1]:8411"])
def test_this_computer_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    assert client.request(method, ARTICLE).status_code == 405


def test_hostile_text_is_text_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    reading = simple(
        HOSTILE, speaker=HOSTILE, title=HOSTILE, publisher=HOSTILE, section=HOSTILE, url="javascript:alert(1)",
        published="2031-03-03",
    )  # fmt: skip
    with Record(path) as record:
        record.add(reading)
    client = TestClient(create_app(path), base_url="http://localhost")
    for place in (
        "/",
        f"/articles/{reading.article.id}",
        "/search?q=evil",
        "/search?speaker=alert",
        f"/search?q={quote(HOSTILE)}",
    ):
        answer = client.get(place)
        page = Outline(answer.text)
        assert answer.status_code in (200, 400)
        assert page.tags.count("script") == 1
        assert not {"img", "svg"} & set(page.tags)
        assert not {"onerror", "onload"} & page.attributes
        assert not [link for link in page.links if "javascript" in link]
        assert "49" not in page.text
    assert Outline(client.get(f"/articles/{reading.article.id}").text).text == HOSTILE


def test_a_web_address_becomes_a_link_and_nothing_else_does(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    urls = [
        "https://example.org/a?b=1",
        "HTTP://example.org",
        "data:text/html,x",
        "//example.org",
        "https:evil",
        "ftp://a/b",
    ]
    readings = [simple(f"Text {number}.", url=url) for number, url in enumerate(urls)]
    with Record(path) as record:
        for reading in readings:
            record.add(reading)
    client = TestClient(create_app(path), base_url="http://localhost")
    pages = [client.get(f"/articles/{reading.article.id}").text for reading in readings]
    assert [url in Outline(page).links for url, page in zip(urls, pages, strict=True)] == [True, True] + [False] * 4
    assert 'rel="noopener noreferrer"' in pages[0]


def test_a_megabyte_word_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    text = "w" * 1_000_000
    with Record(path) as record:
        record.add(simple(text, content=(10, 20)))
    client = TestClient(create_app(path), base_url="http://localhost")
    assert Outline(client.get("/articles/" + simple(text).article.id).text).text == text


def test_many_articles_come_in_pages(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    with Record(path) as record:
        for number in range(60):
            record.add(simple(f"Text {number}.", title=f"Title {number}"))
    client = TestClient(create_app(path), base_url="http://localhost")
    first, second = (Outline(client.get(place).text).links for place in ("/", "/?page=2"))
    articles = [{link for link in links if link.startswith("/articles")} for links in (first, second)]
    assert [len(found) for found in articles] == [30, 30]
    assert not articles[0] & articles[1]
    assert "/?page=2" in first
    assert "/search?q=text&page=2" in Outline(client.get("/search?q=text").text).links


def test_a_record_that_has_gone_is_explained(tmp_path: Path) -> None:
    answer = TestClient(create_app(tmp_path / "gone"), base_url="http://localhost").get("/")
    assert answer.status_code == 503
    assert "no record here" in answer.text
