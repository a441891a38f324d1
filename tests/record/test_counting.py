"""What is kept counted is what a count would say, whatever is done to the record."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Entity, Event, Reading
from onrecord.record import Record, RecordError
from onrecord.record import corrections as house
from onrecord.record.accounts import accounts
from onrecord.record.checking import check
from onrecord.record.corrections import By
from onrecord.record.counting import recounted
from onrecord.record.dump import dump, restore
from onrecord.record.speakers import acts_of, days_of, find_by_name, find_power, speakers, statements_of
from tests.invented import HARBOUR, harbour, simple, span

NAMES = ("Ann Lee", "Édith Kováč", "Lorn")
BY = By("ann")


def variant(number: int) -> Reading:
    """Return another reading of the same text: other speakers, fewer statements, an event."""
    reading = harbour(f"0.{number}", url="https://example.org/a")
    entities = tuple(
        one.model_copy(update={"country": ("LRN", "MRL", None)[(number + place) % 3]})
        for place, one in enumerate(reading.entities)
    )
    event = Event(id="v1", type="REJECT", actors=("e3",), recipients=("e1",), evidence=(span(HARBOUR, "rejected"),))
    return reading.model_copy(
        update={
            "entities": entities,
            "statements": reading.statements[: 6 - number],
            "events": (event,)[: number % 2],
        }
    )


def later(number: int) -> Reading:
    """Return another version of the page, or another article."""
    url = "https://example.org/a" if number % 2 else None
    return simple(f"The strait is calm, said {number}.", speaker=NAMES[number % 3], published="2031-03-04", url=url)


steps = st.one_of(
    st.tuples(st.just("read"), st.integers(0, 3)),
    st.tuples(st.just("later"), st.integers(0, 3)),
    st.tuples(st.just("speaker"), st.sampled_from(NAMES)),
    st.tuples(st.just("date"), st.sampled_from(("2031-01-01", "2030-12-31"))),
    st.tuples(st.just("delete"), st.sampled_from(("s1", "s3", "s5"))),
    st.tuples(st.just("add"), st.integers(0, 40)),
    st.tuples(st.just("undo"), st.integers(1, 8)),
)


def take(record: Record, step: tuple[str, object]) -> None:
    what, given_ = step
    article = harbour().article.id
    if what == "read":
        record.add(variant(int(str(given_))))
    elif what == "later":
        record.add(later(int(str(given_))))
    elif what in ("speaker", "date"):
        house.change(record, article, "s2", {what: given_}, BY)
    elif what == "delete":
        house.delete(record, article, str(given_), BY)
    elif what == "add":
        start = int(str(given_))
        house.add(record, article, ((start, start + 9),), {"speaker": "Ann Lee"}, BY)
    else:
        house.withdraw(record, int(str(given_)), BY)


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=10))
def test_counts_are_what_a_recount_says_whatever_is_added_read_anew_corrected_and_undone(
    taken: list[tuple[str, object]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Record(Path(folder) / "r") as record:
        record.add(variant(0))
        for step in taken:
            try:
                take(record, step)
            except RecordError:
                continue  # such as a statement that is not there (any more)
        assert [row for _, sql in recounted() for row in record.query(sql)] == []
        assert record.counts().statements == record.query("SELECT count(*) FROM statements")[0][0]
        assert record.counts().articles == record.query("SELECT count(*) FROM articles")[0][0]
        for who, said in speakers(record):
            rows = statements_of(record, who, limit=1000)
            assert len(rows) == said
            assert Counter(one.act for one in rows) == {one.name: one.number for one in acts_of(record, who)}
            assert Counter(one.day for one in rows if one.day) == {
                one.name: one.number for one in days_of(record, who)
            }


def test_a_restored_record_counts_the_same(tmp_path: Path) -> None:
    with Record(tmp_path / "r") as record, Record(tmp_path / "again") as again:
        record.add(variant(1))
        house.change(record, harbour().article.id, "s2", {"speaker": "Ann Lee"}, BY)
        restore(again, dump(record))
        for table in ("tallies", "said"):
            rows = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
            assert len(again.query(rows)) == len(record.query(rows))
        assert again.counts() == record.counts()
    assert list(check(tmp_path / "again")) == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE tallies SET number = number + 1 WHERE what = 'act'", "tallies should not have"),
        ("DELETE FROM tallies WHERE what = 'named'", "tallies lacks"),
        ("DELETE FROM said WHERE subject LIKE 'Q%'", "said lacks"),
        ("UPDATE tallies SET number = 9 WHERE key = 'articles'", "'articles', 9"),
    ],
)
def test_a_wrong_count_is_named(tmp_path: Path, sql: str, fault: str) -> None:
    with Record(tmp_path / "r") as record:
        record.add(harbour())
        with record.transaction() as database:
            database.execute(sql)
    assert any(fault in one for one in check(tmp_path / "r"))


def test_one_name_with_two_countries_counts_for_both_powers(tmp_path: Path) -> None:
    def of(country: str) -> Reading:
        reading = simple(f"We sail for {country}.", speaker="Ann Lee")
        entity = Entity(id="e1", name="Ann Lee", kind="person", country=country)
        return reading.model_copy(update={"entities": (entity,)})

    with Record(tmp_path / "r") as record:
        record.add(of("MRL"))
        record.add(of("LRN"))
        ann, lorn = find_by_name(record, "ann lee"), find_power(record, "LRN")
        assert ann
        assert lorn
        assert (ann.statements, lorn.statements) == (2, 1)
        assert [who.name for who, said in speakers(record)] == ["Ann Lee"]


def test_events_follow_the_reading_that_holds(tmp_path: Path) -> None:
    with Record(tmp_path / "r") as record:
        record.add(variant(1))
        assert [one.type for one in accounts(record)] == ["REJECT"]
        assert accounts(record, "2031-03-03")
        assert not accounts(record, "2031-04")
        record.add(variant(2))
        assert accounts(record) == []
