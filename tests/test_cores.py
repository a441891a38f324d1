"""Processes that keep to one core each."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from onrecord.cluster.children import Child
from onrecord.cores import one_core_each

SETTING = "OPENBLAS_NUM_THREADS"


def tell(connection: Connection) -> None:
    connection.send(os.environ.get(SETTING))


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (SETTING, "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        monkeypatch.setenv(name, "")  # so that whatever the test does is undone
        monkeypatch.delenv(name)


def told(child: Child) -> object:
    try:
        return child.receive()
    finally:
        child.stop()


def test_a_child_keeps_to_one_core_and_the_driver_does_as_it_did() -> None:
    assert told(Child(tell)) == "1"
    assert SETTING not in os.environ


def test_what_the_user_asks_for_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "4")
    assert told(Child(tell)) == "4"
    with one_core_each():
        assert os.environ[SETTING] == "4"
        assert os.environ["OMP_NUM_THREADS"] == "1"
    assert "OMP_NUM_THREADS" not in os.environ


def test_numpy_starts_no_threads_of_its_own() -> None:
    """What is asked for is what NumPy does: one thread after a product that it would divide between cores."""
    program = (
        "from onrecord.cores import keep_to_one_core; keep_to_one_core()\n"
        "import os, numpy; a = numpy.ones((600, 600), dtype='f4'); a @ a\n"
        "print(len(os.listdir('/proc/self/task')))"
    )
    if not Path("/proc/self/task").is_dir():
        pytest.skip("nobody tells here how many threads a process has")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
