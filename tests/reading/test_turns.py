from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.plain import read_plain
from onrecord.reading.reader import Reader
from onrecord.reading.turns import find_turns, names_nobody


def blocks_of(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def turns_of(text: str) -> list[tuple[str, str]]:
    return [
        (text[slice(*turn.label)], " / ".join(text[slice(*words)] for words in turn.words))
        for turn in find_turns(text, blocks_of(text))
    ]


def test_labels_that_take_turns_make_a_transcript() -> None:
    text = (
        "The two met in Bergen.\nAtlantic Morning: Will Norway sign?\nKari Larsen: Not in this form.\n"
        "We need a clause on mackerel.\nAtlantic Morning: When will you decide?\nKari Larsen: On Friday."
    )
    assert turns_of(text) == [
        ("Atlantic Morning", "Will Norway sign?"),
        ("Kari Larsen", "Not in this form. / We need a clause on mackerel."),
        ("Atlantic Morning", "When will you decide?"),
        ("Kari Larsen", "On Friday."),
    ]


@pytest.mark.parametrize("label", ["MR. BERG", "FOREIGN MINISTER LARSEN", "Q", "Larsen (in Norwegian)", "Holm, Oslo"])
def test_labels_come_in_many_forms(label: str) -> None:
    text = f"{label}: One moment.\nQUESTION: Why?\n{label}: Because of the herring."
    assert [words for _, words in turns_of(text)] == ["One moment.", "Why?", "Because of the herring."]


def test_notes_and_lists_with_colons_are_no_turns() -> None:
    assert turns_of("Photo: A trawler.\nNote: Prices differ.\nPhoto: The quay.\nNote: Closed.") == []
    assert turns_of("Kari Larsen: We will not sign.\nShe left at once.") == []


def test_last_answer_ends_at_the_closing_note() -> None:
    text = "Q: Will you sign?\nA: No.\nQ: Why?\nA: It is too early.\nThis interview has been shortened."
    assert turns_of(text)[-1] == ("A", "It is too early.")


@given(st.text(alphabet='AQ: \n(ab.—"“', max_size=80))
def test_turns_never_overlap_and_lie_in_blocks(text: str) -> None:
    blocks = blocks_of(text)
    last = 0
    for turn in find_turns(text, blocks):
        for start, end in (turn.label, *turn.words):
            assert last <= start < end
            assert any(a <= start and end <= b for a, b in blocks)
            last = end


def said(reader: Reader, text: str) -> list[tuple[str, str, str]]:
    reading = reader.read(read_plain(text, origin="invented.txt"))
    found: list[tuple[str, str, str]] = []
    for one in reading.statements:
        source, content = (" … ".join(text[a:b] for a, b in spans) for spans in (one.source, one.content))
        found.append((one.kind, source, content))
    return found


def test_turns_of_an_interview_are_direct_speech(reader: Reader) -> None:
    text = (
        "Herring talks\n\nAtlantic Morning: Will Norway sign?\n\nKari Larsen: Not in this form.\n\n"
        "Atlantic Morning: When will you decide?\n\nKari Larsen: By Friday, I hope."
    )
    assert ("direct", "Kari Larsen", "Not in this form.") in said(reader, text)
    assert ("direct", "Kari Larsen", "By Friday, I hope.") in said(reader, text)
    assert not any(source == "I" for _, source, _ in said(reader, text))


@pytest.mark.parametrize("dash", ["—", "–", "―", "--", "-"])
def test_signed_quotations(reader: Reader, dash: str) -> None:
    text = (
        f"Leaders reacted on Tuesday.\n\n“A black day for the coast.” {dash} Commissioner Ada Holm\n\n"
        f"“We welcome it warmly.”\n\n{dash} Prime Minister Jon Berg"
    )
    assert ("direct", "Commissioner Ada Holm", "“A black day for the coast.”") in said(reader, text)
    assert ("direct", "Prime Minister Jon Berg", "“We welcome it warmly.”") in said(reader, text)


def test_name_colon_quotation(reader: Reader) -> None:
    text = "The talks failed on Monday.\n\nHer Icelandic counterpart: “Patience is not a crime.”"
    assert ("direct", "Her Icelandic counterpart", "“Patience is not a crime.”") in said(reader, text)


def test_release_that_a_colon_introduces_is_whole(reader: Reader) -> None:
    text = (
        "The Foreign Ministry said in a statement on Tuesday:\n\n"
        "Norway remains committed to talks. Iceland must return to the table.\n\nThe port stayed closed."
    )
    contents = [content for _, _, content in said(reader, text)]
    assert "Norway remains committed to talks. Iceland must return to the table." in contents


def test_a_label_is_the_source_and_its_colon_the_cue() -> None:
    text = "Q: Will you go?\n\nA: I will go.\n\nQ: When?\n\nMr Lee: Today."
    turns = find_turns(text, blocks_of(text))
    assert [(text[slice(*one.label)], text[slice(*one.colon)]) for one in turns] == [
        ("Q", ":"), ("A", ":"), ("Q", ":"), ("Mr Lee", ":"),
    ]  # fmt: skip
    assert [names_nobody(text, (one.label,)) for one in turns] == [True, True, True, False]
