import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.timestamps import Stamp, find_day_first, read_stamps, to_iso


@pytest.mark.parametrize(
    ("line", "role", "value"),
    [
        ("Updated 09:15, 14-May-2031", "updated", "2031-05-14T09:15:00"),
        ("Published: 5 May 2024 10:00 GMT", "published", "2024-05-05T10:00:00+00:00"),
        ("Saturday, June 7, 2031", None, "2031-06-07"),
        ("Last updated on 3rd March 2031 at 4:05 p.m. EST", "updated", "2031-03-03T16:05:00"),
        ("2031-03-03T16:05:00+02:00", None, "2031-03-03T16:05:00+02:00"),
        ("Posted 24.12.2030", "published", "2030-12-24"),
        ("12/31/2030", None, "2030-12-31"),
        ("03/04/2031", None, None),
        ("Geneva, 3 March 2031", None, "2031-03-03"),
        ("31 February 2031", None, None),
    ],
)
def test_a_line_that_is_a_time(line: str, role: str | None, value: str | None) -> None:
    (stamp,) = read_stamps(line)
    assert (stamp.role, stamp.value) == (role, value)


def test_two_times_on_one_line() -> None:
    line = "Published 5 May 2031 10:00 | Updated 6 May 2031 11:30"
    assert read_stamps(line) == [Stamp("published", "2031-05-05T10:00:00"), Stamp("updated", "2031-05-06T11:30:00")]


@pytest.mark.parametrize("line", ["May", "Saturday", "In May 2031 he left", "03:26", "12", "The talks of 5 May 2031"])
def test_a_line_that_says_more_or_less_than_a_time(line: str) -> None:
    assert read_stamps(line) == []


def test_other_dates_of_the_text_settle_the_order() -> None:
    assert find_day_first("on 25/03/2031 and 04/05/2031") is True
    assert find_day_first("on 03/25/2031") is False
    assert find_day_first("on 03/04/2031") is None
    assert read_stamps("03/04/2031", day_first=True) == [Stamp(None, "2031-04-03")]


@given(st.text(max_size=130))
def test_any_line_is_read_without_failing(line: str) -> None:
    read_stamps(line)
    to_iso(line)


@given(
    st.lists(st.sampled_from(["May", "5", "2031", "10:99", "99:10", "pm", "GMT", "+99:99", "31/31/2031"]), max_size=9)
)
def test_broken_times_are_no_times(pieces: list[str]) -> None:
    read_stamps(" ".join(pieces))
