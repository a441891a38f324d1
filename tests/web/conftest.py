from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import create_app
from tests.invented import harbour


@pytest.fixture(scope="session")
def record_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "r.onrecord"
    with Record(path) as record:
        record.add(harbour())
    return path


@pytest.fixture(scope="session")
def client(record_path: Path) -> TestClient:
    return TestClient(create_app(record_path), base_url="http://127.0.0.1:8411")
