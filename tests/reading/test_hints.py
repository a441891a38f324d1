from __future__ import annotations

import re

import pytest

from onrecord.reading.hints import Hinted, needed_words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:I|we)\s(?:also\s)?(?:demand|insist on)\b", ("demand", "insist on")),
        (r"(?:in )?case(?: of)?\s\w+", ("case",)),
        (r"(?:pre-)+election|(?P<noun>poll)s?", ("election", "poll")),
        (r"colou?r", ("colo",)),
        (r"requests?|request for", ("request",)),
        (r"(?<!not )(?!never)[Aa] \w+|\d+", ()),
        (r"(?=yes)\w+", ()),
        (r"Press (?i:Release)", ("release",)),
    ],
)
def test_a_pattern_needs_one_of_its_rarest_words(pattern: str, words: tuple[str, ...]) -> None:
    assert set(needed_words(pattern)) == set(words)


def test_a_pattern_is_tried_only_on_texts_with_its_words() -> None:
    hinted = Hinted(r"\b(?:we|I) (?:urge|ask)\b", re.IGNORECASE)
    text = "Then WE URGE you to wait; we ask for time."
    assert [match.group() for match in hinted.finditer(text, text.lower())] == ["WE URGE", "we ask"]
    first = hinted.search(text, text.lower())
    assert first is not None
    assert first.group() == "WE URGE"
    assert not hinted.may_match("nobody wants anything")
    assert hinted.search("Nobody wants anything", "nobody wants anything") is None
