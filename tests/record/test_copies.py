import random
from pathlib import Path

import numpy as np
import pytest

from onrecord.record import Record
from onrecord.record.copies import bands, copies_of, group_copies, likeness, reports, shingles, signature
from tests.invented import simple

WORDS = [f"w{number}" for number in range(4000)]


def story(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def edited(words: list[str], share: float, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) if chance.random() < share else word for word in words]


def test_reprints_are_one_report(tmp_path: Path) -> None:
    with Record(tmp_path / "r.onrecord") as record:
        for number in range(10):
            text = " ".join(edited(story(1), 0.02, number)) + f" Outlet {number}"
            record.add(simple(text, publisher=f"Outlet {number}"))
        for number in range(2, 30):
            record.add(simple(" ".join(story(number))))
        assert group_copies(record) == 9
        assert group_copies(record) == 0
        groups = list(reports(record))
        assert [len(group) for group in groups] == [10]
        assert groups[0][0].publisher == "Outlet 0"
        assert len(copies_of(record, groups[0][4].article_id)) == 9
        record.add(simple(" ".join(edited(story(1), 0.03, 77)), publisher="Late"))
        assert group_copies(record) == 1


def test_a_shortened_reprint_is_a_copy() -> None:
    whole = shingles(" ".join(story(5)))
    half = shingles(" ".join(story(5)[:150]))
    assert likeness(whole, half) == 1.0
    assert set(bands(signature(whole))) & set(bands(signature(half)))


def test_case_accents_and_spacing_are_no_difference() -> None:
    text = " ".join(f"Né{number}" for number in range(60))
    assert np.array_equal(shingles(text), shingles(text.upper().replace(" ", "\n\n").replace("É", "E")))


@pytest.mark.parametrize("text", ["", "Short.", "word " * 38])
def test_short_texts_are_nobody_s_copy(tmp_path: Path, text: str) -> None:
    assert len(shingles(text)) == 0
    with Record(tmp_path / "r.onrecord") as record:
        record.add(simple((text or "x") + "1"))
        record.add(simple((text or "x") + "2"))
        assert group_copies(record) == 0


def test_unlike_stories_share_no_band() -> None:
    first, second = signature(shingles(" ".join(story(1)))), signature(shingles(" ".join(story(2))))
    assert not set(bands(first)) & set(bands(second))
