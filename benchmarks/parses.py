"""Compare the encoder's own parse with spaCy's, from which it was learned: ``python benchmarks/parses.py [--check]``.

Counted are the tokens of texts that training did not see, PolNeAR's dev part and the news and interviews of GUM's: on
how many of them both agree about the head, the head and its label, the tag, the name, and whether a sentence begins.
Printed besides: which share of spaCy's processor time ours takes, without the encoder's, which statements need too.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import floors
import gum
from onrecord.article.plain import read_plain
from onrecord.model import Article
from onrecord.reading.encoder import Encoder
from onrecord.reading.language import Language, Passage
from statements import load_scorers

HERE = Path(__file__).resolve().parent
FIGURES = ("head", "head and label", "tag", "name", "sentence start")


def texts(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield each corpus with a text of it."""
    for one in load_scorers(shared).polnear.load("dev"):
        yield "PolNeAR dev", one["text"]
    for document in gum.read_all(shared / "corpora" / "gum" / "dev"):
        if document.genre in ("news", "interview"):
            yield "GUM dev, news and interviews", document.text


def compare(ours: Sequence[Passage], theirs: Sequence[Passage], counts: Counter[str]) -> None:
    """Count what both parses of one article agree on."""
    for one, other in zip(ours, theirs, strict=True):
        for a, b in zip(one.tokens, other.tokens, strict=True):
            if a.is_space:
                continue
            counts["tokens"] += 1
            counts["head"] += a.head.i == b.head.i
            counts["head and label"] += a.head.i == b.head.i and a.dep_ == b.dep_
            counts["tag"] += a.tag_ == b.tag_
            counts["name"] += a.ent_type_ == b.ent_type_
            counts["sentence start"] += bool(a.is_sent_start) == bool(b.is_sent_start)


def timed(language: Language, article: Article) -> tuple[list[Passage], float]:
    """Return the passages of an article and the processor time that they took."""
    begun = time.process_time()
    return language.analyse(article), time.process_time() - begun


def main() -> int:
    """Print the agreement; with ``--check`` compare it with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--sample", type=int, default=1, help="take every n-th text")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    given = parser.parse_args()
    encoder = Encoder()
    ours, theirs = Language(encoder, "shared"), Language(encoder, "spacy")
    several: dict[str, Counter[str]] = {}
    spent, digest = defaultdict[str, float](float), hashlib.sha256()
    for corpus, text in list(texts(given.shared))[:: given.sample]:
        article = read_plain(text, origin=corpus)
        digest.update(text.encode())
        reference, seconds = timed(theirs, article)
        spent["theirs"] += seconds
        passages, seconds = timed(ours, article)
        spent["ours"] += seconds
        begun = time.process_time()
        encoder.encode(text, [(one.start, one.end) for one in reference])
        spent["encoder"] += time.process_time() - begun
        compare(passages, reference, several.setdefault(corpus, Counter()))
    figures: dict[str, float] = {}
    for corpus, counts in several.items():
        shares = {name: 100 * counts[name] / counts["tokens"] for name in FIGURES}
        figures |= {f"{corpus}: {name}": share for name, share in shares.items()}
        print(f"{corpus:<30} {counts['tokens']:>7} tokens  " + "  ".join(f"{k} {v:.1f}" for k, v in shares.items()))
    alone = (spent["ours"] - spent["encoder"]) / (spent["theirs"] - spent["encoder"])
    print(f"processor time beside the encoder's own: {alone:.2f} of spaCy's")
    return floors.check(figures, digest.hexdigest(), "parses") if given.check else 0


if __name__ == "__main__":
    sys.exit(main())
