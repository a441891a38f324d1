"""Score chains of relays on a hand-checked sample of PolNeAR: who spoke, and who relayed it in which order.

Run: python benchmarks/chains.py [--shared ../shared] [--list] [--check]

benchmarks/chains.jsonl holds the sample as names of articles, offsets and verdicts; the texts lie outside the
repository. A chain is right when its relays are those of the sample, in its order (innermost first, outermost last),
and no others. PolNeAR itself marks no statement inside another: the chains were read off the sentences by us, before
the program was run on them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import floors
from onrecord.article.plain import read_plain
from onrecord.model import Reading, Span, Statement
from onrecord.reading.reader import Reader

HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "chains.jsonl"


def main() -> None:
    """Print the figures; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    options = parser.parse_args()
    counts = score(options.shared / "corpora" / "polnear" / "data", options.list)
    for name, share in figures(counts).items():
        sys.stdout.write(f"{name:24s}{counts[name]:4d}/{counts[name, 'of']:<4d}{share:.3f}\n")
    if options.check:
        sys.exit(floors.check(figures(counts), data_hash(), "chains"))


def score(corpus: Path, listing: bool) -> Counter[Any]:
    """Read each article of the sample once and count what is right."""
    counts: Counter[Any] = Counter()
    reader = Reader()
    sample = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    for (part, name), verdicts in groupby(sample, key=lambda one: (one["part"], one["article"])):
        with (corpus / part / "text" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            reading = reader.read(read_plain(file.read(), origin=name))
        for verdict in verdicts:
            _count(counts, reading, verdict, listing)
    return counts


def _count(counts: Counter[Any], reading: Reading, verdict: dict[str, Any], listing: bool) -> None:
    statement = _best(reading, verdict["content"])
    counts["statement", "of"] += 1
    counts["statement"] += statement is not None
    if statement is None:
        return
    speaker = _is(reading, statement.speaker, verdict["speaker"]) or _overlap(statement.source, verdict["speaker"])
    via = len(statement.via) == len(verdict["via"]) and all(
        _is(reading, who, words) for who, words in zip(statement.via, verdict["via"], strict=True)
    )
    for name, right in (("speaker", speaker), ("chain" if verdict["via"] else "no chain", via)):
        counts[name, "of"] += 1
        counts[name] += right
        if listing and not right:
            words = reading.article.quote([tuple(verdict["content"])])[:70]
            wanted = [reading.article.quote([tuple(one)]) for one in verdict["via"]]
            got = [entity.name for who in statement.via if (entity := reading.entity(who))]
            sys.stdout.write(f"{reading.article.origin[:24]} {name} {words!r}: via {wanted}, got {got}\n")


def _best(reading: Reading, content: list[int]) -> Statement | None:
    """Return the statement whose content shares most with the sample's, half of both at least."""
    wanted = set(range(*content))
    rated = [
        (len(wanted & has) / len(wanted | has), -index)
        for index, one in enumerate(reading.statements)
        if (has := {offset for start, end in one.content for offset in range(start, end)}) & wanted
    ]
    best = max(rated, default=(0.0, 0))
    return reading.statements[-best[1]] if best[0] >= 0.5 else None


def _is(reading: Reading, entity_id: str | None, words: list[int]) -> bool:
    """Tell whether an entity is mentioned in these words, or has them as its name."""
    entity = reading.entity(entity_id)
    name = reading.article.quote([(words[0], words[1])])
    return entity is not None and (_overlap(entity.mentions, words) or entity.name in name)


def _overlap(spans: tuple[Span, ...], words: list[int]) -> bool:
    return any(start < words[1] and words[0] < end for start, end in spans)


def figures(counts: Counter[Any]) -> dict[str, float]:
    """Return the share of statements found, and of right speakers and chains among them."""
    names = ("statement", "speaker", "chain", "no chain")
    return {name: counts[name] / max(1, counts[name, "of"]) for name in names}


def data_hash() -> str:
    """Return a hash of the sample."""
    return hashlib.sha256(SAMPLE.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
