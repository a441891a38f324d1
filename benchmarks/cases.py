"""Score whole readings against the hand-annotated articles: ``python benchmarks/cases.py [--list] [--check]``.

The definitions are those of ../shared/scorers/score_cases.py. The seed and the six development articles are the
ones that the rules were written beside, so these figures are an upper bound for articles not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import floors
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.reading.reader import Reader

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def load_scorer() -> ModuleType:
    """Import the shared scorer of cases."""
    path = SHARED / "scorers" / "score_cases.py"
    if not path.exists():
        raise SystemExit(f"{path} is not there: the annotated articles are the team's, not part of the project")
    spec = importlib.util.spec_from_file_location("score_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(reader: Reader, scorer: ModuleType, listing: bool) -> Counter[Any]:
    """Read every case and add up its counts."""
    total: Counter[Any] = Counter()
    for folder in (SHARED / "cases", SHARED / "cases" / "dev"):
        for name, case in scorer.load_cases(str(folder)).items():
            known = Given(title=case["meta"].get("title"), published=case["meta"].get("date"))
            reading = reader.read(read_plain(case["text"], origin=f"{name}.txt", given=known))
            total += scorer.score({name: case}, {name: reading.to_dict()}, listing)
    return total


def figures(total: Counter[Any]) -> dict[str, float]:
    """Return the figures that have a floor."""
    found = {"statement recall": total["hit"] / total["gold"], "statement precision": total["hit"] / total["sys"]}
    for field in ("kind", "speaker", "addressee", "via", "date", "modality", "act"):
        found[field] = total[field, "ok"] / total[field, "n"]
    found["event recall"] = total["ev hit"] / total["ev gold"]
    found["event precision"] = total["ev hit"] / max(1, total["ev sys"])
    return found


def data_hash() -> str:
    """Return a hash of every case, so that a floor is only compared on the data that it was pinned on."""
    digest = hashlib.sha256()
    for path in sorted((SHARED / "cases").rglob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Print the report; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    scorer = load_scorer()
    total = score(Reader(), scorer, options.list)
    print(scorer.report(total))
    if options.check:
        sys.exit(floors.check(figures(total), data_hash(), "cases"))


if __name__ == "__main__":
    main()
