"""The statements of a record as moves: who, for which power, asks, offers, accuses or answers, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.model import Entity, Reading, Span, Spans, Statement
from onrecord.record.folding import fold
from onrecord.record.store import Record
from onrecord.record.wording import is_function, stem, stems_of

LONGEST_KEPT = 600
"""Characters: the stems of longer words are not kept at hand, so that a hostile text fills no memory."""

Opening = Literal["demand", "offer", "question", "accusation"]
Verdict = Literal["accepted", "rejected", "answered"]

_OPENS: dict[str, Opening] = {
    "demand": "demand", "request": "demand", "appeal": "demand", "offer": "offer", "ask": "question",
    "accuse": "accusation",
}  # fmt: skip
_WANTS = re.compile(
    r"^\W*(?:that\s)?(?:[\w’'.-]+\s){1,6}?(?:wants?|wanted|demands?|demanded|insists? on|insisted on|asks? for"
    r"|asked for|calls? for|called for)\s"
)
_THINGS_ASKED = re.compile(r"\b(?:requests?|demands?|conditions?|calls?|appeals?)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;!?]+\s|,?\s+(?:but|while|whereas|although|though)\s+|,?\s+and\s+(?=[\w’']+(?:ed|n[’']t)\s)")
_NO = re.compile(
    r"\b(?:cannot|can[’']t|(?:could|will|would|do|does|did|shall|has|have) (?:not|never)|won[’']t|wouldn[’']t"
    r"|never|ruled out|rules out|refus\w+|reject\w+|declin\w+|turn(?:s|ed)? down|dismiss\w+|oppos\w+"
    r"|den(?:y|ies|ied)|no|nothing)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:accept\w*|agree[ds]?|will|would|shall|ready|willing|consent\w*|compl(?:y|ied|ies)|grant\w*|promis\w+|pledg\w+"
    r"|met|honou?r\w*|welcom\w+|admit\w*|apologi\w+)\b",
    re.IGNORECASE,
)
_PUTS_OFF = re.compile(
    r"\b(?:may|might|could|discuss\w*|consider\w*|stud(?:y|ies|ied)|examin\w+|review\w*|look (?:at|into)"
    r"|talk\w* about|if)\b",
    re.I,
)
_TAKES_BACK = re.compile(
    r"\b(?:withdr[ae]w\w*|drop(?:s|ped)?|t[ao]kes? back|took back|retract\w*"
    r"|no longer (?:insists?|demands?|asks?))\b",
    re.I,
)
_WEAK = frozenset(
    map(stem, "request demand condition call appeal offer proposal concern country side reply response".split())
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of what was said: its telling stems, and whether it says yes or no."""

    stems: frozenset[str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Move:
    """One statement of a power. ``items`` are what it asks, each by its words; ``spans`` are its content's."""

    article_id: str
    statement_id: str
    publisher: str | None
    title: str | None
    day: str | None
    speaker: str
    power: str
    to: str | None
    via: tuple[str, ...]
    act: str
    opens: Opening | None
    takes_back: bool
    words: str
    spans: Spans
    evidence: Spans
    items: tuple[str, ...]
    clauses: tuple[Clause, ...]
    original: str
    """The article itself, or the report that it is a near copy of."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody as one article knows him."""

    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an article as a move, before it is known which powers people act for.

    ``others`` are those to whom it may be made, the likeliest first.
    """

    statement_id: str
    day: str | None
    speaker: Party
    others: tuple[Party, ...]
    via: tuple[str, ...]
    act: str
    opens: Opening | None
    takes_back: bool
    words: str
    spans: Spans
    evidence: Spans
    items: tuple[str, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one article holds for the exchanges of a record, all of it from that article alone."""

    article_id: str
    publisher: str | None
    title: str | None
    people: tuple[Party, ...]
    said: tuple[Said, ...]


def moves(record: Record, since: str | None = None, until: str | None = None) -> list[Move]:
    """Return the moves of a record by their day; those without a day come last.

    A person acts for the state that this article gives, else for the one that the record's other articles give to
    somebody of that name. ``since`` and ``until`` are ISO days of the articles.
    """
    return put_together([told(one) for one in readings_between(record, since, until)], originals_in(record))


def told(reading: Reading) -> Told:
    """Return what an article holds for the exchanges of a record."""
    people = tuple(_party(one) for one in reading.entities if one.kind == "person" and one.country)
    article = reading.article
    return Told(article.id, article.publisher, article.title, people, tuple(_said(reading)))


def put_together(some: Sequence[Told], originals: Mapping[str, str]) -> list[Move]:
    """Return the moves of some articles by their day; those without a day come last."""
    states = states_in(person for one in some for person in one.people)
    found = [move for one in some for move in _moves(one, states, originals.get(one.article_id, one.article_id))]
    return sorted(
        found, key=lambda one: (one.day or "9999", one.original != one.article_id, one.article_id, one.spans)
    )


def originals_in(record: Record) -> dict[str, str]:
    """Return for each near copy the article that it repeats."""
    return dict(record.query("SELECT article_id, report FROM copies WHERE report <> article_id"))


def readings_between(record: Record, since: str | None, until: str | None) -> Iterator[Reading]:
    """Yield the current readings, corrected, of the articles between two days, in their order; ``None``: no bound."""
    rows = record.query(
        "SELECT article_id FROM readings WHERE current = 1 AND (? IS NULL OR day >= ?) AND (? IS NULL OR day <= ?) "
        "ORDER BY day, id",
        (since, since, until, until),
    )
    for (article_id,) in rows:
        reading = record.reading(article_id)
        if reading is not None:
            yield reading


def states_in(people: Iterable[Entity | Party]) -> dict[str, str]:
    """Return the state that the articles give to a person of a name, where they do not contradict one another."""
    given: dict[str, set[str]] = {}
    for one in people:
        if one.kind == "person" and one.country:
            given.setdefault(fold(one.name), set()).add(one.country)
    return {name: min(states) for name, states in given.items() if len(states) == 1}


def power_of(entity: Entity | Party, states: Mapping[str, str]) -> str | None:
    """Return the code of the power that somebody acts for: a state's, else an organisation's name."""
    return entity.country or states.get(fold(entity.name)) or (entity.name if entity.kind == "power" else None)


def _party(entity: Entity) -> Party:
    return Party(entity.name, entity.kind, entity.country)


def _said(reading: Reading) -> Iterator[Said]:
    entities = {one.id: one for one in reading.entities}
    names = names_in(reading)
    for one in reading.statements:
        speaker = _in_full(reading, entities.get(one.speaker or ""))
        if speaker is None or (one.modality in ("hypothetical", "question") and one.act != "ask"):
            continue
        words = reading.article.quote(one.content)
        yield Said(
            one.id, one.date.start if one.date and one.date.start else reading.article.day, _party(speaker),
            tuple(dict.fromkeys(_party(entities[who]) for who in _others(reading, one))),
            tuple(entities[who].name for who in one.via), one.act, _opens(one, words),
            bool(_TAKES_BACK.search(words)), words, one.content, _evidence(one),
            tuple(reading.article.text[start:end] for start, end in one.items), tuple(_clauses(one, words, names)),
        )  # fmt: skip


def _moves(article: Told, states: Mapping[str, str], original: str) -> Iterator[Move]:
    for one in article.said:
        power = power_of(one.speaker, states)
        if power is None:
            continue
        others = (power_of(other, states) for other in one.others)
        to = next((other for other in others if other is not None and other != power), None)
        yield Move(
            article.article_id, one.statement_id, article.publisher, article.title, one.day, one.speaker.name, power,
            to, one.via, one.act, one.opens, one.takes_back, one.words, one.spans, one.evidence, one.items,
            one.clauses, original,
        )  # fmt: skip


def _in_full(reading: Reading, speaker: Entity | None) -> Entity | None:
    """Return the one whose full name the article gives elsewhere, for somebody called by the last name alone."""
    if speaker is None or speaker.kind != "person" or speaker.country or " " in speaker.name:
        return speaker
    full = [one for one in reading.entities if one.name.endswith(f" {speaker.name}")]
    return full[0] if len(full) == 1 else speaker


def _opens(one: Statement, words: str) -> Opening | None:
    if one.items and _THINGS_ASKED.search(words):
        return "demand"
    if one.act == "assert" and _WANTS.search(words) and one.kind != "direct":
        return "demand"
    return _OPENS.get(one.act)


def _evidence(one: Statement) -> Spans:
    return tuple(sorted({*one.source, *one.cue}))


def _others(reading: Reading, one: Statement) -> Iterator[str]:
    """Yield to whom a statement may be made: its event's recipients, its addressee, whom it names."""
    for event in reading.events:
        if event.statement == one.id:
            yield from event.recipients
    if one.addressee:
        yield one.addressee
    yield from (who for _, who in sorted(_named(reading, one.content)))


def _named(reading: Reading, spans: Sequence[Span]) -> Iterator[tuple[int, str]]:
    for entity in reading.entities:
        for start, end in entity.mentions:
            if any(left <= start and end <= right for left, right in spans):
                yield start, entity.id


def names_in(reading: Reading) -> frozenset[str]:
    """Return the stems of every name and adjective for a power: they say who, not what about."""
    text = reading.article.text
    spans = (span for one in reading.entities if one.kind == "power" or one.country for span in one.mentions)
    return frozenset(part for start, end in spans for part in stems_of(text[start:end]) if end - start < 60)


def telling(words: str, names: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the stems that say what the words are about."""
    return (_telling(words) if len(words) > LONGEST_KEPT else _telling_kept(words)) - names


def _telling(words: str) -> frozenset[str]:
    return frozenset(
        one for one in stems_of(words) if not is_function(one) and one not in _WEAK and len(one) > 2
    )  # fmt: skip


_telling_kept = lru_cache(maxsize=8192)(_telling)


def _clauses(one: Statement, words: str, names: frozenset[str]) -> Iterator[Clause]:
    for part in _CLAUSE.split(words):
        stems = telling(part, names)
        if stems:
            yield Clause(stems, _verdict(one.act, part))


def _verdict(act: str, words: str) -> Verdict:
    if act in ("reject", "deny"):
        return "rejected"
    if act == "agree":
        return "rejected" if _NO.search(words) else "accepted"
    if _NO.search(words):
        return "rejected"
    if _PUTS_OFF.search(words):
        return "answered"
    return "accepted" if act == "promise" or _YES.search(words) else "answered"
