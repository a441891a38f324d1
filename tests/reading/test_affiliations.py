from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.affiliations import actor_code, bodies_in, country_before, country_in, is_body
from onrecord.reading.powers import power_by_code


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("the Baltic Fleet", "RUS"),
        ("Norway's Labour Party", "NOR"),
        ("Shanghai police", "CHN"),
        ("OSLO", "NOR"),
        ("a fish market in Bergen", "NOR"),
        ("the University of Bologna", "ITA"),
        ("Abkhazia", "GEO"),
        ("the Storting", "NOR"),
        ("Norwegains", "NOR"),
        ("Icelandrs", "ISL"),
        ("a senior official", None),
        ("Cambridge", None),
    ],
)
def test_country_in(words: str, country: str | None) -> None:
    assert country_in(words) == country


@pytest.mark.parametrize(("code", "actor"), [("NOR", "NOR"), ("EU", "EUR"), ("UNESCO", "UNO"), ("NATO", "IGO")])
def test_actor_code(code: str, actor: str) -> None:
    assert actor_code(power_by_code(code)) == actor


def test_surnames_near_a_people_are_no_people() -> None:
    assert country_in("Germain") is None
    assert not is_body("Romano")


def test_country_of_the_owner_before() -> None:
    text = "Britain’s Defence Ministry and Norwegian Fisheries Directorate and the Northern Fleet's Arctic Group"
    assert country_before(text, text.index("Defence")) == "GBR"
    assert country_before(text, text.index("Fisheries")) == "NOR"
    assert country_before(text, text.index("Arctic")) == "RUS"
    assert country_before(text, text.index("Group")) is None


@given(
    st.lists(st.sampled_from(["the", "Knesset", "State Duma", "Duma", "said", "CIA", "Storting's", "x"]), max_size=8)
)
def test_bodies_are_where_they_say(words: list[str]) -> None:
    text = " ".join(words)
    spans = list(bodies_in(text))
    assert all(is_body(text[start:end]) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
