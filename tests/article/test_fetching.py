import gzip
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from onrecord.article.fetching import Fetcher, FetchError, check_url, is_public
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.sources import read_sources
from onrecord.model import Article
from tests.article.archives import story
from tests.article.website import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def fetcher(**options: float) -> Fetcher:
    return Fetcher(allow_private=True, delay=0, **options)  # type: ignore[arg-type]


def reason(url: str, **options: float) -> str:
    with pytest.raises(FetchError) as error:
        fetcher(**options).fetch(url)
    return error.value.reason


def test_a_page_becomes_an_article(site: Site) -> None:
    site.page("/a?b=c d&e=é", b"")
    site.pages["/a?b=c%20d&e=%C3%A9"] = (302, {"Location": "/new"}, b"")
    site.page("/new", story("A page of the web", "in Malmö").decode().encode("cp1252"), "text/html; charset=latin1")
    (found,) = read_sources([f"{site.url}/a?b=c d&e=é"], intake=Intake(fetcher=fetcher()))
    assert isinstance(found, Article)
    assert (found.origin, found.url, found.title) == (f"{site.url}/new", f"{site.url}/new", "A page of the web")
    assert "in Malmö" in found.text


def test_nothing_is_fetched_unasked(site: Site) -> None:
    (found,) = read_sources([f"{site.url}/a"])
    assert isinstance(found, Unreadable)
    assert "nothing may be fetched" in found.reason
    assert site.asked == []


def test_rows_with_an_address_are_fetched_when_the_user_says_so(site: Site, tmp_path: pytest.TempPathFactory) -> None:
    from onrecord.article.presets import PRESETS

    site.page("/1", story("A page of the list"))
    path = tmp_path / "list.csv"  # type: ignore[operator]
    path.write_text(f"url,title\n{site.url}/1,Given title of the list\n{site.url}/2,Another\n")
    intake = Intake(fetcher=fetcher(), fetch_linked=True).shaped(PRESETS["gdelt"], None)
    first, second = read_sources([str(path)], intake=intake)
    assert isinstance(first, Article)
    assert first.title == "Given title of the list"
    assert isinstance(second, Unreadable)
    assert "404" in second.reason


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "http://", "http://a b:x/",
            "//a.example",
            "http://user:secret@a.example/", "http://a.example:0/", "http://[::1", "gopher://a", ""],
)  # fmt: skip
def test_other_schemes_and_odd_addresses_are_not_opened(url: str) -> None:
    with pytest.raises(FetchError) as error:
        check_url(url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [("127.0.0.1", False), ("10.1.2.3", False), ("192.168.1.1", False), ("172.16.0.1", False),
     ("169.254.169.254", False),
     ("0.0.0.0", False), ("100.64.0.1", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
     ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False),
     ("2002:7f00:1::", False), ("8.8.8.8", True), ("2606:4700::1111", True), ("64:ff9b::808:808", True)],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "2130706433", "0x7f.1"])
def test_this_machine_is_not_reached_under_any_name(site: Site, host: str) -> None:
    port = site.url.rsplit(":", 1)[1]
    with pytest.raises(FetchError):
        Fetcher(delay=0).fetch(f"http://{host}:{port}/")
    assert site.asked == []


def test_a_redirect_is_checked_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page that leads inside: only the first address is taken for public."""
    site.pages["/"] = (302, {"Location": "http://localhost:1/secret"}, b"")
    checked: list[str] = []

    def first_only(address: str) -> bool:
        checked.append(address)
        return len(checked) == 1

    monkeypatch.setattr("onrecord.article.fetching.is_public", first_only)
    with pytest.raises(FetchError, match="inside the network"):
        Fetcher(delay=0).fetch(site.url + "/")
    assert len(checked) >= 2
    site.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert "only http" in reason(site.url + "/file")


def test_a_name_that_leads_to_two_addresses_is_refused_for_one_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        Fetcher(delay=0).fetch("http://two.example/")


def test_errors_loops_and_sizes_are_told(site: Site) -> None:
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    site.pages["/busy"] = (503, {"Retry-After": "120"}, b"")
    site.page("/big", b"x" * 5000)
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(5_000_000)))
    site.pages["/odd"] = (200, {"Content-Encoding": "br"}, b"")
    site.pages["/torn"] = (200, {"Content-Encoding": "gzip"}, b"no gzip")
    assert "redirects" in reason(site.url + "/loop")
    assert "404" in reason(site.url + "/none")
    assert "larger" in reason(site.url + "/big", most_bytes=1000)
    assert "larger" in reason(site.url + "/bomb", most_bytes=1000)
    assert "packed as br" in reason(site.url + "/odd")
    assert "cannot be fetched" in reason(site.url + "/torn")
    with pytest.raises(FetchError) as error:
        fetcher().fetch(site.url + "/busy")
    assert error.value.retry_after == 120


def test_packed_pages_are_unpacked(site: Site) -> None:
    site.pages["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 200_000))
    assert fetcher().fetch(site.url + "/a").body == b"x" * 200_000


def test_a_server_that_dribbles_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def dribble() -> None:
            connection, _ = server.accept()
            try:
                while True:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX: "[:1])
                    time.sleep(0.05)
            except OSError:
                connection.close()

        threading.Thread(target=dribble, daemon=True).start()
        began = time.monotonic()
        assert "no answer within" in reason(f"http://127.0.0.1:{server.getsockname()[1]}/", seconds=1.0)
        assert time.monotonic() - began < 5


def test_a_host_is_not_asked_more_often_than_the_delay(site: Site) -> None:
    site.page("/a", b"a")
    polite = Fetcher(allow_private=True, delay=0.3)
    began = time.monotonic()
    for _ in range(3):
        polite.fetch(site.url + "/a")
    assert time.monotonic() - began >= 0.6
