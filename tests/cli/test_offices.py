from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.cli import offices as command
from onrecord.model import Reading
from onrecord.reading.office_table import read_terms

runner = CliRunner()
OWN = "country,office,holder,start,wikidata\nHUN,Minister of Foreign Affairs,Ada Vale,2021-01-01,Q424242\n"
STORY = "The Hungarian foreign minister said on Monday that the bridge was safe.\n"


class Stand:
    """A stand-in for the query service: what it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.status = 200
        self.body = b""
        self.address = ""

    def answer(self, *rows: dict[str, str]) -> None:
        bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
        self.body = json.dumps({"results": {"bindings": bindings}}).encode()


@pytest.fixture
def service() -> Iterator[Stand]:
    stand = Stand()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlparse(self.path).query)["query"][0]
            stand.asked.append((query, self.headers["User-Agent"]))
            self.send_response(stand.status)
            if stand.status == 429:
                self.send_header("Retry-After", "30")
            self.end_headers()
            self.wfile.write(stand.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand.address = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield stand
    server.shutdown()
    server.server_close()


def row(**known: str) -> dict[str, str]:
    usual = {
        "person": "http://www.wikidata.org/entity/Q42", "holder": "Ada Vale", "office": "president of Hungary",
        "role": "state", "start": "2024-03-05T00:00:00Z",
    }  # fmt: skip
    return usual | known


def test_refresh_asks_and_writes_a_table_that_can_be_used(service: Stand, tmp_path: Path) -> None:
    minister = row(holder="Otto Brandt", office="Minister of Foreign Affairs", role="", end="2025-01-01T00:00:00Z")
    service.answer(row(), minister, row(office="Minister of Forests", role=""), row(start="t123"))
    out = tmp_path / "hun.csv"
    result = runner.invoke(
        app, ["offices", "refresh", str(out), "-c", "HUN", "--endpoint", service.address, "--since", "2010"]
    )
    assert result.exit_code == 0, result.output
    query, agent = service.asked[0]
    assert 'wdt:P298 "HUN"' in query
    assert ">= 2010" in query
    assert agent.startswith("onrecord/")
    terms = read_terms(out)
    assert {(one.role, one.holder, one.start, one.end, one.wikidata) for one in terms} == {
        ("state", "Ada Vale", "2024-03-05", "", "Q42"),
        ("foreign", "Otto Brandt", "2024-03-05", "2025-01-01", "Q42"),
    }
    assert all(one.evidence.startswith("Wikidata 20") for one in terms)


def test_refresh_asks_for_each_and_waits_between(
    service: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    service.answer(row(office="Secretary General of NATO", role="head"))
    out = tmp_path / "both.csv"
    result = runner.invoke(
        app, ["offices", "refresh", str(out), "-c", "HUN", "-c", "NATO", "--endpoint", service.address]
    )
    assert result.exit_code == 0
    assert "wd:Q7184 wdt:P2388" in service.asked[1][0]
    assert waited == [0, command.PAUSE]


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [(429, b"", "Wait 30 seconds"), (500, b"", "answered 500"), (200, b"<html>", "no result of SPARQL"),
     (200, b'{"results": []}', "no result of SPARQL")],
)  # fmt: skip
def test_a_service_that_fails_leaves_the_old_file(
    service: Stand, tmp_path: Path, status: int, body: bytes, message: str
) -> None:
    service.status, service.body = status, body
    out = tmp_path / "old.csv"
    out.write_text("old", encoding="utf-8")
    result = runner.invoke(app, ["offices", "refresh", str(out), "-c", "HUN", "--endpoint", service.address])
    assert result.exit_code == 1
    assert message in result.stderr
    assert out.read_text(encoding="utf-8") == "old"


def test_no_connection_and_wrong_usage(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    out = str(tmp_path / "x.csv")
    gone = runner.invoke(app, ["offices", "refresh", out, "-c", "HUN", "--endpoint", f"http://127.0.0.1:{port}/"])
    assert (gone.exit_code, "cannot be reached" in gone.stderr) == (1, True)
    local = runner.invoke(app, ["offices", "refresh", out, "-c", "HUN", "--endpoint", "file:///etc/passwd"])
    assert (local.exit_code, "https://" in local.stderr) == (1, True)
    assert runner.invoke(app, ["offices", "refresh", out, "-c", "NOPE"]).exit_code == 2
    assert runner.invoke(app, ["offices", "refresh", out]).exit_code == 2


def test_check_names_what_to_look_at(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(OWN, encoding="utf-8")
    assert runner.invoke(app, ["offices", "check", str(path)]).exit_code == 0
    path.write_text(OWN + "HUN,Minister of Foreign Affairs,Otto Brandt,2022-01-01,\n", encoding="utf-8")
    result = runner.invoke(app, ["offices", "check", str(path)])
    assert (result.exit_code, "open end: HUN foreign: Ada Vale" in result.stdout) == (1, True)
    assert runner.invoke(app, ["offices", "check", str(tmp_path / "no.csv")]).exit_code == 1


def test_read_and_add_take_offices(tmp_path: Path) -> None:
    mine, story, record = tmp_path / "mine.csv", tmp_path / "story.txt", tmp_path / "r.onrecord"
    mine.write_text(OWN, encoding="utf-8")
    story.write_text(STORY, encoding="utf-8")
    asked = ["read", str(story), "--published", "2022-02-01", "--format", "json"]
    without = Reading.from_json(runner.invoke(app, asked).stdout)
    reading = Reading.from_json(runner.invoke(app, [*asked, "--offices", str(mine)]).stdout)
    assert [without.entity(one.speaker).name for one in without.statements] == ["Péter Szijjártó"]  # type: ignore[union-attr]
    speaker = reading.entity(reading.statements[0].speaker)
    assert speaker is not None
    assert (speaker.name, speaker.wikidata) == ("Ada Vale", "Q424242")
    assert speaker.term is not None
    assert speaker.term.start == "2021-01-01"
    added = runner.invoke(app, ["add", str(story), "--record", str(record), "--offices", str(mine)])
    assert added.exit_code == 0, added.output
    mine.write_text("country\n", encoding="utf-8")
    wrong = runner.invoke(app, ["read", str(story), "--offices", str(mine)])
    assert (wrong.exit_code, "missing" in wrong.stderr) == (2, True)
