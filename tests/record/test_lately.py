"""The exchanges of the newest articles are kept, and told apart from what has changed since."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.model import Reading
from onrecord.record import Record, lately
from onrecord.record import corrections as house
from onrecord.record.corrections import By
from onrecord.record.exchanges import exchanges
from onrecord.web import create_app, exchanging
from tests.invented import harbour, simple


def asking(**article: str) -> Reading:
    reading = harbour(**article)
    marl = reading.entities[0].model_copy(update={"country": "MRL"})
    return reading.model_copy(update={"entities": (marl, *reading.entities[1:])})


def test_what_is_kept_is_what_the_record_says(tmp_path: Path) -> None:
    with Record(tmp_path / "r") as record:
        record.add(asking())
        assert lately.kept(record) == ([], False)
        lately.renew(record)
        found, is_right = lately.kept(record)
        assert is_right
        assert [lately.in_full(record, one) for one in found] == lately.lately(record)
        assert len(found) == len(exchanges(record)) > 0
        assert record.query("SELECT count(*) FROM moves") == [(1,)]


def test_a_correction_is_noticed_and_only_its_article_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record(tmp_path / "r") as record:
        record.add(asking())
        record.add(simple("Nothing was asked.", speaker="Ann Lee"))
        lately.renew(record)
        before = len(lately.kept(record)[0])
        house.delete(record, asking().article.id, "s2", By("ann"))
        assert not lately.kept(record)[1]
        read: list[str] = []
        one_by_one = Record.reading

        def noted(self: Record, one: str) -> Reading | None:
            read.append(one)
            return one_by_one(self, one)

        monkeypatch.setattr(Record, "reading", noted)
        lately.renew(record)
        assert read == [asking().article.id]
        assert len(lately.kept(record)[0]) == before - 1


def test_articles_with_very_many_statements_are_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "MOST_STATEMENTS", 3)
    with Record(tmp_path / "r") as record:
        record.add(simple("An old one.", published="2031-01-01"))
        record.add(simple("A new one.", published="2031-05-01"))
        record.add(asking())
        assert len(lately.newest_articles(record)) == 1
        assert len(lately.newest_articles(record, "2031-03-31")) == 1
        monkeypatch.setattr(lately, "MOST_STATEMENTS", 7)
        assert len(lately.newest_articles(record)) == 2


def test_what_takes_long_is_worked_out_beside_the_requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "FEW", 0)
    with Record(tmp_path / "r") as record:
        record.add(asking())
    with TestClient(create_app(tmp_path / "r", rate=None), base_url="http://localhost") as client:
        answers = [client.get("/exchanges")]
        assert client.get("/").status_code == 200
        while answers[-1].status_code == 503 and len(answers) < 10_000:
            assert answers[-1].headers["retry-after"] == "3"
            answers.append(client.get("/exchanges"))
        assert answers[-1].status_code == 200
        assert "exchange" in answers[-1].text
