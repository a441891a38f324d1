"""How many sources and addressees resolve to the right entity.

Usage: ``python benchmarks/people.py ../shared [--list]``. The references come from the hand-annotated cases, so the
figures hold for finding people alone; ``same_entity`` of the shared scorer judges. The second figure is the country
that the phrases of ``corpora/actors`` mean on their day.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.model import Article, Spans
from onrecord.reading.language import Language
from onrecord.reading.people import People, find_people
from onrecord.reading.quotations import find_quotations
from onrecord.reading.statements import Attribution

Case = dict[str, Any]


def main(shared: Path, listing: bool) -> None:
    """Print the figures."""
    language, scorer = Language(), load_scorer(shared / "scorers/score_cases.py")
    counts: Counter[str] = Counter()
    for folder in (shared / "cases", shared / "cases/dev"):
        for name, case in scorer.load_cases(str(folder)).items():
            for line in score_case(language, scorer, name, case, counts):
                print(line) if listing else None
    for line in score_actors(language, shared / "corpora/actors/actor_cases.jsonl", counts):
        print(line) if listing else None
    for field in ("speaker", "addressee", "country"):
        right, all_ = counts[field], counts[field + " all"]
        print(f"{field:10s} {right}/{all_} = {right / max(all_, 1):.3f}")


def load_scorer(path: Path) -> ModuleType:
    """Return the shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_cases", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_case(language: Language, scorer: ModuleType, name: str, case: Case, counts: Counter[str]) -> Iterator[str]:
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--list" in sys.argv)
