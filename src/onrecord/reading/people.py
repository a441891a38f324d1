"""Which mentions are one person or power, and whom the words of a source mean."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.model import Article, Candidate, Entity, OfficeTerm, Span, Spans
from onrecord.reading.affiliations import actor_code
from onrecord.reading.antecedents import Antecedents
from onrecord.reading.drafts import Draft, Drafts
from onrecord.reading.first_person import find_first_persons
from onrecord.reading.language import Passage
from onrecord.reading.mentions import Mention, MentionKind, find_mentions
from onrecord.reading.nearness import Grid
from onrecord.reading.offices import Term
from onrecord.reading.powers import power_by_code
from onrecord.reading.quotations import Quotation
from onrecord.reading.references import Resolver
from onrecord.reading.salience import Saying
from onrecord.reading.statements import Attribution

_NAME_FOLLOWS = re.compile(
    r"(?:[ \u00a0](?:of|for|at|in|from|with)[ \u00a0][^,;:()“”\".\n]{2,60},|,?)[ \u00a0]+(?=\w)"
)
"""What may stand between a role and its holder's name: other words only with a comma behind them."""
_COMMA = re.compile(r"\S,[\s\u00a0](?:(?:the|an?)[\s\u00a0])?$")
_PHRASE_ENDS = re.compile(
    r"$|[,.;)\n]|[ \u00a0]?['’]s[ \u00a0]|-in-|[ \u00a0](?:in|at|for|from|with|of|on|to|who|whose|and|or)[ \u00a0]"
)
_BELONGS = re.compile(r"[ \u00a0](?:for|of|to)[ \u00a0]")
_NAME = re.compile(r"(?:[ \u00a0][A-Z][\w'’.-]{0,30}){0,8}")


@dataclass(frozen=True)
class People:
    """The entities of an article, and which of them given words refer to."""

    entities: tuple[Entity, ...]
    heard: tuple[tuple[Span, Span, MentionKind, str], ...] = field(default=(), repr=False)
    """Every mention: the name, noun or pronoun itself, all of its words, what kind it is, and the entity's id."""
    _references: dict[Spans, str | None] = field(default_factory=dict, repr=False)
    _mentions: tuple[tuple[Span, Span, str], ...] = field(default=(), repr=False)
    _powers: dict[str, str] = field(default_factory=dict, repr=False)

    def at(self, spans: Sequence[Span]) -> str | None:
        """Return the id of the entity that these words (a source, an addressee) refer to, or ``None``.

        Words that were among the references are resolved as a whole; of other words, the first mention of a
        person inside them counts, else of anything.
        """
        key = tuple((start, end) for start, end in spans)
        if key in self._references:
            return self._references[key]
        near = [self._mentions[i] for i in self._places.near(key)]
        inside = [one for one in near if any(a <= one[1][0] and one[1][1] <= b for a, b in key)]
        around = [one for one in near if any(one[0][0] <= a and b <= one[0][1] for a, b in key)]
        people = [one for one in inside if one[2] in self._powers]
        chosen = [*people, *inside, *sorted(around, key=lambda one: one[0][1] - one[0][0])]
        return chosen[0][2] if chosen else None

    @cached_property
    def _places(self) -> Grid:
        return Grid((span, head) for span, head, _ in self._mentions)

    def power_of(self, entity_id: str | None) -> str | None:
        """Return the id of the power that an entity belongs to (itself for a power), or ``None`` if unknown."""
        return self._powers.get(entity_id) if entity_id is not None else None


def find_people(
    article: Article,
    passages: Sequence[Passage],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
    references: Sequence[Spans],
) -> People:
    """Return the persons, powers and groups of ``article``.

    ``references`` are the words that must be resolved if at all possible: sources, addressees, relays. Names are
    merged first; then roles and pronouns are resolved from left to right; then the references that are none of
    these (the embassy, a senior official, experts). All spans are offsets of the article's text.
    """
    mentions = find_mentions(passages, quotations, article.day)
    drafts = Drafts(article.text, article.day)
    drafts.take_names(mentions)
    drafts.take_powers(mentions)
    antecedents = Antecedents(drafts, Saying((one.source, one.content) for one in attributions))
    for mention in mentions:
        _resolve(mention, mentions, drafts, antecedents)
    resolver = Resolver(article.text, passages, mentions, drafts, antecedents)
    resolved = {tuple(spans): resolver.resolve(spans) for spans in sorted(references)}
    for mention, source in find_first_persons(passages, quotations, attributions):
        speaker = resolved[source] if source in resolved else resolver.resolve(source)
        if speaker is not None:
            insort(speaker.mentions, mention, key=lambda one: one.head)
            speaker.spans.add(mention.span)
    return _finish(drafts, resolved)


def _resolve(mention: Mention, mentions: Sequence[Mention], drafts: Drafts, antecedents: Antecedents) -> None:
    person: Draft | None = None
    if mention.kind == "pronoun":
        person = antecedents.pronoun(mention)
    elif mention.kind == "role":
        person = (
            _in_apposition(mention, drafts) or _predicated(mention, drafts) or antecedents.role(mention, mentions)
        )
    elif mention.kind == "name" and mention.owner is not None and mention.role is not None:
        _inherit_power(mention, mentions, drafts, antecedents)
        _relate(mention, drafts.named_at(mention.head[0]), mentions, antecedents)
    if person is None and mention.kind == "role" and mention.subject and not mention.quoted:
        drafts.unnamed(mention)
    if person is not None:
        insort(person.mentions, mention, key=lambda one: one.head)
        person.spans.add(mention.span)
        drafts.touch(person, mention)
        person.gender = person.gender or mention.gender


def _in_apposition(mention: Mention, drafts: Drafts) -> Draft | None:
    """Return the person whose name stands beside the role, only a comma between: "the boy's mother, Ada Vale"."""
    text, person = drafts.text, None
    before = re.search(
        r"\S,[\s\u00a0](?:(?:the|an?)[\s\u00a0])?$", text[max(mention.span[0] - 8, 0) : mention.span[0]]
    )
    if before is not None and _closes(text, mention):
        person = drafts.named_at(max(mention.span[0] - 8, 0) + before.start())
    after = _NAME_FOLLOWS.match(text, mention.span[1])
    if person is None and after is not None:
        person = drafts.named_at(after.end())
    if person is not None:
        person.hold(mention.role)
        person.gender = mention.gender or person.gender
    return person


def _predicated(mention: Mention, drafts: Drafts) -> Draft | None:
    """Return the person whom a predicate describes: "Ada Vale was a nurse", "He became the mayor"."""
    if mention.said_of is None:
        return None
    person = drafts.named_at(mention.said_of) or drafts.meant_at(mention.said_of)
    if person is not None:
        person.hold(mention.role if mention.role and mention.role.noun else None)
        person.gender = person.gender or mention.gender
    return person


def _relate(mention: Mention, person: Draft | None, mentions: Sequence[Mention], antecedents: Antecedents) -> None:
    """Remember whose brother or adviser the person is, for the next "his brother"."""
    owner = antecedents.owner_of(mention, mentions) if person is not None and mention.role is not None else None
    if owner is not None and owner is not person and person is not None and mention.role is not None:
        owner.relatives[mention.role.noun] = person


def _closes(text: str, mention: Mention) -> bool:
    """Tell whether a role's words end a phrase, perhaps with a name that the parser breaks off.

    That is "a spokeswoman for Icelandic" before "Prime Minister Ada Vale".
    """
    start, end = mention.span
    name = _NAME.match(text, end) if _BELONGS.search(text, start, end) else None
    return any(_PHRASE_ENDS.match(text, at) for at in (end, name.end() if name else end))


def _inherit_power(mention: Mention, mentions: Sequence[Mention], drafts: Drafts, antecedents: Antecedents) -> None:
    """Give "his foreign minister" the power of the one whose minister it is."""
    person = drafts.named_at(mention.head[0])
    owner = antecedents.owner_of(mention, mentions)
    if person is None:
        return
    if person.country is None and owner is not None and owner.country and mention.role and mention.role.power is None:
        person.country, person.power = owner.country, drafts.belongs_to(owner)


def _finish(drafts: Drafts, resolved: dict[Spans, Draft | None]) -> People:
    for draft in drafts.people:
        drafts.state(drafts.belongs_to(draft) or draft.country)
    meant = {id(draft) for draft in resolved.values()}
    idle = {id(one) for one in drafts.others if one.passing and len(one.mentions) < 2} - meant
    kept = [one for one in drafts.all() if (one.spans or one.kind == "power") and id(one) not in idle]
    ids = {id(draft): f"e{index + 1}" for index, draft in enumerate(kept)}
    entities, heads, heard, powers = [], [], [], {}
    for draft in kept:
        entities.append(_entity(ids[id(draft)], draft, drafts))
        heads += [(one.span, one.head, ids[id(draft)]) for one in draft.mentions]
        heard += [(one.head, one.span, one.kind, ids[id(draft)]) for one in draft.mentions]
        own = (
            draft if draft.kind == "power" else drafts.state(draft.power or drafts.belongs_to(draft) or draft.country)
        )
        if own is not None and id(own) in ids:
            powers[ids[id(draft)]] = ids[id(own)]
    references = {spans: ids.get(id(draft)) if draft is not None else None for spans, draft in resolved.items()}
    return People(tuple(entities), tuple(sorted(heard)), references, tuple(sorted(heads)), powers)


def _entity(entity_id: str, draft: Draft, drafts: Drafts) -> Entity:
    office = draft.office
    power = power_by_code(drafts.code_of(draft) or "")
    return Entity(
        id=entity_id,
        name=draft.name,
        kind=draft.kind,
        wikidata=(draft.term.wikidata or None) if draft.term else None,
        country=draft.country or actor_code(power),
        office=office,
        mentions=_apart(draft.spans),
        evidence=_evidence(draft),
        term=_office_term(draft.term) if draft.term else None,
        confidence=draft.confidence,
        candidates=tuple(
            Candidate(name=one.holder, wikidata=one.wikidata or None, country=one.country, office=one.office)
            for one in draft.candidates
        ),
    )


def _evidence(draft: Draft) -> Spans:
    """Return the words that identify: the fullest name with its title, else what is mentioned first."""
    names = [one for one in draft.mentions if one.kind == "name"]
    fullest = max(names, key=lambda one: (one.head[1] - one.head[0], -one.head[0]), default=None)
    best = fullest or min(draft.mentions, key=lambda one: one.head, default=None)
    return (best.span,) if best is not None else ()


def _office_term(term: Term) -> OfficeTerm:
    return OfficeTerm(
        country=term.country,
        office=term.office,
        holder=term.holder,
        wikidata=term.wikidata or None,
        start=term.start,
        end=term.end or None,
        source=term.evidence or None,
    )


def _apart(spans: set[Span]) -> Spans:
    """Return the spans in order; of two that overlap, the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one[0] - one[1], one[0])):
        at = bisect_left(kept, span)
        if (not at or kept[at - 1][1] <= span[0]) and (at == len(kept) or span[1] <= kept[at][0]):
            kept.insert(at, span)
    return tuple(kept)
