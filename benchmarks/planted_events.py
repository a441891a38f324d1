"""What has not happened: ``python benchmarks/planted_events.py [later|unseen] [--list] [--check]``.

Reads each of the 200 invented sentences of ``planted/not_happened.tsv`` as an article of 15 May 2031. Rules were
mended by those and by the hundred of ``later.tsv``; the fifty of ``unseen.tsv`` came last, and none was. A reported
event is false unless its type is among those that the sentence itself performs (a threat is a THREATEN). The second
figure says in how many sentences the deed was found with the right status, so that silence is no success.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path

import floors
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.reading.reader import Reader

HERE = Path(__file__).parent
PLANTED = HERE / "planted"
SENTENCES = PLANTED / "not_happened.tsv"


def measure(reader: Reader, path: Path, listing: bool) -> dict[str, float]:
    """Read every sentence; return the shares of false reports and of deeds found with the right status."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            reading = reader.read(read_plain(row["sentence"], origin="planted", given=Given(published="2031-05-15")))
            wrong = [
                one.type
                for one in reading.events
                if one.status == "reported" and one.type not in row["happened"].split("|")
            ]
            found = any(
                one.type == row["deed"] and one.status in row["status"].replace("none", "hypothetical").split("|")
                for one in reading.events
            )
            counts["all"] += 1
            counts["found"] += found
            counts["false"] += bool(wrong)
            counts[f"false {row['group']}"] += bool(wrong)
            if listing and (wrong or not found):
                print("FALSE" if wrong else "missed", row["group"], *wrong, "|", row["sentence"])
    print({name: number for name, number in counts.items() if name.startswith("false ")})
    figures = {"false reports": counts["false"] / counts["all"], "right status": counts["found"] / counts["all"]}
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()), f"of {counts['all']} sentences")
    return figures


def main() -> None:
    """Print the figures; with ``--check``, exit with 1 when too many are false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="?", default="not_happened", choices=["not_happened", "later", "unseen"])
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    options = parser.parse_args()
    found = measure(Reader(), PLANTED / f"{options.which}.tsv", options.list)
    if options.check:
        held = {"true reports": 1 - found["false reports"], "right status": found["right status"]}
        sys.exit(floors.check(held, hashlib.sha256(SENTENCES.read_bytes()).hexdigest(), "planted events"))


if __name__ == "__main__":
    main()
