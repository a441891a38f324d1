"""Evaluate a checkpoint by itself: ``python -m training.statements.evaluate CHECKPOINT [--base FOLDER]``.

Scores, on held-out articles, which words it holds for somebody's content (by the shared scorer's tokens) and which
pieces for anchors, each at several thresholds. With ``--base`` the checkpoint is a teacher's. Statements, which take
thresholds and marks into account, are what ``calibrate`` and benchmarks/statements.py score.
"""

from __future__ import annotations

import argparse
import importlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from onrecord.reading.pieces import cut_windows, split_pieces

from . import data
from .calibrate import held_out
from .network import Model
from .teacher import Teacher
from .train import ROOT, base_model, pad

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
Probabilities = npt.NDArray[np.float32]
Totals = dict[tuple[str, float], Counter[str]]
"""Counts by what is asked and the threshold."""


def load(checkpoint: Path, base: str | None) -> nn.Module:
    """Return the student, or the teacher, of a checkpoint."""
    saved = torch.load(checkpoint, map_location="cpu")
    model = Teacher(base) if base else Model(base_model()[0], saved["sizes"])
    model.load_state_dict(saved.get("ema") or saved["model"])
    return model.eval()


@torch.inference_mode()  # type: ignore[untyped-decorator]
def opinions(model: nn.Module, window: data.Window) -> tuple[Probabilities, Probabilities]:
    """Return how likely each piece of a window's core is an anchor, and in somebody's content."""
    encoder: Any = model.encoder
    _, anchor, presence, _ = encoder(*pad([window], "cpu")[:4])
    core = slice(*window.core)
    return anchor[0, core].sigmoid().amax(-1).numpy(), presence[0, core, data.CONTENT - 1].sigmoid().numpy()


def count(totals: Totals, asked: str, least: float, found: set[int], wanted: set[int]) -> None:
    """Add what was found to the counts of a threshold."""
    totals[asked, least].update(right=len(found & wanted), found=len(found), wanted=len(wanted))


def add(totals: Totals, model: nn.Module, article: dict[str, Any], scorer: Any) -> None:
    """Count what the model holds likely of an article; ``scorer`` numbers the tokens."""
    text, (_, tokenizer) = article["text"], base_model()
    spans = [
        {role: [(int(s), int(e)) for s, e in one[role]] for role in data.ROLES} for one in article["attributions"]
    ]
    pieces = split_pieces(text, data.paragraphs(text), tokenizer)
    present = np.zeros(len(pieces.ids), dtype=np.float32)
    windows = data.windows(data.Example(article["name"], text, spans), tokenizer)
    for window, cut in zip(windows, cut_windows(pieces, *data.WINDOW), strict=True):
        likely, present[cut.core_start : cut.core_end] = opinions(model, window)
        wanted = {at - window.core[0] for at, _, _ in window.anchors}
        for least in THRESHOLDS:
            count(totals, "anchors", least, set(np.flatnonzero(likely >= least).tolist()), wanted)
    tokens = scorer.tokens(text)
    gold = scorer.tokset(tokens, [span for one in spans for span in one["content"]], text)
    for least in THRESHOLDS:
        some = np.flatnonzero(present >= least)
        found = zip(pieces.starts[some].tolist(), pieces.ends[some].tolist(), strict=True)
        count(totals, "contents", least, scorer.tokset(tokens, list(found), text), gold)


def main() -> None:
    """Evaluate, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--base", help="the folder of mpnet-base, if it is a teacher's")
    parser.add_argument("--articles", type=int, default=30, help="so many of the held-out ones")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args()
    articles, model = held_out(given.shared)[: given.articles], load(given.checkpoint, given.base)
    scorer = importlib.import_module("score_attribution")
    totals: Totals = defaultdict(Counter)
    for article in articles:
        add(totals, model, article, scorer)
    for (asked, least), counts in sorted(totals.items()):
        print(f"{asked} from {least}: F1 {200 * counts['right'] / max(counts['found'] + counts['wanted'], 1):.1f}")


if __name__ == "__main__":
    main()
