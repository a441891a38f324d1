from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading import days
from onrecord.reading.edtf import written


@pytest.mark.parametrize(
    ("stretch", "unit", "value"),
    [
        (days.single(date(2031, 4, 16)), None, "2031-04-16"),
        (days.month(2031, 4), None, "2031-04"),
        (days.years(2031, 2031), None, "2031"),
        (days.years(347, 347), None, "0347"),
        (days.decade(1994), None, "199X"),
        (days.century(19), None, "18XX"),
        (days.years(1914, 1918), None, "1914/1918"),
        (days.quarter(2030, 3), "quarter", "2030-35"),
        (days.quarter(2030, 3), None, "2030-07/2030-09"),
        ((date(2030, 6, 1), date(2030, 8, 31)), "season", "2030-22"),
        ((date(2030, 12, 1), date(2031, 2, 28)), "season", "2030-24"),
        (days.week(date(2031, 4, 16)), None, "2031-04-14/2031-04-20"),
    ],
)
def test_a_stretch_is_written_as_short_as_it_can_be(stretch: days.Stretch, unit: str | None, value: str) -> None:
    assert written(stretch, unit) == value


@given(st.dates(date(1, 1, 1), date(2900, 1, 1)), st.integers(0, 40_000))
@settings(max_examples=200)
def test_what_is_written_means_the_same_days(first: date, length: int) -> None:
    stretch = first, first + timedelta(days=length)
    edges = written(stretch).split("/")
    assert (_edge(edges[0], last=False), _edge(edges[-1], last=True)) == stretch


def _edge(value: str, *, last: bool) -> date:
    """Read back one end of an interval: a day, a month, a year, a decade, a century."""
    if match := re.fullmatch(r"(\d{2,3})(X+)", value):
        span = 10 ** len(match[2])
        return days.years(int(match[1]) * span, int(match[1]) * span + span - 1)[last]
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return days.years(parts[0], parts[0])[last]
    return days.month(*parts)[last] if len(parts) == 2 else date(*parts)
