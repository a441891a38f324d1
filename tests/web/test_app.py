import csv
import io
import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from onrecord.model import Article, Reading
from onrecord.record import Record
from onrecord.record.corrections import By, change
from onrecord.web import create_app
from onrecord.web.guard import HEADERS
from tests.invented import HARBOUR, harbour, simple
from tests.web.conftest import PlainReader, csrf, with_events
from tests.web.hostile import HOSTILE, hostile_reading
from tests.web.pages import Outline
from tests.web.places import ARTICLE, PAGES
from tests.web.test_pasting import wait


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


@pytest.mark.parametrize("path", [*PAGES, "/static/room.css", "/static/room.js", "/api/record", "/export/csv"])
def test_the_security_headers_are_on_every_answer(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_anything_inline_or_from_elsewhere(client: TestClient, path: str) -> None:
    page = Outline(client.get(path).text)
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert "style" not in page.tags
    assert page.tags.count("script") == 1
    assert all(link.startswith(("/", "#", "data:,", "https://www.wikidata.org/wiki/Q")) for link in page.links)


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


def hostile(path: Path) -> TestClient:
    """A record in which everything that an article can say is hostile, twice: two versions at one address."""
    with Record(path) as record:
        for text in (HOSTILE, HOSTILE + "again"):
            record.add(hostile_reading(text))
        change(record, Article.identify(text), "s1", {"addressee": HOSTILE}, By(HOSTILE, HOSTILE))
    return TestClient(create_app(path, rate=None, reader=PlainReader()), base_url="http://localhost")


def test_hostile_text_is_text_on_every_page(tmp_path: Path) -> None:
    client = hostile(tmp_path / "r.onrecord")
    first, second = (f"/articles/{Article.identify(text)}" for text in (HOSTILE, HOSTILE + "again"))
    given = {"csrf": csrf(client, "/read"), "text": HOSTILE, "publisher": HOSTILE}
    draft = client.post("/read", data=given, follow_redirects=False).headers["location"]
    wait(client, draft)
    statement = f"{second}/statements/s1"
    places = (
        "/", first, second, f"{second}?done=1", f"{second}?mark=s1", f"{second}?at={quote(HOSTILE)}", "/exchanges",
        f"{second}/versions/{first.rpartition('/')[2]}", statement,
        f"{statement}/utterance", "/search?q=evil", "/search?speaker=alert", f"/search?q={quote(HOSTILE)}",
        f"/search?outlet={quote(HOSTILE)}", "/speakers", "/speakers/1", f"/speakers/1?to={quote(HOSTILE)}", "/events",
        f"/events?actor={quote(HOSTILE)}", "/review", "/corrections", draft, f"/speakers/named?name={quote(HOSTILE)}",
    )  # fmt: skip
    for place in places:
        answer = client.get(place)
        page = Outline(answer.text)
        assert answer.status_code in (200, 400), place
        assert page.tags.count("script") == 1, place
        assert "img" not in page.tags, place
        assert not {name for name in page.attributes if name.startswith("on") or name == "style"}, place
        assert not [link for link in page.links if "javascript" in link], place
        assert "49" not in page.text, place
        assert "<script>alert" not in answer.text, place
        # What people type into a field is theirs; all that is shown or spoken is harmless.
        read = re.sub(r'<[^>]*data-code="U\+202E">\u202e|<(?:input|option|button)[^>]*>', "", answer.text)
        assert "\u202e" not in read, place
    assert Outline(client.get(first).text).text == HOSTILE


def test_hostile_text_is_data_in_every_answer_of_the_api(tmp_path: Path) -> None:
    client = hostile(tmp_path / "r.onrecord")
    one = f"/api/articles/{Article.identify(HOSTILE)}"
    places = (
        "/api/statements",
        "/api/articles",
        one,
        "/api/speakers",
        "/api/review",
        "/api/corrections",
        "/api/events",
    )
    for place in (*places, f"{one}/statements/s1", f"{one}/statements/s1/utterance", "/api/speakers/1"):
        answer = client.get(place)
        assert answer.status_code == 200, place
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "alert" in str(answer.json())


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


@pytest.mark.parametrize("text", ["w" * 1_000_000, "\u202e" * 4_000, "w\u202e" * 4_000, "<" * 80_000])
def test_a_megabyte_word_is_shown(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.onrecord"
    with Record(path) as record:
        record.add(simple(text, speaker="Ann", title=text[:2_000], publisher=text[:2_000]))
    client = TestClient(create_app(path, rate=None), base_url="http://localhost")
    here = "/articles/" + simple(text).article.id
    pages = [client.get(here)]
    while f"?part={len(pages) + 1}" in pages[-1].text:
        pages.append(client.get(f"{here}?part={len(pages) + 1}"))
    assert "".join(Outline(page.text).text for page in pages) == text
    assert max(len(page.content) for page in pages) < 300_000
    for place in (
        "/",
        "/search?speaker=ann",
        "/speakers/1",
        "/review",
        f"{here}/statements/s1",
        f"{here}/statements/s1/utterance",
    ):
        answer = client.get(place)
        assert answer.status_code == 200
        assert len(answer.content) < 300_000, place


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_large(client: TestClient, path: str) -> None:
    assert len(client.get(path).content) < 100_000


def test_two_versions_are_set_against_each_other(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    before = harbour(url="https://meridian.example/1")
    text = HARBOUR.replace("an answer by Friday", "an answer by Sunday")
    after = harbour().model_dump(by_alias=True)
    after["article"] |= {"text": text, "id": Article.identify(text), "url": "https://meridian.example/1"}
    with Record(path) as record:
        record.add(before)
        record.add(Reading.model_validate(after))
    client = TestClient(create_app(path), base_url="http://localhost")
    here = f"/articles/{Article.identify(text)}"
    assert f"{here}/versions/{before.article.id}" in Outline(client.get(here).text).links
    page = client.get(f"{here}/versions/{before.article.id}").text
    assert "<del><bdi>Friday</bdi></del><ins><bdi>Sunday</bdi></ins>" in page
    assert page.count('class="w-changed"') == 1
    assert 'class="w-came"' not in page


def test_what_a_search_finds_is_taken_out(client: TestClient) -> None:
    taken = client.get("/export/csv", params={"speaker": "strand"})
    rows = list(csv.DictReader(io.StringIO(taken.text)))
    assert [row["content"] for row in rows] == ['the "boarding was lawful"']
    assert "attachment" in taken.headers["content-disposition"]
    assert Reading.from_json(client.get("/export/jsonl").text) == with_events()
    assert client.get("/export/nothing").status_code == 404
    assert client.get("/export/csv?since=soon").status_code == 400


def test_a_speaker_s_page_leads_by_name_and_by_id(client: TestClient) -> None:
    by_name = client.get("/speakers/named", params={"name": "edith kovac"})
    assert str(by_name.url).endswith("/speakers/Q900001")
    page = by_name.text
    assert "3 statements" in page
    assert f"{ARTICLE}#s4" in Outline(page).links
    only = client.get("/speakers/Q900001?to=Lorn").text
    assert f"{ARTICLE}#s4" in Outline(only).links
    assert f"{ARTICLE}#s1" not in Outline(only).links
    for path in ("/speakers/named?name=nobody", "/speakers/Q1", "/speakers/999", "/speakers/x", "/powers/XXX"):
        assert client.get(path).status_code == 404


def test_a_drawing_has_a_title_a_description_and_a_table(client: TestClient) -> None:
    page = client.get("/speakers/Q900001").text
    assert re.search(r'<svg class="chart"[^>]*role="img" aria-labelledby="timeline-title timeline-desc">', page)
    assert '<title id="timeline-title">Statements of Édith Kováč by day</title>' in page
    assert "3 between 3 March 2031 and 3 March 2031" in page
    assert '<th scope="row"><a href="/speakers/Q900001?day=2031-03-03">3 March 2031</a></th><td>3</td>' in page


def test_events_have_a_matrix(client: TestClient) -> None:
    page = client.get("/events").text
    assert "1 by Lorn to Édith Kováč" in page
    assert client.get("/events?status=planned").text.count("No event fits") == 1
    assert client.get("/events?type=NOTHING").status_code == 400


def test_two_long_versions_are_compared_in_pages(tmp_path: Path) -> None:
    path, url = tmp_path / "r.onrecord", "https://meridian.example/1"
    before = "\n\n".join(f"Ann said <the lamp> of pier {n} stays lit & lit." for n in range(3_000))
    after = before.replace("stays", "is never")
    spans = {text: tuple(m.span() for m in re.finditer(r"[^\n]+", text)) for text in (before, after)}
    with Record(path) as record:
        for text in (before, after):
            record.add(simple(text, content=spans[text][0], url=url, body=spans[text]))
    client = TestClient(create_app(path), base_url="http://localhost")
    here = f"/articles/{Article.identify(after)}/versions/{Article.identify(before)}"
    pages = [client.get(here)]
    while f"?page={len(pages) + 1}" in pages[-1].text:
        pages.append(client.get(f"{here}?page={len(pages) + 1}"))
    assert max(len(page.content) for page in pages) < 300_000
    assert sum(page.text.count("<ins>") for page in pages) >= 3_000
    assert client.get(f"{here}?page={len(pages) + 1}").status_code == 404


def test_what_stayed_between_versions_is_folded(tmp_path: Path) -> None:
    path, url = tmp_path / "r.onrecord", "https://meridian.example/1"
    lines = [f"Paragraph {number} stays as it is." for number in range(20)]
    texts = ["\n\n".join(lines), "\n\n".join([*lines[:10], "Here is a new one.", *lines[10:]])]
    with Record(path) as record:
        for text in texts:
            record.add(simple(text, url=url, body=tuple(m.span() for m in re.finditer(r"[^\n]+", text))))
    client = TestClient(create_app(path), base_url="http://localhost")
    page = client.get(f"/articles/{Article.identify(texts[1])}/versions/{Article.identify(texts[0])}").text
    assert page.count("9 paragraphs that stayed") == 2
    assert "<ins><bdi>Here is a new one.</bdi></ins>" in page
    assert "Paragraph 9 stays" in page
    assert "Paragraph 8 stays" not in page.split('id="whole"')[1]


def test_a_number_that_was_not_counted_to_its_end_is_said_to_be_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "more than" not in client.get("/search?since=2031").text
    monkeypatch.setattr(sys.modules["onrecord.record.search"], "COUNTED", 3)
    assert "more than 3 statements" in client.get("/search?since=2031").text


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
