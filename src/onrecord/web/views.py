"""What the pages show, worked out in Python so that the templates only lay it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from onrecord.model import DateRef, Entity, Reading, Statement
from onrecord.web.marking import Block, blocks

COLOURS = 8
LONGEST_CITED = 1_000
_ROLE_NAMES = {
    "source": "who",
    "cue": "cue",
    "date": "when",
    "place": "where",
    "occasion": "occasion",
    "evidence.speaker": "who",
    "evidence.addressee": "to",
    "evidence.via": "via",
    "evidence.act": "act",
    "evidence.modality": "modality",
    "evidence.participants": "with",
    "items": "items",
    "condition": "if",
    "channel": "channel",
    "document": "document",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One line of what is known about a statement, and the words of the article that say so."""

    name: str
    value: str
    evidence: str | None = None
    wikidata: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """That a statement takes up another one of the article, or is taken up: in words, and where it stands."""

    words: str
    anchor: str
    number: int


@dataclass(frozen=True, slots=True)
class Happening:
    """An event between powers that a statement performs or reports."""

    type: str
    status: str
    parties: str


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
    depth: int
    chain: tuple[str, ...]
    links: tuple[Reference, ...]
    events: tuple[Happening, ...]
    citation: str
    statement_id: str
    path: str

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
    numbers = {one.id: number for number, one in enumerate(reading.statements, 1)}
    cards = {
        one.id: _card(reading, one, numbers, colours.get(one.speaker or "", "none")) for one in reading.statements
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


def _card(reading: Reading, statement: Statement, numbers: dict[str, int], colour: str) -> Card:
    article, number = reading.article, numbers[statement.id]
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
        depth=_depth(reading, statement),
        chain=_chain(reading, statement, said_by),
        links=tuple(_references(reading, statement, numbers)),
        events=tuple(_happenings(reading, statement)),
        citation=citation(reading, statement),
        statement_id=statement.id,
        path=statement_path(article.id, statement.id),
    )


def statement_path(article_id: str, statement_id: str) -> str:
    """Return the address of a statement's own page."""
    return f"/articles/{article_id}/statements/{quote(statement_id, safe='')}"


def citation(reading: Reading, statement: Statement) -> str:
    """Return a statement as it is cited: the words, who said them, where, when, the address and the characters."""
    article, speaker = reading.article, reading.entity(statement.speaker)
    who = speaker.name if speaker else article.quote(statement.source) or "unnamed"
    words = " ".join(article.quote(statement.content)[:LONGEST_CITED].split()).strip('"“”')
    when = stretch(statement.date) if statement.date else ""
    told = (
        f"({', '.join(filter(None, ('as told by ' + told_by(reading, statement) if statement.via else '', when)))})"
    )
    published = ", ".join(filter(None, (article.publisher, long_day(article.published or article.updated))))
    spans = ", ".join(f"{start}\N{EN DASH}{end}" for start, end in statement.content)
    said = f"{who} {told}" if told != "()" else who
    parts = (f"“{words}”", said, f"“{article.title}”" if article.title else None, published, article.url)
    return f"{', '.join(filter(None, parts))}, characters {spans} of {article.id[:19]}"


def told_by(reading: Reading, statement: Statement) -> str:
    """Return who relayed a statement, the innermost first."""
    return " → ".join(entity.name for one in statement.via if (entity := reading.entity(one)))


def _depth(reading: Reading, statement: Statement) -> int:
    depth, seen = 0, {statement.id}
    while statement.nested_in and statement.nested_in not in seen and depth < 3:
        seen.add(statement.nested_in)
        statement, depth = reading.statement(statement.nested_in), depth + 1
    return depth


def _chain(reading: Reading, statement: Statement, said_by: str) -> tuple[str, ...]:
    """Return on whose word it is: the speaker, everybody who relayed it, the outlet."""
    relays = [entity.name for one in statement.via if (entity := reading.entity(one))]
    return (said_by, *relays, reading.article.publisher or "this article")


_LINKS = {
    "echoes": ("echoes", "is echoed by"),
    "answers": ("answers", "is answered by"),
    "rejects": ("rejects", "is rejected by"),
    "agrees": ("agrees with", "is agreed with by"),
    "repeats": ("repeats", "is repeated by"),
    "corrects": ("corrects", "is corrected by"),
}


def _references(reading: Reading, statement: Statement, numbers: dict[str, int]) -> list[Reference]:
    found = []
    for link in reading.links:
        for way, here, there in ((0, link.from_, link.to), (1, link.to, link.from_)):
            if here == statement.id:
                other = reading.statement(there)
                found.append(Reference(_LINKS[link.kind][way], _anchor(reading, other), numbers[other.id]))
    return found


def _happenings(reading: Reading, statement: Statement) -> list[Happening]:
    found = []
    for event in reading.events:
        if event.statement == statement.id:
            sides = [
                ", ".join(entity.name for one in side if (entity := reading.entity(one)))
                for side in (event.actors, event.recipients)
            ]
            found.append(Happening(event.type, event.status, " → ".join(filter(None, sides))))
    return found


def _anchor(reading: Reading, statement: Statement) -> str:
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,40}", statement.id):
        return statement.id
    return f"statement-{reading.statements.index(statement) + 1}"


def _fields(reading: Reading, statement: Statement) -> list[Field]:
    words = reading.article.quote

    def evidence(name: str) -> str | None:
        return words(statement.evidence.get(name, ())) or None

    fields = []
    if speaker := reading.entity(statement.speaker):
        who = ", ".join(filter(None, (speaker.name, speaker.office)))
        fields.append(
            Field("who", who, words(statement.source) or evidence("speaker"), speaker.wikidata, speaker.name)
        )
    elif statement.source:
        fields.append(Field("who", "not identified", words(statement.source)))
    if addressee := reading.entity(statement.addressee):
        fields.append(Field("to", addressee.name, evidence("addressee"), addressee.wikidata, addressee.name))
    if statement.via:
        fields.append(Field("via", told_by(reading, statement), evidence("via")))
    if statement.cue:
        fields.append(Field("cue", words(statement.cue)))
    if statement.date:
        fields.append(Field("when", stretch(statement.date), words(statement.date.evidence) or None))
    fields += _setting(reading, statement)
    fields.append(Field("act", statement.act, evidence("act")))
    fields.append(Field("modality", statement.modality, evidence("modality")))
    if statement.items:
        fields.append(Field("items", "; ".join(" ".join(words([one]).split()) for one in statement.items)))
    if statement.condition:
        fields.append(Field("if", words(statement.condition)))
    return fields


def _setting(reading: Reading, statement: Statement) -> list[Field]:
    """Return where, at what, with whom and by what means."""
    words = reading.article.quote
    fields = []
    if statement.place:
        fields.append(Field("where", statement.place.name, words(statement.place.evidence) or None))
    if statement.occasion:
        fields.append(Field("occasion", statement.occasion.kind, words(statement.occasion.evidence) or None))
    if statement.participants:
        names = [entity.name for one in statement.participants if (entity := reading.entity(one))]
        fields.append(Field("with", ", ".join(names), words(statement.evidence.get("participants", ())) or None))
    if statement.channel:
        fields.append(Field("channel", statement.channel.name, words(statement.channel.evidence) or None))
    if statement.document:
        fields.append(Field("document", statement.document.kind, words(statement.document.evidence) or None))
    return fields


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a person reads it: ``71 %``."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"
