from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record import Record
from onrecord.record.speakers import (
    Tally,
    acts_of,
    addressees_of,
    days_of,
    find_by_name,
    find_power,
    find_speaker,
    speakers,
    statements_of,
    topics_of,
    voices_of,
)
from tests.invented import harbour, simple


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "r.onrecord") as opened:
        opened.add(harbour())
        yield opened


def test_a_person_known_by_wikidata_is_found_by_id_row_and_name(record: Record) -> None:
    by_id = find_speaker(record, "Q900001")
    assert by_id
    assert by_id.statements == 3
    row = record.query("SELECT id FROM entities WHERE wikidata = 'Q900001'")[0][0]
    assert find_speaker(record, str(row)) == by_id == find_by_name(record, "EDITH KOVAC")


@pytest.mark.parametrize("key", ["Q1", "999", "", "x", "Q", "1; DROP TABLE entities", "Q" + "9" * 40, "٣"])
def test_nobody_has_such_a_key(record: Record, key: str) -> None:
    assert find_speaker(record, key) is None


def test_one_person_under_two_rows_is_one(record: Record) -> None:
    record.add(simple("Kováč was not there.", speaker="Édith Kováč"))  # a row of its own, without a Wikidata id
    found = find_speaker(record, "Q900001")
    alone = find_by_name(record, "Édith Kováč")
    assert found
    assert alone
    assert len(found.subjects) == 1
    assert len(alone.subjects) == 2
    assert alone.statements == 4


def test_a_power_speaks_by_whoever_serves_it(record: Record) -> None:
    found = find_power(record, "LRN")
    assert found
    assert found.statements == 1
    assert [one.name for one in voices_of(record, found)] == ["Lorn"]
    assert find_power(record, "XXX") is None


def test_statements_come_newest_first_and_go_on(record: Record) -> None:
    for day in (4, 5, 6, 6):
        text = f"It is the {day}th, and {len(record.articles())} reports have come."
        record.add(simple(text, speaker="Ann", published=f"2031-03-0{day}"))
    ann = find_by_name(record, "ann")
    assert ann
    days: list[str | None] = []
    before = None
    while page := statements_of(record, ann, before=before, limit=3):
        days += [one.day for one in page]
        before = (page[-1].day or "", page[-1].row)
    assert days == ["2031-03-06", "2031-03-06", "2031-03-05", "2031-03-04"]
    assert [one.day for one in statements_of(record, ann, day="2031-03-05")] == ["2031-03-05"]
    assert statements_of(record, ann, day="2032") == []


def test_what_a_speaker_s_statements_are_like(record: Record) -> None:
    kovac = find_speaker(record, "Q900001")
    assert kovac
    assert days_of(record, kovac) == [Tally("2031-03-03", 3)]
    assert {one.name: one.number for one in acts_of(record, kovac)} == {"demand": 1, "promise": 1, "threaten": 1}
    assert [(one.name, one.number) for one in addressees_of(record, kovac)] == [("Lorn", 1)]
    assert [one.statement_id for one in statements_of(record, kovac, to="lorn")] == ["s4"]


def test_topic_words_are_frequent_here_and_rare_elsewhere(record: Record) -> None:
    for number in range(30):
        record.add(simple(f"The weather was report {number}.", speaker=f"Man {number}"))
        record.add(simple(f"The herrings and the weather of day {number} matter.", speaker="Ann"))
    ann = find_by_name(record, "Ann")
    assert ann
    words = [one.name for one in topics_of(record, ann)]
    assert words[0] in ("herrings", "matter", "day")
    assert words.index("herrings") < words.index("weather")
    assert "the" not in words


def test_who_spoke_most_comes_first(record: Record) -> None:
    loudest, said = speakers(record)[0]
    assert (loudest.name, loudest.key, said) == ("Édith Kováč", "Q900001", 3)
    assert speakers(record, since="2032-01-01") == []
    assert len(speakers(record, limit=2)) == 2
