"""How dates are written that count from another day: "Tuesday", "last week", "two days later", "that year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.reading import days
from onrecord.reading.date_words import (
    COUNT,
    NEARLY,
    UNIT,
    WEEKDAY,
    Clock,
    Rule,
    UnknownDayError,
    count_of,
    last_of,
    rule,
    today_of,
    weekday_number,
)
from onrecord.reading.days import Stretch

_PAPERS = (
    r"(?:Times|Telegraph|Mail|Mirror|Herald|Express|Post|World|Independent|People|Star|Sun|Review|Tribune|Age"
    r"|Business Post|Night Live|Night Football|Agreement|Island|Accords?)"
)
_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def _weekday_name(match: re.Match[str], clock: Clock) -> Stretch:
    today, number = today_of(clock), weekday_number(match["name"])
    which = (match["which"] or "").lower()
    if match["week"]:
        offset = {"last": -7, "previous": -7, "this": 0, "next": 7, "following": 7}[match["week"].lower()]
        return days.single(days.week(today)[0] + timedelta(days=offset + number))
    if which in {"last", "previous", "past"}:
        return days.weekday(today, number, "past", strict=True)
    if which == "following":
        return days.weekday(last_of(clock)[1], number, "future", strict=True)
    if which in {"next", "coming"}:
        return days.weekday(today, number, "future", strict=True)
    if which == "this" and clock.aim is None:
        return days.weekday(today, number, "future")
    return days.weekday(today, number, clock.aim)


_NAMED = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
    "last night": -1, "this day": 0, "the day before yesterday": -2, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip


def _named_day(match: re.Match[str], clock: Clock) -> Stretch:
    name = " ".join(match["name"].lower().split())
    return days.single(today_of(clock) + timedelta(days=_NAMED[name]))


def _next_to_last(match: re.Match[str], clock: Clock) -> Stretch:
    offset = {"same": 0, "next": 1, "following": 1, "after": 1, "previous": -1, "before": -1}
    word = (match["which"] or match["side"]).lower()
    last = last_of(clock)
    if last[0] != last[1]:
        raise UnknownDayError
    return days.single(last[0] + timedelta(days=offset[word]))


def _next_unit(match: re.Match[str], clock: Clock) -> Stretch:
    """Return "that year", "the following month", "the week before that": counted from the days named before."""
    unit = match["unit"].lower()
    which = (match["which"] or match["side"]).lower().split()[-1]
    last = last_of(clock)
    if (last[1] - last[0]).days >= _LONGEST[unit]:
        raise UnknownDayError
    return _around(last[0], unit, {"following": 1, "next": 1, "after": 1, "before": -1, "previous": -1}.get(which, 0))


def _part_of_unit(match: re.Match[str], clock: Clock) -> Stretch:
    """Return "earlier in the year": of a past year when the text is in one, else of this year up to today."""
    today, unit = today_of(clock), match["unit"].lower()
    if unit == "year" and clock.last and clock.last[1].year < today.year:
        return days.years(clock.last[0].year, clock.last[0].year)
    found = _around(today, unit, 0)
    return (found[0], today) if match["edge"].lower() == "earlier" else (today, found[1])


def _end_of(match: re.Match[str], clock: Clock) -> Stretch:
    """Return the last day of "the end of the year"."""
    today, unit = today_of(clock), match["unit"].lower()
    return days.single(_around(today, unit, 1 if (match["which"] or "").lower() == "next" else 0)[1])


def _around(today: date, unit: str, offset: int) -> Stretch:
    """Return the calendar unit that lies ``offset`` units from the one that holds ``today``."""
    if unit == "day":
        return days.single(today + timedelta(days=offset))
    if unit == "week":
        return days.shift(days.week(today), 7 * offset)
    if unit == "weekend":
        return days.shift(days.weekend(today), 7 * offset)
    if unit == "month":
        return days.month(today.year, today.month + offset)
    if unit == "quarter":
        return days.quarter(today.year, (today.month - 1) // 3 + 1 + offset)
    span = {"year": 1, "decade": 10, "century": 100}[unit]
    first = (today.year // span + offset) * span
    return days.years(first, first + span - 1)


def _unit(match: re.Match[str], clock: Clock) -> Stretch:
    today, unit, which = today_of(clock), match["unit"].lower(), match["which"].lower()
    if which == "past" and unit in {"week", "month", "year"} and not match.group().lower().startswith("this"):
        return _stretch_back(today, unit, 1)
    found = _around(today, unit, {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0}.get(which, 1))
    edge = (match["edge"] or "").lower()
    if edge == "earlier" and found[0] <= today:
        return found[0], min(today, found[1])
    if edge == "later" and found[1] >= today:
        return max(today, found[0]), found[1]
    return found


def _weekend(match: re.Match[str], clock: Clock) -> Stretch:
    today, which = today_of(clock), match["which"].lower()
    here = days.weekend(today)
    if which == "last":
        return days.shift(here, -7)
    if which in {"next", "coming"}:
        return here if which == "coming" and today < here[0] else days.shift(here, 7)
    back = clock.aim == "past" if which == "this" else clock.aim != "future"
    return days.shift(here, -7) if today < here[0] and back else here


def _away(match: re.Match[str], clock: Clock) -> Stretch:
    side = match["side"].lower()
    number, unit = count_of(match["count"]), match["unit"].lower()
    if side in {"ago", "from now"}:
        return _far(today_of(clock), unit, number if side == "from now" else -number)
    last, after = last_of(clock), side in {"later", "after", "after that"}
    if (last[1] - last[0]).days >= _LONGEST.get(unit, 3660):
        raise UnknownDayError
    return _far(last[1] if after else last[0], unit, number if after else -number)


def _half_away(match: re.Match[str], clock: Clock) -> Stretch:
    """Return the month of "a year and a half ago", the day of "half a year ago" being nobody's."""
    count, years = count_of(match["count"]), "year" in match.group().lower()
    months = 12 * count + 6 if years else count
    return _far(today_of(clock), "month", -months)


def _far(today: date, unit: str, offset: int) -> Stretch:
    if unit == "decade":
        unit, offset = "year", 10 * offset
    return _around(today, unit, offset)


def _past_stretch(match: re.Match[str], clock: Clock) -> Stretch:
    today, number = today_of(clock), count_of(match["count"])
    if match["which"].lower() in {"next", "coming"}:
        return today, _far(today, match["unit"].lower(), number)[1]
    return _stretch_back(today, match["unit"].lower(), number)


def _stretch_back(today: date, unit: str, number: int) -> Stretch:
    if unit in {"day", "week"}:
        return today - timedelta(days=number * (7 if unit == "week" else 1)), today
    return _months_before(today, number * {"month": 1, "year": 12, "decade": 120}[unit]) + timedelta(days=1), today


def _months_before(day: date, number: int) -> date:
    """Return the day so many months back, or the last one of its month."""
    first, last = days.month(day.year, day.month - number)
    return min(first + timedelta(days=day.day - 1), last)


_CALLED = rf"{WEEKDAY}\s[A-Z][a-z]+(?:[^\w\s]|\s(?:that|which|said|says|reported|newspaper|in|on|and)\b|$)"
"""The name of a paper or a club, behind *the*."""

RELATIVE_RULES: tuple[Rule, ...] = (
    rule(
        r"(?:(?P<which>(?i:last|next|this|coming|previous|past)|(?<=\bthe )following)\s)?(?<!\bevery )(?<!\beach )"
        rf"(?!(?<=[Tt]he ){_CALLED})(?P<name>{WEEKDAY})"
        rf"(?![a-z-])(?!\s{_PAPERS}\b)(?:\s(?:morning|afternoon|evening|night))?"
        r"(?:,?\s(?:of\s)?(?P<week>last|previous|this|next|following)\sweek\b)?",
        _weekday_name,
        {"weekday"},
    ),
    rule(
        r"(?P<name>the day before yesterday|the day after tomorrow|this (?:morning|afternoon|evening|day)|last night"
        r"|today|tonight|yesterday|tomorrow)\b(?:\s(?:morning|afternoon|evening|night)\b)?",
        _named_day,
        {"named"},
        any_case=True,
    ),
    rule(
        r"(?:(?:the|that)\s(?P<which>same|next|following|previous)\s(?:day|morning|evening|afternoon|night)"
        r"|the\sday\s(?P<side>before|after)(?=\s?[,.;]))\b",
        _next_to_last,
        {"turn"},
        any_case=True,
    ),
    rule(
        r"(?:(?:earlier|later)\s)?(?P<which>the (?:very )?same|that(?: same)?|the following|the previous)\s"
        r"(?P<unit>day|week|month|year|quarter)\b(?!-)(?P<side>)",
        _next_unit,
        {"unit", "turn"},
        any_case=True,
    ),
    rule(
        r"the\s(?P<unit>day|week|month|year)\s(?P<side>before|after)(?:\sthat\b|(?=\s?[,.;]))(?P<which>)",
        _next_unit,
        {"unit", "turn"},
        any_case=True,
    ),
    rule(
        r"(?P<edge>earlier|later)\sin\sthe\s(?P<unit>week|month|year)\b",
        _part_of_unit,
        {"unit", "away"},
        any_case=True,
    ),
    rule(
        r"(?:the\s)?end\s(?:of\s)?(?:the|this|(?P<which>next))\s(?P<unit>week|month|year|quarter|decade|century)\b(?!-)",
        _end_of,
        {"unit"},
        any_case=True,
    ),
    rule(
        r"(?:(?P<edge>earlier|later)\s)?(?:(?:the|this)\s)?(?P<which>last|past|previous|this|current|next|coming)\s"
        r"(?P<unit>week|month|year|quarter|decade|century)\b(?!-)",
        _unit,
        {"unit", "way"},
        any_case=True,
    ),
    rule(
        r"(?:(?:earlier|later)\s)?(?P<which>last|this|next|the|coming)\sweekend\b",
        _weekend,
        {"weekend"},
        any_case=True,
    ),
    rule(
        rf"{NEARLY}(?P<count>{COUNT})[\s-](?P<unit>{UNIT})s?\s(?P<side>ago|earlier|later|from now"
        r"|after that|before that|prior(?=\s?[,.;]))\b",
        _away,
        {"unit", "away"},
        any_case=True,
    ),
    rule(
        rf"{NEARLY}(?P<count>{COUNT})(?:\s(?:year|month)s?\sand\sa\shalf|\sand\sa\shalf\s(?:year|month)s)\sago\b",
        _half_away,
        {"unit", "away"},
        any_case=True,
    ),
    rule(
        rf"(?:the\s|these\s)?(?P<which>last|past|previous|next|coming)\s(?P<count>(?!an?\b){COUNT}|few)\s(?P<unit>{UNIT})s?\b",
        _past_stretch,
        {"unit", "way"},
        any_case=True,
    ),
)
"""Where two rules match, the one that starts first, then the longer, is taken."""
