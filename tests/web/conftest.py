from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.model import Article, Event, Reading, Statement
from onrecord.record import Record
from onrecord.web import create_app
from tests.invented import HARBOUR, harbour, span

BASE = "http://127.0.0.1:8411"


class PlainReader:
    """A reader that takes a whole text for one statement, so that tests need no model."""

    def read(self, article: Article) -> Reading:
        whole = Statement(id="s1", kind="indirect", content=((0, len(article.text)),), confidence=0.5)
        return harbour().model_copy(
            update={"article": article, "statements": (whole,), "entities": (), "events": (), "links": ()}
        )


def with_events() -> Reading:
    event = Event(
        id="v1",
        type="REJECT",
        actors=("e3",),
        recipients=("e1",),
        evidence=(span(HARBOUR, "rejected"),),
        statement="s5",
    )
    return harbour().model_copy(update={"events": (event,)})


def fill(path: Path) -> Path:
    with Record(path) as record:
        record.add(with_events())
    return path


@pytest.fixture(scope="session")
def record_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("web") / "r.onrecord")


@pytest.fixture
def own_path(tmp_path: Path) -> Path:
    """A record that a test may write to."""
    return fill(tmp_path / "own.onrecord")


@pytest.fixture(scope="session")
def client(record_path: Path) -> TestClient:
    return TestClient(create_app(record_path, rate=None), base_url=BASE)


@pytest.fixture
def writing(own_path: Path) -> TestClient:
    return TestClient(create_app(own_path, rate=None, reader=PlainReader()), base_url=BASE)


def csrf(client: TestClient, path: str = "/review") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get(path).text)
    assert found
    return found[1]
