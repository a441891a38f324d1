"""Which powers stand behind the words of a phrase, or behind a speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from onrecord.model import Entity, Span, Statement
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.people import People
from onrecord.reading.phrases import noun_phrase
from onrecord.reading.powers import find_power, power_by_code
from onrecord.reading.sectors import sector_in

_OWNERS: tuple[frozenset[str], ...] = (
    frozenset({"poss"}),
    frozenset({"agent"}),
    frozenset({"amod", "compound", "nmod"}),
    frozenset({"prep"}),
    frozenset({"acl"}),
)
"""How a noun is tied to whose it is, the closest tie first."""
_AGAINST = frozenset("critic opponent rival enemy foe opposition adversary detractor victim".split())
"""Whose critics somebody is says nothing of where the critics stand."""
_DEPTH = 4
_NEAR = 24
"""How many mentions back one that reaches over a word may begin."""


class Parties:
    """The powers of an article. A person acts for a state, a ministry for its state; others for themselves."""

    def __init__(self, passages: Sequence[Passage], people: People) -> None:
        """Index the mentions, so that a phrase is looked up in the time of a bisection."""
        self._passages = passages
        self._people = people
        self._entities = {one.id: one for one in people.entities}
        self._mentions = sorted((span, one.id) for one in people.entities for span in one.mentions)
        self._starts = [span[0] for span, _ in self._mentions]
        self._meant: dict[tuple[int, int], tuple[str, ...]] = {}
        names = {one.name: one.id for one in people.entities if one.kind == "power"}
        self._named = names
        self._states = {
            country: names[state.name]
            for country in {one.country for one in people.entities if one.country}
            if (state := power_by_code(country)) and state.name in names
        }

    def entity(self, who: str) -> Entity:
        """Return the entity with this id."""
        return self._entities[who]

    def party(self, who: str) -> str | None:
        """Return the power that somebody acts for; ``None`` for a person or a group of no known power."""
        power = self._people.power_of(who) or who
        entity = self._entities[power]
        if entity.country and entity.country in self._states:
            return self._states[entity.country]
        if entity.kind != "power":
            return None
        _, _, body = entity.name.partition(" of ")
        return self._named.get(body.removeprefix("the "), power)

    def is_known(self, party: str) -> bool:
        """Tell whether a party is a state, part of one, or an organisation that the table of powers names."""
        entity = self._entities[party]
        return entity.country is not None or find_power(entity.name) is not None

    def person(self, who: str | None) -> str | None:
        """Return ``who`` if it is a person, else ``None``."""
        return who if who is not None and self._entities[who].kind == "person" else None

    def meant(self, passage: Passage, head: Token, depth: int = _DEPTH) -> list[str]:
        """Return the entities that a phrase is about: its head, else whose the head is ("Moscow's concerns")."""
        key = passage.start + head.idx, depth
        if key not in self._meant:
            self._meant[key] = tuple(self._about(passage, head, depth))
        return list(self._meant[key])

    def _about(self, passage: Passage, head: Token, depth: int) -> list[str]:
        who = self._covering(passage.span(head)) if head.pos_ in ("NOUN", "PROPN", "PRON", "ADJ") else None
        if who is not None and self.party(who) is not None:
            return [who]
        if head.lemma_.lower() in _AGAINST:
            return []
        phrase = noun_phrase(passage, head)
        inside = [one for _, one in self.mentions_in([phrase])]
        people = [one for one in inside if self._entities[one].kind == "person" and self.party(one)]
        if head.ent_type_ == "PERSON" and people:
            return people[:1]
        for ties in _OWNERS if depth else ():
            owners = [one for child in head.children if child.dep_ in ties for one in _ends(child)]
            found = [one for owner in owners for one in self.meant(passage, owner, depth - 1)]
            if found:
                return list(dict.fromkeys(found))
        return [who] if who is not None else []

    def _covering(self, span: Span) -> str | None:
        """Return whom the shortest mention around ``span`` means."""
        last = bisect_right(self._starts, span[0])
        near = self._mentions[max(0, last - _NEAR) : last]
        around = [(end - start, who) for (start, end), who in near if end >= span[1]]
        return min(around)[1] if around else None

    def mentions_in(self, spans: Iterable[Span]) -> Iterator[tuple[Span, str]]:
        """Yield the mentions inside ``spans`` with their entities, in the order of the text."""
        for start, end in spans:
            for at in range(bisect_left(self._starts, start), bisect_right(self._starts, end)):
                span, who = self._mentions[at]
                if span[1] <= end:
                    yield span, who

    def of(self, found: Iterable[str]) -> tuple[str, ...]:
        """Return the parties of entities, each once."""
        return tuple(dict.fromkeys(party for one in found if (party := self.party(one)) is not None))

    def sectors(self, found: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return the sectors of parties, from who stands for them and the words for it; the office says it too."""
        sectors: dict[str, str] = {}
        for who, words in found:
            party, entity = self.party(who), self._entities[who]
            code = sector_in(words) or sector_in(entity.office or "") or sector_in(entity.name)
            if party is not None and code is not None:
                sectors.setdefault(party, code)
        return sectors

    def speakers(self, statement: Statement) -> list[str]:
        """Return who speaks: the speaker, with those joined to it in the source ("both Norway and Iceland")."""
        first = [statement.speaker] if statement.speaker is not None else []
        for span in statement.source:
            passage = passage_at(self._passages, span[0])
            tokens = passage.tokens_in(span) if passage is not None else None
            if passage is None or tokens is None:
                continue
            if first and self.party(first[0]) is None:
                first = self.meant(passage, tokens.root) or first
            for head in tokens.root.conjuncts:
                first += self.meant(passage, head)
        return [one for one in dict.fromkeys(first) if self.party(one) is not None]


def _ends(tie: Token) -> list[Token]:
    """Return what a tie leads to: the owner itself, or what its preposition or its verb governs."""
    if tie.dep_ in ("prep", "agent"):
        heads = [child for child in tie.children if child.dep_ == "pobj"]
    elif tie.dep_ == "acl":
        heads = [child for child in tie.children if child.dep_ in ("dobj", "nsubj")] if tie.tag_ == "VBG" else []
    else:
        heads = [tie]
    return [one for head in heads for one in (head, *head.conjuncts)]
