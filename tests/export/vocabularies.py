"""What the contexts that our JSON-LD names say of the terms we use, for tests that may not fetch them.

Written from the W3C vocabulary of Web Annotation and from schema.org's own definitions, term by term.
"""

from __future__ import annotations

from typing import Any

OA, SCHEMA = "http://www.w3.org/ns/oa#", "http://schema.org/"
_AS, _XSD = "https://www.w3.org/ns/activitystreams#", "http://www.w3.org/2001/XMLSchema#"


def _iri(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


_ANNOTATION = {
    "id": "@id",
    "type": "@type",
    **{name: OA + name for name in ("Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector",
                                    "TextPositionSelector", "TimeState", "exact", "prefix", "suffix")},
    "AnnotationCollection": f"{_AS}OrderedCollection",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "Software": f"{_AS}Application",
    "body": _iri(f"{OA}hasBody"),
    "target": _iri(f"{OA}hasTarget"),
    "source": _iri(f"{OA}hasSource"),
    "selector": _iri(f"{OA}hasSelector"),
    "state": _iri(f"{OA}hasState"),
    "cached": _iri(f"{OA}cachedSource"),
    "sourceDate": {"@id": f"{OA}sourceDate", "@type": f"{_XSD}dateTime"},
    "start": {"@id": f"{OA}start", "@type": f"{_XSD}nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": f"{_XSD}nonNegativeInteger"},
    "describing": f"{OA}describing",
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "generator": _iri(f"{_AS}generator"),
    "first": _iri(f"{_AS}first"),
    "partOf": _iri(f"{_AS}partOf"),
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "startIndex": {"@id": f"{_AS}startIndex", "@type": f"{_XSD}nonNegativeInteger"},
    "total": {"@id": f"{_AS}totalItems", "@type": f"{_XSD}nonNegativeInteger"},
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}  # fmt: skip
_DATES = ("dateCreated", "datePublished", "dateModified")
_SCHEMA_ORG = {
    **{name: SCHEMA + name for name in (
        "NewsArticle", "Quotation", "Claim", "Person", "Organization", "Place", "text", "creator", "name", "jobTitle",
        "spokenByCharacter", "isPartOf", "headline", "publisher", "author", "articleSection", "inLanguage",
        "identifier", "appearance", "firstAppearance", "locationCreated",
    )},
    **{name: _iri(SCHEMA + name) for name in ("url", "sameAs", "isBasedOn")},
    **{name: {"@id": SCHEMA + name, "@type": f"{SCHEMA}Date"} for name in _DATES},
}  # fmt: skip
_SERVED = {"http://www.w3.org/ns/anno.jsonld": _ANNOTATION, "https://schema.org": _SCHEMA_ORG}


def loader(url: str, options: dict[str, Any]) -> dict[str, Any]:
    """Serve the contexts above to pyld; any other address fails the test."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": _SERVED[url]},
    }
