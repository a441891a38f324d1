from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.article.errors import ArticleError
from onrecord.article.fetching import Fetcher
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.subscriptions import LONGEST_WAIT, Subscriptions
from onrecord.model import Article
from tests.article.archives import story
from tests.article.feeds import LONG, rss
from tests.article.website import Answer, Site, serving

INTAKE = Intake(fetcher=Fetcher(allow_private=True, delay=0), fetch_linked=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def visit(subscriptions: Subscriptions, site: Site) -> list[str]:
    found = subscriptions.visit(site.url + "/feed", INTAKE)
    return [one.title or "" if isinstance(one, Article) else f"{one.origin}: {one.reason}" for one in found]


def test_only_what_is_new_is_read_oldest_first(site: Site, tmp_path: Path) -> None:
    clock = Clock()
    subscriptions = Subscriptions(tmp_path / "s.json", every=60, clock=clock)
    entries = [(f"{site.url}/2", "The second report", LONG), (f"{site.url}/1", "The first report", LONG)]
    site.page("/feed", rss(*entries), "application/rss+xml")
    assert visit(subscriptions, site) == ["The first report", "The second report"]
    assert visit(subscriptions, site) == []
    assert len(site.asked) == 1  # its time had not come
    clock.now += 61
    site.page("/feed", rss((f"{site.url}/3", "The third report", LONG), *entries), "application/rss+xml")
    again = Subscriptions(tmp_path / "s.json", every=60, clock=clock)
    assert visit(again, site) == ["The third report"]


def test_a_feed_is_asked_only_for_what_has_changed(site: Site, tmp_path: Path) -> None:
    asked: list[dict[str, str]] = []

    def answer(headers: dict[str, str]) -> Answer:
        asked.append(headers)
        if headers.get("If-None-Match") == '"v1"':
            return 304, {}, b""
        return (
            200,
            {"ETag": '"v1"', "Last-Modified": "Mon, 05 May 2031 08:00:00 GMT"},
            rss((site.url, "A report here", LONG)),
        )

    site.pages["/feed"] = answer
    clock = Clock()
    subscriptions = Subscriptions(tmp_path / "s.json", every=60, clock=clock)
    assert len(visit(subscriptions, site)) == 1
    clock.now += 61
    assert visit(subscriptions, site) == []
    assert asked[1]["If-None-Match"] == '"v1"'
    assert asked[1]["If-Modified-Since"] == "Mon, 05 May 2031 08:00:00 GMT"
    assert asked[1]["User-Agent"].startswith("onrecord/")


def test_a_failing_feed_is_asked_less_and_less_often(site: Site, tmp_path: Path) -> None:
    clock = Clock()
    subscriptions = Subscriptions(tmp_path / "s.json", every=60, clock=clock)
    waits = []
    for _ in range(12):
        (problem,) = visit(subscriptions, site)
        assert "404" in problem
        waits.append(subscriptions.next_visit([site.url + "/feed"]) - clock.now)
        clock.now += waits[-1]
    assert waits[:3] == [120, 240, 480]
    assert waits == sorted(waits)
    assert max(waits) <= LONGEST_WAIT
    site.pages["/feed"] = (429, {"Retry-After": "80000"}, b"")
    visit(subscriptions, site)
    assert subscriptions.next_visit([site.url + "/feed"]) - clock.now >= 80000


def test_pages_behind_teasers_are_fetched_unless_robots_forbid_it(site: Site, tmp_path: Path) -> None:
    site.page("/feed", rss((f"{site.url}/open", "Open", None), (f"{site.url}/shut/1", "Shut", None)))
    site.page("/robots.txt", b"User-agent: *\nDisallow: /shut", "text/plain")
    site.page("/open", story("A page behind a teaser"))
    site.page("/shut/1", story("A page behind robots"))
    found = visit(Subscriptions(tmp_path / "s.json", every=60), site)
    assert found[1] == "Open"
    assert "robots.txt" in found[0]
    assert "/shut/1" not in site.asked
    assert site.asked.count("/robots.txt") == 1


def test_what_was_not_dealt_with_comes_again(site: Site, tmp_path: Path) -> None:
    site.page("/feed", rss((f"{site.url}/2", "The second report", LONG), (f"{site.url}/1", "The first report", LONG)))
    found = Subscriptions(tmp_path / "s.json", every=60).visit(site.url + "/feed", INTAKE)
    next(found)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert visit(Subscriptions(tmp_path / "s.json", every=60), site) == ["The second report"]


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    for text in ("no json", "[]", '{"a": {"b": 1}}'):
        (tmp_path / "s.json").write_text(text)
        with pytest.raises(ArticleError, match="feeds' states"):
            Subscriptions(tmp_path / "s.json", every=60)
        assert (tmp_path / "s.json").read_text() == text


def test_nothing_is_followed_without_a_fetcher(tmp_path: Path) -> None:
    (found,) = Subscriptions(tmp_path / "s.json", every=60).visit("https://a.example/", Intake())
    assert isinstance(found, Unreadable)
