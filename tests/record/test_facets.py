import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Article, DateRef
from onrecord.record import Filters, QueryError, Record, search
from onrecord.record.copies import group_copies
from onrecord.record.facets import MOST_TERMS
from tests.invented import HARBOUR, harbour, simple


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "r.onrecord") as opened:
        opened.add(harbour())
        yield opened


def ids(record: Record, query: str = "", **asked: str) -> set[str]:
    return {hit.statement_id for hit in search(record, query, Filters(**asked)).hits}


def test_every_filter_lets_through_what_it_says(record: Record) -> None:
    assert ids(record, addressee="lorn") == {"s4"}
    assert ids(record, power="lrn") == {"s5"}
    assert ids(record, power="Lorn") == {"s5"}
    assert ids(record, modality="conditional") == {"s1"}
    assert ids(record, occasion="press conference") == {"s2"}
    assert ids(record, chain="yes") == {"s4"}
    assert ids(record, chain="no") == {"s1", "s2", "s3", "s5", "s6"}
    assert ids(record, confidence="0.9") == {"s1", "s2", "s6"}
    assert ids(record, confidence="0.97") == {"s2"}
    assert ids(record, outlet="meridian", kind="mixed") == {"s1", "s4", "s6"}
    assert ids(record, since="2031-03-03", until="2031-03") == {"s1", "s2", "s3", "s4", "s5", "s6"}
    assert ids(record, since="2031-03-04") == set()
    assert ids(record, "strait", speaker="kovac", chain="yes", act="threaten") == {"s4"}
    assert ids(record, "strait", speaker="strand") == set()


@pytest.mark.parametrize(
    "asked",
    [{"modality": "sad"}, {"occasion": "wedding"}, {"chain": "perhaps"}, {"confidence": "much"}, {"confidence": "2"}],
)
def test_a_filter_that_says_nothing_is_explained(record: Record, asked: dict[str, str]) -> None:
    with pytest.raises(QueryError, match=next(iter(asked.values()))):
        search(record, "", Filters(**asked))


def test_another_outlet_of_the_same_text_is_found_too(record: Record) -> None:
    record.add(harbour(origin="elsewhere", publisher="Lorn Gazette"))
    assert ids(record, outlet="gazette") == {"s1", "s2", "s3", "s4", "s5", "s6"}
    assert ids(record, "strait", outlet="meridian") == {"s3", "s4"}


def test_so_many_speakers_of_a_name_that_they_are_no_facet(record: Record) -> None:
    for number in range(MOST_TERMS + 5):
        record.add(simple(f"Text {number} of the same.", speaker=f"Smith {number}"))
    assert search(record, "", Filters(speaker="smith")).total == MOST_TERMS + 5
    assert search(record, "same", Filters(speaker="smith 7")).total == 11  # 7, 70 to 79
    assert search(record, "same", Filters(speaker="smith", outlet="meridian")).total == 0


def test_the_terms_of_facets_are_no_words(record: Record) -> None:
    assert ids(record, "kinddirect") == set()
    assert ids(record, "facets") == set()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60)), min_size=1, max_size=8),
    st.integers(0, 900),
    st.integers(0, 900),
)
def test_dates_let_through_what_overlaps_them(days: list[tuple[int, int]], since: int, until: int) -> None:
    first = date(2030, 1, 1)
    with Record(":memory:") as record:
        for number, (start, length) in enumerate(days):
            made = simple(f"Text {number}.", speaker="Ann")
            ref = DateRef(
                start=(first + timedelta(start)).isoformat(), end=(first + timedelta(start + length)).isoformat()
            )
            statement = made.statements[0].model_copy(update={"date": ref})
            record.add(made.model_copy(update={"statements": (statement,)}))
        low, high = sorted((since, until))
        asked = Filters(since=(first + timedelta(low)).isoformat(), until=(first + timedelta(high)).isoformat())
        wanted = sum(start <= high and start + length >= low for start, length in days)
        assert search(record, "", asked).total == wanted
        assert search(record, "text", asked).total == wanted


def test_more_than_can_be_ranked_or_counted(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        record.add(simple(f"Herring {number}.", speaker="Ann", published=f"2031-01-{number % 28 + 1:02d}"))
    module = sys.modules["onrecord.record.search"]
    monkeypatch.setattr(module, "RANKED", 10)
    monkeypatch.setattr(module, "COUNTED", 20)
    found = search(record, "herring", limit=5)
    assert (found.total, found.exact, len(found.hits)) == (20, False, 5)
    assert len(search(record, "herring", limit=5, offset=25).hits) == 5
    newest = search(record, "", Filters(speaker="ann"), limit=3)
    assert (newest.total, newest.exact) == (20, False)
    assert [hit.day for hit in newest.hits] == ["2031-01-28", "2031-01-27", "2031-01-26"]


def test_a_long_beginning_is_written_out(record: Record) -> None:
    assert ids(record, "board*") == {"s1", "s6"}
    assert ids(record, "board* NOT lawful") == {"s1"}
    assert ids(record, "zzzz*") == set()
    assert search(record, "KOVÁ*").total == 4
    with pytest.raises(QueryError, match="3 letters"):
        search(record, "bo*")


def test_reprints_are_left_out_on_request(record: Record) -> None:
    other = HARBOUR.replace("The Meridian Post", "The Lorn Gazette")
    moved = harbour().model_copy(
        update={
            "article": harbour().article.model_copy(update={"id": "x", "text": other, "body": (), "furniture": ()})
        }
    )
    moved = moved.model_copy(update={"article": moved.article.model_copy(update={"id": Article.identify(other)})})
    record.add(moved)
    assert group_copies(record) == 1
    assert search(record, "lawful").total == 2
    assert search(record, "lawful", Filters(originals="yes")).total == 1
