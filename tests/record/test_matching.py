"""Passages, verdicts and utterances, on the sample articles and on small invented ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.article.transcript import read_transcript
from onrecord.model import Article, DateRef, Entity, ReaderInfo, Reading, Statement, StatementKind
from onrecord.record import Added, Record, RecordError
from onrecord.record.checking import check
from onrecord.record.comparing import utterance
from onrecord.record.passages import Matcher, add_transcript, fold_label
from onrecord.record.quoting import quoted_parts
from onrecord.record.utterances import all_utterances, utterance_of
from onrecord.record.verifying import verify
from tests.invented import span

SAMPLE = Path(__file__).parents[2] / "samples" / "transcript.txt"
HOLM, AASHEIM = "Katrín Eldjárn Holm", "Sigurd Aasheim"


def report(
    text: str, *said: tuple[str, str], day: str | None = "2031-05-13", published: str = "2031-05-14",
    kind: StatementKind = "direct", cue: str = "", publisher: str = "The Post",
) -> Reading:  # fmt: skip
    """Return a reading of an article in which each of (speaker, words) was said."""
    speakers = list(dict.fromkeys(who for who, _ in said))
    return Reading(
        reader=ReaderInfo(version="test"),
        article=Article(
            id=Article.identify(text), origin=f"{publisher}/{text[:9]}", text=text, published=published,
            publisher=publisher,
        ),
        entities=tuple(Entity(id=f"e{at}", name=who, kind="person") for at, who in enumerate(speakers)),
        statements=tuple(
            Statement(
                id=f"s{number}", kind=kind, content=(span(text, words),), speaker=f"e{speakers.index(who)}",
                cue=(span(text, cue),) if cue else (), date=DateRef(start=day, end=day) if day else None,
            )
            for number, (who, words) in enumerate(said, 1)
        ),
    )  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "r.onrecord") as opened:
        add_transcript(opened, read_transcript(SAMPLE.read_text(encoding="utf-8"), origin="transcript.txt"))
        yield opened
    assert list(check(tmp_path / "r.onrecord")) == []


def test_a_transcript_is_added_once(record: Record) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert add_transcript(record, read_transcript(text, origin="again.txt")) is Added.SAME
    assert record.query("SELECT count(*) FROM passages") == record.query("SELECT count(*) FROM passage_index")


def test_the_passage_of_a_quotation_is_found_where_it_stands(record: Record) -> None:
    found = Matcher(record).match("the gap is wide, but we can bridge the gap", speaker=AASHEIM)
    assert found is not None
    text = record.query("SELECT text FROM articles")[0][0]
    assert text[slice(*found.span)] == found.text
    assert "the gap is wide" in found.text
    assert (found.speaker, found.day) == ("MINISTER AASHEIM", "2031-05-13")


def test_another_speaker_and_another_day_are_no_match(record: Record) -> None:
    words, matcher = "There has been no seizure and there will be none.", Matcher(record)
    assert matcher.match(words, speaker=AASHEIM, days=("2031-05-13", "2031-05-13"))
    assert matcher.match(words, speaker=AASHEIM, days=("2031-05-14", "2031-05-14"))  # it was evening there
    assert not matcher.match(words, speaker=HOLM)
    assert not matcher.match(words, speaker=AASHEIM, days=("2031-05-20", "2031-05-21"))
    assert not matcher.match(words, speaker=AASHEIM, until="2031-05-01")
    assert not matcher.match("Prices of fish went up by four percent in Copenhagen.", speaker=AASHEIM)
    assert not matcher.match("the of and", speaker=AASHEIM)
    assert not matcher.match("", speaker=AASHEIM)


def test_labels_are_folded_and_taken_apart() -> None:
    assert fold_label("Prime Minister of Marl Ann Lee Lee AnnPrime Minister(retranslated)") == (
        "prime minister of marl ann lee lee ann prime minister"
    )
    assert fold_label(None) is None


def test_each_quotation_gets_a_verdict(record: Record) -> None:
    text = (
        '"The gap is wide," he said. "We can accept an end to inspections at sea," he said. '
        '"It was a wonderful evening with much singing," he said. "Talks are a gift," she said.'
    )
    record.add(
        report(
            text, (AASHEIM, '"The gap is wide,"'), (AASHEIM, '"We can accept an end to inspections at sea,"'),
            (AASHEIM, '"It was a wonderful evening with much singing,"'), ("Ann Lee", '"Talks are a gift,"'),
        )
    )  # fmt: skip
    found = verify(record, Article.identify(text))
    assert [one.verdict for one in found] == ["verbatim", "near", "not found", "no transcript"]
    assert found[1].comparison is not None
    assert found[1].comparison.meaning == ("negation",)
    for one in found:
        assert [text[slice(*part)] for part in one.quoted] == [one.words]
    with pytest.raises(RecordError, match="no article"):
        verify(record, "sha256:0")


def test_a_name_is_the_same_without_its_accents(record: Record) -> None:
    text = '"Herring sings at night," he said. "The gap is wide," he said.'
    record.add(
        report(text, ("Sigurd Åasheim", '"Herring sings at night,"'), ("Sigurd Åasheim", '"The gap is wide,"'))
    )
    assert [one.verdict for one in verify(record, Article.identify(text))] == ["not found", "verbatim"]


def test_a_report_from_before_the_transcript_is_not_held_against_it(record: Record) -> None:
    text = '"There has been no seizure and there will be none," he said.'
    record.add(
        report(
            text, (AASHEIM, '"There has been no seizure and there will be none,"'), day=None, published="2031-04-02"
        )
    )
    assert [one.verdict for one in verify(record, Article.identify(text))] == ["no transcript"]


def test_only_what_stands_in_marks_is_a_quotation() -> None:
    text = 'He called it "a matter of law" and “a duty”, she said.'
    mixed = report(text, ("A", 'it "a matter of law" and “a duty”'), kind="mixed")
    parts = quoted_parts(mixed.article, mixed.statements[0])
    assert [text[slice(*part)] for part in parts] == ["a matter of law", "a duty"]
    indirect = report(text, ("A", "it"), kind="indirect")
    assert quoted_parts(indirect.article, indirect.statements[0]) == ()


def add_three(record: Record) -> list[Reading]:
    made = [
        report("One. The position is difficult and the gap is wide, he said.",
               (AASHEIM, "The position is difficult and the gap is wide"), publisher="One"),
        report("Two. The situation is difficult and the gap is wide, he said.",
               (AASHEIM, "The situation is difficult and the gap is wide"), publisher="Two"),
        report("Three. The gap is wide, the position difficult; herring is dear, he said later.",
               (AASHEIM, "The gap is wide, the position difficult"), publisher="Three", day="2031-06-30",
               published="2031-07-01"),
        report("Four. Herring is dear this spring, he said.", (AASHEIM, "Herring is dear this spring"),
               publisher="Four"),
        report("Five. The position is difficult and the gap is wide, she said.",
               (HOLM, "The position is difficult and the gap is wide"), publisher="Five"),
    ]  # fmt: skip
    for one in made:
        record.add(one)
    return made


def test_an_utterance_is_of_one_speaker_and_day(record: Record) -> None:
    first, second, *_ = add_three(record)
    mine, same = utterance_of(record, first.article.id, "s1")
    assert mine.publisher == "One"
    assert [one.right.article_id for one in same] == [second.article.id]
    assert {"gap", "wid", "difficult"} <= set(same[0].likeness.common)
    assert [(one.left.publisher, one.right.publisher) for one in all_utterances(record)] == [("One", "Two")]
    with pytest.raises(RecordError, match="no statement s9"):
        utterance_of(record, first.article.id, "s9")


def test_who_repeats_it_later_says_it_anew(record: Record) -> None:
    add_three(record)
    text = "Six. The position is difficult and the gap is wide, he repeated."
    record.add(report(text, (AASHEIM, "The position is difficult and the gap is wide"), day=None,
                      published="2031-05-15", cue="repeated"))  # fmt: skip
    assert utterance_of(record, Article.identify(text), "s1")[1] == []


def test_outlets_beside_the_transcript(record: Record) -> None:
    first, *_ = add_three(record)
    found = utterance(record, first.article.id, "s1")
    assert found.official is not None
    assert found.official.text.startswith("The position is difficult")
    assert [(one.publisher, one.comparison and one.comparison.verdict) for one in found.wordings] == [
        ("One", "verbatim"), ("Two", "near"),
    ]  # fmt: skip
    assert (
        found.wordings[1].because == ("situation", "difficult", "gap", "wide") or "gap" in found.wordings[1].because
    )


def test_outlets_beside_one_another_without_a_transcript(tmp_path: Path) -> None:
    with Record(tmp_path / "plain.onrecord") as record:
        first, *_ = add_three(record)
        found = utterance(record, first.article.id, "s1")
        assert found.official is None
        assert found.wordings[0].comparison is None
        assert found.wordings[1].comparison is not None
        changes = [
            (one.official, one.quoted) for one in found.wordings[1].comparison.pieces if one.change == "changed"
        ]
        assert changes == [("position", "situation")]


def test_hostile_lengths_are_bounded(tmp_path: Path) -> None:
    endless = "MS LEE: " + "gap wide bridge herring " * 4_000 + "\nMR ROE: Yes."
    with Record(tmp_path / "long.onrecord") as record:
        add_transcript(record, read_transcript(endless, origin="long"))
        found = Matcher(record).ranked("the gap is wide and the bridge of herring " * 600, speaker="Ann Lee")
        assert len(found) == 1
        text = "He said. " + "the gap is wide and the herring dear, but " * 600
        record.add(report(text, (AASHEIM, text[9:].strip())))
        record.add(report(text + "!", (AASHEIM, text[9:].strip())))
        assert len(utterance_of(record, Article.identify(text), "s1")[1]) == 1
