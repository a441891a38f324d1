"""The article that onrecord was started for, read end to end, and the development articles beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Reading, Statement
from onrecord.reading.reader import Reader
from tests.shared import scorer, shared

Pairs = dict[str, Statement]


@pytest.fixture(scope="module")
def case() -> dict[str, Any]:
    folder = shared("cases")
    loaded: dict[str, Any] = scorer("score_cases").load_cases(str(folder))["seed_article"]
    return loaded


@pytest.fixture(scope="module")
def seed(reader: Reader, case: dict[str, Any]) -> Reading:
    return reader.read(read_plain(case["text"], origin="seed_article.txt"))


@pytest.fixture(scope="module")
def pairs(seed: Reading, case: dict[str, Any]) -> Pairs:
    """Expected statements with the found ones whose content overlaps by at least half."""
    chars = scorer("score_cases").chars
    found: Pairs = {}
    for expected in case["statements"]:
        wanted = chars(case["text"], expected["content"])
        for statement in seed.statements:
            got = chars(case["text"], statement.content)
            if len(wanted & got) / len(wanted | got) >= 0.5:
                found[expected["id"]] = statement
    return found


def name(reading: Reading, entity_id: str | None) -> str:
    entity = reading.entity(entity_id)
    return entity.name if entity else ""


def test_statements_and_kinds(seed: Reading, pairs: Pairs, case: dict[str, Any]) -> None:
    right = [one["id"] for one in case["statements"] if one["id"] in pairs and pairs[one["id"]].kind == one["kind"]]
    assert len(right) >= 14
    assert len(seed.statements) - len(pairs) <= 3


def test_speakers(seed: Reading, pairs: Pairs, case: dict[str, Any]) -> None:
    same = scorer("score_cases").same_entity
    right = {
        one["id"]
        for one in case["statements"]
        if one["id"] in pairs and same(one["speaker"], _dump(seed, pairs[one["id"]].speaker), case)
    }
    assert len(right) >= 13
    assert {"S5", "S9"} <= right


def _dump(reading: Reading, entity_id: str | None) -> dict[str, Any] | None:
    entity = reading.entity(entity_id)
    return entity.model_dump() if entity else None


def test_misspelt_minister_is_the_minister(seed: Reading) -> None:
    blinken = next(one for one in seed.entities if one.name.endswith("Blinken"))
    assert (blinken.name, blinken.country) == ("Antony Blinken", "USA")


def test_page(seed: Reading, case: dict[str, Any]) -> None:
    article, page = seed.article, case["page"]
    assert (article.title, article.publisher, article.section) == (page["title"], page["publisher"], page["section"])
    assert (article.updated or "").startswith(page["updated"])
    assert sorted(article.text[s:e] for s, e in (one.span for one in article.furniture)) == sorted(page["furniture"])
    assert [article.text[s:e] for s, e in article.credits] == page["credits"]
    assert [article.text[s:e] for s, e in article.captions] == [page["caption"]]


def test_chain_from_spokesman_to_minister(seed: Reading, pairs: Pairs) -> None:
    told = pairs["S10"]
    assert name(seed, told.speaker) == "Antony Blinken"
    assert "Lavrov" in name(seed, told.addressee)
    assert [name(seed, who) for who in told.via] == ["Ned Price"]
    assert told.evidence["via"]


def test_dates(seed: Reading, pairs: Pairs) -> None:
    tuesday = pairs["S2"].date
    assert tuesday is not None
    assert (tuesday.start, tuesday.end) == ("2022-02-01", "2022-02-01")
    assert seed.article.quote(tuesday.evidence) == "Tuesday"


def test_last_week(seed: Reading, reader: Reader) -> None:
    from onrecord.reading.dates import find_dates

    passages = reader.language.analyse(seed.article)
    dates = {seed.article.text[slice(*one.span)]: (one.start, one.end) for one in find_dates(seed.article, passages)}
    assert dates["last week"] == ("2022-01-24", "2022-01-30")


def test_threat_is_conditional_and_thought_experiment_hypothetical(pairs: Pairs) -> None:
    assert (pairs["S13"].act, pairs["S13"].modality) == ("threaten", "conditional")
    assert pairs["S5"].modality == "hypothetical"


def test_echo(seed: Reading, pairs: Pairs) -> None:
    echoes = [(link.from_, link.to) for link in seed.links if link.kind == "echoes"]
    assert echoes == [(pairs["S15"].id, pairs["S2"].id)]


def test_no_event_from_what_did_not_happen(seed: Reading, pairs: Pairs) -> None:
    imagined = pairs["S5"].content
    for event in seed.events:
        inside = any(s < e2 and s2 < e for s, e in imagined for s2, e2 in event.evidence)
        assert not (inside and event.status == "reported")
    assert not any(
        event.type in ("ASSAULT", "MOBILIZE", "COERCE") and event.status == "reported" for event in seed.events
    )


def test_development_articles_stay_above_their_floor(reader: Reader) -> None:
    """A regression guard on the articles the rules were written beside; benchmarks/cases.py prints all figures."""
    score = scorer("score_cases")
    total: Counter[Any] = Counter()
    for origin, one in score.load_cases(str(shared("cases", "dev"))).items():
        known = Given(title=one["meta"].get("title"), published=one["meta"].get("date"))
        reading = reader.read(read_plain(one["text"], origin=f"{origin}.txt", given=known))
        total += score.score({origin: one}, {origin: reading.to_dict()})
    assert total["hit"] / total["gold"] >= 0.84
    assert total["hit"] / total["sys"] >= 0.82
    assert total["speaker", "ok"] / total["speaker", "n"] >= 0.88
