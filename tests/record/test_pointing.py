from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.model import Article
from onrecord.record.errors import RecordError
from onrecord.record.pointing import places, pointed, pointer, quoted_kind
from tests.invented import HARBOUR, span

TEXT = 'Ann said: "The lamp stays lit", and Bo said\nthat the lamp goes out.'


def words(text: str, given: str, near: int | None = None) -> list[str]:
    return [text[start:end] for start, end in pointed(text, given, near)]


def test_words_are_found_as_they_stand() -> None:
    assert words(TEXT, "stays lit") == ["stays lit"]
    assert words(TEXT, "Bo said that") == ["Bo said\nthat"], "a line break is a space"
    assert words(TEXT, "Ann … stays … goes out") == ["Ann", "stays", "goes out"]
    assert pointed(TEXT, "0-3, 4–8") == ((0, 3), (4, 8))


def test_words_that_stand_several_times_are_those_nearby() -> None:
    with pytest.raises(RecordError, match="stand 2 times"):
        pointed(TEXT, "said")
    assert pointed(TEXT, "said", 0) == (span(TEXT, "said"),)
    assert pointed(TEXT, "said", 60) == (span(TEXT, "said", 1),)


@pytest.mark.parametrize("given", ["stays dark", "goes out … Ann", "", " … "])
def test_words_that_do_not_stand_there(given: str) -> None:
    with pytest.raises(RecordError, match="do not stand"):
        pointed(TEXT, given)


@given(st.text(st.sampled_from("ab \n.…1-é𝔸"), max_size=40), st.data())
def test_what_is_shown_is_found_again(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    spans = tuple(zip(edges[::2], edges[1::2], strict=False))
    assume(spans)
    assert pointed(text, pointer(text, spans), spans[0][0]) == spans
    assert pointed(text, places(spans)) == spans


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('"We expect an answer by Friday,"', "direct"),
        ("We expect an answer by Friday,", "direct"),
        ('that "no vessel will be boarded again" unless talks fail', "mixed"),
        ('the "boarding was lawful"', "mixed"),
        ("Lorn rejected the demand", "indirect"),
        ("no vessel will be boarded again", "direct"),
        ("no vessel will be", "direct"),
    ],
)
def test_the_kind_is_told_by_quotation_marks(said: str, kind: str) -> None:
    article = Article(id=Article.identify(HARBOUR), origin="o", text=HARBOUR)
    assert quoted_kind(article, (span(HARBOUR, said),)) == kind


def test_pieces_of_different_kinds_are_mixed() -> None:
    article = Article(id=Article.identify(HARBOUR), origin="o", text=HARBOUR)
    pieces = (span(HARBOUR, '"We expect an answer by Friday,"'), span(HARBOUR, "Lorn rejected the demand"))
    assert quoted_kind(article, pieces) == "mixed"
