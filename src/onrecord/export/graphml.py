"""GraphML: a directed graph of who spoke to whom, and who relayed whose words.

Source: U. Brandes et al., "GraphML Progress Report", Graph Drawing 2001; http://graphml.graphdrawing.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from onrecord.export.extract import Extract
from onrecord.export.identifiers import entity_key
from onrecord.model import Entity, Reading, Statement

_NODE_KEYS = {
    "name": "string", "kind": "string", "wikidata": "string", "country": "string", "statements": "int",
    "articles": "int",
}  # fmt: skip
_EDGE_KEYS = {
    "relation": "string", "statement": "string", "kind": "string", "act": "string", "modality": "string",
    "date": "string", "content": "string", "publisher": "string", "url": "string", "confidence": "double",
}  # fmt: skip
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Node:
    id: str
    entity: Entity
    statements: int = 0
    articles: set[str] = field(default_factory=set)


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield the document: edges as they come, then the nodes, which know their counts only at the end.

    ``addressed`` runs from speaker to addressee, one edge a statement; ``relayed`` from whoever passed it on to the
    speaker. Whoever speaks to nobody that is named is a node with a count. Entities of two articles are one node when
    they share a Wikidata id, or name, kind and country.
    """
    nodes: dict[tuple[str, ...], _Node] = {}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for owner, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, type_ in keys.items():
            yield f'<key id="{owner}-{name}" for="{owner}" attr.name="{name}" attr.type="{type_}"/>\n'
    yield '<graph id="onrecord" edgedefault="directed">\n'
    number = 0
    for extract in extracts:
        for statement in extract.statements:
            for edge in _edges(nodes, extract.reading, statement):
                yield f'<edge id="x{number}" {edge}</edge>\n'
                number += 1
    yield from map(_node, nodes.values())
    yield "</graph>\n</graphml>\n"


def _edges(nodes: dict[tuple[str, ...], _Node], reading: Reading, statement: Statement) -> Iterator[str]:
    speaker = _meet(nodes, reading, statement.speaker)
    addressee = _meet(nodes, reading, statement.addressee)
    if speaker is None:
        return
    speaker.statements += 1
    if addressee is not None:
        yield _edge("addressed", speaker, addressee, reading, statement)
    for who in statement.via:
        if (relay := _meet(nodes, reading, who)) is not None:
            yield _edge("relayed", relay, speaker, reading, statement)


def _meet(nodes: dict[tuple[str, ...], _Node], reading: Reading, entity_id: str | None) -> _Node | None:
    entity = reading.entity(entity_id)
    if entity is None:
        return None
    node = nodes.setdefault(entity_key(entity), _Node(f"n{len(nodes)}", entity))
    node.articles.add(reading.article.id)
    return node


def _edge(relation: str, source: _Node, target: _Node, reading: Reading, statement: Statement) -> str:
    article = reading.article
    values = {
        "relation": relation,
        "statement": f"{article.id}#{statement.id}",
        "kind": statement.kind,
        "act": statement.act,
        "modality": statement.modality,
        "date": (statement.date and statement.date.start) or article.day,
        "content": article.quote(statement.content),
        "publisher": article.publisher,
        "url": article.url,
        "confidence": f"{statement.confidence}",
    }
    return f'source="{source.id}" target="{target.id}">{_data("edge", values)}'


def _node(node: _Node) -> str:
    entity = node.entity
    values = {
        "name": entity.name,
        "kind": entity.kind,
        "wikidata": entity.wikidata,
        "country": entity.country,
        "statements": str(node.statements),
        "articles": str(len(node.articles)),
    }
    return f'<node id="{node.id}">{_data("node", values)}</node>\n'


def _data(owner: str, values: dict[str, str | None]) -> str:
    return "".join(
        f"<data key={quoteattr(f'{owner}-{name}')}>{escape(_NO_XML.sub(' ', value))}</data>"
        for name, value in values.items()
        if value is not None
    )
