"""Entities in the making: names that mean one person, words that mean one power."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.model import EntityKind, Span
from onrecord.reading.affiliations import country_before, country_in
from onrecord.reading.given_names import gender_of_given
from onrecord.reading.mentions import Mention
from onrecord.reading.offices import (
    Term,
    candidates,
    given_alike,
    holder,
    recent_terms_of_surname,
    terms_of,
    terms_of_surname,
)
from onrecord.reading.powers import Power, power_by_code
from onrecord.reading.roles import Role
from onrecord.reading.spellings import Spellings, name_parts

TEXT_ONLY, BARE_NAME, AMBIGUOUS = 0.95, 0.75, 0.5
TITLE_ON_THE_DAY, NAME_ON_THE_DAY, MISSPELT, SURNAME_ON_THE_DAY, LATELY = 0.98, 0.97, 0.9, 0.93, 0.8
"""How sure an identity is, by what it rests on: set by hand, in the order in which they were seen to fail."""
_COMPARED = 200
"""People who share a part of their names that a name is compared with, at most."""
_HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady dame prof".split())


@dataclass(eq=False, slots=True)
class Draft:
    """An entity that still gathers mentions. ``parts`` are the fullest name's words in common spelling."""

    kind: EntityKind
    name: str
    parts: tuple[str, ...] = ()
    mentions: list[Mention] = field(default_factory=list)
    spans: set[Span] = field(default_factory=set)
    roles: list[Role] = field(default_factory=list)
    gender: str | None = None
    term: Term | None = None
    country: str | None = None
    power: str | None = None
    office: str | None = None
    plural: bool = False
    confidence: float = TEXT_ONLY
    candidates: tuple[Term, ...] = ()
    passing: bool = False
    named: int = 0
    """How many of the mentions are names."""
    relatives: dict[str, Draft] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Take in a mention and what it says."""
        insort(self.mentions, mention, key=lambda one: one.head)
        self.spans.add(mention.span)
        self.named += mention.kind == "name"
        self.hold(mention.role)
        self.gender = self.gender or mention.gender

    def hold(self, role: Role | None) -> None:
        """Take in what the text says somebody is, each thing once."""
        if role is not None and role not in self.roles:
            self.roles.append(role)


class Drafts:
    """All drafts of one article."""

    def __init__(self, text: str, day: str | None) -> None:
        self.text = text
        self.day = day
        self.people: list[Draft] = []
        self.powers: dict[str, Draft] = {}
        self.others: list[Draft] = []
        self._by_part: dict[str, list[Draft]] = {}
        self._by_name: dict[tuple[str, ...], Draft] = {}
        self._by_term: dict[str, Draft] = {}
        self._by_initials: dict[str, str] = {}
        self._codes: dict[int, str] = {}
        self._spellings = Spellings()
        self._names: list[tuple[int, int, int, Draft]] = []
        self._active: dict[int, Draft] = {}
        self._meant: dict[int, Draft] = {}

    def all(self) -> list[Draft]:
        """Return every draft in the order in which the text first mentions it; those it never mentions last."""
        drafts = [*self.people, *self.powers.values(), *self.others]
        return sorted(drafts, key=lambda one: min(one.spans, default=(len(self.text) + 1, 0)))

    def take_names(self, mentions: Sequence[Mention]) -> None:
        """Make persons of the name mentions, full names before surnames."""
        names = [one for one in mentions if one.kind == "name"]
        full = [one for one in names if len(self._parts(one)) > 1]
        for mention in full:
            self._person_for_full(mention).add(mention)
        for mention in names:
            if len(self._parts(mention)) == 1:
                self._person_for_part(mention).add(mention)
        for person in self.people:
            person.mentions.sort(key=lambda one: one.head)
            self._identify(person)
        self._names = sorted(
            ((*one.head, index, person) for index, person in enumerate(self.people) for one in person.mentions),
            key=lambda one: one[:3],
        )

    def named_at(self, offset: int) -> Draft | None:
        """Return the person whose name holds the character at ``offset``."""
        at = bisect_right(self._names, offset, key=lambda one: one[0]) - 1
        return self._names[at][3] if at >= 0 and offset < self._names[at][1] else None

    def named_after(self, offset: int, sentence: int) -> Draft | None:
        """Return the person named first behind ``offset``, as a subject in the same sentence and not far off."""
        at = bisect_right(self._names, offset, key=lambda one: one[0])
        if at >= len(self._names) or self._names[at][0] - offset > 80:
            return None
        start, _, _, person = self._names[at]
        found = person.mentions[bisect_left(person.mentions, start, key=lambda one: one.head[0])]
        return person if found.subject and found.sentence == sentence else None

    def meant_at(self, offset: int) -> Draft | None:
        """Return the person whom the role or pronoun that begins at ``offset`` was found to mean."""
        return self._meant.get(offset)

    def near(self, mention: Mention) -> list[Draft]:
        """Return the persons named lately before ``mention``, at most the last 60 of their names counted."""
        at = bisect_right(self._names, mention.head[0], key=lambda one: one[0])
        lately = {id(person): person for *_, person in self._names[max(at - 60, 0) : at]}
        lately |= {key: person for key, person in self._active.items() if key not in lately}
        return list(lately.values())

    def touch(self, person: Draft, mention: Mention) -> None:
        """Remember that a role or pronoun has just meant this person."""
        self._meant[mention.head[0]] = person
        self._active.pop(id(person), None)
        self._active[id(person)] = person
        while len(self._active) > 12:
            self._active.pop(next(iter(self._active)))

    def take_powers(self, mentions: Sequence[Mention]) -> None:
        """Make powers of the mentions of states and organisations; places do not count."""
        for mention in mentions:
            if mention.sense is not None and not mention.place:
                self.power(mention.sense.power).add(mention)
            elif mention.kind == "organisation":
                self.organisation(mention)

    def power(self, power: Power) -> Draft:
        """Return the draft of a power of the table."""
        if power.code not in self.powers:
            self._take_power(power.code, Draft("power", power.name, country=power.country))
        return self.powers[power.code]

    def _take_power(self, code: str, draft: Draft) -> None:
        self.powers[code] = draft
        self._codes[id(draft)] = code
        self._by_initials.setdefault(_initials(draft.name), code)

    def unnamed(self, mention: Mention) -> Draft:
        """Return a new person without a name, whom "the woman" or "a spokesman" brings in."""
        words = re.sub(r"[\s\u00a0]+", " ", self.text[slice(*mention.span)])
        draft = Draft("unnamed", words, gender=mention.gender, passing=True)
        draft.add(mention)
        self.others.append(draft)
        self.touch(draft, mention)
        return draft

    def state(self, code: str | None) -> Draft | None:
        """Return the draft of the power with this code, made when it is in the table."""
        power = power_by_code(code) if code else None
        return self.power(power) if power is not None else None

    def organisation(self, mention: Mention, country: str | None = None) -> Draft:
        """Return the draft of an organisation that only the text knows, by its name."""
        name = re.sub(r"^[Tt]he[\s\u00a0]+", "", self.text[slice(*mention.span)])
        key = "name:" + " ".join(name_parts(name))
        acronym = self._by_initials.get(name, key) if name.isupper() else key
        if acronym not in self.powers:
            country = country or country_before(self.text, mention.span[0]) or country_in(name)
            self._take_power(acronym, Draft("power", name, country=country))
        self.powers[acronym].add(mention)
        return self.powers[acronym]

    def person_holding(self, term: Term) -> Draft:
        """Return the person of a term in the offices table, whether or not the text names them."""
        parts = name_parts(term.holder)
        surnamed = self._by_part.get(parts[-1], [])[:_COMPARED]
        known = self._by_term.get(term.wikidata or term.holder)
        known = known or next((one for one in surnamed if one.parts == (parts[-1],)), None)
        if known is not None:
            return known
        person = Draft("person", term.holder, parts)
        person.gender = gender_of_given(term.holder.split()[0])
        person.confidence = SURNAME_ON_THE_DAY
        self._fill(person, term)
        self.people.append(person)
        return person

    def person_called(self, mention: Mention) -> Draft:
        """Return the person whom a mention names that nothing but its place as a source supports."""
        parts = self._parts(mention)
        person = self._person_for_full(mention) if len(parts) > 1 else self._person_for_part(mention)
        person.add(mention)
        return person

    def belongs_to(self, person: Draft) -> str | None:
        """Return the code of the power that a person belongs to, by the table or the text's own words."""
        if person.term is not None:
            return person.term.country
        return next((role.power for role in person.roles if role.power), None)

    def code_of(self, draft: Draft) -> str | None:
        """Return the code of the power that a draft is or belongs to."""
        return self._codes.get(id(draft)) or draft.power or self.belongs_to(draft)

    def _parts(self, mention: Mention) -> tuple[str, ...]:
        return tuple(p for p in name_parts(self.text[slice(*mention.head)]) if p not in _HONORIFICS)

    def _person_for_full(self, mention: Mention) -> Draft:
        parts = self._parts(mention)
        person = self._by_name.get(parts) or self._known_as(parts) or self._new(mention, parts)
        if len(parts) > len(person.parts):
            person.parts, person.name = parts, _display(self.text, mention)
        self._by_name[parts] = person
        return person

    def _known_as(self, parts: tuple[str, ...]) -> Draft | None:
        """Return the person who has this name or a shorter form of it; of very many who share a part, not all are
        looked at."""
        several = (self._by_part.get(parts[-1], [])[:_COMPARED], self._by_part.get(parts[0], [])[:_COMPARED])
        return next((one for people in several for one in people if _same_name(parts, one.parts)), None)

    def _person_for_part(self, mention: Mention) -> Draft:
        parts = self._parts(mention) or name_parts(self.text[slice(*mention.head)])
        word = parts[0] if parts else ""
        known = self._by_part.get(word) or self._misspelt(word)
        word = word if word in self._by_part or not known else known[0].parts[-1]
        known = known[:_COMPARED]
        last = [one for one in known if one.parts[-1] == word]
        first = [one for one in known if one.parts[0] == word]
        middle = [one for one in known if word in one.parts[1:-1] and one.mentions[0].head[0] < mention.head[0]]
        found = [one for one in (last or first or middle) if _genders_agree(one, mention)]
        if not found:
            return self._new(mention, parts)
        last_of = {id(one): bisect_left(one.mentions, mention.head[0], key=lambda m: m.head[0]) for one in found}
        before = [one for one in found if last_of[id(one)]]
        return max(before, key=lambda one: one.mentions[last_of[id(one)] - 1].head[0]) if before else found[0]

    def _misspelt(self, word: str) -> list[Draft]:
        """Return the persons whose last name is this word but for a letter."""
        if len(word) < 6:
            return []
        similar = self._spellings.like(word)
        return [one for part in similar for one in self._by_part[part][:_COMPARED] if one.parts[-1] == part]

    def _new(self, mention: Mention, parts: tuple[str, ...]) -> Draft:
        person = Draft("person", _display(self.text, mention), parts)
        self.people.append(person)
        for part in dict.fromkeys(parts):
            self._by_part.setdefault(part, []).append(person)
            self._spellings.add(part)
        return person

    def _identify(self, person: Draft) -> None:
        term = self._term(person)
        person.confidence = self._confidence(person, term)
        if term is not None:
            self._fill(person, term)
        elif len(person.parts) == 1 and not person.roles:
            person.candidates = tuple(candidates(person.parts[0], self.day))
            person.confidence = AMBIGUOUS if person.candidates else BARE_NAME
        elif person.country is None:
            power = power_by_code(self.belongs_to(person) or "")
            person.country = power.country if power else None
        given = person.name.split()[0] if len(person.parts) > 1 or term is not None else ""
        if given and (known := gender_of_given(given)) and not _said_gender(person):
            person.gender = known

    def _confidence(self, person: Draft, term: Term | None) -> float:
        if term is None:
            return TEXT_ONLY
        now = self.day is not None and term.covers(self.day)
        if any(role.key == term.role and role.power == term.country for role in person.roles):
            return TITLE_ON_THE_DAY if now else NAME_ON_THE_DAY
        if len(person.parts) == 1:
            return SURNAME_ON_THE_DAY if now else LATELY
        return NAME_ON_THE_DAY if set(person.parts) & set(name_parts(term.holder)[:1]) else MISSPELT

    def _term(self, person: Draft) -> Term | None:
        for role in person.roles:
            at_office = holder(role.power, role.key, self.day) if role.power and role.key else None
            if at_office is not None and name_parts(at_office.holder)[-1] == person.parts[-1]:
                return at_office
        said = {power.country or power.code for role in person.roles if (power := power_by_code(role.power or ""))}
        if len(person.parts) > 1:
            terms = terms_of(person.name, self.day)
        else:
            word = person.parts[0] if person.parts else ""
            terms = terms_of_surname(word, self.day) or recent_terms_of_surname(word, self.day)
        now = [term for term in terms if self.day is None or term.covers(self.day)]
        term = next(iter(sorted(now, key=lambda one: not one.role)), terms[0] if terms else None)
        if term is None or (said and term.country not in said and not (said & {one.country for one in terms})):
            return None
        plain = not said and not person.roles and not any(one.role for one in terms)
        unlike = [role for role in person.roles if role.words and not role.key and not role.power]
        return None if plain or (unlike and not any(one.role for one in terms)) else term

    def _fill(self, person: Draft, term: Term) -> None:
        power = power_by_code(term.country)
        person.term, person.name = term, term.holder
        self._by_term.setdefault(term.wikidata or term.holder, person)
        person.country = power.country if power else None
        if self.day is None or term.covers(self.day):
            person.office = (
                term.office if power is None or power.name in term.office else f"{term.office} of {_the(power.name)}"
            )


def _the(name: str) -> str:
    plural = name.startswith(
        ("United", "Democratic Republic", "Republic", "European", "Organi", "International", "World")
    )
    return (
        f"the {name}" if plural or (name.endswith(("s", "Union", "Bank", "League")) and name != "Honduras") else name
    )


def _display(text: str, mention: Mention) -> str:
    words = re.split(r"[\s\u00a0]+", text[slice(*mention.head)])
    return " ".join(words[1:] if len(words) > 1 and words[0].rstrip(".").lower() in _HONORIFICS else words)


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(other) < 2 or one[-1] != other[-1]:
        return len(other) > 1 and set(one) == set(other)
    return given_alike(one[0], other[0]) or one[0] in other[:-1] or other[0] in one[:-1]


def _genders_agree(person: Draft, mention: Mention) -> bool:
    return not mention.gender or not person.gender or mention.gender == person.gender


def _said_gender(person: Draft) -> bool:
    return any(mention.gender and mention.kind != "name" for mention in person.mentions)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isupper())
