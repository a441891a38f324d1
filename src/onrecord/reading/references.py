"""Whom the words of a source mean when they are no name: the embassy, a senior official, experts, the statement."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from onrecord.model import Span, Spans
from onrecord.reading.affiliations import country_in
from onrecord.reading.antecedents import Antecedents
from onrecord.reading.drafts import Draft, Drafts
from onrecord.reading.language import Passage
from onrecord.reading.mentions import ORGANISATION_NOUNS, Mention
from onrecord.reading.offices import name_parts, recent_terms_of_surname, terms_of_surname
from onrecord.reading.phrases import antecedent_of, noun_phrase
from onrecord.reading.powers import power_by_code, powers_in
from onrecord.reading.roles import is_person_noun

DOCUMENTS = frozenset(
    "statement report document letter reply response study survey poll memo footage video article story email tweet "
    "post website "
    "book paper filing lawsuit complaint indictment transcript communique release readout record data law bill "
    "order text "
    "note message review analysis audit recording tape speech editorial ad advertisement affidavit petition "
    "page".split()
)
_ISSUED = re.compile(
    r"['’]?[ \u00a0](?:issued|released|published|posted|written|sent|signed|made|given|delivered"
    r"|read)?[ \u00a0]?(?:\w+ly[ \u00a0])?"
    r"(?:by|from|of)[ \u00a0]"
)
_AND = re.compile(r",?[ \u00a0]and[ \u00a0]")
_NOBODY = frozenset("who which that it this there what others".split())
_COLLECTIVES = frozenset("press world public audience crowd nation media family electorate opposition".split())
_STATE_NOUNS = frozenset("government administration authorities officials official side leadership regime".split())


_PLAIN_NAME = re.compile(r"[A-Z][a-zà-ÿ'’-]+(?:[ \u00a0](?:[A-Z]\.|[A-Z][a-zà-ÿ'’-]+|de|van|von|bin|al)){1,3}")


def _looks_like_a_name(text: str, span: Span) -> bool:
    """Tell whether words that nothing else explains are two to four capitalised ones, as names are."""
    words = text[slice(*span)]
    return bool(_PLAIN_NAME.fullmatch(words)) and not any(
        word.lower() in ORGANISATION_NOUNS for word in words.split()
    )


class _Called:
    """The words of an organisation's mentions, and where they begin, in order."""

    def __init__(self) -> None:
        self.spans: set[Span] = set()
        self.words: set[str] = set()
        self._starts: list[int] = []

    def add(self, span: Span, text: str) -> None:
        self.spans.add(span)
        self.words.update(text.lower().split())
        insort(self._starts, span[0])

    def last_before(self, offset: int) -> int | None:
        at = bisect_left(self._starts, offset)
        return self._starts[at - 1] if at else None


class Resolver:
    """Resolves the words of sources, addressees and relays, one by one in the order of the text."""

    def __init__(
        self,
        text: str,
        passages: Sequence[Passage],
        mentions: Sequence[Mention],
        drafts: Drafts,
        antecedents: Antecedents,
    ) -> None:
        self._text = text
        self._passages = passages
        self._mentions = mentions
        self._heads = sorted(
            ((one.head[0], order, one, draft) for order, draft in enumerate(drafts.all()) for one in draft.mentions),
            key=lambda found: found[:2],
        )
        self._passage_starts = [one.start for one in passages]
        self._starts = [one.span[0] for one in mentions]
        self._drafts = drafts
        self._antecedents = antecedents
        self._organisations: dict[int, _Called] = {}
        self._pairs: dict[str, Draft] = {}

    def resolve(self, spans: Spans) -> Draft | None:
        """Return the draft that the words of ``spans`` mean, made when it must be; ``None`` for nobody."""
        if not spans:
            return None
        span = spans[0]
        at_or_before = bisect_right(self._passage_starts, span[0]) - 1
        passage = self._passages[at_or_before] if at_or_before >= 0 else None
        head = self._head(passage, span) if passage is not None else None
        if passage is None or head is None:
            return self._first_inside(span)
        noun = antecedent_of(head)
        if noun is not None:
            return self.resolve((noun_phrase(passage, noun),))
        at = passage.span(head)
        found = self._titled(at, span) or self._with_head(at, span) or self._in_office(at)
        if found is not None:
            if found.kind == "power" and head.lower_ not in _STATE_NOUNS:
                self._widen(found, at, span)
            return self._described(found, span) if found.passing else found
        found = self._by_noun(passage, head, span)
        foreign = found is None and head.pos_ in ("NOUN", "PROPN") and head.lemma_.lower() not in DOCUMENTS
        return self._new("group", span, passage, head) if foreign and self._country_in(span) else found

    def _described(self, draft: Draft, span: Span) -> Draft:
        """Let a person without a name be called by the words of the source, and belong to the power in them."""
        own = draft.mentions[0].head
        if span[0] <= own[0] and own[1] <= span[1] and draft.country is None and draft.power is None:
            draft.name = re.sub(r"[\s\u00a0]+", " ", self._text[slice(*span)])
            draft.country = self._country_in(span)
            draft.power = draft.country or self._organisation_in(span)
            draft.spans.add(span)
        return draft

    def _head(self, passage: Passage, span: Span) -> Token | None:
        tokens = passage.tokens_in(span)
        if tokens is None or not len(tokens):
            return None
        root = tokens.root
        if root.tag_ == "POS" or root.dep_ == "case":
            root = root.head if root.head.i in range(tokens.start, tokens.end) else root
        if root.pos_ in ("ADP", "CCONJ", "DET", "PUNCT", "VERB", "AUX") and root.tag_ != "DT":
            nouns = [one for one in tokens if one.pos_ in ("NOUN", "PROPN", "PRON")]
            root = nouns[0] if nouns else root
            while root.dep_ == "compound" and root.head in nouns:
                root = root.head
        return root

    def _titled(self, at: Span, span: Span) -> Draft | None:
        """Return the person whose title and name begin with these words, wherever the parser sees their head."""
        for one in self._mentions_from(span[0]):
            if one.kind == "name" and one.span[0] <= at[0] and at[1] <= one.span[1] and one.head[1] <= span[1]:
                return self._drafts.named_at(one.head[0])
        return None

    def _in_office(self, at: Span) -> Draft | None:
        """Return the person of a bare surname that only one leader of these years has."""
        word, day = self._text[slice(*at)], self._drafts.day
        known = word[:1].isupper() and (terms_of_surname(word, day) or recent_terms_of_surname(word, day))
        return self._drafts.person_holding(known[0]) if known else None

    def _mentions_from(self, offset: int) -> Sequence[Mention]:
        at = bisect_left(self._starts, offset)
        return [one for one in self._mentions[at : at + 6] if one.span[0] <= offset + 4]

    def _with_head(self, at: Span, span: Span) -> Draft | None:
        """Return the draft that has a mention whose head holds the head of the words."""
        fitting = [
            (draft.kind != "person", one.head[0] - one.head[1], order, draft)
            for _, order, one, draft in self._heads_between(at[0] - 120, at[0] + 1)
            if one.head[0] <= at[0] and at[1] <= one.head[1]
        ]
        return min(fitting)[3] if fitting else None

    def _first_inside(self, span: Span) -> Draft | None:
        inside = self._heads_between(*span)
        return inside[0][3] if inside else None

    def _heads_between(self, start: int, end: int) -> list[tuple[int, int, Mention, Draft]]:
        first = bisect_left(self._heads, start, key=lambda one: one[0])
        last = bisect_left(self._heads, end, key=lambda one: one[0])
        return self._heads[first:last]

    def _index(self, mention: Mention, draft: Draft) -> None:
        insort(self._heads, (mention.head[0], len(self._heads), mention, draft), key=lambda one: one[:2])

    def _widen(self, draft: Draft, at: Span, span: Span) -> None:
        """Let the mention reach over the whole source: "the Dutch embassy in Oslo"."""
        if "," not in self._text[slice(*span)] and " and " not in self._text[slice(*span)]:
            draft.spans.add(span)

    def _by_noun(self, passage: Passage, head: Token, span: Span) -> Draft | None:
        word = head.lower_
        if word in ("he", "she", "him", "her", "his"):
            return None
        if word == "it" and head.head.lemma_ == "read":
            return self._writer(passage, head)
        if word in ("they", "it", "them", "its", "their"):
            return self._taken_up(passage, head, span)
        if head.lemma_.lower() in DOCUMENTS:
            return self._issuer(head, span)
        if (
            word in _NOBODY
            or head.lower_ in ("percent", "said")
            or head.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "DET")
        ):
            return self._first_inside(span) if head.pos_ not in ("PRON", "DET") else None
        if word in _COLLECTIVES or (head.tag_ == "NNS" and word not in ("police", "authorities", "forces")):
            return self._new("group", span, passage, head)
        if word in ORGANISATION_NOUNS or head.lemma_.lower() in ORGANISATION_NOUNS:
            return self._organisation(passage, head, span)
        if head.pos_ == "PROPN":
            return self._unheard(passage, head, span)
        plural = head.tag_ in ("NNS", "NNPS") or word in (
            "people",
            "many",
            "some",
            "others",
            "several",
            "all",
            "both",
            "few",
        )
        if plural:
            return self._new("group", span, passage, head)
        if is_person_noun(word) or word in ("source", "someone", "somebody", "person", "man", "woman", "one"):
            return self._new("unnamed", span, passage, head)
        if self._text[span[0] : span[0] + 4].lower() in ("his ", "her "):
            return self._new("unnamed", span, passage, head)
        return self._first_inside(span)

    def _taken_up(self, passage: Passage, head: Token, span: Span) -> Draft | None:
        plural = head.lower_ in ("they", "them", "their")
        found = self._antecedents.thing(span[0], self._sentence(span[0]), plural)
        pair = self._pair_before(span[0]) if plural else None
        if pair is not None and not self._acts_between(found, pair.mentions[0].head[1], span[0]):
            found = pair
        if found is not None:
            found.spans.add(passage.span(head))
            insort(found.mentions, self._mention(passage.span(head), passage, head), key=lambda one: one.head)
        return found

    def _acts_between(self, draft: Draft | None, start: int, end: int) -> bool:
        return draft is not None and any(one.subject and start <= one.head[0] < end for one in draft.mentions)

    def _pair_before(self, offset: int) -> Draft | None:
        """Return "Ann Lee and Per Dahl" as a group when they act together in the two sentences before ``offset``."""
        at, sentence = bisect_left(self._starts, offset), self._sentence(offset)
        names = [one for one in self._mentions[max(at - 40, 0) : at] if one.kind == "name" and not one.quoted]
        for one, other in reversed(list(pairwise(names))):
            together = _AND.fullmatch(self._text, one.span[1], other.span[0]) is not None
            if together and one.subject and 0 <= sentence - one.sentence <= 2:
                return self._pair(one, other)
        return None

    def _pair(self, one: Mention, other: Mention) -> Draft:
        people = [self._drafts.named_at(one.head[0]), self._drafts.named_at(other.head[0])]
        name = " and ".join(person.name for person in people if person is not None)
        if name in self._pairs:
            return self._pairs[name]
        draft = self._pairs[name] = Draft("group", name, plural=True)
        span = (one.span[0], other.head[1])
        draft.add(replace(one, span=span, head=span, kind="role", role=None))
        self._drafts.others.append(draft)
        self._index(draft.mentions[0], draft)
        return draft

    def _issuer(self, head: Token, span: Span) -> Draft | None:
        """Return whose document it is: "X's statement", "a statement issued by X", or an earlier mention of it."""
        own = self._first_inside(span)
        if own is not None:
            return own
        behind = _ISSUED.match(self._text, span[1])
        if behind is not None:
            return self._first_inside((behind.end(), behind.end() + 60))
        pattern = re.compile(rf"\b{re.escape(head.lemma_)}\b", re.IGNORECASE)
        earlier = list(pattern.finditer(self._text, max(span[0] - 1500, 0), span[0]))
        for match in reversed(earlier):
            by = _ISSUED.match(self._text, match.end())
            if by is not None:
                return self._first_inside((by.end(), by.end() + 60))
        return None

    def _writer(self, passage: Passage, pronoun: Token) -> Draft | None:
        """Return whose document "it" takes up, which "read": "Vale's reply was short. It read …"."""
        before = reversed(passage.tokens[: pronoun.i])
        noun = next((token for token in before if token.lemma_.lower() in DOCUMENTS), None)
        return self._issuer(noun, noun_phrase(passage, noun)) if noun is not None else None

    def _organisation(self, passage: Passage, head: Token, span: Span) -> Draft | None:
        """Return the named organisation that "the embassy" takes up, else a new one called by these words."""
        noun, words = head.lower_, self._text[slice(*span)]
        country = self._country_in(span) or self._owners_power(passage, head)
        if noun in _STATE_NOUNS and country is not None:
            return self._drafts.state(country)
        modified = len(words.split()) > 2
        best: tuple[int, Draft] | None = None
        for code, draft in self._drafts.powers.items():
            if code == draft.country:
                continue
            called = self._called(draft)
            if noun not in name_parts(draft.name) and noun not in called.words:
                continue
            at = called.last_before(span[0])
            if at is not None and (not modified or draft.country == country) and (best is None or at > best[0]):
                best = at, draft
        mention = self._mention(span, passage, head)
        if best is not None and (not modified or set(name_parts(words)) - {"the"} <= set(name_parts(best[1].name))):
            best[1].add(mention)
            return best[1]
        draft = self._drafts.organisation(mention, country)
        draft.power = draft.power or (self._organisation_in(span) if draft.country is None else None)
        return draft

    def _called(self, draft: Draft) -> _Called:
        """Return what an organisation has been called so far."""
        called = self._organisations.setdefault(id(draft), _Called())
        if len(called.spans) != len(draft.spans):
            for span in draft.spans - called.spans:
                called.add(span, self._text[slice(*span)])
        return called

    def _unheard(self, passage: Passage, head: Token, span: Span) -> Draft | None:
        if not ORGANISATION_NOUNS.isdisjoint(self._text[slice(*span)].split()):
            return self._organisation(passage, head, span)
        inside = self._first_inside(span)
        if inside is not None:
            return inside
        mention = self._mention(span, passage, head)
        return (
            self._drafts.person_called(mention)
            if _looks_like_a_name(self._text, span)
            else self._drafts.organisation(mention)
        )

    def _new(self, kind: str, span: Span, passage: Passage, head: Token) -> Draft:
        words = re.sub(r"[\s\u00a0]+", " ", self._text[slice(*span)])
        draft = Draft("group" if kind == "group" else "unnamed", words, country=self._country_in(span))
        draft.power = draft.country or self._organisation_in(span)
        draft.add(self._mention(span, passage, head))
        for known in self._drafts.others[-200:]:
            if known.name.lower() == words.lower() and known.kind == draft.kind == "group":
                known.add(draft.mentions[0])
                return known
        self._drafts.others.append(draft)
        self._index(draft.mentions[0], draft)
        return draft

    def _mention(self, span: Span, passage: Passage, head: Token) -> Mention:
        return Mention(span, passage.span(head), "role", passage.part, self._sentence(span[0]), head.dep_ == "nsubj")

    def _sentence(self, offset: int) -> int:
        at = bisect_right(self._starts, offset) - 1
        return self._mentions[at].sentence if at >= 0 else 0

    def _organisation_in(self, span: Span) -> str | None:
        return next((sense.power.code for _, sense in powers_in(self._text, *span)), None)

    def _owners_power(self, passage: Passage, head: Token) -> str | None:
        """Return the power of the one whose office or party it is: "Ada Vale's office"."""
        owners = (passage.span(child) for child in head.children if child.dep_ == "poss")
        owner = next((self._with_head(at, at) for at in owners), None)
        return self._drafts.belongs_to(owner) if owner is not None else None

    def _country_in(self, span: Span) -> str | None:
        words = self._text[slice(*span)]
        others = [sense.power.country for _, sense in powers_in(words) if not sense.power.is_state]
        code = next(filter(None, others), None) or country_in(words)
        return code if code and power_by_code(code) else None
