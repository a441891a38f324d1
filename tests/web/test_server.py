import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from onrecord.record import RecordError
from onrecord.web import ServeError, serve


def test_a_port_that_is_taken_is_named(record_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"Port {port} is taken"):
            serve(record_path, port=port)


def test_an_address_of_another_computer(record_path: Path) -> None:
    with pytest.raises(ServeError, match="not an address of this computer"):
        serve(record_path, host="192.0.2.1")


def test_no_record_no_server(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no record here"):
        serve(tmp_path / "gone", port=0)


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_who_can_reach_it_is_said(
    record_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, warned: bool
) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    said: list[str] = []
    serve(record_path, host=host, port=0, say=said.append)
    assert str(record_path) in said[0]
    assert any("no sign-in" in line for line in said) is warned


_SERVE = (
    "import sys; from onrecord.web import serve; serve(sys.argv[1], port=0, say=lambda line: print(line, flush=True))"
)


def test_it_serves_until_interrupted(record_path: Path) -> None:
    command = [sys.executable, "-c", _SERVE, str(record_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = re.findall(r"http://\S+", server.stdout.readline())[0]
        with urllib.request.urlopen(address) as answer:
            assert b"Vessel stopped" in answer.read()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
