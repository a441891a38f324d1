from __future__ import annotations

import csv
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.salience import FEATURES, Saying

SPANS = st.tuples(st.integers(0, 200), st.integers(1, 60)).map(lambda one: (one[0], one[0] + one[1]))


def test_every_feature_has_one_weight() -> None:
    rows = list(csv.DictReader(files("onrecord.data").joinpath("antecedents.csv").read_text("utf-8").splitlines()))
    assert [row["feature"] for row in rows] == list(FEATURES)
    assert any(float(row["weight"]) for row in rows)


@given(st.lists(st.tuples(SPANS, SPANS), max_size=8), st.integers(0, 260))
def test_sources_over_an_offset_are_all_of_them_innermost_first(pairs: list[tuple[Span, Span]], offset: int) -> None:
    saying = Saying(((source,), (content,)) for source, content in pairs)
    holding = [(content, source) for source, content in pairs if content[0] <= offset < content[1]]
    found = saying.sources_over(offset)
    assert sorted(found) == sorted(source for _, source in holding)
    if holding:
        shortest = min(content[1] - content[0] for content, _ in holding)
        assert found[0] in {source for content, source in holding if content[1] - content[0] == shortest}


@given(st.lists(SPANS, max_size=3), st.integers(0, 260))
def test_who_speaks_at_an_offset(sources: list[Span], offset: int) -> None:
    saying = Saying(((source,), ()) for source in sources)
    assert saying.speaks(offset) == any(start <= offset < end for start, end in sources)
