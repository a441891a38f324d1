"""Persons in GUM: whom pronouns and roles mean, and how well all mentions of persons hang together.

A mention is known by its head (the head of GUM's minimal span, with the proper nouns beside it); one of ours is the
same mention when its head overlaps that. It is right when most names of our entity that GUM knows are names of the
person whom GUM means. Persons are those whom GUM names at least once by a singular proper noun.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coreference import Clusters, conll
from gum import Document, paragraphs, read
from onrecord.model import Article, Span
from onrecord.reading.people import People
from onrecord.reading.reader import Reader

GENRES = ("news", "interview", "bio", "speech", "court")
THIRD = frozenset("he him his himself she her hers herself they them their theirs themselves".split())
_OPENED_OR_CLOSED = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")


@dataclass(slots=True)
class Mention:
    """A mention of GUM: ``head`` is its minimal span in characters, ``kind`` name, role, third or speaker."""

    cluster: str
    etype: str
    first: int
    minimal: str
    head: Span = (0, 0)
    kind: str = "role"
    words: str = ""


@dataclass
class Figures:
    """What was counted over documents."""

    counts: Counter[str] = field(default_factory=Counter)
    full: list[tuple[Clusters, Clusters]] = field(default_factory=list)
    names: list[tuple[Clusters, Clusters]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def share(self, *kinds: str) -> float:
        """Return the share of mentions of these kinds that mean the right person."""
        return sum(self.counts[kind] for kind in kinds) / max(1, sum(self.counts[kind + " all"] for kind in kinds))

    def lines(self) -> Iterator[tuple[str, float]]:
        """Yield the figures with their names."""
        yield "gum third person and roles", self.share("third", "role")
        yield "gum third person", self.share("third")
        yield "gum roles", self.share("role")
        yield "gum I, we and you", self.share("speaker")
        yield "gum all but names", self.share("third", "role", "speaker")
        yield "gum CoNLL F1", conll(self.full)
        yield "gum CoNLL F1 of names alone", conll(self.names)


def score(reader: Reader, folder: Path, genres: Sequence[str] = GENRES) -> Figures:
    """Read the documents of ``folder`` in ``genres`` and return the figures."""
    figures = Figures()
    for path in sorted(folder.glob("*.conllu")):
        if path.stem.split("_")[1] in genres:
            document = read(path)
            _score_document(document, people_of(reader, document), figures)
    return figures


def people_of(reader: Reader, document: Document) -> People:
    """Return the people that the reader finds in a document."""
    day = document.created if re.fullmatch(r"\d{4}-\d\d-\d\d", document.created or "") else None
    body = tuple(paragraphs(document.text))
    article = Article(id=document.name, origin=document.name, text=document.text, body=body, published=day)
    return reader.people(article)


def _score_document(document: Document, people: People, figures: Figures) -> None:
    wanted = [one for one in mentions_of(document) if one.etype == "person"]
    by_cluster: dict[str, list[Mention]] = defaultdict(list)
    for one in wanted:
        by_cluster[one.cluster].append(one)
    ours = _Ours(people)
    entity_of = {one.head: ours.at(one.head) for one in wanted}
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    for one in wanted:
        if one.kind == "name" and (entity := entity_of[one.head]):
            meant[entity][one.cluster] += 1
    for cluster, mentions in by_cluster.items():
        for one in mentions if any(one.kind == "name" for one in mentions) else ():
            if one.kind == "name":
                continue
            entity = entity_of[one.head]
            means = meant[entity].most_common(1)[0][0] if entity and meant[entity] else None
            figures.counts[one.kind + " all"] += 1
            figures.counts[one.kind] += means == cluster
            if means != cluster:
                name = next(other.words for other in mentions if other.kind == "name")
                got = next((o.words for o in wanted if o.cluster == means and o.kind == "name"), means)
                around = document.text[max(one.head[0] - 60, 0) : one.head[1] + 30]
                figures.wrong.append(
                    f"{document.name} {one.kind} {one.words!r}: {name!r}, got {got!r} ({entity}) | {around!r}"
                )
    figures.full.append((_clusters(wanted), ours.clusters(wanted, {"name", "role", "pronoun"})))
    figures.names.append((_clusters(wanted), ours.clusters(wanted, {"name"})))


def _clusters(mentions: Sequence[Mention]) -> Clusters:
    by_id: dict[str, set[Span]] = defaultdict(set)
    for one in mentions:
        by_id[one.cluster].add(one.head)
    return [frozenset(one) for one in by_id.values()]


class _Ours:
    """Our mentions of persons, found by where their heads stand."""

    def __init__(self, people: People) -> None:
        kinds = {one.id: one.kind for one in people.entities}
        found = [one for one in people.heard if kinds[one[3]] != "power"]
        self._mentions = [(head, kind, entity) for head, _, kind, entity in found]
        self._starts = [head[0] for head, _, _ in self._mentions]
        self._titles = [((span[0], head[0]), kind, entity) for head, span, kind, entity in found if kind == "name"]

    def at(self, head: Span) -> str | None:
        """Return the entity of our mention whose head overlaps ``head``, else of the name whose title it is."""
        near = self._mentions[max(bisect_left(self._starts, head[0]) - 12, 0) : bisect_left(self._starts, head[1])]
        fitting = [(_apart(one[0], head), one[2]) for one in near if one[0][0] < head[1] and head[0] < one[0][1]]
        titles = [one[2] for one in self._titles if one[0][0] <= head[0] and head[1] <= one[0][1]]
        return min(fitting)[1] if fitting else next(iter(titles), None)

    def clusters(self, wanted: Sequence[Mention], kinds: set[str]) -> Clusters:
        """Return our clusters, a mention that GUM has under GUM's head, another one under its own."""
        heads = sorted(one.head for one in wanted)
        by_id: dict[str, set[Span]] = defaultdict(set)
        taken: set[Span] = set()
        for head, kind, entity in [*self._mentions, *self._titles]:
            if kind not in kinds:
                continue
            same = [one for one in heads if one[0] < head[1] and head[0] < one[1] and one not in taken]
            key = min(same, key=lambda one: _apart(one, head)) if same else head
            taken.add(key)
            by_id[entity].add(key)
        return [frozenset(one) for one in by_id.values()]


def _apart(one: Span, other: Span) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def mentions_of(document: Document) -> list[Mention]:
    """Return the mentions that GUM annotates, in the order in which they begin."""
    found: list[Mention] = []
    for index, (_, _, notes) in enumerate(document.tokens):
        marked = re.search(r"Entity=([^|]*)", notes)
        for opened, _, _ in _OPENED_OR_CLOSED.findall(marked[1]) if marked else ():
            fields = opened.split("-", 6)
            if len(fields) == 7:
                found.append(Mention(fields[0], fields[1], index, fields[5]))
    for one in found:
        _complete(one, document)
    return found


def _complete(one: Mention, document: Document) -> None:
    tokens = [one.first + int(number) - 1 for number in one.minimal.split(",") if number.isdigit()] or [one.first]
    root = next(token for token in tokens if document.heads[token] not in tokens or document.heads[token] == token)
    together = max(tokens) - min(tokens) < len(tokens)
    named = document.tags[root] == "NNP" and together
    left = right = root
    while named and left - 1 in tokens and document.tags[left - 1] == "NNP":
        left -= 1
    while named and right + 1 in tokens and document.tags[right + 1] == "NNP":
        right += 1
    one.head = (document.tokens[left][0], document.tokens[right][1])
    one.words = document.text[slice(*one.head)]
    if named:
        one.kind = "name"
    elif document.tags[root].startswith("PRP"):
        one.kind = "third" if one.words.lower() in THIRD else "speaker"
