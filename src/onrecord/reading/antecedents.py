"""Whom a pronoun or a role phrase takes up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from onrecord.reading.drafts import Draft, Drafts
from onrecord.reading.mentions import Mention
from onrecord.reading.offices import holder, terms_of
from onrecord.reading.roles import EPITHETS, KIN, PARTIES, POSTS, Role, compatible
from onrecord.reading.salience import Saying, Scene, may_mean

MANY = 80
"""Persons: in an article that names more, a role is looked for only among those named lately."""

_SUBJECT = 1.0
_SPEAKER = 0.8
_AGED = re.compile(r"[Tt]he[ \u00a0]\d{1,3}-year-old[ \u00a0]")
_TOP = ("state", "government", "leader")


class Antecedents:
    """Resolves pronouns and roles from left to right; ``saying`` knows who speaks where."""

    def __init__(self, drafts: Drafts, saying: Saying) -> None:
        self._drafts = drafts
        self._saying = saying

    def pronoun(self, mention: Mention) -> Draft | None:
        """Return the person whom he or she means: the one for whom most speaks, of those of a fitting gender."""
        fronted = self._fronted(mention)
        if fronted is not None:
            return fronted
        best = Scene(mention, self._drafts.near(mention), self._saying, self._drafts.text).best()
        return best or self._cataphor(mention)

    def _fronted(self, mention: Mention) -> Draft | None:
        """Return the subject that follows a phrase put before it: "After his visit, X said"."""
        if mention.subject or mention.quoted:
            return None
        person = self._drafts.named_after(mention.head[1], mention.sentence)
        last = (self._last_mention(near, mention) for near in self._drafts.near(mention))
        earlier = any(one.sentence == mention.sentence for one in last if one is not None)
        return person if person is not None and not earlier and may_mean(mention, person) else None

    def _cataphor(self, mention: Mention) -> Draft | None:
        """Return whom the same passage names next, when nobody was named before: "His visit over, X said"."""
        for person in self._drafts.people[:MANY]:
            first = next((one for one in person.mentions if one.kind == "name"), None)
            if first is not None and first.head[0] > mention.head[0] and first.sentence - mention.sentence <= 1:
                return person if may_mean(mention, person) else None
        return None

    def role(self, mention: Mention, people: Sequence[Mention]) -> Draft | None:
        """Return the person whom a definite role phrase means: by the text's own words, else by the offices table."""
        role = mention.role
        if role is None or not mention.definite:
            return None
        owner = self.owner_of(mention, people)
        if owner is not None and role.noun in owner.relatives:
            return owner.relatives[role.noun]
        if owner is not None and role.noun in KIN | {"counterpart"}:
            return self._counterpart(role, owner) if role.noun == "counterpart" else None
        power = role.power or (self._drafts.belongs_to(owner) if owner else None)
        said = Role(role.key, power, role.words, role.former)
        named = self._by_words(mention, said)
        if named is not None:
            return named
        held = self._by_table(said) or (self._nearest_office(mention, said) if power is None else None)
        return held or (self._taken_up(mention, role) if owner is None else None)

    def _taken_up(self, mention: Mention, role: Role) -> Draft | None:
        """Return whom an epithet takes up ("the Republican nominee", "the billionaire"): the most salient person.

        Somebody who is said to hold another post or to be of another party is not meant.
        """
        words = self._drafts.text[slice(*mention.span)]
        epithet = role.noun in EPITHETS or _AGED.match(words)
        if not epithet or words[:4].lower() != "the " or not mention.subject:
            return None
        people = [one for one in self._drafts.near(mention) if one.kind == "person" and not _elsewhere(one, role)]
        partisans = [one for one in people if any(set(role.words) & PARTIES & set(own.words) for own in one.roles)]
        return Scene(mention, partisans or people, self._saying, self._drafts.text).best()

    def owner_of(self, mention: Mention, people: Sequence[Mention]) -> Draft | None:
        """Return the person whose minister, mother or counterpart is meant, when a possessive says so."""
        if mention.owner is None:
            return None
        known = self._drafts.named_at(mention.owner) or self._drafts.meant_at(mention.owner)
        if known is not None:
            return known
        at = bisect_left(people, mention.owner, key=lambda one: one.span[0])
        here = takewhile(lambda one: one.span[0] == mention.owner, islice(people, at, None))
        pronoun = next((one for one in here if one.kind == "pronoun"), None)
        return self.pronoun(pronoun) if pronoun is not None else None

    def thing(self, offset: int, sentence: int, plural: bool) -> Draft | None:
        """Return the power or group that "it" or "they" at ``offset`` takes up: the nearest, subjects preferred."""
        best: tuple[float, Draft] | None = None
        for draft in [*self._drafts.powers.values(), *self._drafts.others[-200:]]:
            end = bisect_left(draft.mentions, offset, key=lambda one: one.head[0])
            for one in draft.mentions[max(end - 20, 0) : end]:
                if one.head[0] >= offset or sentence - one.sentence > 3 or one.quoted:
                    continue
                score = (
                    -float(sentence - one.sentence)
                    + (_SUBJECT if one.subject else 0)
                    + self._saying.speaks(one.head[0]) * _SPEAKER
                )
                score -= 1.0 if one.sense is not None and one.sense.use == "adjective" else 0.0
                if best is None or score > best[0] or (score == best[0] and not one.subject):
                    best = score, draft
        return best[1] if best and best[0] > -3 else None

    def _by_words(self, mention: Mention, role: Role) -> Draft | None:
        drafts = self._drafts
        fitting = []
        nearby = drafts.people if len(drafts.people) <= MANY else drafts.near(mention)
        nearby = [one for one in nearby if one.kind == "person"]
        for person in nearby:
            power = drafts.belongs_to(person)
            if role.power and power and role.power != power:
                continue
            titles = [Role(one.key, one.power or power, one.words, one.former) for one in person.roles]
            if person.term is not None and person.term.role and person.office:
                titles.append(Role(person.term.role, power, (), False))
            if any(compatible(role, title) for title in titles) or _held(person, role):
                fitting.append(person)
        before = [one for one in fitting if self._last(one, mention) is not None]
        if before:
            return max(before, key=lambda one: self._last(one, mention) or 0)
        return fitting[0] if len(fitting) == 1 else None

    def _last(self, person: Draft, mention: Mention) -> int | None:
        last = self._last_mention(person, mention)
        return last.head[0] if last is not None else None

    def _last_mention(self, person: Draft, mention: Mention) -> Mention | None:
        end = bisect_left(person.mentions, mention.head[0], key=lambda one: one.head[0])
        return person.mentions[end - 1] if end else None

    def _by_table(self, role: Role) -> Draft | None:
        if not role.power or not role.key or role.former:
            return None
        keys = _TOP if role.key == "top" else (role.key,)
        terms = [holder(role.power, key, self._drafts.day) for key in keys] if self._drafts.day else []
        term = next((one for one in terms if one is not None), None)
        return self._drafts.person_holding(term) if term is not None else None

    def _nearest_office(self, mention: Mention, role: Role) -> Draft | None:
        """Return the holder of the office in the state that the article has dealt with most before this mention."""
        if role.key not in _TOP and role.key not in ("foreign", "defence"):
            return None
        counts = {
            code: bisect_left(draft.mentions, mention.head[0], key=lambda one: one.head[0])
            for code, draft in self._drafts.powers.items()
            if len(code) == 3 and draft.country == code
        }
        ranked = sorted(counts.items(), key=lambda pair: -pair[1])
        clear = ranked and ranked[0][1] > 0 and all(a[1] > b[1] for a, b in list(pairwise(ranked))[:1])
        return self._by_table(Role(role.key, ranked[0][0], role.words)) if clear else None

    def _counterpart(self, role: Role, owner: Draft) -> Draft | None:
        keys = (
            [owner.term.role]
            if owner.term is not None and owner.term.role
            else [one.key for one in owner.roles if one.key]
        )
        return self._by_table(Role(keys[0], role.power, ())) if keys and role.power else None


def _elsewhere(person: Draft, role: Role) -> bool:
    """Tell whether somebody is said to hold a post, or to be of a party, that the role's is not."""
    posts = {own.noun for own in person.roles if not own.former} & POSTS - {role.noun}
    parties = {word for own in person.roles for word in own.words} & PARTIES
    return bool(posts and role.noun in POSTS) or bool(
        parties and not parties & set(role.words) & PARTIES and set(role.words) & PARTIES
    )


def _held(person: Draft, role: Role) -> bool:
    """Tell whether somebody of the offices table once held the office of a former holder."""
    terms = terms_of(person.name) if role.former and role.key and person.term is not None else []
    return any(term.role == role.key and role.power in (None, term.country) for term in terms)
