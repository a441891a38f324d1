"""Readings as typed rows: five tables whose columns are named, typed and explained here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from onrecord.export.extract import Extract
from onrecord.model import DateRef, Event, Link, OfficeTerm, Reading, Spans, Statement

Type = Literal["text", "texts", "day", "number", "integer", "spans"]
"""``texts`` is a list; ``spans`` a list of ``{start, end}``, end exclusive, in code points of the article's text."""
Row: TypeAlias = dict[str, Any]
TableName = Literal["statements", "articles", "entities", "events", "links"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type and what it means."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and how an extract becomes its rows."""

    columns: tuple[Column, ...]
    rows: Callable[[Extract], Iterator[Row]]


def rows(extracts: Iterable[Extract], table: TableName = "statements") -> Iterator[Row]:
    """Yield the rows of one table, each a dict with the table's columns in their order."""
    made = TABLES[table].rows
    for extract in extracts:
        yield from made(extract)


def _columns(lines: str) -> tuple[Column, ...]:
    found = []
    for line in lines.strip().splitlines():
        name, type_, meaning = line.split(None, 2)
        found.append(Column(name, type_, meaning))  # type: ignore[arg-type]
    return tuple(found)


_STATEMENTS = _columns("""
article_id text the article's id, the hash of its text
statement_id text the statement's id, unique within its article
kind text direct, mixed or indirect: all, some or none of the content stands in quotation marks
speaker text who said it
speaker_id text the speaker in the table of entities, within the article
speaker_wikidata text the speaker's Wikidata id
speaker_country text the speaker's state, ISO 3166 alpha-3
speaker_office text the office that the speaker held
addressee text to whom
addressee_id text the addressee in the table of entities
addressee_country text the addressee's state
via texts who relayed it, outermost last
date_start day the first day on which it may have been said
date_end day the last such day
place text where
occasion text at what: a press conference, a phone call
act text what it does: assert, demand, promise, threaten, deny …
modality text asserted, hypothetical, conditional, negated, question or possible
source text the words that name the source
cue text the words that attribute it
content text what was said, pieces joined by " … "
source_spans spans where the source stands
cue_spans spans where the cue stands
content_spans spans where the content stands
continues text the statement whose speaker carries over to this one
nested_in text the statement inside which this one is told
confidence number how sure the reader is, 0 to 1
date_value text what the words for the day say, as exact as they say it: ISO 8601 or EDTF
participants texts who took part in the occasion beside the speaker
channel text by what means it reached the public: an outlet or a medium
document text the document that speaks or is told of, by its noun
items texts the things that a demand, request or offer is made of, when it has more than one
item_spans spans where these things stand
condition text the words that it all hangs on
condition_spans spans where they stand
""")
_ARTICLES = _columns("""
article_id text the article's id, the hash of its text
origin text the path, or the id that the input gave
title text the headline
publisher text the outlet
section text the section of the outlet
url text where it was published
published text when, ISO 8601, as exact as the source gives it
updated text when it was last changed, likewise
language text its language, ISO 639
authors texts who wrote it
text text the exact text that all spans count
statements integer how many statements are exported with it
events integer how many events are exported with it
reader_version text the version of onrecord that read it
""")
_ENTITIES = _columns("""
article_id text the article
entity_id text the entity's id, unique within its article
name text the fullest name
kind text person, power, group or unnamed
wikidata text its Wikidata id
country text its state, ISO 3166 alpha-3
office text the office held
mentions spans where it is mentioned
evidence_spans spans the words that identify it
term_office text the office in the row of the offices table that it rests on
term_holder text the holder in that row
term_start text the day or year since which that row holds
term_end text the last day or year for which it holds, null while it is open
term_source text where that row comes from
confidence number how sure the identity is, 0 to 1
candidates texts whom an ambiguous name may mean; nobody is picked from them
""")
_EVENTS = _columns("""
article_id text the article
event_id text the event's id, unique within its article
type text the PLOVER type
mode text the PLOVER mode
status text reported, planned, threatened, hypothetical, denied or historical; only reported ones happened
actors texts who acts
actor_countries texts their states, "" where none is known
recipients texts to whom
recipient_countries texts their states, "" where none is known
date_start day the first day
date_end day the last day
place text where
evidence text the words
evidence_spans spans where they stand
statement_id text the statement that performs or reports it
confidence number how sure the reader is, 0 to 1
actor_sectors texts the sectors in which the actors act here (GOV, MIL …), "" where none is known
recipient_sectors texts the recipients' sectors, likewise
date_value text what the words for the day say: ISO 8601 or EDTF
""")
_LINKS = _columns("""
article_id text the article
kind text echoes, answers, rejects, agrees, repeats or corrects
from_statement text the statement that takes up another
to_statement text the one taken up
evidence text the words that show it
evidence_spans spans where they stand
confidence number how sure the reader is, 0 to 1
""")


def _statement_rows(extract: Extract) -> Iterator[Row]:
    for statement in extract.statements:
        yield statement_row(extract.reading, statement)


def statement_row(reading: Reading, statement: Statement) -> Row:
    """Return the row of one statement."""
    speaker, addressee = reading.entity(statement.speaker), reading.entity(statement.addressee)
    values = (
        reading.article.id, statement.id, statement.kind,
        speaker and speaker.name, statement.speaker, speaker and speaker.wikidata, speaker and speaker.country,
        speaker and speaker.office, addressee and addressee.name, statement.addressee,
        addressee and addressee.country, names(reading, statement.via), *_days(statement.date),
        statement.place and statement.place.name, statement.occasion and statement.occasion.kind,
        statement.act, statement.modality, *(_words(reading, spans) for spans in _parts(statement)),
        *(_spans(spans) for spans in _parts(statement)),
        statement.continues, statement.nested_in, statement.confidence,
        statement.date and statement.date.value, names(reading, statement.participants),
        statement.channel and statement.channel.name, statement.document and statement.document.kind,
        [reading.article.quote([span]) for span in statement.items], _spans(statement.items),
        _words(reading, statement.condition), _spans(statement.condition),
    )  # fmt: skip
    return _row(_STATEMENTS, values)


def _article_rows(extract: Extract) -> Iterator[Row]:
    article = extract.reading.article
    values = (
        article.id, article.origin, article.title, article.publisher, article.section, article.url,
        article.published, article.updated, article.language, list(article.authors), article.text,
        len(extract.statements), len(extract.events), extract.reading.reader.version,
    )  # fmt: skip
    yield _row(_ARTICLES, values)


def _entity_rows(extract: Extract) -> Iterator[Row]:
    for entity in extract.entities():
        values = (
            extract.reading.article.id, entity.id, entity.name, entity.kind, entity.wikidata, entity.country,
            entity.office, _spans(entity.mentions), _spans(entity.evidence), *_term(entity.term), entity.confidence,
            [candidate.name for candidate in entity.candidates],
        )  # fmt: skip
        yield _row(_ENTITIES, values)


def _event_rows(extract: Extract) -> Iterator[Row]:
    for event in extract.events:
        yield _event_row(extract.reading, event)


def _event_row(reading: Reading, event: Event) -> Row:
    values = (
        reading.article.id, event.id, event.type, event.mode, event.status,
        names(reading, event.actors), _countries(reading, event.actors),
        names(reading, event.recipients), _countries(reading, event.recipients),
        *_days(event.date), event.place and event.place.name,
        _words(reading, event.evidence), _spans(event.evidence), event.statement, event.confidence,
        _sectors(event, event.actors), _sectors(event, event.recipients), event.date and event.date.value,
    )  # fmt: skip
    return _row(_EVENTS, values)


def _link_rows(extract: Extract) -> Iterator[Row]:
    for link in extract.links:
        yield _link_row(extract.reading, link)


def _link_row(reading: Reading, link: Link) -> Row:
    spans = _spans(link.evidence)
    values = (reading.article.id, link.kind, link.from_, link.to, _words(reading, link.evidence), spans,
              link.confidence)  # fmt: skip
    return _row(_LINKS, values)


TABLES: dict[TableName, Table] = {
    "statements": Table(_STATEMENTS, _statement_rows),
    "articles": Table(_ARTICLES, _article_rows),
    "entities": Table(_ENTITIES, _entity_rows),
    "events": Table(_EVENTS, _event_rows),
    "links": Table(_LINKS, _link_rows),
}
"""The tables by name. Rows of one article share ``article_id``; entities have no identity beyond their article."""


def names(reading: Reading, ids: Iterable[str]) -> list[str]:
    """Return the names of the entities with these ids."""
    return [entity.name for one in ids if (entity := reading.entity(one))]


def _countries(reading: Reading, ids: Iterable[str]) -> list[str]:
    return [entity.country or "" for one in ids if (entity := reading.entity(one))]


def _sectors(event: Event, ids: Iterable[str]) -> list[str]:
    return [event.sectors.get(one, "") for one in ids]


def _term(term: OfficeTerm | None) -> tuple[str | None, ...]:
    return (term.office, term.holder, term.start, term.end, term.source) if term else (None,) * 5


def _row(columns: tuple[Column, ...], values: tuple[Any, ...]) -> Row:
    return {column.name: value for column, value in zip(columns, values, strict=True)}


def _parts(statement: Statement) -> tuple[Spans, Spans, Spans]:
    return statement.source, statement.cue, statement.content


def _words(reading: Reading, spans: Spans) -> str | None:
    return reading.article.quote(spans) or None


def _spans(spans: Spans) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in spans]


def _days(when: DateRef | None) -> tuple[date | None, date | None]:
    return (_day(when.start), _day(when.end)) if when else (None, None)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
