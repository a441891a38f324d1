"""What everything here is made of: articles, entities, statements, events, links, and the reading of an article.

This module is the JSON contract (``onrecord/reading/1``). All offsets are ``[start, end)`` in Unicode code
points of ``Article.text``, the exact text of the source: ``text[start:end]`` is what a field says it is.
A field whose value is not known is ``None``, never a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from onrecord.exits import Exits

FurnitureKind = Literal[
    "navigation", "byline", "timestamp", "section", "duration", "share", "promotion", "boilerplate", "other"
]
EntityKind = Literal["person", "power", "group", "unnamed"]
StatementKind = Literal["direct", "mixed", "indirect"]
Act = Literal[
    "assert", "demand", "request", "offer", "promise", "threaten",
    "accuse", "reject", "deny", "agree", "ask", "appeal",
]  # fmt: skip
Modality = Literal["asserted", "hypothetical", "conditional", "negated", "question", "possible"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
EventStatus = Literal["reported", "planned", "threatened", "hypothetical", "denied", "historical"]
LinkKind = Literal["echoes", "answers", "rejects", "agrees", "repeats", "corrects"]
OccasionKind = Literal[
    "press conference", "phone call", "meeting", "talks", "interview", "speech", "statement", "letter",
    "post", "briefing", "debate", "rally", "hearing", "broadcast", "summit", "report", "comments",
]  # fmt: skip

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
ACTS: tuple[Act, ...] = get_args(Act)


def _ordered_span(span: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= span[0] < span[1]:
        raise ValueError(f"a span is [start, end) with 0 <= start < end, not {list(span)}")
    return span


def _disjoint(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    for left, right in pairwise(spans):
        if right[0] < left[1]:
            raise ValueError(f"spans of one field must be sorted and apart: {list(left)} and {list(right)}")
    return spans


def _iso_time(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"not an ISO 8601 date or time: {value!r}") from error
    return value


Span = Annotated[tuple[int, int], AfterValidator(_ordered_span)]
"""``[start, end)`` in code points of the article's text; never empty."""
Spans = Annotated[tuple[Span, ...], AfterValidator(_disjoint)]
"""Sorted spans that do not overlap: one discontinuous stretch of text."""
Timestamp = Annotated[str, AfterValidator(_iso_time)]
"""An ISO 8601 date (``2022-02-01``) or date and time, as exact as the source gives it."""
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]


class _Value(BaseModel):
    """An immutable value that takes no field it does not know and coerces nothing."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


class Furniture(_Value):
    """Text on the page that is not the story."""

    span: Span
    kind: FurnitureKind


class Article(_Value):
    """One version of one page, its text unchanged.

    ``body`` holds the paragraphs of the story, ``furniture``, ``credits`` and ``captions`` the rest of the page;
    ``title_span`` is ``None`` when the title came from outside the text. ``origin`` is the path, or the id that
    the input gave.
    """

    id: str
    origin: str
    text: str
    title: str | None = None
    title_span: Span | None = None
    body: Spans = ()
    furniture: tuple[Furniture, ...] = ()
    publisher: str | None = None
    section: str | None = None
    url: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    language: str = "en"
    authors: tuple[str, ...] = ()
    credits: Spans = ()
    captions: Spans = ()

    @staticmethod
    def identify(text: str) -> str:
        """Return the content address of an article's text: ``sha256:`` and the hash of its UTF-8 bytes."""
        return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()

    @property
    def day(self) -> str | None:
        """The day (``YYYY-MM-DD``) that relative dates count from: published, else updated, else ``None``."""
        stamp = self.published or self.updated
        return stamp[:10] if stamp else None

    def quote(self, spans: Iterable[tuple[int, int]]) -> str:
        """Return the text under ``spans``, the pieces of a discontinuous stretch joined by `` … ``."""
        return " … ".join(self.text[start:end] for start, end in spans)

    @model_validator(mode="after")
    def _spans_lie_inside(self) -> Self:
        _check_inside(len(self.text), self.spans())
        _disjoint(tuple(piece.span for piece in self.furniture))
        if self.title_span and self.title is None:
            raise ValueError("a title_span needs a title")
        return self

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield every span of the article with the name of its field."""
        if self.title_span:
            yield "title_span", self.title_span
        for field in ("body", "credits", "captions"):
            for span in getattr(self, field):
                yield field, span
        for piece in self.furniture:
            yield "furniture", piece.span


class OfficeTerm(_Value):
    """The row of the offices table that an identity or an office rests on; ``end`` is ``None`` while it is open."""

    country: str
    office: str
    holder: str
    wikidata: str | None = None
    start: str
    end: str | None = None
    source: str | None = None


class Candidate(_Value):
    """Somebody whom the same words may mean."""

    name: str
    wikidata: str | None = None
    country: str | None = None
    office: str | None = None


class Entity(_Value):
    """A person, a power (a state or an organisation), a group, or somebody the report leaves unnamed.

    ``country`` is the ISO 3166 alpha-3 code of a state, or of the state that a person or office belongs to.
    ``evidence`` are the words that identify it, ``term`` the row of the offices table that does, ``confidence`` how
    sure that is. ``candidates`` are the people whom an ambiguous name may mean; nobody is picked from them.
    """

    id: str
    name: str
    kind: EntityKind
    wikidata: str | None = None
    country: str | None = None
    office: str | None = None
    mentions: Spans = ()
    evidence: Spans = ()
    term: OfficeTerm | None = None
    confidence: Confidence = 1.0
    candidates: tuple[Candidate, ...] = ()


class DateRef(_Value):
    """A day or a stretch of days, both ends included, and the words that say so.

    ``start`` and ``end`` are ``None`` when the words are relative and the article has no date to count from.
    ``value`` is what the words say, as exact as they say it: an ISO 8601 date, or EDTF (ISO 8601-2) for a decade
    (``199X``), a century (``18XX``), a quarter, a season, an open interval (``2020/..``); ``--05-02`` for a day of
    no known year.
    """

    start: str | None
    end: str | None
    evidence: Spans = ()
    value: str | None = None


class Place(_Value):
    """Where something was said or done."""

    name: str
    evidence: Spans


class Occasion(_Value):
    """The setting of a statement: a press conference, a phone call, a written statement."""

    kind: OccasionKind
    evidence: Spans


class Channel(_Value):
    """By what means words reached the public: an outlet ("told Reuters") or a medium ("on state television")."""

    name: str
    evidence: Spans


class Document(_Value):
    """The document that speaks, or that a statement tells the content of; ``kind`` is its noun.

    ``evidence`` holds the words that name it here and, where they are others, those that brought it up.
    """

    kind: str
    evidence: Spans


class Statement(_Value):
    """An attribution relation: a source, a cue and a content, any of the first two possibly missing.

    ``via`` names who relayed the statement, outermost last. ``continues`` is the statement whose speaker carries
    over to this one, which has no source beside it; ``nested_in`` is the statement that this one is told inside.
    ``participants`` took part in the occasion beside the speaker. ``items`` are the things that a demand, request or
    offer is made of, when it has more than one; ``condition`` is the clause that it all hangs on.
    ``evidence`` holds the words behind the fields that have no object of their own
    (``speaker``, ``addressee``, ``via``, ``participants``, ``act``, ``modality``).
    """

    id: str
    kind: StatementKind
    source: Spans = ()
    cue: Spans = ()
    content: Spans = Field(min_length=1)
    speaker: str | None = None
    addressee: str | None = None
    via: tuple[str, ...] = ()
    date: DateRef | None = None
    place: Place | None = None
    occasion: Occasion | None = None
    participants: tuple[str, ...] = ()
    channel: Channel | None = None
    document: Document | None = None
    act: Act = "assert"
    modality: Modality = "asserted"
    items: Spans = ()
    condition: Spans = ()
    continues: str | None = None
    nested_in: str | None = None
    evidence: dict[str, Spans] = Field(default_factory=dict)
    confidence: Confidence = 1.0

    @property
    def people(self) -> tuple[str | None, ...]:
        """The ids of everybody who has a part in the statement; ``None`` for a speaker or addressee not known."""
        return self.speaker, self.addressee, *self.via, *self.participants

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield every span of the statement with the name of its field."""
        fields: dict[str, Iterable[Span]] = {"source": self.source, "cue": self.cue, "content": self.content}
        fields |= {"items": self.items, "condition": self.condition}
        fields |= {f"evidence.{name}": spans for name, spans in self.evidence.items()}
        for name in ("date", "place", "occasion", "channel", "document"):
            part = getattr(self, name)
            fields[name] = part.evidence if part else ()
        for name, spans in fields.items():
            for span in spans:
                yield name, span


class Event(_Value):
    """A PLOVER event between powers; only one whose ``status`` is ``reported`` counts as having happened.

    ``statement`` is the statement that performs the event (a demand is a REQUEST) or that reports it. ``sectors``
    says for parties by their id in which sector of their power they act here (``GOV``, ``MIL``, ``REB``, …), where
    the words for them say so.
    PLOVER: Open Event Data Alliance, *Political Language Ontology for Verifiable Event Records*, 2021 manual.
    """

    id: str
    type: EventType
    mode: str | None = None
    status: EventStatus = "reported"
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sectors: dict[str, str] = Field(default_factory=dict)
    date: DateRef | None = None
    place: Place | None = None
    evidence: Spans = Field(min_length=1)
    statement: str | None = None
    confidence: Confidence = 1.0

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield every span of the event with the name of its field."""
        for span in self.evidence:
            yield "evidence", span
        for name in ("date", "place"):
            part = getattr(self, name)
            for span in part.evidence if part else ():
                yield name, span


class Link(_Value):
    """One statement takes up another: it echoes, answers, rejects, repeats or corrects it."""

    kind: LinkKind
    from_: str = Field(alias="from")
    to: str
    evidence: Spans = ()
    confidence: Confidence = 1.0


class ReaderInfo(_Value):
    """Which program and which models made a reading."""

    version: str
    models: dict[str, str] = Field(default_factory=dict)


class Reading(Exits, _Value):
    """Everything found in one article. It checks itself: spans lie inside the text and ids resolve."""

    schema_: Literal["onrecord/reading/1"] = Field(default="onrecord/reading/1", alias="schema")
    reader: ReaderInfo
    article: Article
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    links: tuple[Link, ...] = ()

    def entity(self, entity_id: str | None) -> Entity | None:
        """Return the entity with this id, or ``None`` for ``None``; raise ``KeyError`` for an unknown id."""
        return None if entity_id is None else _by_id(self.entities, entity_id)

    def statement(self, statement_id: str) -> Statement:
        """Return the statement with this id; raise ``KeyError`` when there is none."""
        return _by_id(self.statements, statement_id)

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as the JSON contract's plain values."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self, indent: int | None = None) -> str:
        """Return the reading as the JSON contract; the text round-trips through ``Reading.from_json``."""
        return self.model_dump_json(by_alias=True, indent=indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Self:
        """Read the JSON contract back.

        Raises:
            pydantic.ValidationError: the data is not a reading, a span leaves the text, or an id is unknown.
        """
        return cls.model_validate_json(data)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        length = len(self.article.text)
        for entity in self.entities:
            _check_inside(length, ((entity.id, span) for span in (*entity.mentions, *entity.evidence)))
        parts: tuple[Statement | Event, ...] = (*self.statements, *self.events)
        for part in parts:
            _check_inside(length, ((f"{part.id}.{field}", span) for field, span in part.spans()))
        for link in self.links:
            _check_inside(length, ((f"link {link.kind}", span) for span in link.evidence))
        self._ids_resolve()
        return self

    def _ids_resolve(self) -> None:
        entities = _unique(entity.id for entity in self.entities)
        statements = _unique(statement.id for statement in self.statements)
        _unique(event.id for event in self.events)
        for statement in self.statements:
            _check_known(statement.id, entities, statement.people)
            _check_known(statement.id, statements, (statement.continues, statement.nested_in))
        for event in self.events:
            _check_known(event.id, entities, (*event.actors, *event.recipients, *event.sectors))
            _check_known(event.id, statements, (event.statement,))
        for link in self.links:
            _check_known(f"link {link.kind}", statements, (link.from_, link.to))


Identified = TypeVar("Identified", Entity, Statement)


def _by_id(several: Iterable[Identified], wanted: str) -> Identified:
    for one in several:
        if one.id == wanted:
            return one
    raise KeyError(wanted)


def _check_inside(length: int, spans: Iterable[tuple[str, tuple[int, int]]]) -> None:
    for field, (_, end) in spans:
        if end > length:
            raise ValueError(f"{field}: span ends at {end}, the text at {length}")


def _unique(ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"two things have the id {one!r}")
        seen.add(one)
    return seen


def _check_known(owner: str, known: set[str], ids: Iterable[str | None]) -> None:
    for one in ids:
        if one is not None and one not in known:
            raise ValueError(f"{owner}: nothing has the id {one!r}")
