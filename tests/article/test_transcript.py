from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.errors import ArticleError
from onrecord.article.transcript import Turn, read_transcript, sentences_of, turns_of

SAMPLE = Path(__file__).parents[2] / "samples" / "transcript.txt"


def said(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker, text[slice(*turn.span)]) for turn in turns_of(text)]


def test_the_sample_has_its_day_and_its_turns() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    transcript = read_transcript(text, origin="transcript.txt")
    assert transcript.article.day == "2031-05-13"
    speakers = [turn.speaker for turn in transcript.turns]
    assert speakers[1:4] == ["MINISTER HOLM", "MINISTER AASHEIM", "QUESTION (Nordic Dispatch)"]
    assert text[slice(*transcript.turns[2].sentences[0])] == "Thank you, Katrín."


def test_labels_at_the_start_of_lines() -> None:
    text = "MS LEE: We sign.\nMR ROE (through an interpreter): We do not: never.\nQ: Why?\nDr. Anna Weiss: Because."
    assert [speaker for speaker, _ in said(text)] == [
        "MS LEE", "MR ROE (through an interpreter)", "Q", "Dr. Anna Weiss",
    ]  # fmt: skip
    assert said(text)[1][1] == "We do not: never."


def test_labels_after_sentences_where_lines_are_lost() -> None:
    text = (
        "President of Marl Ann Lee: We sign. One thing is clear: talks. Question: Why? Ann Lee: We must. Thank you."
    )
    assert said(text) == [
        ("President of Marl Ann Lee", "We sign. One thing is clear: talks."),
        ("Question", "Why?"),
        ("Ann Lee", "We must. Thank you."),
    ]


def test_a_release_without_labels_is_one_turn_of_nobody_named() -> None:
    assert [turn.speaker for turn in turns_of("The minister met his guests. They spoke of trade: little else.")] == [
        None
    ]


def test_sentences_are_not_cut_after_titles_and_initials() -> None:
    text = "Mr. Roe met Dr. A. Weiss. They agreed on 3.5 percent! “Good.” Was it? Yes"
    found = [text[slice(*span)] for span in sentences_of(text, 0, len(text))]
    assert found == ["Mr. Roe met Dr. A. Weiss.", "They agreed on 3.5 percent!", "“Good.”", "Was it?", "Yes"]


@given(st.text(alphabet="AB ab.:?!\n(“”", max_size=300))
def test_turns_and_sentences_lie_in_order_and_lose_no_letter(text: str) -> None:
    turns: list[Turn] = list(turns_of(text))
    place = 0
    for turn in turns:
        assert place <= turn.span[0] < turn.span[1] <= len(text)
        place = turn.span[1]
        inside = turn.span[0]
        for start, end in turn.sentences:
            assert inside <= start < end <= turn.span[1]
            assert not text[inside:start].strip()
            inside = end
        assert not text[inside : turn.span[1]].strip()


@pytest.mark.parametrize("text", ["", "   \n"])
def test_nothing_is_no_transcript(text: str) -> None:
    with pytest.raises(ArticleError):
        read_transcript(text, origin="x")


def test_a_hostile_text_is_read_in_time() -> None:
    assert list(turns_of("Aa " * 60_000 + ":"))
    assert list(turns_of("A. " * 60_000))
    assert list(turns_of("(" * 60_000))
