"""A statement's host is the smallest content that holds all of it; who looks near finds what looking at all finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.nesting import nest
from onrecord.reading.statements import Attribution, in_order

SPAN = st.tuples(st.integers(0, 2_000), st.integers(1, 900)).map(lambda one: (one[0], one[0] + one[1]))


@given(st.lists(st.tuples(SPAN, SPAN), max_size=12))
def test_it_is_the_smallest_that_holds_all(pairs: list[tuple[Span, Span]]) -> None:
    found = in_order([Attribution((source,), (), (content,)) for source, content in pairs])
    for one, nested in zip(found, nest(found), strict=True):
        low, high = min(one.source[0][0], one.content[0][0]), max(one.source[0][1], one.content[0][1])
        parts = (one.source[0], one.content[0])
        hosts = [
            other.content[0]
            for other in found
            if other.content != one.content
            and all(other.content[0][0] <= start and end <= other.content[0][1] for start, end in parts)
        ]
        assert all(start <= low and high <= end for start, end in hosts)
        host = found[nested.nested_in].content[0] if nested.nested_in is not None else None
        assert (host is None) == (not hosts)
        assert host is None or host[1] - host[0] == min(end - start for start, end in hosts)


def test_two_statements_of_the_same_words_hold_neither() -> None:
    found = [Attribution((), (), ((0, 40),)), Attribution((), (), ((0, 40),))]
    assert [one.nested_in for one in nest(found)] == [None, None]
