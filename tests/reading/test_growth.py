"""No question takes more than its share of a longer article: calls are counted, since times depend on the machine."""

from __future__ import annotations

import cProfile
import pstats
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.plain import read_plain
from onrecord.model import Span
from onrecord.reading.nearness import Grid
from onrecord.reading.people import _apart
from onrecord.reading.reader import Reader
from onrecord.reading.spellings import Spellings, alike

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from growth import article

SHORT, TIMES = 12_000, 4
FEW = 2_000
"""Calls in the short article: what is called less often may double by chance."""
SLACK = 1.5
"""A square step would be called four times as often as it should; chance gives a third more at most."""

spans = st.tuples(st.integers(0, 3_000), st.integers(1, 900)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def calls(reader: Reader, characters: int) -> dict[str, int]:
    """Return how often each of our functions (and each step of its loops) was called while an article was read."""
    watched = cProfile.Profile()
    watched.runcall(lambda: reader.read(read_plain(article(characters), origin="growth")))
    stats: dict[tuple[str, int, str], tuple[int, ...]] = pstats.Stats(watched).stats  # type: ignore[attr-defined]
    return {
        f"{file.rsplit('/', 1)[-1]}:{line} {name}": number[1]
        for (file, line, name), number in stats.items()
        if "/onrecord/" in file
    }


def test_no_step_is_called_more_than_its_share_in_a_longer_article(reader: Reader) -> None:
    short, long = calls(reader, SHORT), calls(reader, SHORT * TIMES)
    grown = {name: long[name] / number / TIMES for name, number in short.items() if number >= FEW}
    assert len(grown) > 20
    assert {name: round(ratio, 2) for name, ratio in grown.items() if ratio > SLACK} == {}


@given(st.lists(st.lists(spans, max_size=3), max_size=20), spans)
def test_a_grid_finds_all_that_overlaps(several: list[list[Span]], span: Span) -> None:
    found = Grid(several).near((span,))
    overlapping = [i for i, one in enumerate(several) if any(s < span[1] and span[0] < e for s, e in one)]
    assert found == sorted(found)
    assert set(overlapping) <= set(found)


@given(st.sets(spans, max_size=30))
def test_of_overlapping_mentions_the_longer_stay(several: set[Span]) -> None:
    kept = _apart(several)
    assert list(kept) == sorted(kept)
    assert all(left[1] <= right[0] for left, right in pairwise(kept))
    lost = several - set(kept)
    assert all(any(s < e2 and s2 < e and e2 - s2 >= e - s for s2, e2 in kept) for s, e in lost)


@pytest.mark.parametrize("place", range(9))
def test_a_name_is_found_with_a_letter_wrong_wherever_it_is(place: int) -> None:
    word = "gillesund"
    wrong = word[:place] + "x" + word[place + 1 :]
    assert Spellings(["marchetti", word]).like(wrong) == [one for one in (word,) if alike(wrong, one)]
    assert Spellings([word]).like(word) == [word]
    assert bool(place) == alike(wrong, word)
