"""The IRIs by which exports name articles, statements and entities."""

from __future__ import annotations

from onrecord.model import Article, Entity

WIKIDATA = "http://www.wikidata.org/entity/"


def text_iri(article: Article) -> str:
    """Return the IRI of an article's exact text, ``urn:sha256:`` and its hash."""
    return f"urn:{article.id}"


def statement_iri(article: Article, statement_id: str) -> str:
    """Return the IRI of a statement in an article's text."""
    return f"{text_iri(article)}#{statement_id}"


def entity_iri(article: Article, entity: Entity) -> str:
    """Return the Wikidata IRI of an entity, or one within the article when it has none."""
    return WIKIDATA + entity.wikidata if entity.wikidata else f"{text_iri(article)}#{entity.id}"


def entity_key(entity: Entity) -> tuple[str, ...]:
    """Return what makes entities of two articles one: the Wikidata id, else name, kind and country together."""
    return (entity.wikidata,) if entity.wikidata else (entity.name, entity.kind, entity.country or "")
