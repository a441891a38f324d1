from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.overlap import alike, shared, size, without

CUT = st.integers(0, 40)
SPANS = st.lists(st.tuples(CUT, CUT).map(lambda pair: (min(pair), max(pair))), max_size=5)


def places(spans: list[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def test_alike_is_intersection_over_union() -> None:
    assert alike(((0, 10),), ((0, 10),)) == 1.0
    assert alike(((0, 10),), ((5, 15),)) == 5 / 15
    assert alike(((0, 10),), ((20, 30),)) == 0.0


@given(SPANS, SPANS)
def test_what_is_shared_and_what_is_left_make_the_whole(spans: list[Span], others: list[Span]) -> None:
    assert places(shared(spans, others)) == places(spans) & places(others)
    assert places(without(spans, others)) == places(spans) - places(others)
    assert all(start < end for start, end in (*shared(spans, others), *without(spans, others) * bool(others)))


def test_size_counts_characters() -> None:
    assert size([(2, 5), (7, 8)]) == 4
