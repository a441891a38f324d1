from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.model import Reading


def meant(reading: Reading, word: str) -> list[str]:
    text = reading.article.text
    return [entity.name for entity in reading.entities for start, end in entity.mentions if text[start:end] == word]


def test_i_and_our_in_a_quotation_mean_its_speaker(read: Callable[..., Reading]) -> None:
    reading = read("“I will open our harbour on Friday,” Mayor Ann Lee told reporters. She smiled.")
    assert meant(reading, "I") == ["Ann Lee"]
    assert meant(reading, "our") == ["Ann Lee"]
    assert meant(reading, "She") == ["Ann Lee"]


def test_a_quotation_that_goes_on_keeps_its_speaker(read: Callable[..., Reading]) -> None:
    reading = read("“The harbour opens,” Mayor Ann Lee said. “I have signed the order.”")
    assert meant(reading, "I") == ["Ann Lee"]


@pytest.mark.parametrize("text", ["I went to the harbour. Mayor Ann Lee said it was open.", "We saw Ann Lee there."])
def test_i_outside_quotation_marks_is_nobody(read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    assert meant(reading, "I") == meant(reading, "We") == []


def test_two_speakers_have_an_i_of_their_own(read: Callable[..., Reading]) -> None:
    reading = read("“I agree,” said Ann Lee, the mayor. “I do not,” said Per Dahl, a sailor.")
    assert sorted(meant(reading, "I")) == ["Ann Lee", "Per Dahl"]
