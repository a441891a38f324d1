"""Who is meant: sources, addressees, pronouns, roles, identities.

Usage: ``python benchmarks/people.py [../shared] [--list] [--check] [--train]``. Four sets of figures:

- the hand-annotated cases, given their sources and addressees (``same_entity`` of the shared scorer judges), and the
  Wikidata ids of the persons whom the shared list of office holders knows by exactly one;
- the country that the phrases of ``corpora/actors`` mean on their day;
- GUM dev (``people_gum.py``), read from the text alone; ``--train`` reads the training documents instead;
- PolNeAR dev (``people_sources.py``), with a sample judged by hand.

``--check`` compares with the floors of ``floors.json`` and exits with 1 below one.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import floors
import people_gum
import people_sources
from onrecord.model import Article, Spans
from onrecord.reading.language import Language
from onrecord.reading.people import People, find_people
from onrecord.reading.quotations import find_quotations
from onrecord.reading.reader import Reader
from onrecord.reading.statements import Attribution

Case = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the figures; with ``--check``, exit with 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    parser.add_argument("--list", action="store_true", help="show what is not right")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is below its floor")
    parser.add_argument("--train", action="store_true", help="GUM's training documents instead of dev")
    options = parser.parse_args()
    if not options.shared.is_dir():
        raise SystemExit(
            f"{options.shared} is not there: the annotated texts are the team's, not part of the project"
        )
    found = figures(options.shared, "train" if options.train else "dev", options.list)
    for name, value in found.items():
        print(f"{name:36s} {value:.3f}")
    if options.check:
        sys.exit(floors.check(found, data_hash(options.shared), "people"))


def figures(shared: Path, split: str, listing: bool) -> dict[str, float]:
    """Return every figure by its name."""
    reader, scorer = Reader(), load_scorer(shared / "scorers/score_cases.py")
    counts: Counter[str] = Counter()
    ids = wikidata_ids(shared / "corpora/offices/office_holders.csv", scorer)
    lines: list[str] = []
    for folder in (shared / "cases", shared / "cases/dev"):
        for name, case in scorer.load_cases(str(folder)).items():
            lines += score_case(reader.language, scorer, name, case, counts, ids)
    lines += score_actors(reader.language, shared / "corpora/actors/actor_cases.jsonl", counts)
    found = {name: counts[name] / max(1, counts[name + " all"]) for name in ("speaker", "addressee", "wikidata")}
    found["country"] = counts["country"] / max(1, counts["country all"])
    gum = people_gum.score(reader, shared / "corpora/gum" / split)
    found |= dict(gum.lines())
    sources, wrong = people_sources.score(reader.language, shared)
    resolved = sum(sources[kind] for kind in ("pronoun", "role"))
    found["polnear resolved"] = resolved / max(1, sum(sources[kind + " all"] for kind in ("pronoun", "role")))
    found["polnear judged right"] = sources["judged"] / max(1, sources["judged all"])
    found["polnear judged later right"] = sources["judged later"] / max(1, sources["judged later all"])
    for line in [*lines, *gum.wrong, *wrong] if listing else ():
        print(line)
    return found


def load_scorer(path: Path) -> ModuleType:
    """Return the shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_cases", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wikidata_ids(path: Path, scorer: ModuleType) -> dict[str, str]:
    """Return the ids of the office holders whose name belongs to one person only."""
    by_name: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_name[scorer.plain(row["person"])].add(row["wikidata"])
    return {name: next(iter(ids)) for name, ids in by_name.items() if len(ids) == 1}


def score_case(
    language: Language, scorer: ModuleType, name: str, case: Case, counts: Counter[str], ids: dict[str, str]
) -> Iterator[str]:
    """Count the references of a case that resolve rightly and yield a line for each that does not."""
    people = read_case(language, case)
    by_id = {one.id: one.model_dump() for one in people.entities}
    for gold in case["statements"]:
        source = as_spans(gold.get("source"))
        if source and "speaker_text" not in gold and gold.get("speaker"):
            counts["speaker all"] += 1
            got = by_id.get(people.at(source) or "")
            right = scorer.same_entity(gold["speaker"], got, case)
            counts["speaker"] += right
            if not right:
                words = case["text"][slice(*source[0])]
                yield f"{name} {gold['id']} {words!r}: {gold['speaker']}, got {got and got['name']}"
        to_whom = as_spans(gold.get("addressee"))
        if to_whom:
            counts["addressee all"] += 1
            got = by_id.get(people.at(to_whom) or "")
            right = bool(got) and any(a < d and c < b for a, b in to_whom for c, d in (got or {})["mentions"])
            counts["addressee"] += right
            if not right:
                yield f"{name} {gold['id']} to {case['text'][slice(*to_whom[0])]!r}: got {got and got['name']}"
    for person in case.get("people", {}):
        wanted = ids.get(scorer.plain(person))
        mine = [one for one in by_id.values() if one["mentions"] and scorer.same_entity(person, one, case)]
        if wanted and mine:
            counts["wikidata all"] += 1
            counts["wikidata"] += any(one["wikidata"] == wanted for one in mine)
            if all(one["wikidata"] != wanted for one in mine):
                yield f"{name} {person}: {wanted}, got {[one['wikidata'] for one in mine]}"


def read_case(language: Language, case: Case) -> People:
    """Return the people of a case, with the case's own sources and addressees as references."""
    text = case["text"]
    body = tuple(match.span() for match in re.finditer(r"\S[^\n]*", text))
    day = case["meta"].get("date") or "2022-02-02"
    article = Article(id="case", origin="case", text=text, body=body, published=day)
    passages = language.analyse(article)
    quotations = find_quotations(text, [(one.start, one.end) for one in passages])
    found = [Attribution(as_spans(g.get("source")), (), as_spans(g["content"])) for g in case["statements"]]
    references = [one.source for one in found] + [as_spans(g.get("addressee")) for g in case["statements"]]
    return find_people(article, passages, quotations, found, [one for one in references if one])


def score_actors(language: Language, path: Path, counts: Counter[str]) -> Iterator[str]:
    """Count the phrases whose power is right and yield a line for each that is not."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["country"]:
            continue
        counts["country all"] += 1
        got = country_of(language, row["phrase"], row["date_iso"])
        counts["country"] += got == row["country"]
        if got != row["country"]:
            yield f"actor {row['phrase']!r} {row['date_iso'] or ''}: {row['country']}, got {got}"


def country_of(language: Language, phrase: str, day: str | None) -> str | None:
    """Return the country of the power that a phrase alone means."""
    article = Article(id="phrase", origin="phrase", text=phrase, body=((0, len(phrase)),), published=day)
    passages = language.analyse(article)
    whole: Spans = ((0, len(phrase)),)
    people = find_people(article, passages, [], [], [whole])
    by_id = {one.id: one for one in people.entities}
    who = by_id.get(people.at(whole) or "")
    power = by_id.get(people.power_of(who.id) or "") if who else None
    return (who.country if who else None) or (power.country if power else None)


def as_spans(value: Any) -> Spans:
    """Return spans as tuples, a lone one wrapped."""
    if not value:
        return ()
    return tuple(tuple(one) for one in value) if isinstance(value[0], list) else (tuple(value),)


def data_hash(shared: Path) -> str:
    """Return a hash of all that the figures rest on: a floor is only compared on the data it was pinned on."""
    digest = hashlib.sha256(people_sources.JUDGED.read_bytes())
    parts = ("cases", "corpora/actors", "corpora/gum/dev", "corpora/polnear/data/dev")
    for path in sorted(path for part in parts for path in (shared / part).rglob("*.*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
