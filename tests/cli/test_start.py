"""What a command imports before it has anything to do: times would depend on the machine, modules do not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
HEAVY = frozenset(
    "spacy thinc numpy onnxruntime tokenizers trafilatura lxml starlette uvicorn jinja2 pyarrow pandas polars warcio "
    "feedparser py3langid rapidfuzz charset_normalizer sqlite3".split()
)
OURS = frozenset({"onrecord.model", "onrecord.record", "onrecord.reading", "onrecord.web"})
NOT_FOR_TEXT = HEAVY - frozenset("spacy thinc numpy onnxruntime tokenizers jinja2 charset_normalizer".split())

_RUN = """
import json, sys
from onrecord.cli import app
for arguments in json.loads(sys.argv[1]):
    try:
        app(arguments)
    except SystemExit as end:
        assert end.code in (0, None), (arguments, end.code)
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(*commands: list[str]) -> set[str]:
    """Return the modules that are loaded when these commands have run in one new process."""
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(commands)], capture_output=True, text=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    return set(json.loads(ran.stderr.strip().splitlines()[-1]))


def commands() -> list[list[str]]:
    """Return every command by its words, the groups with theirs."""
    from onrecord.cli import app

    single = [[str(one.name)] for one in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        single += [[str(group.name), str(one.name)] for one in group.typer_instance.registered_commands]
    return single


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(arguments) & (HEAVY | OURS) == set()


def test_no_command_loads_anything_heavy_for_its_help() -> None:
    words = commands()
    assert len(words) > 15
    assert loaded(*([*one, "--help"] for one in words)) & (HEAVY | OURS) == set()


def test_reading_a_text_loads_nothing_that_other_inputs_need() -> None:
    modules = loaded(["read", str(SAMPLES / "atlantic-morning-1.txt")])
    assert "onrecord.model" in modules
    assert modules & NOT_FOR_TEXT == set()
