from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.model import Article, Reading, Statement
from onrecord.record import Filters, Record, RecordError, search
from onrecord.record import corrections as house
from onrecord.record.checking import check
from onrecord.record.corrections import By
from tests.invented import HARBOUR, harbour, span

ANN = By("ann", "she was there")
ID = harbour().article.id


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "r.onrecord") as opened:
        opened.add(harbour())
        yield opened
    assert list(check(tmp_path / "r.onrecord")) == []


def current(record: Record, article_id: str = ID) -> Reading:
    reading = record.reading(article_id)
    assert reading is not None
    return reading


def reread(**changes: object) -> Reading:
    """Return a reading by a newer reader, its statements numbered anew."""
    fresh = harbour("0.2.0")
    renamed = {one.id: f"s{place + 20}" for place, one in enumerate(fresh.statements)}
    statements = tuple(
        one.model_copy(update={"id": renamed[one.id], "nested_in": renamed.get(one.nested_in or "")})
        for one in fresh.statements
    )
    return fresh.model_copy(update={"statements": statements, **changes})


def test_a_changed_speaker_is_what_is_found_and_shown(record: Record) -> None:
    house.change(record, ID, "s5", {"speaker": "Ilya Strand"}, ANN)
    assert current(record).statement("s5").speaker == "e4"
    assert current(record).statement("s5").confidence == 1.0
    found = search(record, "demand", Filters(speaker="strand"))
    assert [(hit.statement_id, hit.corrected) for hit in found.hits] == [("s5", True)]
    assert search(record, "demand", Filters(speaker="lorn")).total == 0
    machine = record.reading(ID, machine=True)
    assert machine == harbour()


def test_somebody_new_becomes_an_entity(record: Record) -> None:
    given = {"name": "Ann Lee", "kind": "person", "wikidata": "Q900077"}
    house.change(record, ID, "s6", {"speaker": given, "date": "2031-03-02", "act": "accuse"}, ANN)
    reading = current(record)
    statement = reading.statement("s6")
    speaker = reading.entity(statement.speaker)
    assert speaker is not None
    assert (speaker.name, speaker.wikidata, statement.act) == ("Ann Lee", "Q900077", "accuse")
    assert statement.date is not None
    assert statement.date.start == "2031-03-02"
    assert search(record, "", Filters(speaker="Q900077", since="2031-03-02", until="2031-03-02")).total == 1


def test_a_deleted_statement_is_gone_and_nothing_points_at_it(record: Record) -> None:
    house.delete(record, ID, "s3", ANN)
    reading = current(record)
    assert [one.id for one in reading.statements if one.id == "s3"] == []
    assert reading.statement("s4").nested_in is None
    assert search(record, "warned").total == 0 or all(
        hit.statement_id != "s3" for hit in search(record, "warned").hits
    )


def test_an_added_statement_and_a_changed_span(record: Record) -> None:
    words = span(HARBOUR, "a patrol boat in the strait")
    number = house.add(record, ID, (words,), {"speaker": "Tom Reyes", "kind": "indirect"}, ANN)
    added = current(record).statement(f"c{number}")
    assert HARBOUR[slice(*added.content[0])] == "a patrol boat in the strait"
    house.change(record, ID, "s2", {"content": (span(HARBOUR, "an answer by Friday"),), "kind": "direct"}, ANN)
    assert search(record, '"answer by friday"').hits[0].content == "an answer by Friday"
    assert search(record, "expect").total == 0


def test_corrections_outrank_another_reading(record: Record) -> None:
    house.change(record, ID, "s5", {"speaker": "Ilya Strand"}, ANN)
    house.delete(record, ID, "s6", ANN)
    house.confirm(record, ID, "s1", ANN)
    record.add(reread())
    reading = current(record)
    speakers = {HARBOUR[slice(*one.content[0])]: one.speaker for one in reading.statements}
    assert speakers["the demand"] == "e4"
    assert 'the "boarding was lawful"' not in speakers
    assert len(reading.statements) == 5


def test_what_a_person_vouched_for_stays_when_a_reading_misses_it(record: Record) -> None:
    house.confirm(record, ID, "s2", ANN)
    record.add(reread(statements=()))
    reading = current(record)
    assert [reading.article.quote(one.content) for one in reading.statements] == ['"We expect an answer by Friday,"']
    assert reading.statements[0].confidence == 1.0
    speaker = reading.entity(reading.statements[0].speaker)
    assert speaker is not None
    assert speaker.name == "Édith Kováč"


def test_a_statement_read_a_little_shorter_is_the_same(record: Record) -> None:
    house.change(record, ID, "s2", {"speaker": "Tom Reyes"}, ANN)
    shorter = (
        harbour().statement("s2").model_copy(update={"content": (span(HARBOUR, "We expect an answer by Friday"),)})
    )
    record.add(reread(statements=(shorter,)))
    assert [one.speaker for one in current(record).statements] == ["e2"]


def test_the_last_word_holds_and_can_be_withdrawn(record: Record) -> None:
    house.change(record, ID, "s5", {"speaker": "Tom Reyes"}, ANN)
    second = house.change(record, ID, "s5", {"speaker": "Ilya Strand"}, By("bo"))
    assert current(record).statement("s5").speaker == "e4"
    house.withdraw(record, second, By("bo", "a slip"))
    assert current(record).statement("s5").speaker == "e2"
    assert [one.action for one in record.corrections(ID)] == ["change", "change", "withdraw"]
    assert record.corrections(ID)[0].why == "she was there"


def test_corrections_are_never_changed_nor_taken_out(record: Record) -> None:
    house.confirm(record, ID, "s1", ANN)
    for sql in ("UPDATE corrections SET who = 'x'", "DELETE FROM corrections"):
        with pytest.raises(RecordError), record.transaction() as database:
            database.execute(sql)
    assert record.corrections(ID)[0].who == "ann"


def test_another_version_of_the_page_keeps_them(tmp_path: Path) -> None:
    url = "https://example.org/a"
    edited = HARBOUR.replace("Port Amity\n", "Port Amity, again\n", 1).replace("by Friday", "by this Friday")
    with Record(tmp_path / "v.onrecord") as record:
        record.add(harbour(url=url))
        house.change(record, ID, "s2", {"speaker": "Tom Reyes"}, ANN)
        place = span(edited, '"We expect an answer by this Friday,"')
        later = Reading(
            reader=harbour().reader,
            article=Article(id=Article.identify(edited), origin="later.txt", text=edited, url=url),
            statements=(Statement(id="s1", kind="direct", content=(place,)),),
        )
        record.add(later)
        reading = current(record, later.article.id)
        speaker = reading.entity(reading.statements[0].speaker)
        assert speaker is not None
        assert speaker.name == "Tom Reyes"
        gone = Reading(
            reader=harbour().reader,
            article=Article(id=Article.identify("Nothing of it."), origin="x", text="Nothing of it.", url=url),
        )
        record.add(gone)
        assert current(record, gone.article.id).statements == ()
    assert list(check(tmp_path / "v.onrecord")) == []


@pytest.mark.parametrize(
    ("statement", "fields", "problem"),
    [
        ("s99", {"act": "deny"}, "no statement s99"),
        ("s1", {}, "nothing is to be changed"),
        ("s1", {"act": "mumble"}, "no act"),
        ("s1", {"mood": "good"}, "no 'mood'"),
        ("s1", {"date": "yesterday"}, "no date"),
        ("s1", {"content": ((0, 99_999),)}, "no stretch of this text"),
    ],
)
def test_what_cannot_be_done_is_said_and_not_kept(
    record: Record, statement: str, fields: dict[str, object], problem: str
) -> None:
    with pytest.raises(RecordError, match=problem):
        house.change(record, ID, statement, fields, ANN)
    assert record.corrections(ID) == []


def test_nobody_is_no_name(record: Record) -> None:
    with pytest.raises(RecordError, match="say who"):
        house.confirm(record, ID, "s1", By("  "))
