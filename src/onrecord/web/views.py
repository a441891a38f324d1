"""What the pages show, worked out in Python so that the templates only lay it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from onrecord.model import DateRef, Entity, Reading, Statement
from onrecord.web.marking import Block, blocks

COLOURS = 8
_ROLE_NAMES = {
    "source": "who",
    "cue": "cue",
    "date": "when",
    "place": "where",
    "occasion": "occasion",
    "channel": "by what means",
    "document": "document",
    "items": "item",
    "condition": "on condition",
    "evidence.participants": "with",
    "evidence.speaker": "who",
    "evidence.addressee": "to",
    "evidence.via": "via",
    "evidence.act": "act",
    "evidence.modality": "modality",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One line of what is known about a statement, and the words of the article that say so."""

    name: str
    value: str
    evidence: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One statement in the panel beside the text."""

    anchor: str
    number: int
    colour: str
    initials: str
    kind: str
    speaker: Entity | None
    addressee: Entity | None
    said_by: str
    content: str
    fields: tuple[Field, ...]
    confidence: float
    nested_in: str | None

    @property
    def tag(self) -> str:
        """What marks the statement in the text besides its colour."""
        return f"{self.number}\N{NO-BREAK SPACE}{self.initials}".strip()

    @property
    def label(self) -> str:
        """What a screen reader says at the tag."""
        return f"Statement {self.number}, {self.kind}, {self.said_by}"


@dataclass(frozen=True, slots=True)
class Person:
    """One speaker in the legend."""

    name: str
    office: str | None
    colour: str
    initials: str
    first: str
    count: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything on the page of an article."""

    reading: Reading
    blocks: list[Block]
    cards: dict[str, Card]
    people: list[Person]


def article_page(reading: Reading) -> ArticlePage:
    """Return what the page of an article shows."""
    colours = _colours(reading)
    cards = {
        one.id: _card(reading, one, number, colours.get(one.speaker or "", "none"))
        for number, one in enumerate(reading.statements, 1)
    }
    return ArticlePage(reading, blocks(reading), cards, _people(reading, colours))


def role_name(role: str) -> str:
    """Return the short name of a part that a stretch of text plays, as the page writes it."""
    return _ROLE_NAMES.get(role, role.removeprefix("evidence."))


def initials(name: str) -> str:
    """Return up to three initials of a name, of its words that have a capital; else of its first word."""
    words: list[str] = re.findall(r"\w+", name)
    capital = [word for word in words if word[0].isupper() or word[0].isdigit()] or words[:1]
    if len(capital) == 1 and capital[0].isupper() and len(capital[0]) <= 4:
        return capital[0]  # NATO
    return "".join(word[0].upper() for word in capital[:3])


def long_day(stamp: str | None) -> str:
    """Return an ISO date or time as a person writes its day: ``1 February 2022``."""
    if not stamp:
        return ""
    try:
        day = date.fromisoformat(stamp[:10])
    except ValueError:
        return stamp
    return f"{day.day} {day:%B} {day.year}"


def stretch(when: DateRef) -> str:
    """Return a day, or a stretch of days, as a person writes it; "not dated" for words that no day is known for."""
    start, end = long_day(when.start), long_day(when.end)
    if not start and not end:
        return "day not known"
    if start == end or not end or not start:
        return start or end
    return f"{start} – {end}"


def _colours(reading: Reading) -> dict[str, str]:
    speakers = dict.fromkeys(one.speaker for one in reading.statements if one.speaker)
    return {speaker: str(place % COLOURS) for place, speaker in enumerate(speakers)}


def _people(reading: Reading, colours: dict[str, str]) -> list[Person]:
    people = []
    for speaker, colour in colours.items():
        theirs = [_anchor(reading, one) for one in reading.statements if one.speaker == speaker]
        entity = reading.entity(speaker)
        if entity:
            people.append(Person(entity.name, entity.office, colour, initials(entity.name), theirs[0], len(theirs)))
    return people


def _card(reading: Reading, statement: Statement, number: int, colour: str) -> Card:
    article = reading.article
    speaker = reading.entity(statement.speaker)
    said_by = speaker.name if speaker else article.quote(statement.source) or "somebody not named"
    return Card(
        anchor=_anchor(reading, statement),
        number=number,
        colour=colour,
        initials=initials(said_by) if speaker else "?",
        kind=statement.kind,
        speaker=speaker,
        addressee=reading.entity(statement.addressee),
        said_by=said_by,
        content=article.quote(statement.content),
        fields=tuple(_fields(reading, statement)),
        confidence=statement.confidence,
        nested_in=_anchor(reading, reading.statement(statement.nested_in)) if statement.nested_in else None,
    )


def _anchor(reading: Reading, statement: Statement) -> str:
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,40}", statement.id):
        return statement.id
    return f"statement-{reading.statements.index(statement) + 1}"


def _fields(reading: Reading, statement: Statement) -> list[Field]:
    quote = reading.article.quote

    def evidence(name: str) -> str | None:
        return quote(statement.evidence.get(name, ())) or None

    fields = []
    if speaker := reading.entity(statement.speaker):
        who = ", ".join(filter(None, (speaker.name, speaker.office)))
        fields.append(Field("who", who, quote(statement.source) or evidence("speaker"), speaker.wikidata))
    elif statement.source:
        fields.append(Field("who", "not identified", quote(statement.source)))
    if addressee := reading.entity(statement.addressee):
        fields.append(Field("to", addressee.name, evidence("addressee"), addressee.wikidata))
    if via := [entity.name for one in statement.via if (entity := reading.entity(one))]:
        fields.append(Field("via", " → ".join(via), evidence("via")))
    if statement.cue:
        fields.append(Field("cue", quote(statement.cue)))
    if statement.date:
        fields.append(Field("when", stretch(statement.date), quote(statement.date.evidence) or None))
    if statement.place:
        fields.append(Field("where", statement.place.name, quote(statement.place.evidence) or None))
    if statement.occasion:
        fields.append(Field("occasion", statement.occasion.kind, quote(statement.occasion.evidence) or None))
    if company := [entity.name for one in statement.participants if (entity := reading.entity(one))]:
        fields.append(Field("with", ", ".join(company), evidence("participants")))
    if statement.channel:
        fields.append(Field("by what means", statement.channel.name, quote(statement.channel.evidence) or None))
    if statement.document:
        fields.append(Field("document", statement.document.kind, quote(statement.document.evidence) or None))
    fields.append(Field("act", statement.act, evidence("act")))
    if statement.items:
        fields.append(Field("items", str(len(statement.items)), quote(statement.items)))
    fields.append(Field("modality", statement.modality, evidence("modality")))
    if statement.condition:
        fields.append(Field("on condition", quote(statement.condition)))
    return fields
