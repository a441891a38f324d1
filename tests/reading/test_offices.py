import pytest

from onrecord.reading.offices import (
    given_alike,
    holder,
    recent_terms_of_surname,
    spelling,
    terms_of,
    terms_of_surname,
)


@pytest.mark.parametrize(
    ("country", "role", "day", "name"),
    [
        ("RUS", "state", "2009-05-01", "Dmitry Medvedev"),
        ("RUS", "state", "2022-02-01", "Vladimir Putin"),
        ("HUN", "government", "2009-06-01", "Gordon Bajnai"),
        ("USA", "foreign", "2014-01-01", "John Kerry"),
        ("DEU", "government", "2017-04-01", "Angela Merkel"),
        ("NATO", "head", "2022-02-01", "Jens Stoltenberg"),
    ],
)
def test_holder_on_a_day(country: str, role: str, day: str, name: str) -> None:
    term = holder(country, role, day)
    assert term is not None
    assert term.holder == name


def test_nobody_held_an_office_that_is_not_there() -> None:
    assert holder("ATA", "state", "2020-01-01") is None
    assert holder("RUS", "state", "1700-01-01") is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Anthony Blinken", "Antony Blinken"),
        ("Viktor Orban", "Viktor Orbán"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
    ],
)
def test_spellings_of_one_name(written: str, name: str) -> None:
    assert terms_of(written, "2021-06-01")[0].holder == name


def test_another_given_name_is_another_person() -> None:
    assert terms_of("Svetlana Lavrov", "2021-06-01") == []
    assert not given_alike(spelling("Bill"), spelling("Hillary"))


def test_a_surname_needs_a_high_office_on_the_day() -> None:
    assert terms_of_surname("Putin", "2022-02-01")[0].wikidata == "Q7747"
    assert terms_of_surname("Trump", "2022-02-01") == []
    assert recent_terms_of_surname("Trump", "2022-02-01")[0].holder == "Donald Trump"
    assert terms_of_surname("Putin", None) == []


def test_a_year_covers_all_of_it() -> None:
    term = holder("HUN", "government", "2022-02-01")
    assert term is not None
    assert term.covers("2022-02-01")
    assert not term.covers("2000-01-01")
