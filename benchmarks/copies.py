"""Near copies found and missed: ``python benchmarks/copies.py``.

Reprints are made (seeded) of 200 Kremlin items of ../shared: cut to a half or three quarters, with 5 to 20 % of the
words changed, with a paragraph of the outlet's own. Measured among all of the items: what share of the reprints is
grouped with its original, and how many articles are grouped that are no reprints. Beside it datasketch's MinHash and
LSH, where it is installed, with as many hash functions and a threshold of 0.5.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from onrecord.model import Article, ReaderInfo, Reading
from onrecord.record import Record
from onrecord.record.copies import BANDS, ROWS, SHORTEST, group_copies
from transcripts import KREMLIN, rows

LEAST = 4 * SHORTEST


def reprints(texts: list[str], chance: random.Random) -> dict[str, str]:
    """Return reprints of some of ``texts``, each with its original."""
    made = {}
    long = [text for text in texts if len(text.split()) >= LEAST]
    for number, text in enumerate(chance.sample(long, 200)):
        words = text.split()
        if number % 4 == 0:
            words = words[: len(words) // 2]
        elif number % 4 == 1:
            words = words[: 3 * len(words) // 4]
        share = (
            chance.uniform(0.0, 0.05) if number % 4 < 2 else chance.uniform(0.05, 0.2) if number % 4 == 2 else 0.02
        )
        words = [chance.choice(words) if chance.random() < share else word for word in words]
        if number % 4 == 3:
            words += chance.choice(long).split()[:60]
        made[" ".join(words)] = text
    return made


def ours(texts: list[str], days: dict[str, str]) -> dict[str, str]:
    """Return the original that each text is grouped with, by ``onrecord.record.copies``."""
    by_id = {Article.identify(text): text for text in texts}
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder, Record(Path(folder) / "c.onrecord") as record:
        for _ in record.add_all(
            Reading(
                reader=ReaderInfo(version="x"),
                article=Article(id=key, origin=str(at), text=text, published=days[text]),
            )
            for at, (key, text) in enumerate(by_id.items())
        ):
            pass
        start = time.perf_counter()
        group_copies(record)
        print(f"onrecord: {(time.perf_counter() - start) / len(texts) * 1e3:.2f} ms an article")
        found = record.query("SELECT article_id, report FROM copies WHERE article_id <> report")
    return {by_id[article]: by_id[report] for article, report in found}


def theirs(texts: list[str], days: dict[str, str]) -> dict[str, str]:
    """Return the same by datasketch."""
    from datasketch import MinHash, MinHashLSH

    del days  # it knows none

    start, index, found = time.perf_counter(), MinHashLSH(threshold=0.5, num_perm=BANDS * ROWS), {}
    for text in texts:
        words = text.casefold().split()
        made = MinHash(num_perm=BANDS * ROWS)
        made.update_batch([" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))])
        if len(words) >= SHORTEST and (near := index.query(made)):
            found[text] = texts[min(near)]
        index.insert(len(index.keys), made)
    print(f"datasketch: {(time.perf_counter() - start) / len(texts) * 1e3:.2f} ms an article")
    return found


def main() -> None:
    """Print the figures."""
    days = {row["body"]: row["date"][:10] for row in rows(KREMLIN)}
    originals = list(days)
    made = reprints(originals, random.Random(3))
    texts = [*originals, *made]
    days |= {copy: days[original] for copy, original in made.items()}
    for name, find in (("onrecord", ours), ("datasketch", theirs)):
        try:
            found = find(texts, days)
        except ModuleNotFoundError:
            print(f"{name} is not installed")
            continue
        right = sum(found.get(copy) == original for copy, original in made.items())
        others = [text for text in found if text not in made]
        print(f"{name}: {right} of {len(made)} reprints found; {len(others)} of {len(originals)} others grouped")


if __name__ == "__main__":
    main()
