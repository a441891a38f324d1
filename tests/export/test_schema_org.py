from typing import Any

from pyld import jsonld

from onrecord.export.extract import whole
from onrecord.export.schema_org import nodes
from onrecord.model import Reading
from tests.export.readings import hostile, with_events
from tests.export.vocabularies import SCHEMA, loader


def expanded(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    graph = jsonld.expand(reading.to_schema_org(), {"documentLoader": loader})
    found: dict[str, list[dict[str, Any]]] = {}
    for node in graph:
        found.setdefault(node["@type"][0].removeprefix(SCHEMA), []).append(node)
    return found


def test_quotations_and_claims_expand_to_schema_org() -> None:
    reading = with_events()
    found = expanded(reading)
    assert len(found["NewsArticle"]) == 1
    assert len(found["Quotation"]) == sum(one.kind != "indirect" for one in reading.statements)
    quotation = found["Quotation"][1]
    assert quotation[f"{SCHEMA}text"] == [{"@value": '"We expect an answer by Friday,"'}]
    assert quotation[f"{SCHEMA}creator"][0]["@id"] == "http://www.wikidata.org/entity/Q900001"
    assert quotation[f"{SCHEMA}spokenByCharacter"] == [{"@id": "http://www.wikidata.org/entity/Q900001"}]
    assert (
        quotation[f"{SCHEMA}isPartOf"] == quotation[f"{SCHEMA}isBasedOn"] == [{"@id": "https://meridian.example/1"}]
    )
    assert {f"{SCHEMA}{name}" for name in ("text", "author", "firstAppearance", "appearance")} <= set(
        found["Claim"][0]
    )


def test_every_property_is_defined() -> None:
    for reading in (with_events(), hostile()):
        for node in reading.to_schema_org()["@graph"]:
            (alone,) = jsonld.expand({"@context": "https://schema.org", **node}, {"documentLoader": loader})
            assert len(alone) == len(node)


def test_a_claim_in_two_articles_is_one_and_knows_where_it_was_first() -> None:
    late = with_events(updated="2031-03-09", url="https://late.example/")
    early = with_events(updated="2031-03-04", url="https://early.example/")
    claims = [node for node in nodes(map(whole, [late, early])) if node["@type"] == "Claim"]
    assert len(claims) == len([node for node in nodes([whole(late)]) if node["@type"] == "Claim"])
    assert claims[0]["firstAppearance"] == {"@id": "https://early.example/"}
    assert [one["@id"] for one in claims[0]["appearance"]] == ["https://early.example/", "https://late.example/"]
