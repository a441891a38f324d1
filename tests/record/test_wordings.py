import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.wording import opened, stem, stems_of, words_of
from onrecord.record.wordings import compare

OFFICIAL = "We cannot accept an end to inspections at sea. That is a matter of law, and 40 boats know it in Bergen."

PAIRS = [
    # quoted, verdict, the changes other than kept, what they touch
    ("We cannot accept an end to inspections at sea.", "verbatim", [], ()),
    ("we can’t accept an end to inspections at sea —", "verbatim", [], ()),
    (
        "We cannot accept an end to inspections … a matter of law",
        "verbatim",
        [("omitted", "at sea. That is", "")],
        (),
    ),
    (
        "We cannot accept an end … because it is a matter of law",
        "near",
        [("omitted", "to inspections at sea. That", ""), ("inserted", "", "because it")],
        (),
    ),
    ("We cannot accept an end to inspections. That is a matter of law", "near", [("dropped", "at sea", "")], ()),
    ("We can accept an end to inspections at sea", "near", [("changed", "cannot", "can")], ("negation",)),
    (
        "We might accept an end to inspections at sea",
        "near",
        [("changed", "cannot", "might")],
        ("modality", "negation"),
    ),
    ("That is a matter of law, and 4 boats know it", "near", [("changed", "40", "4")], ("number",)),
    ("That is a matter of law, and forty boats know it", "near", [("changed", "40", "forty")], ()),
    ("and 40 boats know it in Oslo", "near", [("changed", "Bergen", "Oslo")], ("name",)),
    ("That is a matter of [Norwegian] law", "verbatim", [("editorial", "", "[Norwegian]")], ()),
    ("We cannot accept an end to the inspections at sea", "near", [("inserted", "", "the")], ()),
    ("We cannot accept an end to inspection at sea", "near", [("changed", "inspections", "inspection")], ()),
    ("We cannot approve of an end to inspections at sea", "near", [("changed", "accept", "approve of")], ()),
]


@pytest.mark.parametrize(("quoted", "verdict", "changes", "meaning"), PAIRS)
def test_what_became_of_the_words(
    quoted: str, verdict: str, changes: list[tuple[str, str, str]], meaning: tuple[str, ...]
) -> None:
    found = compare(quoted, OFFICIAL)
    others = [(one.change, one.official, one.quoted) for one in found.pieces if one.change != "kept"]
    assert (found.verdict, others, found.meaning) == (verdict, changes, meaning)


def test_words_that_have_nothing_in_common_are_no_quotation() -> None:
    found = compare("Herring seems dear", OFFICIAL)
    assert found.verdict == "paraphrase"
    assert found.kept == 0.0
    assert [one.change for one in found.pieces] == ["inserted"]


@given(st.text(max_size=120), st.text(max_size=120))
def test_pieces_stand_where_they_say(quoted: str, official: str) -> None:
    for piece in compare(quoted, official).pieces:
        if piece.official:
            assert piece.official_span is not None
            assert official[slice(*piece.official_span)] == piece.official
        if piece.quoted:
            assert piece.quoted_span is not None
            assert quoted[slice(*piece.quoted_span)] == piece.quoted


@given(st.lists(st.sampled_from("the boats will not sail from Bergen in June because 4 of them".split()), min_size=1))
def test_the_same_words_are_verbatim(words: list[str]) -> None:
    text = " ".join(words)
    assert compare(text, text).verdict == "verbatim"
    assert compare(f"“{text.upper()},”", text).verdict == "verbatim"


def test_words_know_where_they_stand() -> None:
    text = "The U.S. can't pay 1,000.50 euros—ever."
    assert [text[slice(*word.span)] for word in words_of(text)] == [
        "The", "U.S.", "can't", "pay", "1,000.50", "euros", "—", "ever", ".",
    ]  # fmt: skip
    assert words_of(text)[1].norm == "us"


@pytest.mark.parametrize(
    "family",
    ["deploy deployed deployment deploys", "agree agreed agreement agrees agreements",
     "guarantee guarantees guaranteed", "party parties", "sign signed signing", "ignore ignored ignoring",
     "inspect inspection inspections inspected"],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_contractions_are_opened() -> None:
    assert opened("we've") == ["we", "have"]
    assert stems_of("can't") == stems_of("cannot") == stems_of("can not")
