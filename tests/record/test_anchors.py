import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.anchors import Selector, relocate, select

TEXT = (
    "Marl's foreign minister said on Monday that no vessel will be boarded again unless talks fail. "
    "“We expect an answer by Friday,” she told reporters. We expect an answer from them too, she wrote later."
)


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_unchanged_words_are_where_they_were() -> None:
    for start in range(0, len(TEXT) - 10, 7):
        assert Selector.of(TEXT, (start, start + 10)).locate(TEXT) == (start, start + 10)


@given(st.text(alphabet="ab c", min_size=1, max_size=60), st.data())
def test_any_span_of_an_unchanged_text_is_found_where_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Selector.of(text, (start, end)).locate(text) == (start, end)


@given(st.text(max_size=200), st.text(alphabet="xyz .", min_size=1, max_size=80), st.data())
def test_what_is_found_lies_inside_the_text(other: str, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    found = Selector.of(text, (start, len(text))).locate(other)
    assert found is None or 0 <= found[0] < found[1] <= len(other)


def test_words_that_moved_are_found() -> None:
    selector = Selector.of(TEXT, at(TEXT, "no vessel will be boarded again"))
    moved = "A new first paragraph was put before it.\n\n" + TEXT
    start, end = selector.locate(moved) or (0, 0)
    assert moved[start:end] == "no vessel will be boarded again"


def test_of_two_places_the_one_with_the_old_surroundings_is_taken() -> None:
    selector = Selector.of(TEXT, at(TEXT, "We expect an answer"))
    start, _ = selector.locate("Short. " + TEXT) or (0, 0)
    assert ("Short. " + TEXT)[start - 1] == "“"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("boarded again", "searched again", "no vessel will be searched again"),
        ("no vessel", "no ship", "no ship will be boarded again"),
        ("boarded again", "boarded ever again", "no vessel will be boarded ever again"),
    ],
)
def test_changed_words_are_found_whole(old: str, new: str, wanted: str) -> None:
    selector = Selector.of(TEXT, at(TEXT, "no vessel will be boarded again"))
    changed = TEXT.replace(old, new)
    start, end = selector.locate(changed) or (0, 0)
    assert changed[start:end] == wanted


def test_words_that_are_gone_are_not_found() -> None:
    selector = Selector.of(TEXT, at(TEXT, "no vessel will be boarded again"))
    assert selector.locate("Prices of herring rose by four percent in Copenhagen, traders there said.") is None


def test_relocate_wants_all_of_the_words() -> None:
    spans = (at(TEXT, "no vessel"), at(TEXT, "by Friday"))
    assert relocate(TEXT, select(TEXT, spans)) == spans
    assert (
        relocate(TEXT.replace("“We expect an answer by Friday,” she told reporters.", ""), select(TEXT, spans))
        is None
    )


def test_hostile_repetition_is_bounded() -> None:
    text = "aaaa " * 20_000
    spot = random.Random(1).randrange(len(text) - 10)
    found = Selector("aaaa aaaa", "zz", "zz", spot, spot + 9).locate(text)
    assert found is not None
    assert text[slice(*found)] == "aaaa aaaa"
