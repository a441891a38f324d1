"""What happened between powers, as PLOVER events: what the report narrates, and what its statements do."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.model import Article, DateRef, Event, EventType, Span, Statement
from onrecord.reading.dates import DateMention
from onrecord.reading.event_acts import performed, taken_up
from onrecord.reading.event_arguments import (
    acted_upon,
    actors_of,
    evidence_of,
    is_plural_meeting,
    is_taken,
    raised_subject,
    token_ids,
    verb_of,
)
from onrecord.reading.event_codes import without_status
from onrecord.reading.event_cues import EventCue, cue_of, joined_to
from onrecord.reading.event_drafts import Draft, finished, once
from onrecord.reading.event_status import status_of
from onrecord.reading.event_types import guess_type, knows_verb
from onrecord.reading.hearsay import Hearsay, Word
from onrecord.reading.language import Passage
from onrecord.reading.parties import Parties
from onrecord.reading.people import People
from onrecord.reading.phrases import noun_phrase

_ALONE: frozenset[EventType] = frozenset({"CONCEDE", "PROTEST", "RETREAT"})
"""Types whose event needs no recipient."""
_TOGETHER: frozenset[EventType] = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AGREE"})
"""Types that several do with one another: ``the leaders met``, ``the two signed``."""
_TAKES_UP = frozenset(
    "call appeal request demand offer proposal plan move decision step claim accusation threat idea policy".split()
)
_OWN_WORD = 0.45
_SURE, _LIKELY = 0.3, -0.6
"""The margin and the score from which the classifier's type is taken."""
_BINDING: frozenset[EventType] = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE"})
_SELF = frozenset("it they we i he she".split())
_WILL = frozenset({"will", "'ll", "’ll", "shall", "would"})
_MEANING = frozenset("ready willing prepared intend plan set go".split())
_INTENTS = frozenset("plan intention proposal decision hope wish readiness willingness".split())
_PLANS = frozenset(
    "plan intend consider decide expect hope prepare want wish aim schedule mull weigh seem appear need try "
    "stop start begin continue fail avoid manage be have do".split()
)
"""Verbs that say of a deed only that somebody means it: the deed below is what is coded."""


@dataclass(frozen=True, slots=True)
class _Told:
    """On whose word something is told: the report's, that of the power that did it, or another's."""

    word: Word
    statement: str | None
    confidence: float


def find_events(
    article: Article,
    passages: Sequence[Passage],
    people: People,
    statements: Sequence[Statement],
    dates: Sequence[DateMention],
) -> list[Event]:
    """Return the events of title and body, each once, in the order of the text.

    What the report narrates is an event in the report's own voice. What stands inside a statement's content is
    somebody's word: only indirect speech in which the speaker tells of the speaker's own power's deed, or which
    has nobody but a news source behind it, makes a narrated event, with ``statement`` set and low confidence.
    What is hypothetical, planned, denied or long past has a ``status`` that says so.
    """
    parties = Parties(passages, people)
    acts = performed(article, passages, parties, statements)
    narrator = _Narrator(article, parties, statements, dates, frozenset(acts))
    drafts = [draft for passage in passages if passage.part == "body" for draft in narrator.tell(passage)]
    return finished(once([*drafts, *acts.values()]))


class _Narrator:
    """Finds what the report itself tells of, passage by passage."""

    def __init__(
        self,
        article: Article,
        parties: Parties,
        statements: Sequence[Statement],
        dates: Sequence[DateMention],
        acting: frozenset[str],
    ) -> None:
        self._article = article
        self._parties = parties
        self._statements = statements
        self._hearsay = Hearsay(parties, statements)
        self._dates = dates
        self._acting = acting
        self._content = _owners(article, statements, "content")
        self._cues = _owners(article, statements, "cue")
        self._settings = {
            offset: index
            for index, one in enumerate(statements)
            for start, end in (one.occasion.evidence if one.occasion else ())
            for offset in range(start, end)
        }
        self._next_date = 0
        self._undated: dict[tuple[EventType, str | None], Draft] = {}

    def tell(self, passage: Passage) -> Iterator[Draft]:
        """Yield the events of a passage; passages are to come in the order of the text."""
        while self._next_date < len(self._dates) and self._dates[self._next_date].span[0] < passage.start:
            self._next_date += 1
        for token in passage.tokens:
            if token.pos_ not in ("VERB", "NOUN"):
                continue
            cue = cue_of(token) if not is_taken(token) else None
            draft = self._draft(passage, token, cue) if cue is not None else None
            if draft is not None:
                self._undated[draft.type, draft.mode] = draft
                yield draft
            elif cue is not None and token.pos_ == "NOUN":
                self._mention_again(passage, token, cue)
            elif token.pos_ == "VERB" and (guess := self._guessed(passage, token)) is not None:
                yield guess

    def _mention_again(self, passage: Passage, token: Token, cue: EventCue) -> None:
        """Read "Tuesday's phone call" as the call that was told of before."""
        before = self._undated.get((cue.type, cue.mode))
        days = [child for child in token.children if child.dep_ == "poss" and child.ent_type_ == "DATE"]
        date = self._date(passage, token) if before is not None and days else None
        if before is not None and date is not None and before.date is None:
            before.date = date
            before.evidence.append((passage.span(days[0])[0], passage.span(token)[1]))

    def _draft(self, passage: Passage, token: Token, cue: EventCue) -> Draft | None:
        at = passage.start + token.idx
        cued = self._cues[at] if self._cues[at] >= 0 else None
        told = self._content[at] if self._content[at] >= 0 else None
        if cued is not None and self._statements[cued].id in self._acting:
            return None
        heads = list(actors_of(token))
        doers = self._doers(passage, heads, told)
        actors = self._parties.of(doers)
        word = self._hearsay.word_for(told, actors)
        if not actors or word is None:
            return None
        others = list(joined_to(token, cue.recipients))
        actors, recipients = self._sides(passage, token, cue, doers, others, cued if cued is not None else told)
        if not recipients and cue.type not in _ALONE:
            return None
        sure = 0.5 + 0.15 * bool(cue.objects) + 0.1 * (token.pos_ == "VERB")
        told_as = _Told(
            word, self._statements[told].id if told is not None else None, sure if told is None else _OWN_WORD
        )
        draft = self._drafted(passage, token, cue, (actors, recipients), [*heads, *others], told_as)
        draft.who = self._parties.person(doers[0])
        if cued is not None:
            draft.statement = self._statements[cued].id
        return draft

    def _drafted(
        self,
        passage: Passage,
        token: Token,
        cue: EventCue,
        sides: tuple[tuple[str, ...], tuple[str, ...]],
        heads: Sequence[Token],
        told: _Told,
    ) -> Draft:
        at = passage.start + token.idx
        setting = self._statements[self._settings[at]] if at in self._settings else None
        date = self._date(passage, token) or (setting.date if setting is not None else None)
        status = status_of(self._article, token, date, binding=cue.type in _BINDING)
        kind, mode = cue.type, cue.mode
        speaker = self._statements[self._content[at]].speaker if self._content[at] >= 0 else None
        with_a_stake = speaker is not None and self._parties.party(speaker) in sides[1]
        if told.word == "own" and status in ("planned", "hypothetical") and self._announces(passage, token):
            kind, mode, status = without_status(kind, "planned"), None, "reported"
        elif status == "reported" and (told.word == "another's" or (told.word == "report" and with_a_stake)):
            status = "hypothetical"
        named = [
            (who, self._article.text[slice(*noun_phrase(passage, head))])
            for head in heads
            for who in self._parties.meant(passage, head)
        ]
        return Draft(
            kind, mode, status, *sides, [evidence_of(passage, token, heads)], at, date=date, statement=told.statement,
            confidence=told.confidence, place=setting.place if setting is not None else None,
            sectors=self._parties.sectors(named),
        )  # fmt: skip

    def _guessed(self, passage: Passage, token: Token) -> Draft | None:
        """Return the event of a verb that is no cue, by the classifier, where it knows the verb and is sure."""
        if not knows_verb(token):
            return None
        at = passage.start + token.idx
        cued = self._cues[at]
        if (cued >= 0 and not self._declares(passage, token, cued)) or token.lemma_.lower() in _PLANS:
            return None
        told = self._content[at] if self._content[at] >= 0 else None
        subject = raised_subject(token)
        heads = [subject, *subject.conjuncts] if subject is not None and subject.dep_ != "nsubjpass" else []
        heads = heads or list(joined_to(token, ("by",)))
        actors = self._parties.of(self._doers(passage, heads, told))
        word = self._hearsay.word_for(told, actors)
        if not any(map(self._parties.is_known, actors)) or word is None:
            return None
        others = list(acted_upon(token, subject))
        met = [one for head in others for one in self._parties.meant(passage, head)]
        recipients = tuple(one for one in self._parties.of(met) if one not in actors)
        recipients = recipients[:1] or self._anywhere(passage, token, actors)
        if not recipients and len(actors) < 2:
            return None
        guess = guess_type(
            list(token.sent),
            token_ids(passage, heads),
            token_ids(passage, self._heads_of(passage, others, recipients)),
        )
        if guess.margin < _SURE or guess.score < _LIKELY or token.lemma_.lower() not in guess.verbs:
            return None
        if not recipients and guess.type not in _TOGETHER:
            return None
        recipients = recipients or actors
        told_as = _Told(
            word, self._statements[told].id if told is not None else None, min(0.6, 0.3 + 0.2 * guess.margin)
        )
        return self._drafted(
            passage, token, EventCue(frozenset(), guess.type, None, ()), (actors, recipients), heads + others, told_as
        )

    def _announces(self, passage: Passage, token: Token) -> bool:
        """Tell whether a verb is what its subject says it will do: by *will* or *would*, or after *ready to*.

        What the report says of somebody's plans ("plans to withdraw") announces nothing.
        """
        auxiliaries = {one.lower_ for one in token.children if one.dep_ == "aux"}
        if token.dep_ == "xcomp" and token.head.lemma_.lower() in _MEANING:
            return self._cues[passage.start + token.head.idx] < 0
        return bool(auxiliaries & _WILL)

    def _declares(self, passage: Passage, token: Token, cued: int) -> bool:
        """Tell whether a statement's cue does a deed by saying so: ``announced a suspension of air links``."""
        objects = [one for one in token.children if one.dep_ == "dobj" and one.pos_ == "NOUN"]
        done = [one for one in objects if self._content[passage.start + one.idx] == cued]
        return self._statements[cued].act == "assert" and any(one.lemma_.lower() not in _INTENTS for one in done)

    def _doers(self, passage: Passage, heads: Sequence[Token], told: int | None) -> list[str]:
        """Return who is meant; a pronoun that means nobody known means the speaker, where a statement is told."""
        doers = [one for head in heads for one in self._parties.meant(passage, head)]
        speaker = self._statements[told].speaker if told is not None else None
        if not self._parties.of(doers) and speaker is not None and any(one.lower_ in _SELF for one in heads):
            return [speaker]
        return doers

    def _heads_of(self, passage: Passage, heads: Sequence[Token], parties: Sequence[str]) -> list[Token]:
        found = [one for one in heads if set(self._parties.of(self._parties.meant(passage, one))) & set(parties)]
        return found or list(heads[:1])

    def _sides(
        self,
        passage: Passage,
        token: Token,
        cue: EventCue,
        doers: Sequence[str],
        others: Sequence[Token],
        statement: int | None,
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return actors and recipients: powers, or two persons of one power; both sides twice for a joint act."""
        actors = self._parties.of(doers)
        met = [one for head in others for one in self._parties.meant(passage, head)]
        recipients = tuple(one for one in self._parties.of(met) if one not in actors)
        if not recipients and (pair := self._two_of_one(doers, met)) is not None:
            return pair
        people = tuple(
            dict.fromkeys(one for one in met if self._parties.person(one) and self._parties.party(one) is None)
        )
        if not recipients and people:
            return actors, people
        if not recipients and cue.type in _TOGETHER and (len(actors) > 1 or is_plural_meeting(token, cue)):
            return actors, actors
        if not recipients and any(head.lemma_.lower() in _TAKES_UP for head in others):
            index = statement if statement is not None else self._before(passage.start + token.idx)
            owner = taken_up(self._parties, self._statements, index, actors)
            recipients = (owner,) if owner is not None else ()
        if not recipients and cue.objects and token.pos_ == "VERB":
            recipients = self._anywhere(passage, token, actors)
        if not recipients and cue.mode == "resign":
            recipients = actors
        return actors, recipients

    def _anywhere(self, passage: Passage, token: Token, actors: Sequence[str]) -> tuple[str, ...]:
        """Return the one known power after a verb and its object in the clause, where no word joins it to them."""
        joined = ("advcl", "ccomp", "conj", "parataxis")
        starts = [passage.span(one.left_edge)[0] for one in token.children if one.dep_ in joined and one.i > token.i]
        spans = [(passage.span(token)[1], min([*starts, passage.span(token.right_edge)[1]]))]
        found = [self._parties.party(who) for _, who in self._parties.mentions_in(spans)]
        others = {one for one in found if one is not None and one not in actors and self._parties.is_known(one)}
        return tuple(others) if len(others) == 1 else ()

    def _two_of_one(self, doers: Sequence[str], met: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        one = next((who for who in doers if self._parties.person(who)), None)
        other = next((who for who in met if self._parties.person(who) and who != one), None)
        if one is None or other is None or self._parties.party(one) != self._parties.party(other):
            return None
        return (one,), (other,)

    def _before(self, at: int) -> int:
        """Return how many statements start before ``at``, by bisection."""
        low, high = 0, len(self._statements)
        while low < high:
            middle = (low + high) // 2
            if self._statements[middle].content[0][0] < at:
                low = middle + 1
            else:
                high = middle
        return low

    def _date(self, passage: Passage, token: Token) -> DateRef | None:
        """Return the date nearest to the word in its sentence, and on its side of a statement's content."""
        first, last = passage.span(token.sent[:])
        at = passage.start + token.idx
        here: list[DateMention] = []
        for index in range(self._next_date, len(self._dates)):
            one = self._dates[index]
            if one.span[0] >= last:
                break
            if one.span[0] >= first and one.start and self._content[one.span[0]] == self._content[at]:
                here.append(one)
        verb = verb_of(token)
        nearest = min(here, key=lambda one: (_clause_of(passage, one) != verb.i, abs(one.span[0] - at)), default=None)
        return nearest.reference() if nearest else None


def _clause_of(passage: Passage, date: DateMention) -> int | None:
    tokens = passage.tokens_in(date.span)
    return verb_of(tokens.root).i if tokens is not None else None


def _owners(article: Article, statements: Sequence[Statement], field: str) -> array[int]:
    """Return for each character the index of the statement whose ``field`` holds it (the innermost), or -1."""
    held = array("i", [-1]) * len(article.text)
    for index, one in enumerate(statements):
        spans: Sequence[Span] = getattr(one, field)
        for start, end in spans:
            held[start:end] = array("i", [index]) * (end - start)
    return held
