"""Score the trained statement finder on PolNeAR dev, beside a human annotator and textacy, and hold it to floors.

Run: python benchmarks/statements.py [--shared ../shared] [--sample N] [--check] [--json FILE]

The corpora and the scorers lie outside the repository (../shared). ``--sample N`` reads every k-th article, so that
N are read. GUM's clauses (benchmarks/clauses.py) and the cases (benchmarks/cases.py) are read too, and textacy is
scored in the same run where it can be imported (benchmarks/peers.py says how); its speed is what ours is compared
with. ``--check`` exits with 1 when a figure falls below its floor in benchmarks/floors.json.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cases
import clauses
import floors
from gum import paragraphs
from marks import STYLES, restyle
from onrecord.reading.reader import Reader
from onrecord.reading.statements import Attribution
from onrecord.reading.trained import StatementModel
from peers import Finder, textacy_finder
from reliability import calibration, draw

ROOT = Path(__file__).resolve().parents[1]
ROLES = ("source", "cue", "content")
KINDS = ("direct", "mixed", "indirect")
FIGURES = {
    "a": "content token",
    "b": "content exact",
    "c": "content IoU≥.5",
    "d": "source token",
    "e": "attribution",
    "f": "cue exact",
}
TARGETS = {"a": 91.0, "b": 60.0, "c": 76.0, "d": 83.0, "e": 72.0, "f": 70.0}
# F1 on PolNeAR's test part, from ../shared/corpora/README.md: one annotator against another, Citron's code retrained
# on PolNeAR (github.com/AndyHoggan/citron-quote-extractor), GenderGapTracker's rules, textacy.
OTHERS = {
    "human": {"a": 91.2, "b": 68.8, "c": 79.4, "d": 81.6, "e": 75.7, "f": 71.1},
    "Citron": {"a": 67.5, "b": 39.1, "c": 54.8, "d": 63.8, "e": 49.6, "f": 53.0},
    "GGT": {"a": 69.4, "b": 35.3, "c": 50.6, "d": 62.4, "e": 43.6, "f": 48.9},
    "textacy": {"a": 40.9, "b": 11.1, "c": 22.5, "d": 14.6, "e": 19.5, "f": 23.6},
}

Article = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True)
class Scorers:
    """The shared scorers, as modules."""

    polnear: Any
    attribution: Any


def load_scorers(shared: Path) -> Scorers:
    """Import the shared scorers."""
    sys.path.insert(0, str(shared / "scorers"))
    return Scorers(importlib.import_module("polnear"), importlib.import_module("score_attribution"))


def sampled(articles: Sequence[Article], size: int) -> list[Article]:
    """Return ``size`` articles, evenly spread; all when ``size`` is 0."""
    if not size or size >= len(articles):
        return list(articles)
    return [articles[i * len(articles) // size] for i in range(size)]


def fingerprint(articles: Iterable[Article]) -> str:
    """Return a hash of the texts and their annotation."""
    digest = hashlib.sha256()
    for one in articles:
        spans = [[one_[role] for role in ROLES] for one_ in one["attributions"]]
        digest.update(json.dumps([one["name"], one["text"], spans], ensure_ascii=False).encode())
    return digest.hexdigest()


def find_all(model: StatementModel, articles: Sequence[Article]) -> list[list[Attribution]]:
    """Read the articles with the trained model."""
    return model.find_many([(one["text"], paragraphs(one["text"])) for one in articles])


def score(scorers: Scorers, articles: Sequence[Article], found: Sequence[Sequence[Attribution]]) -> Any:
    """Return the shared scorer's counts."""
    named = {
        article["name"]: [{role: getattr(one, role) for role in ROLES} for one in ones]
        for article, ones in zip(articles, found, strict=True)
    }
    return scorers.attribution.evaluate(articles, named)


def f1(counts: Any, key: str) -> float:
    """Return F1 in percent."""
    return 100.0 * float(counts.prf(key)[2])


def summary(counts: Any) -> dict[str, float]:
    """Return the figures by their names, in percent."""
    direct = 100.0 * float(counts.prf("e:direct")[1])
    return {label: f1(counts, key) for key, label in FIGURES.items()} | {"direct with the right source": direct}


def judge(scorers: Scorers, article: Article, found: Sequence[Attribution]) -> list[bool]:
    """Tell of each attribution whether the shared scorer counts it as right (content IoU ≥ .5, right source)."""
    lib, text = scorers.attribution, article["text"]
    tokens = lib.tokens(text)
    gold = [one for one in article["attributions"] if lib.chars(text, one["content"])]
    wanted = [lib.chars(text, one["content"]) for one in gold]
    got = [lib.chars(text, one.content) for one in found]
    pairs = _pairs(wanted, got)
    right = [False] * len(found)
    for i, j in pairs:
        ours, theirs = (lib.words(text, tokens, spans) for spans in (found[j].source, gold[i]["source"]))
        right[j] = bool(ours & theirs) or not (ours or theirs)
    return right


def _pairs(wanted: Sequence[set[int]], got: Sequence[set[int]]) -> list[tuple[int, int]]:
    overlaps = sorted(
        (
            (len(a & b) / len(a | b), -i, -j)
            for i, a in enumerate(wanted)
            for j, b in enumerate(got)
            if a & b and 2 * len(a & b) >= len(a | b)
        ),
        reverse=True,
    )
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for _, i, j in overlaps:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((-i, -j))
    return pairs


def words_in(articles: Iterable[Article]) -> int:
    """Return how many words the articles have."""
    return sum(len(one["text"].split()) for one in articles)


def timed(read: Callable[[], object], words: int) -> float:
    """Return words per second, the better of two goes."""
    rates = []
    for _ in range(2):
        began = time.perf_counter()
        read()
        rates.append(words / (time.perf_counter() - began))
    return max(rates)


def table(counts: Any) -> list[str]:
    """Return the figures beside the human line and the peers."""
    lines = [f"{'F1 in %':18s}{'P':>7s}{'R':>7s}{'F1':>7s}{'target':>8s}" + "".join(f"{n:>9s}" for n in OTHERS)]
    for key, label in FIGURES.items():
        precision, recall, f, *_ = counts.prf(key)
        others = "".join(f"{other[key]:9.1f}" for other in OTHERS.values())
        lines.append(f"{label:18s}{100 * precision:7.1f}{100 * recall:7.1f}{100 * f:7.1f}{TARGETS[key]:8.1f}{others}")
    for kind in KINDS:
        recalls = (f"{FIGURES[key]} {100 * counts.prf(f'{key}:{kind}')[1]:.1f}" for key in "bce")
        lines.append(f"recall of {kind}: " + ", ".join(recalls) + f" (of {counts.prf('b:' + kind)[5]})")
    return lines


def measure(
    scorers: Scorers, articles: Sequence[Article], shared: Path, diagram: Path | None
) -> tuple[dict[str, float], list[str]]:
    """Return every figure by name, and the report's lines."""
    model = StatementModel(threads=1)
    found = find_all(model, articles)
    counts = score(scorers, articles, found)
    figures = summary(counts)
    lines = [*table(counts), ""]
    for style in STYLES:
        other = [restyle(one, style, scorers.polnear.quote_mask) for one in articles]
        change = f1(score(scorers, other, find_all(model, other)), "e") - figures["attribution"]
        figures[f"change by {style} marks"] = -abs(change)
        lines.append(f"attribution with {style} marks: {change:+.1f}")
    pairs = [
        (one.confidence, ok)
        for article, ones in zip(articles, found, strict=True)
        for one, ok in zip(ones, judge(scorers, article, ones), strict=True)
    ]
    error, rows = calibration([c for c, _ in pairs], [ok for _, ok in pairs])
    figures["calibration error"] = -error
    lines += ["", f"expected calibration error: {error:.3f} (bins: confidence, right, number)"]
    lines += [f"  {mean:.2f} {share:.2f} {size}" for mean, share, size in rows]
    if diagram:
        draw(rows, diagram)
    speed, said = measure_speed(model, articles)
    several = clauses.finders(model)
    lines += [*said, "", *_others(scorers, articles, several), ""]
    heard, told = clauses.table(clauses.load(shared), several)
    whole = cases.figures(cases.score(Reader(), cases.load_scorer(), False))
    told += ["", f"cases: P {whole['statement precision']:.3f} R {whole['statement recall']:.3f}"]
    return figures | speed | heard, lines + told


def joined(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the statements with those that carry on another one joined to it, as PolNeAR has them."""
    homes = list(range(len(found)))
    for index in range(len(found)):
        seen = {index}
        while (before := found[homes[index]].continues) is not None and not found[homes[index]].cue:
            if before in seen:
                break
            seen.add(before)
            homes[index] = before
    return [
        replace(
            one,
            content=tuple(sorted(span for i, home in enumerate(homes) if home == at for span in found[i].content)),
        )
        for at, one in enumerate(found)
        if homes[at] == at
    ]


def _others(scorers: Scorers, articles: Sequence[Article], several: dict[str, Finder]) -> list[str]:
    """Return the figures of the whole finder (which finds more than PolNeAR has) and of the peers, in this run."""
    lines = []
    for name in (name for name in several if name != "model alone"):
        counts = score(scorers, articles, [joined(several[name](one["text"])) for one in articles])
        told = ", ".join(f"{label} {value:.1f}" for label, value in summary(counts).items())
        lines.append(f"{name}: {told}")
    return lines


def measure_speed(model: StatementModel, articles: Sequence[Article]) -> tuple[dict[str, float], list[str]]:
    """Return words a second on one core, textacy's beside it, and the peak memory."""
    few = articles[:20]
    words = words_in(few)
    own = timed(lambda: find_all(model, few), words)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = ["", f"words/s on one core: {own:.0f}", f"peak memory before any peer: {peak:.0f} MB"]
    figures = {"peak memory": -peak}
    peer_finder = textacy_finder()
    if peer_finder is None:
        return figures, [*lines, "textacy is not installed: no speed beside it"]
    peer = timed(lambda: [peer_finder(one["text"]) for one in few], words)
    figures["speed beside textacy"] = own / peer
    return figures, [*lines, f"textacy in the same run: {peer:.0f}; ratio {own / peer:.2f}"]


def arguments() -> argparse.Namespace:
    """Return the command line's settings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--sample", type=int, default=0, help="read so many articles only")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--diagram", type=Path, help="draw the reliability diagram here (SVG)")
    return parser.parse_args()


def main() -> int:
    """Print the figures."""
    given = arguments()
    if not (given.shared / "scorers" / "polnear.py").exists():
        print(f"no corpora at {given.shared}: nothing was measured", file=sys.stderr)
        return int(os.environ.get("CI") == "true")
    scorers = load_scorers(given.shared)
    articles = sampled(scorers.polnear.load("dev"), given.sample)
    figures, lines = measure(scorers, articles, given.shared, given.diagram)
    print("\n".join([f"PolNeAR dev, {len(articles)} articles", *lines]))
    part, data = (f"sample {given.sample}" if given.sample else "all"), fingerprint(articles)
    if given.json:
        given.json.write_text(json.dumps({"part": part, "data_sha256": data, "figures": figures}, indent=1) + "\n")
    return floors.check(figures, data, "statements", part) if given.check else 0


if __name__ == "__main__":
    sys.exit(main())
