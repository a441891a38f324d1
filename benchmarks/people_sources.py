"""PolNeAR: how many sources that are a pronoun or a role mean somebody with a name, and how many the right one.

A pronoun is he, she, it or they in any case; a role is a singular noun for a person that stands definite ("the
spokesman", "his lawyer", "Norway's president") and no name beside it. Who resolves is given the annotated sources.
``people_sources.csv`` holds what was judged by hand: where the source stands, and where its right antecedent's name
does (empty where nobody in the article is named: nothing is right then but to say so). The first draw is a hundred,
read before the weights for news were fitted; the second, of 45 others, was read after, and only measured since.
"""

from __future__ import annotations

import csv
import importlib.util
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from onrecord.model import Article, Entity, Span, Spans
from onrecord.reading.language import Language, Passage, passage_at
from onrecord.reading.people import People, find_people
from onrecord.reading.quotations import find_quotations
from onrecord.reading.roles import is_person_noun
from onrecord.reading.statements import Attribution

JUDGED = Path(__file__).with_name("people_sources.csv")
_PRONOUNS = frozenset("he she him her it they them his".split())
_DEFINITE = re.compile(r"(?:the|his|her|its|their|this|that)\s|.*['’]s?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A source that is a pronoun or a role, and the entity that it was found to mean."""

    article: str
    span: Span
    kind: str
    words: str
    entity: Entity | None
    text: str

    @property
    def named(self) -> bool:
        """Whether the entity has a name: a person or power that is called by a capitalised word."""
        known = self.entity is not None and self.entity.kind in ("person", "power")
        return known and self.entity is not None and any(word[:1].isupper() for word in self.entity.name.split())


def load(shared: Path) -> ModuleType:
    """Import the shared loader of PolNeAR."""
    spec = importlib.util.spec_from_file_location("polnear", shared / "scorers/polnear.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sources(language: Language, shared: Path, split: str = "dev", only: set[str] | None = None) -> Iterator[Source]:
    """Yield the pronoun and role sources of PolNeAR with what they resolve to."""
    for row in load(shared).load(split):
        if only is None or row["name"] in only:
            yield from _of_article(language, row["name"], row["text"], row["attributions"])


def _of_article(language: Language, name: str, text: str, rows: Sequence[dict[str, Spans]]) -> Iterator[Source]:
    passages, found, people = find_in(language, name, text, rows)
    by_id = {one.id: one for one in people.entities}
    for spans in dict.fromkeys(one.source for one in found if len(one.source) == 1):
        kind = kind_of(passages, text, spans[0], people)
        if kind:
            entity = by_id.get(people.at(spans) or "")
            yield Source(name, spans[0], kind, text[slice(*spans[0])], entity, text)


def find_in(
    language: Language, name: str, text: str, rows: Sequence[dict[str, Spans]]
) -> tuple[list[Passage], list[Attribution], People]:
    """Return the people of an article whose sources and contents are those that PolNeAR marks."""
    body = tuple(match.span() for match in re.finditer(r"\S[^\n\r]*", text))
    day = re.search(r"_(\d{4}-\d\d-\d\d)", name)
    article = Article(id=name, origin=name, text=text, body=body, published=day[1] if day else None)
    passages = language.analyse(article)
    quotations = find_quotations(text, [(one.start, one.end) for one in passages])
    found = [Attribution(_spans(one["source"]), _spans(one["cue"]), _spans(one["content"])) for one in rows]
    found = sorted((one for one in found if one.content), key=lambda one: one.content)
    people = find_people(article, passages, quotations, found, [one.source for one in found if one.source])
    return passages, found, people


def _spans(value: Sequence[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in value)


def kind_of(passages: Sequence[Passage], text: str, span: Span, people: People) -> str | None:
    """Return ``pronoun`` or ``role`` for a source that is one, else ``None``."""
    words = text[slice(*span)].strip()
    if words.lower() in _PRONOUNS:
        return "pronoun"
    passage = passage_at(passages, span[0])
    tokens = passage.tokens_in(span) if passage else None
    if tokens is None or not len(tokens) or any(one[2] == "name" and _inside(one[0], span) for one in people.heard):
        return None
    root = tokens.root
    singular = root.tag_ in ("NN", "NNP") and is_person_noun(root.lower_)
    return "role" if singular and _DEFINITE.match(words) and "," not in words else None


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def sample(found: Sequence[Source], size: int = 100, seed: int = 4) -> list[Source]:
    """Return the sources to judge by hand: drawn evenly by a seed, in the order of the articles."""
    ordered = sorted(found, key=lambda one: (one.article, one.span))
    return sorted(random.Random(seed).sample(ordered, size), key=lambda one: (one.article, one.span))


def judged() -> dict[tuple[str, int, int], tuple[str, list[Span]]]:
    """Return the draw and the right names' places of each source judged by hand."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["article"], int(row["start"]), int(row["end"])): (
            "judged" if row["drawn"] == "1" else "judged later",
            [(int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", row["right"])],
        )
        for row in rows
    }


def is_right(source: Source, right: Sequence[Span]) -> bool:
    """Tell whether the entity is the one named at ``right``; where nobody is named, whether nobody is claimed."""
    if not right:
        return not source.named
    mentions = source.entity.mentions if source.entity else ()
    return any(start < b and a < end for start, end in mentions for a, b in right)


def score(language: Language, shared: Path) -> tuple[Counter[str], list[str]]:
    """Count resolved sources over all of dev, and right ones in the judged sample; list the wrong ones."""
    counts: Counter[str] = Counter()
    wrong = []
    verdicts = judged() if JUDGED.exists() else {}
    for one in sources(language, shared):
        counts[one.kind + " all"] += 1
        counts[one.kind] += one.named
        draw, right = verdicts.get((one.article, *one.span), ("", []))
        if draw:
            counts[draw + " all"] += 1
            counts[draw] += is_right(one, right)
            if not is_right(one, right):
                wrong.append(f"{one.article} {one.span} {one.words!r}: got {one.entity and one.entity.name!r}")
    return counts, wrong
