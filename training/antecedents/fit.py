"""Fit the weights of src/onrecord/data/antecedents.csv on GUM's training documents.

Usage::

    python training/antecedents/fit.py ../shared/corpora/gum/train [--rounds 4] [--folds 5]

Each pronoun of a person whom GUM names is one choice among the reader's own candidates: a conditional logit with an
L2 penalty (Berger et al. 1996; ranking as in Denis and Baldridge 2008). The reader's earlier choices decide what the
later ones see, so that it reads and fits in turns. ``--folds`` holds documents out and prints their accuracy.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "benchmarks"))

from gum import Document, read  # noqa: E402
from onrecord.reading import antecedents, salience  # noqa: E402
from onrecord.reading.drafts import Draft  # noqa: E402
from onrecord.reading.reader import Reader  # noqa: E402
from people_gum import mentions_of, people_of  # noqa: E402

OUT = HERE.parents[1] / "src/onrecord/data/antecedents.csv"
Floats = npt.NDArray[np.float64]
WEIGHT_OF_GENRE = {"news": 2.0, "interview": 1.0, "speech": 1.0, "court": 1.0, "bio": 0.5}
PENALTY = 2.0


@dataclass
class Choice:
    """The candidates of a pronoun as rows of features, which of them are right, and how much it counts."""

    rows: Floats
    right: npt.NDArray[np.bool_]
    weight: float
    document: int


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    documents = [read(path) for path in sorted(options.folder.glob("*.conllu"))]
    documents = [one for one in documents if one.genre in WEIGHT_OF_GENRE]
    reader = Reader()
    for number in range(options.rounds):
        choices = [one for index, document in enumerate(documents) for one in observe(reader, document, index)]
        print(f"round {number}: {len(choices)} choices, held out {held_out(choices, options.folds):.3f}")
        write(fit(choices))
        salience._weights.cache_clear()


def observe(reader: Reader, document: Document, index: int) -> list[Choice]:
    """Read a document and return the choices that the reader had, with what GUM says of them."""
    seen: list[tuple[Any, list[Draft], Floats]] = []

    class Watched(salience.Scene):
        def best(self) -> Draft | None:
            rows = [self.features(one) for one in self.people]
            seen.append((self._mention, list(self.people), np.array(rows, dtype=float)))
            return super().best()

    antecedents.Scene = Watched  # type: ignore[misc]
    try:
        people_of(reader, document)
    finally:
        antecedents.Scene = salience.Scene  # type: ignore[misc]
    return _labelled(document, index, seen)


def _labelled(document: Document, index: int, seen: Sequence[tuple[Any, list[Draft], Floats]]) -> list[Choice]:
    wanted = [one for one in mentions_of(document) if one.etype == "person"]
    names = [one for one in wanted if one.kind == "name"]
    clusters = {one.head[0]: one.cluster for one in wanted if one.kind == "third"}
    meant: dict[int, str | None] = defaultdict(lambda: None)
    for draft in {id(one): one for _, people, _ in seen for one in people}.values():
        found = Counter(
            name.cluster
            for mention in draft.mentions
            if mention.kind == "name"
            for name in names
            if name.head[0] < mention.head[1] and mention.head[0] < name.head[1]
        )
        meant[id(draft)] = found.most_common(1)[0][0] if found else None
    choices = []
    for mention, people, rows in seen:
        cluster = clusters.get(mention.head[0])
        right = np.array([cluster is not None and meant[id(one)] == cluster for one in people], dtype=bool)
        if right.any() and not right.all():
            choices.append(Choice(rows, right, WEIGHT_OF_GENRE[document.genre], index))
    return choices


def fit(choices: Sequence[Choice], steps: int = 400) -> Floats:
    """Return the weights that make the right candidates likeliest (gradient ascent with Adam)."""
    weights = np.zeros(len(salience.FEATURES))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        slope = -PENALTY * weights
        for one in choices:
            logits = one.rows @ weights
            likely = np.exp(logits - logits.max())
            likely /= likely.sum()
            among = np.where(one.right, likely, 0.0)
            slope += one.weight * ((among / max(among.sum(), 1e-12) - likely) @ one.rows)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = 0.1 if step < steps / 2 else 0.02
        weights += rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def held_out(choices: Sequence[Choice], folds: int) -> float:
    """Return the share of choices made rightly in documents that the weights were not fitted on."""
    right = 0
    for fold in range(folds):
        weights = fit([one for one in choices if one.document % folds != fold], steps=150)
        right += sum(
            bool(one.right[np.argmax(one.rows @ weights)]) for one in choices if one.document % folds == fold
        )
    return right / max(1, len(choices))


def write(weights: Floats) -> None:
    """Write the weights."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.3f}") for name, weight in zip(salience.FEATURES, weights, strict=True))


if __name__ == "__main__":
    main()
