import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.powers import find_power, power_by_code, powers_in


@pytest.mark.parametrize(
    ("phrase", "code", "use"),
    [
        ("the U.S.", "USA", "name"),
        ("American", "USA", "people"),
        ("Foggy Bottom", "USA", "seat"),
        ("Moscow’s", "RUS", "capital"),
        ("the Kremlin", "RUS", "seat"),
        ("Hungarian", "HUN", "adjective"),
        ("French", "FRA", "adjective"),
        ("Côte d’Ivoire", "CIV", "name"),
        ("the North Atlantic Treaty Organization", "NATO", "name"),
        ("Downing Street", "GBR", "seat"),
        ("DPRK", "PRK", "name"),
    ],
)
def test_forms(phrase: str, code: str, use: str) -> None:
    sense = find_power(phrase)
    assert sense is not None
    assert (sense.power.code, sense.use) == (code, use)


def test_nothing_is_matched_by_likeness() -> None:
    niger, nigeria = find_power("Niger"), find_power("Nigeria")
    assert niger is not None
    assert nigeria is not None
    assert (niger.power.code, nigeria.power.code) == ("NER", "NGA")
    assert find_power("us") is None
    assert find_power("Nigerland") is None
    assert find_power("") is None


def test_the_longest_form_wins_and_namesakes_are_none() -> None:
    text = "New Jersey, UN Security Council and Nigeriens"
    assert [(text[a:b], sense.power.code) for (a, b), sense in powers_in(text)] == [
        ("UN Security Council", "UNSC"),
        ("Nigeriens", "NER"),
    ]


def test_codes() -> None:
    power = power_by_code("HAMAS")
    assert power is not None
    assert (power.country, power.is_state) == ("PSE", False)
    assert power_by_code("???") is None


@given(st.text(alphabet=st.sampled_from("U.S NATOthe Rusia'’\u00a0-é"), max_size=60))
def test_spans_hold_on_any_text(text: str) -> None:
    last = 0
    for (start, end), _sense in powers_in(text):
        assert last <= start < end <= len(text)
        last = end
