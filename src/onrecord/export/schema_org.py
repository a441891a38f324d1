"""schema.org JSON-LD: what was said as ``Quotation``, what can be checked as ``Claim``, where as ``NewsArticle``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from onrecord.export.extract import Extract
from onrecord.export.identifiers import WIKIDATA, entity_iri, entity_key, statement_iri, text_iri
from onrecord.model import Article, Entity, Reading, Statement

_Node: TypeAlias = dict[str, Any]

CONTEXT = "https://schema.org"
CLAIMING = frozenset({"assert", "accuse", "deny"})
"""Acts that say how the world is, so that a fact-checker may look whether it is so."""


@dataclass(slots=True)
class _Claim:
    text: str
    author: _Node | None
    appearances: list[tuple[str, str]] = field(default_factory=list)


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield one JSON-LD document: a ``@graph`` of articles, quotations, and at its end the claims."""
    yield f'{{"@context": "{CONTEXT}", "@graph": ['
    for number, node in enumerate(nodes(extracts)):
        yield ("," if number else "") + "\n" + json.dumps(node, ensure_ascii=False)
    yield "\n]}\n"


def nodes(extracts: Iterable[Extract]) -> Iterator[_Node]:
    """Yield the nodes of the graph. A claim said in the same words by the same speaker is one, however often met."""
    claims: dict[str, _Claim] = {}
    for extract in extracts:
        article = extract.reading.article
        yield _article(article)
        for statement in extract.statements:
            if statement.kind != "indirect":
                yield _quotation(extract, statement)
            if statement.act in CLAIMING and statement.modality in ("asserted", "negated", "possible"):
                _note(claims, extract.reading, statement)
    for name, claim in claims.items():
        yield _claim_node(name, claim)


def _article(article: Article) -> _Node:
    return _known({
        "@type": "NewsArticle",
        "@id": _article_iri(article),
        "headline": article.title,
        "url": article.url,
        "publisher": article.publisher and {"@type": "Organization", "name": article.publisher},
        "author": [{"@type": "Person", "name": name} for name in article.authors] or None,
        "datePublished": article.published,
        "dateModified": article.updated,
        "articleSection": article.section,
        "inLanguage": article.language,
        "identifier": article.id,
    })  # fmt: skip


def _quotation(extract: Extract, statement: Statement) -> _Node:
    reading = extract.reading
    article = reading.article
    speaker = reading.entity(statement.speaker)
    exported = {one.id for one in extract.statements if one.kind != "indirect"}
    told_in = statement.nested_in if statement.nested_in in exported else None
    return _known({
        "@type": "Quotation",
        "@id": statement_iri(article, statement.id),
        "text": article.quote(statement.content),
        "creator": speaker and _agent(article, speaker),
        "spokenByCharacter": speaker and {"@id": entity_iri(article, speaker)},
        "isPartOf": {"@id": _article_iri(article)},
        "isBasedOn": {"@id": statement_iri(article, told_in) if told_in else _article_iri(article)},
        "dateCreated": statement.date and statement.date.start,
        "locationCreated": statement.place and {"@type": "Place", "name": statement.place.name},
        "inLanguage": article.language,
    })  # fmt: skip


def _note(claims: dict[str, _Claim], reading: Reading, statement: Statement) -> None:
    article, speaker = reading.article, reading.entity(statement.speaker)
    text = article.quote(statement.content)
    who = entity_key(speaker) if speaker else (article.id,)
    bare = " ".join(text.strip(" \"'“”‘’«»,.;").casefold().split())
    name = "urn:sha256:" + hashlib.sha256("\0".join((*who, bare)).encode()).hexdigest()
    claim = claims.setdefault(name, _Claim(text, _agent(article, speaker) if speaker else None))
    claim.appearances.append((article.day or "9999", _article_iri(article)))


def _claim_node(name: str, claim: _Claim) -> _Node:
    # The sort is stable: of two appearances on one day, or without one, the one that was met first comes first.
    ordered = list(dict.fromkeys(iri for _, iri in sorted(claim.appearances, key=lambda one: one[0])))
    return _known({
        "@type": "Claim",
        "@id": name,
        "text": claim.text,
        "author": claim.author,
        "firstAppearance": {"@id": ordered[0]},
        "appearance": [{"@id": iri} for iri in ordered],
    })  # fmt: skip


def _agent(article: Article, entity: Entity) -> _Node:
    is_person = entity.kind in ("person", "unnamed")
    return _known({
        "@type": "Person" if is_person else "Organization",
        "@id": entity_iri(article, entity),
        "name": entity.name,
        "jobTitle": entity.office if is_person else None,
        "sameAs": WIKIDATA + entity.wikidata if entity.wikidata else None,
    })  # fmt: skip


def _article_iri(article: Article) -> str:
    return article.url or text_iri(article)


def _known(node: _Node) -> _Node:
    return {name: value for name, value in node.items() if value is not None}
