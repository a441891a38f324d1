from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from onrecord.reading.office_checks import find_faults
from onrecord.reading.office_table import OfficesError, Term, read_offices, read_terms, role_of_office, shipped, using
from onrecord.reading.offices import candidates, holder, terms_of_surname
from onrecord.reading.powers import power_by_code

HEADER = "country,office,holder,start,end,wikidata,evidence\n"


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_own_rows_win_and_the_shipped_ones_stay(tmp_path: Path) -> None:
    path = table(tmp_path, "HUN,Minister of Foreign Affairs,Ada Vale,2021-01-01,,Q123,gazette 7")
    with using(read_offices(path)):
        own = holder("HUN", "foreign", "2022-02-01")
        assert own is not None
        assert (own.holder, own.wikidata, own.evidence) == ("Ada Vale", "Q123", "gazette 7")
        assert terms_of_surname("Vale", "2022-02-01")[0].holder == "Ada Vale"
        state = holder("RUS", "state", "2022-02-01")
        assert state is not None
        assert state.holder == "Vladimir Putin"
    after = holder("HUN", "foreign", "2022-02-01")
    assert after is not None
    assert after.holder == "Péter Szijjártó"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("HUN,,Ada Vale,2021,,,", "line 2: office must not be empty"),
        ("XXX,President,Ada Vale,2021,,,", "'XXX' is no country or organisation"),
        ("HUN,President,Ada Vale,March 2021,,,", "start is 'March 2021'. Write 2022-02-01"),
        ("HUN,President,Ada Vale,2021-13,,,", "start is '2021-13'"),
        ("HUN,President,Ada Vale,2021,2020,,", "ends (2020) before it starts (2021)"),
        ("HUN,President,Ada Vale,2021,,57641,", "no Wikidata id"),
        ('HUN,"President,Ada Vale,2021,,,', "no CSV"),
    ],
)
def test_a_wrong_row_says_where_what_and_what_to_do(tmp_path: Path, row: str, message: str) -> None:
    path = table(tmp_path, row)
    with pytest.raises(OfficesError) as caught:
        read_terms(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_missing_columns_bytes_and_files(tmp_path: Path) -> None:
    with pytest.raises(OfficesError, match="holder, start missing"):
        read_terms(table(tmp_path, header="country,office\n"))
    bad = tmp_path / "latin.csv"
    bad.write_bytes(HEADER.encode() + b"HUN,President,\xe1d\xe1m,2021,,,\n")
    with pytest.raises(OfficesError, match="not UTF-8"):
        read_terms(bad)
    with pytest.raises(OfficesError, match="cannot be read"):
        read_terms(tmp_path / "nowhere.csv")


def test_an_unknown_role_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "HUN,boss,President,Ada Vale,2021", header="country,role,office,holder,start\n")
    with pytest.raises(OfficesError, match="'boss' is no role"):
        read_terms(path)


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("Minister of Foreign Affairs", "foreign"), ("Prime Minister", "government"), ("President", "state"),
        ("Minister of Defence", "defence"), ("Foreign Ministry Spokesperson", "spokesperson-foreign"),
        ("Deputy Minister of Foreign Affairs", ""), ("Minister of Forests", ""),
    ],
)  # fmt: skip
def test_the_office_s_words_tell_its_function(office: str, role: str) -> None:
    assert role_of_office(office) == role


def test_every_shipped_row_has_its_power_dates_and_source() -> None:
    for term in shipped().terms():
        assert term.holder
        assert term.evidence
        assert power_by_code(term.country) is not None
        assert term.start[:4].isdigit()
        assert not term.end or term.end >= term.start[: len(term.end)]


def test_overlaps_open_ends_and_gaps_are_few_and_known() -> None:
    faults = list(find_faults(shipped().terms()))
    kinds = Counter(one.kind for one in faults)
    assert kinds["open end"] == 0, [str(one) for one in faults if one.kind == "open end"]
    late = [one for one in faults if one.later is not None and one.later.start >= "2022-08"]
    assert [str(one) for one in late if one.kind == "overlap"] == []
    assert {one.earlier.country for one in late if one.kind == "gap"} <= {"LBN"}, [str(one) for one in late]
    assert kinds["overlap"] <= 36
    assert kinds["gap"] <= 40


def test_faults_of_a_table_are_found() -> None:
    def term(holder: str, start: str, end: str) -> Term:
        return Term("HUN", "state", "President", holder, "", start, end)

    both = [term("Ada Vale", "2010-01-01", "2012-01-01"), term("Otto Brandt", "2011-01-01", "")]
    assert [one.kind for one in find_faults(both)] == ["overlap"]
    stale = [term("Ada Vale", "2010-01-01", ""), term("Otto Brandt", "2011-01-01", "")]
    assert [one.kind for one in find_faults(stale)] == ["open end"]
    far = [term("Ada Vale", "2010-01-01", "2011-01-01"), term("Otto Brandt", "2014-01-01", "")]
    assert [one.kind for one in find_faults(far)] == ["gap"]
    assert list(find_faults([term("Ada Vale", "2010", "2011"), term("Otto Brandt", "2011-06-01", "")])) == []


def test_an_end_that_nobody_wrote_down_is_not_trusted_for_ever() -> None:
    old = next(
        one for one in shipped().terms() if one.role == "defence" and not one.end and one.evidence.startswith("Wiki")
    )
    assert holder(old.country, "defence", "2031-01-01") is None


def test_of_several_spokespeople_at_once_nobody_is_the_one() -> None:
    assert holder("CHN", "spokesperson-foreign", "2023-06-01") is None
    alone = holder("RUS", "spokesperson-foreign", "2022-02-01")
    assert alone is not None
    assert alone.holder == "Maria Zakharova"


@pytest.mark.parametrize(
    ("country", "role", "day", "name"),
    [
        ("DEU", "defence", "2007-05-01", "Franz Josef Jung"),
        ("ASEAN", "head", "2019-05-01", "Lim Jock Hoi"),
        ("ICC", "head", "2022-05-01", "Piotr Hofmański"),
        ("FRA", "government", "2024-10-01", "Michel Barnier"),
        ("SYR", "state", "2024-11-01", "Bashar al-Assad"),
        ("GBR", "defence", "2024-01-15", "Grant Shapps"),
        ("JPN", "spokesperson-government", "2019-01-01", "Yoshihide Suga"),
        ("IND", "foreign", "2016-06-01", "Sushma Swaraj"),
    ],
)
def test_holders_that_were_added(country: str, role: str, day: str, name: str) -> None:
    term = holder(country, role, day)
    assert term is not None
    assert term.holder == name


def test_candidates_of_a_surname_that_several_leaders_bear() -> None:
    names = {term.holder for term in candidates("Clinton", "2000-06-01")} | {
        term.holder for term in candidates("Aliyev", "2004-01-01")
    }
    assert {"Heydar Aliyev", "Ilham Aliyev"} <= names
