import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import DateRef, Entity, ReaderInfo, Reading
from onrecord.record import Filters, QueryError, Record, search
from onrecord.record.search import cut
from tests.invented import harbour, simple


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("search") / "r.onrecord") as opened:
        opened.add(harbour())
        opened.add(
            simple(
                "Sanctions, sanctions and more sanctions.",
                speaker="Zoltán Őry",
                title="A cold spring",
                publisher="Lorn Daily",
                published="2031-04-02",
            )
        )
        opened.add(simple("The sanctions stay.", title="Undated"))
        yield opened


def found(record: Record, query: str = "", **filters: str) -> list[str]:
    return [hit.content for hit in search(record, query, Filters(**filters)).hits]


def test_words_phrases_and_prefixes(record: Record) -> None:
    assert found(record, "boarding") == ['the "boarding was lawful"']
    assert found(record, '"answer by friday"') == ['"We expect an answer by Friday,"']
    assert found(record, '"friday answer"') == []
    assert len(found(record, "sanct*")) == 2
    assert found(record, "strait NOT warned") == ['the strait "belongs to nobody"']
    assert len(found(record, "boarded OR lawful")) == 2


def test_diacritics_do_not_matter(record: Record) -> None:
    assert len(found(record, "kovac")) == len(found(record, "KOVÁČ")) == 4
    assert found(record, "ory sanctions") == ["Sanctions, sanctions and more sanctions."]


def test_the_better_match_comes_first(record: Record) -> None:
    assert found(record, "sanctions") == ["Sanctions, sanctions and more sanctions.", "The sanctions stay."]


@pytest.mark.parametrize("speaker", ["Kováč", "kovac", "KOVAC edith", "kov", "Q900001", "q900001"])
def test_a_speaker_by_any_part_of_the_name(record: Record, speaker: str) -> None:
    hits = search(record, "", Filters(speaker=speaker)).hits
    assert {hit.statement_id for hit in hits} == {"s1", "s2", "s4"}
    assert {hit.wikidata for hit in hits} == {"Q900001"}


@pytest.mark.parametrize("speaker", ["ovac", "%", "_", "Q9", "' OR 1=1 --", "\\"])
def test_no_other_speaker(record: Record, speaker: str) -> None:
    assert found(record, speaker=speaker) == []


def test_days_months_and_years(record: Record) -> None:
    assert len(found(record, since="2031-03-03", until="2031-03-03")) == 6
    assert len(found(record, until="2031-03")) == 6
    assert len(found(record, since="2031-04")) == 1
    assert len(found(record, since="2031", until="2031")) == 7
    assert found(record, since="2032") == []


def test_the_statement_s_own_date_counts_before_the_article_s(tmp_path: Path) -> None:
    reading = simple("He left.", published="2031-03-03")
    said = reading.statements[0].model_copy(update={"date": DateRef(start="2031-02-10", end="2031-02-20")})
    with Record(tmp_path / "r") as record:
        record.add(reading.model_copy(update={"statements": (said,)}))
        assert len(found(record, since="2031-02-20", until="2031-02-28")) == 1
        assert found(record, since="2031-03-01") == []


def test_kind_act_and_outlet(record: Record) -> None:
    assert found(record, kind="direct") == ['"We expect an answer by Friday,"']
    assert found(record, act="reject") == ["the demand"]
    assert found(record, outlet="lorn d") == ["Sanctions, sanctions and more sanctions."]
    assert found(record, "sanctions", outlet="meridian") == []


def test_a_reprint_is_found_under_either_outlet(tmp_path: Path) -> None:
    with Record(tmp_path / "r") as record:
        record.add(simple("Wire copy.", publisher="One"))
        record.add(simple("Wire copy.", publisher="Two"))
        assert found(record, outlet="one") == found(record, outlet="two") == ["Wire copy."]


def test_a_hit_tells_who_to_whom_and_on_whose_word(record: Record) -> None:
    (hit,) = search(record, '"belongs to nobody"', Filters(act="threaten")).hits
    assert (hit.speaker, hit.addressee, hit.source, hit.cue) == ("Édith Kováč", "Lorn", "Kováč", "warned")
    assert (hit.kind, hit.day, hit.publisher, hit.has_chain) == ("mixed", "2031-03-03", "The Meridian Post", True)
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["belongs to nobody"]


def test_limit_offset_and_total(record: Record) -> None:
    pages = [search(record, limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [page.total for page in pages] == [8, 8, 8]
    seen = [(hit.article_id, hit.statement_id) for page in pages for hit in page.hits]
    assert len(set(seen)) == 8
    with pytest.raises(QueryError):
        search(record, limit=0)


@pytest.mark.parametrize("day", ["yesterday", "2031-13", "2031-02-30", "31", "2031-02-01T00:00"])
def test_what_is_no_date_is_explained(record: Record, day: str) -> None:
    with pytest.raises(QueryError, match="is no date"):
        search(record, "", Filters(since=day))


@pytest.mark.parametrize(("field", "value"), [("kind", "quoted"), ("act", "shout")])
def test_an_unknown_kind_or_act_is_explained(record: Record, field: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"no {field} of a statement"):
        search(record, "", Filters(**{field: value}))


@given(st.text(), st.text(max_size=20), st.text(max_size=20))
def test_no_search_fails_but_with_an_explanation(record: Record, query: str, speaker: str, other: str) -> None:
    with contextlib.suppress(QueryError):
        search(record, query, Filters(speaker=speaker, outlet=other))


@given(st.text(alphabet="ab \n", max_size=400), st.data())
def test_a_snippet_keeps_the_first_highlight(text: str, data: st.DataObject) -> None:
    spans = []
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        spans = [(start, data.draw(st.integers(start + 1, min(len(text), start + 20))))]
    snippet, moved = cut(text, spans, 60)
    assert len(snippet) <= 60 + 4
    assert [snippet[a:b] for a, b in moved][:1] == [text[a:b] for a, b in spans]


def test_one_person_of_many_readings_is_one_row(tmp_path: Path) -> None:
    def reading(text: str) -> Reading:
        plain = simple(text)
        who = Entity(id="e9", name="Ana Petra", kind="person", wikidata="Q900009")
        said = plain.statements[0].model_copy(update={"speaker": "e9"})
        return plain.model_copy(update={"entities": (who,), "statements": (said,), "reader": ReaderInfo(version="1")})

    with Record(tmp_path / "r") as record:
        record.add(reading("One."))
        record.add(reading("Two."))
        assert record.counts().speakers == 1
