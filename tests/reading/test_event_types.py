from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article.plain import read_plain
from onrecord.model import EVENT_TYPES
from onrecord.reading.event_types import Guess, guess_type
from onrecord.reading.language import Language

LANGUAGE = Language()


def guessed(text: str, source: str, target: str) -> Guess:
    (passage,) = LANGUAGE.analyse(read_plain(text, origin="test"))
    marked = [{one.i for one in passage.doc if one.text in words.split()} for words in (source, target)]
    return guess_type(list(passage.doc), marked[0], marked[1])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ghana has agreed to lend Togo a ferry.", "AGREE"),
        ("Ghana refused to let Togo use the ferry.", "REJECT"),
        ("Ghana accused Togo of stealing a ferry.", "ACCUSE"),
        ("Ghana has donated a ferry to Togo.", "AID"),
        ("Ghana threatened to sink the ferries of Togo.", "THREATEN"),
        ("Ghana demanded that Togo return the ferry.", "REQUEST"),
        ("Ghana held talks with Togo about the ferry.", "CONSULT"),
        ("Ghana arrested the captain of Togo.", "COERCE"),
    ],
)
def test_the_type_is_that_of_the_words_between(text: str, kind: str) -> None:
    assert guessed(text, "Ghana", "Togo").type == kind


def test_who_does_it_to_whom_matters_and_not_their_names() -> None:
    one = guessed("Ghana praised Togo.", "Ghana", "Togo")
    other = guessed("Chile praised Peru.", "Chile", "Peru")
    assert (one.type, round(one.score, 4)) == (other.type, round(other.score, 4))


@settings(max_examples=30, deadline=None)
@given(
    st.text(st.sampled_from("Ghana Togo met, accused. 😀é“” "), min_size=1, max_size=80).filter(
        lambda one: one.strip()
    )
)
def test_any_text_has_a_best_type(text: str) -> None:
    for passage in LANGUAGE.analyse(read_plain(text, origin="test")):
        guess = guess_type(list(passage.doc), set(), set())
        assert guess.type in EVENT_TYPES
        assert guess.margin >= 0
