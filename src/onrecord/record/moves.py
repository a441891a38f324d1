"""The statements of a record as moves: who, for which power, asks, offers, accuses or answers, in which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.model import Entity, Reading, Span, Spans, Statement
from onrecord.record.folding import fold
from onrecord.record.store import Record
from onrecord.record.wording import is_function, stem, stems_of

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


def moves(record: Record, since: str | None = None, until: str | None = None) -> list[Move]:
    """Return the moves of a record by their day; those without a day come last.

    A person acts for the state that this article gives, else for the one that the record's other articles give to
    somebody of that name. ``since`` and ``until`` are ISO days of the articles.
    """
    originals = dict(record.query("SELECT article_id, report FROM copies"))
    readings = list(readings_between(record, since, until))
    states = states_in(readings)
    found = [
        move
        for reading in readings
        for move in _of(reading, states, originals.get(reading.article.id, reading.article.id))
    ]
    return sorted(
        found, key=lambda one: (one.day or "9999", one.original != one.article_id, one.article_id, one.spans)
    )


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


def states_in(readings: Sequence[Reading]) -> dict[str, str]:
    """Return the state that most articles give to a person of a name, where they do not contradict one another."""
    given: dict[str, Counter[str]] = {}
    for reading in readings:
        for one in reading.entities:
            if one.kind == "person" and one.country:
                given.setdefault(fold(one.name), Counter())[one.country] += 1
    return {name: states.most_common(1)[0][0] for name, states in given.items() if len(states) == 1}


def power_of(entity: Entity, states: Mapping[str, str]) -> str | None:
    """Return the code of the power that somebody acts for: a state's, else an organisation's name."""
    return entity.country or states.get(fold(entity.name)) or (entity.name if entity.kind == "power" else None)


def _of(reading: Reading, states: Mapping[str, str], original: str) -> Iterator[Move]:
    entities = {one.id: one for one in reading.entities}
    for one in reading.statements:
        speaker = _in_full(reading, entities.get(one.speaker or ""))
        power = power_of(speaker, states) if speaker is not None else None
        if speaker is None or power is None or (one.modality in ("hypothetical", "question") and one.act != "ask"):
            continue
        words = reading.article.quote(one.content)
        names = names_in(reading)
        items = tuple(reading.article.text[start:end] for start, end in one.items)
        yield Move(
            reading.article.id, one.id, reading.article.publisher, reading.article.title,
            one.date.start if one.date and one.date.start else reading.article.day, speaker.name, power,
            _to(reading, one, power, states), tuple(entities[who].name for who in one.via), one.act,
            _opens(one, words), bool(_TAKES_BACK.search(words)), words, one.content, _evidence(one), items,
            tuple(_clauses(one, words, names)), original,
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


def _to(reading: Reading, one: Statement, power: str, states: Mapping[str, str]) -> str | None:
    """Return to whom a statement is made: its event's recipient, its addressee, the first other power it names."""
    entities = {entity.id: entity for entity in reading.entities}
    recipients = [who for event in reading.events if event.statement == one.id for who in event.recipients]
    named = [who for _, who in sorted(_named(reading, one.content))]
    for who in (*recipients, *([one.addressee] if one.addressee else []), *named):
        found = power_of(entities[who], states)
        if found is not None and found != power:
            return found
    return None


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
    return frozenset(
        one
        for one in stems_of(words)
        if not is_function(one) and one not in names and one not in _WEAK and len(one) > 2
    )


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
