"""Measure how the time and the memory of one reading grow with the length of the article, question by question.

Run: python benchmarks/growth.py [--sizes 50,100,200,400,1000] [--layers] [--profile SIZE]

The articles are made here, of our own sentences with invented people; sizes are in thousands of characters. Each is
read in a process of its own, in processor time. ``per MB`` would be the same in every row if all steps were linear.
``--layers`` prints the time per MB of each question below; ``--profile`` prints the functions that one article spends
most time in. Exit code 1 when the last row takes more than ``MOST`` times what the second takes per MB.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

MOST = 1.15
FIRST = "Ada Bram Cleo Dario Edda Femi Greta Hugo Ilse Joris Katya Lars Mira Nils Olga Pia Rosa Sven Tilda".split()
LAST = (
    "Aldous Brandt Corvane Delacourt Ekwueme Farrow Gillesund Halvorsen Iversen Jansson Kowalczyk Lindqvist "
    "Marchetti Nakamura Okonjo Petrov Quist Rasmussen Solberg Thorsen Ulrich Vale Wexford Yilmaz Zimmer"
).split()
ROLES = "foreign minister,prime minister,president,mayor,spokesman,ambassador,finance minister,professor".split(",")
POWERS = "Norway Iceland Denmark Sweden Finland France Germany Poland Spain Portugal Greece Estonia".split()
THINGS = "herring quota,ferry,treaty,pipeline,bridge,budget,port,customs line,winter timetable,fleet".split(",")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SENTENCES = (
    '"We shall not give up the {thing} in {year}," {name} said on {day}.',
    "{power}'s {role}, {name}, told reporters in {power2} that the {thing} would be reopened on {day}.",
    "{last} said that {he} had rejected the demand of {power} about the {thing}.",
    "According to {name}, the {role} of {power}, the talks about the {thing} had failed.",
    "{power} accused {power2} of breaking the agreement on the {thing}.",
    "{He} warned that {power2} would answer if the {thing} was closed, and called for a meeting with {last}.",
    "The {role} dismissed the words of {last} and repeated that the {thing} was safe.",
    "It rained for most of the week, and the boats of both countries stayed in the harbour.",
    '"What are we to do with the {thing}?" asked {last}. "Nobody has told us," {he} added.',
    "{fresh}, a teacher from {place}, said on {day} that the {place} Institute had not been asked about the {thing}.",
    "{fresh2} told the {place} Herald that {he} would leave the {place} Council.",
    "{name} and {name2} signed a declaration about the {thing} in {month} {year}.",
)
SYLLABLES = "bar del fen gor hul jas kem lor mir nov pel ras sil tor ul vek wen yar zol dri fla gre sto".split()
"""Of which new names are made, so that a longer article has more people and organisations."""
MONTHS = "January February March April May June July August September October November December".split()


def article(characters: int, seed: int = 1) -> str:
    """Return a report of about so many characters, the same for the same seed."""
    dice, parts, length = random.Random(seed), ["Ministers quarrel about the herring quota"], 0
    while length < characters:
        sentences = [_sentence(dice) for _ in range(dice.randint(1, 4))]
        parts.append(" ".join(sentences))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)


def _sentence(dice: random.Random) -> str:
    he = dice.choice(("he", "she"))
    fresh = ["".join(dice.choice(SYLLABLES) for _ in range(3)).capitalize() for _ in range(3)]
    names = [f"{dice.choice(FIRST)} {dice.choice(LAST)}" for _ in range(2)]
    return dice.choice(SENTENCES).format(
        fresh=f"{dice.choice(FIRST)} {fresh[0]}", fresh2=f"{fresh[0]} {fresh[1]}", place=fresh[2],
        name=names[0], name2=names[1], last=dice.choice(LAST), he=he, He=he.capitalize(), power=dice.choice(POWERS),
        power2=dice.choice(POWERS), role=dice.choice(ROLES), thing=dice.choice(THINGS), day=dice.choice(DAYS),
        month=dice.choice(MONTHS), year=dice.randint(2028, 2032),
    )  # fmt: skip


def measure(characters: int, layers: bool) -> dict[str, Any]:
    """Read one article of this length in this process; return seconds, the peak memory and the seconds of layers."""
    from onrecord.article.plain import read_plain
    from onrecord.reading.reader import Reader

    reader, text = Reader(), article(characters)
    reader.read(read_plain(article(5_000, seed=2), origin="warm"))
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent: dict[str, float] = {}
    if layers:
        _watch(spent)
    began = time.process_time()
    with_layout = read_plain(text, origin="growth")
    spent["layout"] = time.process_time() - began
    reading = reader.read(with_layout)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "characters": len(text), "seconds": seconds, "idle": idle, "peak": peak,
        "statements": len(reading.statements), "entities": len(reading.entities), "layers": spent,
    }  # fmt: skip


def _watch(spent: dict[str, float]) -> None:
    """Add up the time of the functions that the reader calls, which are the questions of docs/reading.md."""
    from onrecord.reading import grammar, hybrid, language, reader, trained

    for name in [name for name in vars(reader) if name.startswith(("find_", "build_")) or name == "Reading"]:
        setattr(reader, name, _timed(getattr(reader, name), name, spent))
    finders = (hybrid.Hybrid, trained.StatementModel, grammar.Grammar)
    for kind, name in [(language.Language, "analyse"), *((one, "find") for one in finders)]:
        setattr(kind, name, _timed(vars(kind)[name], f"{kind.__name__}.{name}", spent))


def _timed(inner: Callable[..., Any], label: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return inner(*arguments, **named)
        finally:
            spent[label] = spent.get(label, 0.0) + time.process_time() - began

    return timed


def profile(characters: int) -> None:
    """Print where one article's time goes."""
    from onrecord.article.plain import read_plain
    from onrecord.reading.reader import Reader

    reader, text = Reader(), article(characters)
    watched = cProfile.Profile()
    watched.runcall(lambda: reader.read(read_plain(text, origin="growth")))
    pstats.Stats(watched).sort_stats("tottime").print_stats(40)


def main() -> int:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="50,100,200,400,1000", help="thousands of characters")
    parser.add_argument("--layers", action="store_true")
    parser.add_argument("--profile", type=int, help="thousands of characters")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.profile:
        profile(given.profile * 1000)
        return 0
    if given.one:
        print(json.dumps(measure(given.one * 1000, given.layers)))
        return 0
    print(f"{'characters':>12s}{'seconds':>9s}{'per MB':>9s}{'MB above idle':>15s}{'statements':>12s}")
    rows = []
    for size in map(int, given.sizes.split(",")):
        command = [sys.executable, __file__, "--one", str(size), *(["--layers"] if given.layers else [])]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        row = json.loads(ran.stdout)
        rows.append(row)
        rate, grown = row["seconds"] / row["characters"] * 1e6, row["peak"] - row["idle"]
        print(
            f"{row['characters']:12,d}{row['seconds']:9.1f}{rate:9.1f}{grown:15.0f}{row['statements']:12d}",
            flush=True,
        )
    for name in sorted(rows[-1]["layers"], key=lambda one: -float(rows[-1]["layers"][one])):
        print(f"{name:24s}" + "".join(f"{row['layers'].get(name, 0) / row['characters'] * 1e6:9.2f}" for row in rows))
    rates = [float(row["seconds"]) / float(row["characters"]) for row in rows]
    ratio = rates[-1] / rates[min(1, len(rates) - 1)]
    print(f"time per MB, the longest beside the second: {ratio:.2f}")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
