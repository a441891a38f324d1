"""The examples in docs/in, docs/out, tutorial.md and corpus.md are run, and what they print is what the pages say.

Blocks of a page run in its order, in a folder with the samples and a record of them. ``pycon`` is a session that
doctest checks, ``python`` is run; in ``console`` each ``$ onrecord …`` is run, and what follows it is what it prints;
any other block whose fence names a file (``csv stories.csv``) is that file.
"""

from __future__ import annotations

import doctest
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord.cli import app, pacing
from onrecord.export import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *ROOT.glob("docs/in/*.md"),
        *ROOT.glob("docs/out/*.md"),
        ROOT / "docs" / "tutorial.md",
        ROOT / "docs" / "corpus.md",
    ]
)
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>[\w./-]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_ELLIPSIS = "…"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, and a record of them that ``onrecord add`` made."""
    made = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "samples", made / "samples")
    with chdir(made):
        result = CliRunner().invoke(app, ["add", "samples", "--record", "samples.onrecord"])
    assert result.exit_code == 0, result.output
    return made


@pytest.fixture
def here(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of that folder to work in; how fast a slow machine is does not show."""
    monkeypatch.setattr(pacing, "SECONDS", 1e9)
    shutil.copytree(folder, tmp_path / "work")
    with chdir(tmp_path / "work"):
        yield tmp_path / "work"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "docs")))
def test_the_examples_do_what_the_page_says(page: Path, here: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    text = page.read_text(encoding="utf-8")
    ran = 0
    for block in _BLOCK.finditer(text):
        where = f"{page.name}:{text.count(chr(10), 0, block.start()) + 1}"
        ran += _run(block["kind"], block["file"], block["text"], names, where)
    assert ran, f"{page.name} has no example that is run"


def _run(kind: str, file: str | None, text: str, names: dict[str, Any], where: str) -> bool:
    if file is not None:
        Path(file).write_text(text, encoding="utf-8")
    elif kind == "pycon":
        _run_session(text, names, where)
    elif kind == "python":
        exec(compile(text, where, "exec"), names)
    elif kind == "console":
        _run_commands(text, where)
    return kind in ("pycon", "python", "console")


def _run_session(text: str, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(text.replace(_ELLIPSIS, "..."), names, where, where, 0)
    test.globs = names
    problems = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=_FLAGS, verbose=False)
    runner.run(test, out=problems.write, clear_globs=False)
    assert not runner.failures, problems.getvalue()


def _run_commands(text: str, where: str) -> None:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        arguments = shlex.split(command)
        assert arguments[0] == "onrecord", f"{where}: only onrecord is run"
        out = arguments.index(">") if ">" in arguments else None
        result = CliRunner().invoke(app, arguments[1:out])
        printed = result.stdout if ">" not in arguments else ""
        if out is not None:
            Path(arguments[out + 1]).write_text(result.stdout, encoding="utf-8")
        printed += result.stderr
        code = 1 if "not read" in expected or "there is no" in expected else 0
        assert result.exit_code == code, f"{where}: {command}: {result.output}"
        if expected.strip():
            wanted, found = expected.replace(_ELLIPSIS, "..."), printed
            same = doctest.OutputChecker().check_output(wanted.strip() + "\n", found.strip() + "\n", _FLAGS)
            assert same, f"{where}: {command}\n--- the page says\n{expected}\n--- it prints\n{found}"


def test_every_way_out_has_a_page_that_says_how() -> None:
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "out").glob("*.md")}
    for name in FORMATS:
        assert f"--to {name}" in pages["dossier" if name in ("html", "pdf") else name]


def test_pages_link_to_pages_that_are_there() -> None:
    for page in [*PAGES, ROOT / "docs" / "input.md", ROOT / "docs" / "export.md", ROOT / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
