from typing import Any

import pytest
from hypothesis import given, settings
from pyld import jsonld

from onrecord.model import Reading
from tests.export.readings import hostile, readings, with_events
from tests.export.vocabularies import OA, loader

URN = "urn:onrecord:reading:1#"


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    found = annotation["target"]
    return found if isinstance(found, list) else [found]


def check(reading: Reading) -> None:
    text = reading.article.text
    made = reading.to_web_annotation()
    assert made["total"] == len(made["first"]["items"]) == len(reading.statements)
    for annotation, statement in zip(made["first"]["items"], reading.statements, strict=True):
        spans = []
        for target in targets(annotation):
            quote, position = target["selector"]
            spans.append((position["start"], position["end"]))
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert tuple(spans) == statement.content


@pytest.mark.parametrize("reading", [with_events(), hostile()])
def test_selectors_find_the_words(reading: Reading) -> None:
    check(reading)


@settings(max_examples=50, deadline=None)
@given(readings())
def test_selectors_find_the_words_of_any_text(reading: Reading) -> None:
    check(reading)


def test_it_expands_to_the_vocabulary_of_web_annotation() -> None:
    made = with_events().to_web_annotation()
    (collection,) = jsonld.expand(made, {"documentLoader": loader})
    (page,) = collection["https://www.w3.org/ns/activitystreams#first"]
    annotations = page["https://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert [one["@type"] for one in annotations] == [[f"{OA}Annotation"]] * 6
    (target,) = annotations[3][f"{OA}hasTarget"]
    assert target[f"{OA}hasSource"] == [{"@id": "https://meridian.example/1"}]
    assert target[f"{OA}hasState"][0][f"{OA}cachedSource"][0]["@id"].startswith("urn:sha256:")
    assert [one["@type"][0] for one in target[f"{OA}hasSelector"]] == [
        f"{OA}TextQuoteSelector",
        f"{OA}TextPositionSelector",
    ]
    statement = annotations[3][f"{OA}hasBody"][1]
    assert statement["@type"] == [f"{URN}Statement"]
    assert statement[f"{URN}act"] == [{"@value": "threaten"}]
    assert statement[f"{URN}via"][0]["@list"][0]["http://schema.org/name"] == [{"@value": "Tom Reyes"}]
    assert statement[f"{URN}source"][0]["@type"] == [f"{OA}SpecificResource"]


def test_no_term_is_lost_in_expansion() -> None:
    """pyld drops what a context does not define; nothing of ours may be."""
    made = with_events().to_web_annotation()
    compact = jsonld.compact(
        jsonld.expand(made, {"documentLoader": loader}), made["@context"], {"documentLoader": loader}
    )
    assert keys(compact) == keys(made)


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys(one) for name, one in value.items() if name != "@context"))
    return set().union(*(keys(one) for one in value)) if isinstance(value, list) else set()
