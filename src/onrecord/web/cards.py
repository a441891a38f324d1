"""One statement as a card: all that is known of it, each field with the words of the article that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from onrecord.model import Entity, Reading, Span, Statement
from onrecord.web.marking import UNSEEN
from onrecord.web.written import initials, long_day, percent, stretch

COLOURS = 8
LONGEST_CITED, LONGEST_NAME = 1_000, 300
MOST_LINKS = 40


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
    spans: tuple[Span, ...]
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
        return f"Statement {self.number}, {self.kind}, {self.said_by[:200]}, confidence {percent(self.confidence)}"


class Cards:
    """The statements of one reading, each made into a card when it is asked for: an article may have thousands."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.statements = {one.id: one for one in reading.statements}
        self.entities = {one.id: one for one in reading.entities}
        self.numbers = {one.id: number for number, one in enumerate(reading.statements, 1)}
        speakers = dict.fromkeys(one.speaker for one in reading.statements if one.speaker)
        self.colours = {speaker: str(place % COLOURS) for place, speaker in enumerate(speakers)}
        self._anchors = {self.anchor(one): one for one in self.statements}

    def anchor(self, statement_id: str) -> str:
        """Return what a statement is called in an address, behind ``#``."""
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,40}", statement_id):
            return statement_id
        return f"statement-{self.numbers[statement_id]}"

    def find(self, name: str) -> str | None:
        """Return the id of the statement that an address names, by its anchor or its id."""
        return self._anchors.get(name) or (name if name in self.statements else None)

    def colour(self, statement_id: str) -> str:
        """Return the colour of a statement's speaker."""
        return self.colours.get(self.statements[statement_id].speaker or "", "none")

    def card(self, statement_id: str) -> Card:
        """Return the card of one statement."""
        article, statement = self.reading.article, self.statements[statement_id]
        speaker = self._entity(statement.speaker)
        said_by = speaker.name if speaker else article.quote(statement.source) or "somebody not named"
        return Card(
            anchor=self.anchor(statement.id),
            number=self.numbers[statement.id],
            colour=self.colour(statement.id),
            initials=initials(said_by) if speaker else "?",
            kind=statement.kind,
            speaker=speaker,
            addressee=self._entity(statement.addressee),
            said_by=said_by,
            content=article.quote(statement.content),
            spans=statement.content,
            fields=tuple(self._fields(statement)),
            confidence=statement.confidence,
            nested_in=self.anchor(statement.nested_in) if statement.nested_in else None,
            depth=self._depth(statement),
            chain=self._chain(statement, said_by),
            links=tuple(self._references(statement)),
            events=tuple(self._happenings(statement)),
            citation=citation(self.reading, statement),
            statement_id=statement.id,
            path=statement_path(article.id, statement.id),
        )

    def _entity(self, entity_id: str | None) -> Entity | None:
        return self.entities[entity_id] if entity_id else None

    def _depth(self, statement: Statement) -> int:
        depth, seen = 0, {statement.id}
        while statement.nested_in and statement.nested_in not in seen and depth < 3:
            seen.add(statement.nested_in)
            statement, depth = self.statements[statement.nested_in], depth + 1
        return depth

    def _chain(self, statement: Statement, said_by: str) -> tuple[str, ...]:
        """Return on whose word it is: the speaker, everybody who relayed it, the outlet."""
        relays = [self.entities[one].name for one in statement.via]
        return (said_by, *relays, self.reading.article.publisher or "this article")

    def _references(self, statement: Statement) -> list[Reference]:
        found = []
        for link in self.reading.links:
            for way, here, there in ((0, link.from_, link.to), (1, link.to, link.from_)):
                if here == statement.id:
                    found.append(Reference(_LINKS[link.kind][way], self.anchor(there), self.numbers[there]))
        return found[:MOST_LINKS]

    def _happenings(self, statement: Statement) -> list[Happening]:
        found = []
        for event in self.reading.events:
            if event.statement == statement.id:
                sides = [
                    ", ".join(self.entities[one].name for one in side) for side in (event.actors, event.recipients)
                ]
                found.append(Happening(event.type, event.status, " → ".join(filter(None, sides))))
        return found[:MOST_LINKS]

    def _fields(self, statement: Statement) -> list[Field]:
        words = self.reading.article.quote

        def evidence(name: str) -> str | None:
            return words(statement.evidence.get(name, ())) or None

        fields = []
        if speaker := self._entity(statement.speaker):
            who = ", ".join(filter(None, (speaker.name, speaker.office)))
            fields.append(
                Field("who", who, words(statement.source) or evidence("speaker"), speaker.wikidata, speaker.name)
            )
        elif statement.source:
            fields.append(Field("who", "not identified", words(statement.source)))
        if addressee := self._entity(statement.addressee):
            fields.append(Field("to", addressee.name, evidence("addressee"), addressee.wikidata, addressee.name))
        if statement.via:
            fields.append(Field("via", told_by(self.reading, statement), evidence("via")))
        if statement.cue:
            fields.append(Field("cue", words(statement.cue)))
        if statement.date:
            fields.append(Field("when", stretch(statement.date), words(statement.date.evidence) or None))
        fields += self._setting(statement)
        fields.append(Field("act", statement.act, evidence("act")))
        fields.append(Field("modality", statement.modality, evidence("modality")))
        if statement.items:
            fields.append(Field("items", "; ".join(" ".join(words([one]).split()) for one in statement.items)))
        if statement.condition:
            fields.append(Field("if", words(statement.condition)))
        return fields

    def _setting(self, statement: Statement) -> list[Field]:
        """Return where, at what, with whom and by what means."""
        words = self.reading.article.quote
        fields = []
        if statement.place:
            fields.append(Field("where", statement.place.name, words(statement.place.evidence) or None))
        if statement.occasion:
            fields.append(Field("occasion", statement.occasion.kind, words(statement.occasion.evidence) or None))
        if statement.participants:
            names = [self.entities[one].name for one in statement.participants]
            fields.append(Field("with", ", ".join(names), words(statement.evidence.get("participants", ())) or None))
        if statement.channel:
            fields.append(Field("channel", statement.channel.name, words(statement.channel.evidence) or None))
        if statement.document:
            fields.append(Field("document", statement.document.kind, words(statement.document.evidence) or None))
        return fields


_LINKS = {
    "echoes": ("echoes", "is echoed by"),
    "answers": ("answers", "is answered by"),
    "rejects": ("rejects", "is rejected by"),
    "agrees": ("agrees with", "is agreed with by"),
    "repeats": ("repeats", "is repeated by"),
    "corrects": ("corrects", "is corrected by"),
}


def statement_path(article_id: str, statement_id: str) -> str:
    """Return the address of a statement's own page."""
    return f"/articles/{article_id}/statements/{quote(statement_id, safe='')}"


def citation(reading: Reading, statement: Statement) -> str:
    """Return a statement as it is cited: the words, who said them, where, when, the address and the characters.

    Words that nobody put in quotation marks are said to be the article's.
    """
    article, speaker = reading.article, reading.entity(statement.speaker)
    who = speaker.name if speaker else article.quote(statement.source)[:LONGEST_NAME] or "unnamed"
    notes = (
        "in the article's words" if statement.kind == "indirect" else "",
        f"as told by {told_by(reading, statement)}" if statement.via else "",
        stretch(statement.date) if statement.date else "",
    )
    told = ", ".join(filter(None, notes))
    published = ", ".join(filter(None, (article.publisher, long_day(article.published or article.updated))))
    spans = ", ".join(f"{start}\N{EN DASH}{end}" for start, end in statement.content)
    said = f"{who} ({told})" if told else who
    title = f"“{article.title}”" if article.title else None
    parts = (f"“{_cited(reading, statement)}”", said, title, published, article.url)
    # What turns the direction of writing would act on whatever the citation is put into.
    return UNSEEN.sub("", f"{', '.join(filter(None, parts))}, characters {spans} of {article.id[:19]}")


def _cited(reading: Reading, statement: Statement) -> str:
    """Return the words on one line: the marks around a quotation go, those within become single."""
    words = " ".join(reading.article.quote(statement.content).split())
    if len(words) > LONGEST_CITED:
        words = words[:LONGEST_CITED] + " …"
    if statement.kind == "direct":
        words = words.strip('"“”')
    return re.sub(r'"([^"]*)"', r"‘\1’", words).replace("“", "‘").replace("”", "’")


def told_by(reading: Reading, statement: Statement) -> str:
    """Return who relayed a statement, the innermost first."""
    return " → ".join(entity.name for one in statement.via if (entity := reading.entity(one)))
