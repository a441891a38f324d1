from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from onrecord.model import Article, Event, Reading, Statement
from onrecord.record import Record
from onrecord.web import create_app
from tests.invented import HARBOUR, harbour, span
from tests.web.browsing import served

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
).split()
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
    kovac, *others = harbour().entities
    entities = (kovac.model_copy(update={"country": "MRL"}), *others)
    return harbour().model_copy(update={"events": (event,), "entities": entities})


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        if os.environ.get("CI") == "true":
            pytest.fail("the browser tests need Chromium")
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(record_path: Path) -> Iterator[str]:
    with served(create_app(record_path, rate=None)) as found:
        yield found


@pytest.fixture
def own_address(own_path: Path) -> Iterator[str]:
    with served(create_app(own_path, rate=None, reader=PlainReader())) as found:
        yield found


def csrf(client: TestClient, path: str = "/review") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get(path).text)
    assert found
    return found[1]
