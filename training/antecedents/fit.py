"""Fit the weights of src/onrecord/data/antecedents.csv on GUM's training documents and on PolNeAR's.

Usage::

    python training/antecedents/fit.py ../shared [--rounds 3] [--folds 5] [--articles 250]

Each pronoun of a person whom GUM names is one choice among the reader's own candidates: a conditional logit with an
L2 penalty (Berger et al. 1996; ranking as in Denis and Baldridge 2008). PolNeAR marks no coreference, but where the
text makes the gender of every candidate plain and only one fits, the choice is certain; there, genders are hidden
from the features and the others compete, so that the weights learn how news takes up its speakers. The reader's
earlier choices decide what the later ones see, so that it reads and fits in turns. ``--folds`` holds documents out
and prints their accuracy.
"""

from __future__ import annotations

import argparse
import csv
import random
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
from onrecord.reading.mentions import Mention  # noqa: E402
from onrecord.reading.reader import Reader  # noqa: E402
from people_gum import mentions_of, people_of  # noqa: E402
from people_sources import find_in, load  # noqa: E402

OUT = HERE.parents[1] / "src/onrecord/data/antecedents.csv"
Floats = npt.NDArray[np.float64]
WEIGHT_OF_GENRE = {"news": 2.0, "interview": 1.0, "speech": 1.0, "court": 1.0, "bio": 0.5}
WEIGHT_OF_PLAIN = 0.3
PENALTY = 2.0
MAY_MEAN = salience.may_mean


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
    parser.add_argument("shared", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=250, help="how many of PolNeAR's articles are read")
    options = parser.parse_args()
    documents = [read(path) for path in sorted((options.shared / "corpora/gum/train").glob("*.conllu"))]
    documents = [one for one in documents if one.genre in WEIGHT_OF_GENRE]
    articles = load(options.shared).load("train")
    articles = random.Random(4).sample(articles, min(options.articles, len(articles)))
    reader = Reader()
    for number in range(options.rounds):
        told = [one for index, document in enumerate(documents) for one in observe(reader, document, index)]
        plain = [
            one for index, article in enumerate(articles) for one in observe_plain(reader, article, 1000 + index)
        ]
        print(f"round {number}: {len(told)} choices of GUM, {len(plain)} of PolNeAR", flush=True)
        for name, some in (("GUM", told), ("PolNeAR", plain)):
            print(f"  held out {name} {held_out(told + plain, some, options.folds):.3f}", flush=True)
        write(fit(told + plain))
        salience._weights.cache_clear()


def observe(reader: Reader, document: Document, index: int) -> list[Choice]:
    """Read a document and return the choices that the reader had, with what GUM says of them."""
    seen: list[tuple[Any, list[Draft], Floats]] = []

    class Watched(salience.Scene):
        def best(self) -> Draft | None:
            if self._mention.kind == "pronoun" and self.people:
                rows = [self.features(one) for one in self.people]
                seen.append((self._mention, list(self.people), np.array(rows, dtype=float)))
            return super().best()

    setattr(antecedents, "Scene", Watched)  # noqa: B010
    try:
        people_of(reader, document)
    finally:
        setattr(antecedents, "Scene", salience.Scene)  # noqa: B010
    return _labelled(document, index, seen)


def observe_plain(reader: Reader, row: dict[str, Any], index: int) -> list[Choice]:
    """Read an article of PolNeAR and return the choices that genders decide, genders hidden."""
    seen: list[tuple[Floats, npt.NDArray[np.bool_]]] = []

    class Blind(salience.Scene):
        def __init__(self, mention: Mention, people: Sequence[Draft], saying: salience.Saying, text: str) -> None:
            super().__init__(mention, people, saying, text)
            if mention.kind != "pronoun" or any(one.gender is None for one in self.people) or len(self.people) != 1:
                return
            salience.may_mean = lambda mention, person: True
            everybody = salience.Scene(mention, people, saying, text)
            salience.may_mean = MAY_MEAN
            if len(everybody.people) > 1 and all(one.gender for one in everybody.people):
                rows = np.array([everybody.features(one) for one in everybody.people], dtype=float)
                rows[:, [salience.FEATURES.index(name) for name in ("same gender", "unknown gender")]] = 0.0
                seen.append((rows, np.array([one is self.people[0] for one in everybody.people], dtype=bool)))

    setattr(antecedents, "Scene", Blind)  # noqa: B010
    try:
        find_in(reader.language, row["name"], row["text"], row["attributions"])
    finally:
        setattr(antecedents, "Scene", salience.Scene)  # noqa: B010
    return [Choice(rows, right, WEIGHT_OF_PLAIN, index) for rows, right in seen]


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


def held_out(choices: Sequence[Choice], some: Sequence[Choice], folds: int) -> float:
    """Return the share of ``some`` choices made rightly in documents that the weights were not fitted on."""
    right = 0
    for fold in range(folds):
        weights = fit([one for one in choices if one.document % folds != fold], steps=120)
        right += sum(bool(one.right[np.argmax(one.rows @ weights)]) for one in some if one.document % folds == fold)
    return right / max(1, len(some))


def write(weights: Floats) -> None:
    """Write the weights."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.3f}") for name, weight in zip(salience.FEATURES, weights, strict=True))


if __name__ == "__main__":
    main()
