"""W3C Web Annotation: one annotation a statement, each span by its words and by its position.

Source: R. Sanderson, P. Ciccarese and B. Young, *Web Annotation Data Model*, W3C Recommendation, 23 February 2017.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from onrecord.export.extract import Extract
from onrecord.export.identifiers import entity_iri, statement_iri, text_iri
from onrecord.model import Article, Reading, Span, Spans, Statement

_Node: TypeAlias = dict[str, Any]

AROUND = 32
"""Code points of prefix and suffix, by which a quote is found again on a page that has changed."""
NAMESPACE = "urn:onrecord:reading:1#"
CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {"onrecord": NAMESPACE, "name": "http://schema.org/name"},
]


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield one ``AnnotationCollection`` with all annotations on its one page."""
    total, seen = 0, uuid.NAMESPACE_URL
    yield f'{{"@context": {json.dumps(CONTEXT)}, "type": "AnnotationCollection", "first": {{"items": ['
    for extract in extracts:
        for statement in extract.statements:
            made = annotation(extract.reading, statement)
            yield ("," if total else "") + "\n" + json.dumps(made, ensure_ascii=False)
            total, seen = total + 1, uuid.uuid5(seen, made["id"])
    collection = seen.urn
    page = f'"id": "{collection}#page", "type": "AnnotationPage", "partOf": "{collection}", "startIndex": 0'
    yield f'\n], {page}}}, "id": "{collection}", "label": "Statements", "total": {total}}}\n'


def annotation(reading: Reading, statement: Statement) -> _Node:
    """Return the annotation of one statement, without ``@context``.

    Its targets are the spans of the content. Its bodies are a line to read, and the statement's other fields, whose
    source and cue are targets of the same shape. ``TextPositionSelector`` counts code points of the article's text,
    end exclusive; the target's ``state`` names that text by its hash, since a page's own offsets differ.
    """
    article = reading.article
    content = _targets(article, statement.content)
    return {
        "id": statement_iri(article, statement.id),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"id": "urn:onrecord", "type": "Software", "name": f"onrecord {reading.reader.version}"},
        "body": [_line(reading, statement), _body(reading, statement)],
        "target": content[0] if len(content) == 1 else content,
    }


def _line(reading: Reading, statement: Statement) -> _Node:
    speaker, addressee = reading.entity(statement.speaker), reading.entity(statement.addressee)
    said = speaker.name if speaker else "somebody"
    said += f" to {addressee.name}" if addressee else ""
    value = f"{said}: {statement.kind}, {statement.act}, {statement.modality}"
    return {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": value}


def _body(reading: Reading, statement: Statement) -> _Node:
    article, when = reading.article, statement.date
    values: _Node = {
        "kind": statement.kind,
        "act": statement.act,
        "modality": statement.modality,
        "confidence": statement.confidence,
        "speaker": _entity(reading, statement.speaker),
        "addressee": _entity(reading, statement.addressee),
        "via": {"@list": [_entity(reading, who) for who in statement.via]} if statement.via else None,
        "dateStart": when and when.start,
        "dateEnd": when and when.end,
        "place": statement.place and statement.place.name,
        "occasion": statement.occasion and statement.occasion.kind,
        "continues": statement.continues and {"id": statement_iri(article, statement.continues)},
        "nestedIn": statement.nested_in and {"id": statement_iri(article, statement.nested_in)},
        "source": _targets(article, statement.source) or None,
        "cue": _targets(article, statement.cue) or None,
    }
    known = {f"onrecord:{name}": value for name, value in values.items() if value is not None}
    return {"type": "onrecord:Statement", **known}


def _entity(reading: Reading, entity_id: str | None) -> _Node | None:
    entity = reading.entity(entity_id)
    if entity is None:
        return None
    return {"id": entity_iri(reading.article, entity), "name": entity.name, "onrecord:entityKind": entity.kind}


def _targets(article: Article, spans: Spans) -> list[_Node]:
    state: _Node = {"type": "TimeState", "cached": text_iri(article)}
    if stamp := article.updated or article.published:
        state["sourceDate"] = stamp
    return [
        {
            "type": "SpecificResource",
            "source": article.url or text_iri(article),
            "state": state,
            "selector": [quote_selector(article.text, span), position_selector(span)],
        }
        for span in spans
    ]


def quote_selector(text: str, span: Span) -> _Node:
    """Return the ``TextQuoteSelector`` of a span: its words, and ``AROUND`` code points on both sides."""
    start, end = span
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }


def position_selector(span: Span) -> _Node:
    """Return the ``TextPositionSelector`` of a span."""
    return {"type": "TextPositionSelector", "start": span[0], "end": span[1]}
