"""The manifest: what a corpus holds and what it was made from, in one JSON file that is always whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.cluster.batches import NAMES
from onrecord.cluster.errors import CorpusError, explained
from onrecord.cluster.journal import FORMAT, Journal
from onrecord.cluster.parts import PartFile, appearing

FILE = "manifest.json"


def write_manifest(journal: Journal, aside: list[PartFile], *, finished: bool) -> dict[str, Any]:
    """Write the manifest of a journal's folder as things stand, and return it."""
    made = _manifest(journal, aside, finished)
    with explained(journal.folder), appearing(journal.folder / FILE) as draft:
        draft.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder.

    Raises:
        CorpusError: there is none, or it cannot be understood.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(f"{folder}: there is no corpus here; `onrecord corpus read … --out` makes one") from error
    except (OSError, ValueError) as error:
        raise CorpusError(f"{folder / FILE}: it cannot be read ({error}); read the corpus again") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CorpusError(f"{folder / FILE}: this is no manifest of a corpus ({FORMAT})")
    return found


def _manifest(journal: Journal, aside: list[PartFile], finished: bool) -> dict[str, Any]:
    fates, parts = journal.fates(), journal.parts()
    sources, size, done, _ = journal.totals()
    rows = {
        name: sum(file.rows for files in parts.values() for file in files if file.table == name) for name in NAMES
    }
    return {
        "format": FORMAT,
        "finished": finished,
        "begun": journal.about("begun"),
        "written": now(),
        "input": {
            "given": _loaded(journal, "input"), "sources": sources, "bytes": size, "sources_finished": done,
        },
        "choices": _loaded(journal, "choices"),
        "reader": _loaded(journal, "reader"),
        "counts": {
            "articles": fates["read"], "waiting": journal.spooled()[0], "repeats": fates.get("repeat", 0),
            "failures": fates.get("failure", 0), "other_languages": journal.languages(),
            "no_pages": fates.get("no page", 0), **{f"rows_{name}": count for name, count in rows.items()},
        },
        "parts": [
            {"number": number, "files": [_entry(file) for file in files]} for number, files in parts.items()
        ],
        "aside": [_entry(file) for file in aside],
    }  # fmt: skip


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _entry(file: PartFile) -> dict[str, Any]:
    return {"table": file.table, "path": file.path, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256}


def _loaded(journal: Journal, name: str) -> Any:
    text = journal.about(name)
    return None if text is None else json.loads(text)
