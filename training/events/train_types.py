"""Train the classifier of event types: ``PYTHONPATH=src python training/events/train_types.py [--folds]``.

Reads ../shared/corpora/plover/plv_train.jsonl and phrases.txt (our own). ``--folds`` measures by five folds and
writes nothing. A one-against-rest linear SVM with squared hinge loss, by dual coordinate descent (Hsieh et al., *A
Dual Coordinate Descent Method for Large-scale Linear SVM*, ICML 2008), in numpy alone: some ten seconds.

The corpus has CONCEDE and RETREAT as one type, YIELD: a model of our own phrases for those two parts it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.article.plain import read_plain
from onrecord.model import EVENT_TYPES
from onrecord.reading.event_types import TypeModel, features
from onrecord.reading.language import Language

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "plover" / "plv_train.jsonl"
OUT = ROOT / "src" / "onrecord" / "data" / "events" / "types.npz"
PARTIES = [
    ("Norway", "Iceland"), ("The Kenyan government", "Uganda"), ("Police in Chile", "Peru"),
    ("President Larsen", "Fiji"), ("The rebels", "Mali"),
]  # fmt: skip
OWN_WEIGHT = 0.5
PENALTY = 1.0
EPOCHS = 30
YIELD = ("CONCEDE", "RETREAT")
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """One sentence with its parties marked, as features."""

    found: Counter[str]
    type: str
    weight: float


def examples_of(
    rows: Sequence[tuple[str, str, tuple[int, int] | None, tuple[int, int] | None]], weight: float
) -> list[Example]:
    """Return the features of (type, text, source, target)."""
    language = Language()
    made = []
    for kind, text, source, target in rows:
        passages = language.analyse(read_plain(text, origin="training"))
        tokens = [one for passage in passages for one in passage.doc]
        starts = {id(one.doc): one for one in passages}
        marked = [
            {
                one.i
                for one in tokens
                if span and span[0] < (at := starts[id(one.doc)].span(one))[1] and at[0] < span[1]
            }
            for span in (source, target)
        ]
        made.append(Example(features(tokens, marked[0], marked[1]), kind, weight))
    return made


def corpus() -> list[Example]:
    """Return the 1,050 sentences of Zero-Shot-PLOVER's training part."""
    rows = []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        spans = [
            (part["start"], part["end"]) if part and part["start"] is not None else None
            for part in (one["source"], one["target"])
        ]
        rows.append((one["event"], one["text"], spans[0], spans[1]))
    return examples_of(rows, 1.0)


def own() -> list[Example]:
    """Return our own phrases, with invented parties in the places of A and B."""
    rows: list[tuple[str, str, tuple[int, int] | None, tuple[int, int] | None]] = []
    names = cycle(PARTIES)
    for line in (HERE / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, _, phrases = line.partition(": ")
        for phrase in phrases.split("|"):
            actor, other = next(names)
            text = f"{actor} {phrase}."
            place = re.search(r"\bB\b", text)
            target = None
            if place is not None:
                text = text[: place.start()] + other + text[place.end() :]
                target = place.start(), place.start() + len(other)
            rows.append((kind, text, (0, len(actor)), target))
    return examples_of(rows, OWN_WEIGHT)


def fit(examples: Sequence[Example], types: Sequence[str] = EVENT_TYPES) -> TypeModel:
    """Return the model of these examples; ``types`` gives the order of its scores."""
    seen = Counter(name for one in examples for name in one.found)
    names = sorted(seen)
    counts = np.array([seen[name] for name in names], dtype=np.float32)
    idf = (np.log((1 + len(examples)) / (1 + counts)) + 1).astype(np.float32)
    weights = np.zeros((len(names), len(types)), dtype=np.float32)
    model = TypeModel(names, idf, weights)
    rows = [model.row(one.found) for one in examples]
    signs = np.array([[1.0 if one.type == kind else -1.0 for kind in types] for one in examples], dtype=np.float32)
    _descend(rows, signs, np.array([one.weight for one in examples], dtype=np.float32), weights)
    return model


def _descend(
    rows: Sequence[tuple[npt.NDArray[np.intp], Floats]], signs: Floats, share: Floats, weights: Floats
) -> None:
    alphas = np.zeros_like(signs)
    random = np.random.default_rng(0)
    for _ in range(EPOCHS):
        for at in random.permutation(len(rows)):
            places, values = rows[at]
            slack = 1.0 / (2.0 * PENALTY * share[at])
            gradient = signs[at] * (values @ weights[places]) - 1.0 + slack * alphas[at]
            better = np.maximum(alphas[at] - gradient / (1.0 + slack), 0.0)
            weights[places] += values[:, None] * ((better - alphas[at]) * signs[at])[None]
            alphas[at] = better


def parted(examples: Sequence[Example], phrases: Sequence[Example]) -> list[Example]:
    """Return the examples with YIELD told apart."""
    model = fit([one for one in phrases if one.type in YIELD], YIELD)
    return [
        Example(one.found, YIELD[int(np.argmax(model.scores(one.found)))], one.weight) if one.type == "YIELD" else one
        for one in examples
    ]


def folds(examples: Sequence[Example], phrases: Sequence[Example], *, alone: bool = False) -> float:
    """Return the accuracy by five folds, the types drawn evenly, with CONCEDE and RETREAT taken as one.

    ``alone``: the phrases tell CONCEDE from RETREAT and are else left out.
    """
    random = np.random.default_rng(0)
    fold = np.zeros(len(examples), dtype=int)
    for kind in sorted({one.type for one in examples}):
        places = random.permutation([at for at, one in enumerate(examples) if one.type == kind])
        fold[places] = np.arange(len(places)) % 5
    right = 0
    for held in range(5):
        train = parted([one for at, one in enumerate(examples) if fold[at] != held], phrases)
        model = fit(train if alone else [*train, *phrases])
        for at in map(int, np.flatnonzero(fold == held)):
            guess = model.guess(examples[at].found).type
            right += ("YIELD" if guess in YIELD else guess) == examples[at].type
    return right / len(examples)


def save(model: TypeModel) -> None:
    """Write the model without the features that weigh next to nothing."""
    names = list(model.index)
    strong = np.flatnonzero(np.abs(model.weights).max(axis=1) > 0.02)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(names[at] for at in strong).encode("utf-8")
    with OUT.open("wb") as stream:
        np.savez_compressed(
            stream, names=np.frombuffer(text, dtype=np.uint8), idf=model.idf[strong].astype(np.float16),
            weights=model.weights[strong].astype(np.float16),
        )  # fmt: skip
    print(f"{OUT.name}: {len(strong)} of {len(names)} features, {OUT.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Measure, or train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", action="store_true", help="measure by five folds and write nothing")
    options = parser.parse_args()
    examples, phrases = corpus(), own()
    if options.folds:
        print(
            f"five folds over {len(examples)} sentences: {folds(examples, phrases):.3f}; without our phrases ", end=""
        )
        print(f"{folds(examples, phrases, alone=True):.3f}")
        return
    save(fit([*parted(examples, phrases), *phrases]))


if __name__ == "__main__":
    main()
