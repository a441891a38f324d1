"""Made-up requests to everything that the OpenAPI description names: none may be more than the room can bear.

``ONRECORD_API_CASES`` says how many for each operation (4); 2,000 in all are made with 53.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from onrecord.record import Record
from onrecord.record.corrections import By, confirm
from onrecord.web import create_app
from onrecord.web.api import ENDPOINTS
from onrecord.web.endpoints import Endpoint
from tests.invented import harbour
from tests.web.conftest import PlainReader, fill
from tests.web.test_api import FILLED

CASES = int(os.environ.get("ONRECORD_API_CASES", "4"))


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    path: Path = fill(tmp_path_factory.mktemp("api") / "r.onrecord")
    with Record(path) as record:
        confirm(record, harbour().article.id, "s1", By("Ann"))
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json",
        create_app(path, rate=None, reader=PlainReader(), allowed_hosts=("localhost", "testserver", "127.0.0.1")),
    )


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
WHATEVER = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("known", [False, True], ids=["anything", "what is there"])
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: f"{one.method} {one.path}")
def test_no_request_is_too_much(described: schemathesis.BaseSchema, endpoint: Endpoint, known: bool) -> None:
    operation = described["/api" + endpoint.path][endpoint.method]
    names = {name.strip("{}"): value for name, value in FILLED.items()}

    @WHATEVER
    @given(operation.as_strategy())
    def check(case: Any) -> None:
        if known:
            case.path_parameters = {name: names.get(name, "1") for name in case.path_parameters or {}}
        case.call_and_validate(checks=CHECKS)

    check()
