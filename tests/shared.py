"""Where the team's articles with expected readings lie; they are no part of the project."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Return a path in ../shared; skip the test where it is not there, but never under CI=true."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        message = f"{path} is not there: this test needs the team's shared cases"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def scorer(name: str) -> ModuleType:
    """Import one of the shared scorers, which define every figure."""
    path = shared("scorers", f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
