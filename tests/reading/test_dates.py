from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Article
from onrecord.reading.date_grammar import RULES
from onrecord.reading.date_words import signs_of
from onrecord.reading.dates import DateMention, find_dates
from onrecord.reading.language import Language

WEDNESDAY = "2031-04-16"


@cache
def _language() -> Language:
    return Language()


def read(text: str, day: str | None = WEDNESDAY) -> list[DateMention]:
    article = Article(id=Article.identify(text), origin="t", text=text, body=((0, len(text)),), published=day)
    return find_dates(article, _language().analyse(article))


def values(text: str, day: str | None = WEDNESDAY) -> list[tuple[str, str | None, str | None]]:
    return [(text[slice(*one.span)], one.start, one.end) for one in read(text, day)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The envoy left on Tuesday.", "2031-04-15", "2031-04-15"),
        ("The envoy left on Wednesday.", "2031-04-16", "2031-04-16"),
        ("The Tuesday Senate hearing was short.", "2031-04-15", "2031-04-15"),
        ("The council has until Friday to pay.", "2031-04-18", "2031-04-18"),
        ("They were given until Monday.", "2031-04-21", "2031-04-21"),
        ("They had until Monday to pay.", "2031-04-14", "2031-04-14"),
        ("The council will meet on Friday.", "2031-04-18", "2031-04-18"),
        ("The council meets next Monday.", "2031-04-21", "2031-04-21"),
        ("It fell last Wednesday.", "2031-04-09", "2031-04-09"),
        ("Tuesday's call was short.", "2031-04-15", "2031-04-15"),
        ("Both sides spoke yesterday.", "2031-04-15", "2031-04-15"),
        ("The letter came last week.", "2031-04-07", "2031-04-13"),
        ("The vote is next month.", "2031-05-01", "2031-05-31"),
        ("They spoke earlier this month.", "2031-04-01", "2031-04-16"),
        ("The ship sailed two weeks ago.", "2031-03-31", "2031-04-06"),
        ("It was signed on 1 February 2029.", "2029-02-01", "2029-02-01"),
        ("It was signed on February 1st, 2029.", "2029-02-01", "2029-02-01"),
        ("It was signed on Feb. 1.", "2031-02-01", "2031-02-01"),
        ("Filed 02-Feb-2030 in Amity.", "2030-02-02", "2030-02-02"),
        ("Filed 2030-02-01 in Amity.", "2030-02-01", "2030-02-01"),
        ("Filed 01-02-2030 in Amity.", "2030-02-01", "2030-02-01"),
        ("The treaty was signed in 1997.", "1997-01-01", "1997-12-31"),
        ("It was common in the 1990s.", "1990-01-01", "1999-12-31"),
        ("A law of the 19th century stands.", "1800-01-01", "1899-12-31"),
        ("Trade fell in the third quarter of 2030.", "2030-07-01", "2030-09-30"),
        ("Talks ran from 3 to 5 March 2031.", "2031-03-03", "2031-03-05"),
        ("Talks ran from March 3 to April 5, 2030.", "2030-03-03", "2030-04-05"),
        ("He spoke on the eve of May 2, 2030.", "2030-05-01", "2030-05-01"),
        ("The port closed in March.", "2031-03-01", "2031-03-31"),
    ],
)
def test_the_days_that_words_mean(text: str, start: str, end: str) -> None:
    found = [(first, last) for _, first, last in values(text)]
    assert found == [(start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "Some 1,997 troops came.",
        "The port has 2030 berths, or $2030 each.",
        "The minister May said nothing.",
        "They march on the capital and may stay.",
        "She told the Sunday Times of it.",
        "Shops opened early on Black Friday.",
        "They meet every Monday.",
        "She told the Sunday Ledger that it was over.",
        "It was said in the Monday Herald.",
        "The team won 3-2.",
    ],
)
def test_numbers_and_names_that_are_no_dates(text: str) -> None:
    assert values(text) == []


def test_relative_words_stay_unresolved_without_a_day() -> None:
    assert values("The envoy left on Tuesday.", None) == [("Tuesday", None, None)]


def test_a_full_date_at_the_head_serves_as_the_day() -> None:
    text = "AMITY, April 16, 2031 (Invented Press) - The envoy left on Tuesday."
    assert values(text, None)[-1] == ("Tuesday", "2031-04-15", "2031-04-15")


def test_numeric_order_follows_the_article() -> None:
    assert values("Filed 12/25/2030 and 01/02/2031.")[-1][1] == "2031-01-02"


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_a_weekday_is_within_the_week_before(day: date, number: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]
    found = read(f"The envoy left on {name}.", day.isoformat())[0]
    assert found.start is not None
    meant = date.fromisoformat(found.start)
    assert meant.weekday() == number
    assert timedelta(0) <= day - meant < timedelta(7)


@given(
    st.lists(
        st.sampled_from(
            [
                "Tuesday",
                "31",
                "February",
                "2031",
                "of",
                ",",
                "-",
                "the",
                "last",
                "week",
                "century",
                "00",
                "s",
                "0000",
                "from",
                "to",
                "\n",
                "“",
                "May",
                "two",
                "days",
                "ago",
                "99/99/2020",
                "\xa0",
            ]
        ),
        max_size=20,
    ).map(" ".join)
)
@settings(max_examples=60, deadline=None)
def test_spans_are_inside_apart_and_in_order(text: str) -> None:
    text = text or "x"
    found = read(text)
    for left, right in pairwise(found):
        assert left.span[1] <= right.span[0]
    for one in found:
        assert 0 <= one.span[0] < one.span[1] <= len(text)
        assert (one.start is None) == (one.end is None)
        assert one.start is None or one.end is None or one.start <= one.end


WRITTEN = (
    "next Tuesday of last week|Weds. night|the day before yesterday|This evening|the following day|"
    "the day after,|that same year|the month before that|later in the year|at the end of the century|"
    "earlier this month|the coming weekend|A few weeks ago|two-and-a-half|two years and a half ago|"
    "the past three decades|3 to 5 May 2031|14th of JANUARY|Sept. 3, 2030|3-may-2031|2031-05-03|3/5/2031|"
    "March to may 2031|early June 2030|late last August|the second half of 2030|Q3 2030|"
    "in the spring of 2030|last Winter|the late 1980s|the roaring twenties|the 80's|mid 80s|’80s|"
    "the fourth to sixth centuries|the 19th-century|New Year’s Eve|9/11|World War II|the First World War|"
    "1998–2003|late 2030|AD 79|79 CE|in 878|’71"
).split("|")


def test_a_rule_is_tried_wherever_it_matches() -> None:
    for rule in RULES:
        matching = [text for text in WRITTEN if rule.pattern.search(text)]
        assert matching, rule.pattern.pattern
        assert all(rule.signs <= signs_of(text) for text in matching)
