"""Choose thresholds and calibrate confidences on held-out articles: ``python -m training.statements.calibrate``.

Works on the packaged model, or that of ``--out``, and writes ``settings.json`` beside it. Prints what the statements
score from each threshold. The articles are those of PolNeAR train that ``train`` holds out; dev plays no part.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.reading.encoder import Encoder
from onrecord.reading.trained import StatementModel

from . import data
from .network import REACH
from .train import HELD_OUT, ROOT

ANCHOR, KEPT = 0.15, 0.02
"""The probability from which a piece is tried as an anchor, and from which as one of a quotation nobody says."""
SCORES = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8)
"""The scores tried as the least of a statement: its anchor's probability by the mean probability of its roles."""
DOUBTFUL = 0.1
"""The least score of a statement that is believed for saying what nobody else is found to say."""
NAMED = 0.3
"""How much less likely than the model holds it is, in log odds, that a piece has no role: it leaves out more than it
makes up."""
UNCALIBRATED = {"score": [0.0, 1.0], "right": [0.0, 1.0]}
GIVEN_UP = 0.2
"""Points of attribution F1 that a lower least score may cost: it finds more."""
SMALLEST = 60
"""Statements that a step of the calibration rests on at least."""


def held_out(shared: Path) -> list[Any]:
    """Return the articles of PolNeAR train that training leaves out, as the scorers load them."""
    sys.path[:0] = [str(shared / "scorers"), str(ROOT / "benchmarks")]
    articles: list[Any] = importlib.import_module("polnear").load("train")
    random.Random(7).shuffle(articles)
    return articles[:HELD_OUT]


def isotonic(pairs: Sequence[tuple[float, bool]]) -> dict[str, list[float]]:
    """Return knots of how often statements of a score are right, never falling with the score."""
    ordered = sorted(pairs)
    blocks: list[list[float]] = []
    for start in range(0, len(ordered), SMALLEST):
        part = ordered[start : start + SMALLEST]
        blocks.append([sum(score for score, _ in part), float(sum(right for _, right in part)), float(len(part))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return {
        "score": [round(score / size, 4) for score, _, size in blocks],
        "right": [round(right / size, 4) for _, right, size in blocks],
    }


def main() -> None:
    """Write the settings with the best threshold and the calibration, and print what each threshold gives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "onrecord" / "data" / "statements")
    parser.add_argument("--version", default="polnear-minilm-l4/6")
    given = parser.parse_args()
    articles = held_out(given.shared)
    benchmark = importlib.import_module("statements")
    scorers = benchmark.load_scorers(given.shared)
    texts = [(one["text"], data.paragraphs(one["text"])) for one in articles]
    settings: dict[str, Any] = {"version": given.version, "window": data.WINDOW, "reach": REACH}
    settings |= {"anchor": ANCHOR, "kept": KEPT, "doubtful": DOUBTFUL, "named": NAMED}
    tried = []
    for least in SCORES:
        write(given.out, settings | {"score": least, "calibration": UNCALIBRATED})
        found = StatementModel(Encoder(folder=given.out)).find_many(texts)
        counts = benchmark.score(scorers, articles, found)
        figures = benchmark.summary(counts)
        print(least, " ".join(f"{label} {value:.1f}" for label, value in figures.items()), flush=True)
        tried.append((figures["attribution"], least, found))
    best = max(attribution for attribution, _, _ in tried)
    least, found = next((least, found) for attribution, least, found in tried if attribution >= best - GIVEN_UP)
    pairs = [
        (one.confidence, right)
        for article, ones in zip(articles, found, strict=True)
        for one, right in zip(ones, benchmark.judge(scorers, article, ones), strict=True)
    ]
    settings |= {"score": least, "calibration": isotonic(pairs)}
    write(given.out, settings)
    print(json.dumps(settings))


def write(folder: Path, settings: dict[str, Any]) -> None:
    """Write the model's settings."""
    (folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
