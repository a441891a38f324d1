from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.model import Link, Reading

Read = Callable[..., Reading]
FIRST = "Norwegian Foreign Minister Kari Halvorsen said the herring quota was ignored by Iceland.\n\n"


def links(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.kind, one.from_, one.to) for one in reading.links]


def test_an_echo_goes_to_the_words_that_are_echoed(read: Read) -> None:
    reading = read(FIRST + "Jonas Bakke echoed Halvorsen, saying the quota was ignored by Iceland.")
    assert ("echoes", "s2", "s1") in links(reading)


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        (
            "Icelandic President Arna Helgadottir dismissed Halvorsen's statement, saying nobody ignored it.",
            "rejects",
        ),
        ("Responding to Halvorsen, Arna Helgadottir said the quota was fair.", "answers"),
    ],
)
def test_a_verb_beside_the_statement_says_what_it_takes_up(read: Read, second: str, kind: str) -> None:
    reading = read(FIRST + second)
    found = [one for one in reading.links if one.kind == kind]
    assert [one.to for one in found][:1] == ["s1"]
    assert evidence(reading, found[0])


def test_a_headline_is_repeated_by_its_lead(read: Read) -> None:
    text = FIRST + 'The rain went on.\n\nHalvorsen said: "The herring quota was ignored by Iceland."'
    assert any(kind == "repeats" for kind, _, _ in links(read(text)))


def test_two_speakers_who_say_different_things_are_not_linked(read: Read) -> None:
    assert not links(read(FIRST + "Arna Helgadottir said the weather in Reykjavik was fine."))


def evidence(reading: Reading, link: Link) -> str:
    return reading.article.quote(link.evidence)
