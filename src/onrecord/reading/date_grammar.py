"""How a date is written in English, and which days it then means.

Each ``Rule`` is a pattern and a function from its match to a stretch of days. The patterns have no nested
repetition, so that they take time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onrecord.reading import days
from onrecord.reading.days import Aim, Stretch


@dataclass(frozen=True, slots=True)
class Clock:
    """What a date is read against.

    ``today`` is the article's day, ``last`` the day that the text named before, ``year`` the year that the paragraph
    last gave with a month, ``day_first`` the order of numeric dates.
    """

    today: date | None = None
    last: date | None = None
    year: int | None = None
    day_first: bool = True
    aim: Aim = None


class UnknownDayError(Exception):
    """The words are relative and there is no day to count from, or they count vaguely ("several weeks ago")."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to write a date. ``check`` names what the words around it must confirm."""

    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Clock], Stretch]
    check: Literal["year", "month"] | None = None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)
_NUMBERS = {word: number for number, word in enumerate(_ONES, 1)} | {"a": 1, "an": 1, "thirty": 30, "forty": 40}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split()
)
_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60}
_TENS |= {"seventies": 70, "eighties": 80, "nineties": 90}

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_NTH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)[0-9]{2}"
_WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.)"
)
_PAPERS = r"(?:Times|Telegraph|Mail|Mirror|Herald|Express|Post|World|Independent|People|Star|Sun|Review|Tribune|Age"
_PAPERS += r"|Business Post|Night Live|Night Football|Agreement|Island|Accords?)"
_LEAD = rf"(?:{_WEEKDAY},?\s{{1,3}})?"
_DASH = r"\s?(?:-|–|—|to|through|and)\s?"
_END = r"(?![0-9]|[.,:][0-9]|\s?(?:%|percent|per cent|million|billion))"
_COUNT = (
    r"(?:[0-9]{1,3}|a few|a couple of|several|many|some|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
)
_UNIT = r"(?:day|week|month|year|decade)"


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _weekday(word: str) -> int:
    return _WEEKDAYS.index(word[:3].lower())


def _today(clock: Clock) -> date:
    if clock.today is None:
        raise UnknownDayError
    return clock.today


def _last(clock: Clock) -> date:
    if clock.last is None:
        raise UnknownDayError
    return clock.last


def _day_month(match: re.Match[str], clock: Clock) -> Stretch:
    first, month = int(match["day"]), _month(match["month"])
    last = int(match.groupdict().get("to") or first)

    def make(year: int) -> Stretch:
        return days.hull(days.single(date(year, month, first)), days.single(date(year, month, last)))

    if match["year"]:
        return make(int(match["year"]))
    date(2000, month, max(first, last))
    if _tells_of_another_year(clock):
        return make(clock.year or 0)
    return days.in_some_year(_today(clock), clock.aim, make)


def _tells_of_another_year(clock: Clock) -> bool:
    """Whether a paragraph that named a past year is still in it: "On 3 May 1998 … On 4 June …"."""
    today = clock.today.year if clock.today else None
    return clock.year is not None and clock.aim != "future" and (today is None or clock.year < today - 1)


def _numeric(match: re.Match[str], clock: Clock) -> Stretch:
    left, right, year = int(match["left"]), int(match["right"]), int(match["year"])
    day, month = (left, right) if clock.day_first else (right, left)
    if month > 12:
        day, month = month, day
    return days.single(date(year, month, day))


def _iso(match: re.Match[str], clock: Clock) -> Stretch:
    return days.single(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _month_year(match: re.Match[str], clock: Clock) -> Stretch:
    return days.month(int(match["year"]), _month(match["month"]))


def _month_span(match: re.Match[str], clock: Clock) -> Stretch:
    year = int(match["year"])
    return days.hull(days.month(year, _month(match["month"])), days.month(year, _month(match["to"])))


def _bare_month(match: re.Match[str], clock: Clock) -> Stretch:
    number, which = _month(match["month"]), (match["which"] or "").lower()
    if clock.year and not which and _tells_of_another_year(clock):
        return days.month(clock.year, number)
    today = _today(clock)
    aim: Aim = {"last": "past", "past": "past", "next": "future"}.get(which, clock.aim)  # type: ignore[assignment]
    found = days.in_some_year(today, aim, lambda year: days.month(year, number))
    if which in {"last", "next"} and found[0] <= today <= found[1]:
        return days.month(today.year + (1 if which == "next" else -1), number)
    return found


def _year(match: re.Match[str], clock: Clock) -> Stretch:
    return days.years(int(match["year"]), int(match["year"]))


def _year_span(match: re.Match[str], clock: Clock) -> Stretch:
    first = int(match["year"])
    tail = match["to"]
    last = int(str(first)[: 4 - len(tail)] + tail)
    return days.hull(days.years(first, first), days.years(last, last))


def _decade(match: re.Match[str], clock: Clock) -> Stretch:
    if match["full"]:
        return days.decade(int(match["full"]))
    tens = _TENS[match["word"].lower()] if match["word"] else int(match["short"])
    return days.decade(2000 + tens if tens < 20 else 1900 + tens)


def _century(match: re.Match[str], clock: Clock) -> Stretch:
    number = int(match["number"]) if match["number"] else _ORDINALS.index(match["word"].lower()) + 1
    return days.century(number)


def _part_of_year(match: re.Match[str], clock: Clock) -> Stretch:
    word = (match["word"] or match["q"]).lower()
    number = {"final": 4, "last": 4}.get(word) or (int(word) if word.isdigit() else _ORDINALS.index(word) + 1)
    half = (match["part"] or "").lower() == "half"
    number = min(number, 2) if half else number

    def make(year: int) -> Stretch:
        if half:
            return days.month(year, 6 * number - 5)[0], days.month(year, 6 * number)[1]
        return days.quarter(year, number)

    if match["year"]:
        return make(int(match["year"]))
    today = _today(clock)
    return make(today.year) if match["this"] else days.in_some_year(today, clock.aim or "past", make)


def _weekday_name(match: re.Match[str], clock: Clock) -> Stretch:
    today, number = _today(clock), _weekday(match["name"])
    which = (match["which"] or "").lower()
    if match["week"]:
        offset = {"last": -7, "previous": -7, "this": 0, "next": 7, "following": 7}[match["week"].lower()]
        return days.single(days.week(today)[0] + timedelta(days=offset + number))
    if which in {"last", "previous", "past"}:
        return days.weekday(today, number, "past", strict=True)
    if which in {"next", "coming", "following"}:
        return days.weekday(today, number, "future", strict=True)
    return days.weekday(today, number, clock.aim)


_NAMED = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
    "last night": -1, "the day before yesterday": -2, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip


def _named_day(match: re.Match[str], clock: Clock) -> Stretch:
    name = " ".join(match["name"].lower().split())
    return days.single(_today(clock) + timedelta(days=_NAMED[name]))


def _next_to_last(match: re.Match[str], clock: Clock) -> Stretch:
    offset = {"same": 0, "next": 1, "following": 1, "after": 1, "previous": -1, "before": -1}
    word = (match["which"] or match["side"]).lower()
    return days.single(_last(clock) + timedelta(days=offset[word]))


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
    today, unit, which = _today(clock), match["unit"].lower(), match["which"].lower()
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
    today, which = _today(clock), match["which"].lower()
    here = days.weekend(today)
    if which == "last":
        return days.shift(here, -7)
    if which in {"next", "coming"}:
        return here if which == "coming" and today < here[0] else days.shift(here, 7)
    back = clock.aim == "past" if which == "this" else clock.aim != "future"
    return days.shift(here, -7) if today < here[0] and back else here


def _count(word: str) -> int:
    word = " ".join(word.lower().split())
    if word.isdigit():
        return int(word)
    if word == "a couple of":
        return 2
    if word not in _NUMBERS:
        raise UnknownDayError
    return _NUMBERS[word]


def _away(match: re.Match[str], clock: Clock) -> Stretch:
    side = match["side"].lower()
    number, unit = _count(match["count"]), match["unit"].lower()
    if side in {"ago", "from now"}:
        return _far(_today(clock), unit, number if side == "from now" else -number)
    return _far(_last(clock), unit, number if side in {"later", "after"} else -number)


def _far(today: date, unit: str, offset: int) -> Stretch:
    if unit == "decade":
        unit, offset = "year", 10 * offset
    return _around(today, unit, offset)


def _past_stretch(match: re.Match[str], clock: Clock) -> Stretch:
    today, number = _today(clock), _count(match["count"])
    if match["which"].lower() in {"next", "coming"}:
        return today, _far(today, match["unit"].lower(), number)[1]
    return _stretch_back(today, match["unit"].lower(), number)


def _stretch_back(today: date, unit: str, number: int) -> Stretch:
    if unit in {"day", "week"}:
        return today - timedelta(days=number * (7 if unit == "week" else 1)), today
    return _far(today, unit, -number)[0], today


_FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "new year eve": (12, 31), "new year day": (1, 1)}


def _feast(match: re.Match[str], clock: Clock) -> Stretch:
    month, day = _FEASTS[f"{match['name'].lower()} {match['part'].lower()}"]
    if match["year"]:
        return days.single(date(int(match["year"]), month, day))
    return days.in_some_year(_today(clock), clock.aim, lambda year: days.single(date(year, month, day)))


def _rule(
    pattern: str,
    resolve: Callable[[re.Match[str], Clock], Stretch],
    *,
    check: Literal["year", "month"] | None = None,
    any_case: bool = False,
) -> Rule:
    return Rule(re.compile(r"(?<![\w$£€])" + pattern, re.IGNORECASE if any_case else 0), resolve, check)


RULES: tuple[Rule, ...] = (
    _rule(
        rf"{_LEAD}(?:the )?(?P<day>{_DAY}){_NTH}(?:(?:{_DASH})(?P<to>{_DAY}){_NTH})?(?: of)?[\s-](?P<month>{MONTH})"
        rf"(?![a-z])(?:,?[\s-](?P<year>{_YEAR})(?![0-9]))?",
        _day_month,
    ),
    _rule(
        rf"{_LEAD}(?P<month>{MONTH})\s(?:the )?(?P<day>{_DAY}){_NTH}(?:(?:{_DASH})(?P<to>{_DAY}){_NTH}{_END})?{_END}"
        rf"(?![\w])(?:,?\s(?P<year>{_YEAR})(?![0-9]))?",
        _day_month,
    ),
    _rule(rf"(?P<day>{_DAY})[-/](?P<month>(?i:{MONTH}))[-/](?P<year>{_YEAR})(?![0-9])", _day_month),
    _rule(r"(?P<year>(?:1[0-9]|20)[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])", _iso),
    _rule(rf"(?P<left>[0-9]{{1,2}})([-/.])(?P<right>[0-9]{{1,2}})\2(?P<year>{_YEAR})(?![0-9]|[-/.][0-9])", _numeric),
    _rule(rf"(?P<month>{MONTH})(?:{_DASH})(?P<to>{MONTH})(?:,| of)?\s(?P<year>{_YEAR}){_END}(?!\w)", _month_span),
    _rule(rf"(?:(?:early|mid|late)[\s-])?(?P<month>{MONTH})(?:,| of)?\s(?P<year>{_YEAR}){_END}(?!\w)", _month_year),
    _rule(
        rf"(?:(?:early|mid|late)[\s-])?(?:(?P<which>last|past|this|next)\s)?(?P<month>{MONTH})(?![\w])",
        _bare_month,
        check="month",
    ),
    _rule(
        r"(?:(?P<which>(?i:last|next|this|coming|previous|following|past))\s)?(?<!\bevery )(?<!\beach )"
        rf"(?P<name>{_WEEKDAY})"
        rf"(?![a-z-])(?!\s{_PAPERS}\b)(?:\s(?:morning|afternoon|evening|night))?"
        r"(?:,?\s(?:of\s)?(?P<week>last|previous|this|next|following)\sweek\b)?",
        _weekday_name,
    ),
    _rule(
        r"(?P<name>the day before yesterday|the day after tomorrow|this (?:morning|afternoon|evening)|last night"
        r"|today|tonight|yesterday|tomorrow)\b(?:\s(?:morning|afternoon|evening|night)\b)?",
        _named_day,
        any_case=True,
    ),
    _rule(
        r"the\s(?:(?P<which>same|next|following|previous)\sday|day\s(?P<side>before|after)(?=[,.;]))\b",
        _next_to_last,
        any_case=True,
    ),
    _rule(
        r"(?:(?P<edge>earlier|later)\s)?(?:(?:the|this)\s)?(?P<which>last|past|previous|this|current|next|coming)\s"
        r"(?P<unit>week|month|year|quarter|decade|century)\b(?!-)",
        _unit,
        any_case=True,
    ),
    _rule(r"(?:(?:earlier|later)\s)?(?P<which>last|this|next|the|coming)\sweekend\b", _weekend, any_case=True),
    _rule(
        rf"(?:(?:more than|about|around|almost|nearly|just over)\s)?(?P<count>{_COUNT})[\s-](?P<unit>{_UNIT})s?\s"
        r"(?P<side>ago|earlier|later|from now)\b",
        _away,
        any_case=True,
    ),
    _rule(
        rf"(?:the\s)?(?P<which>last|past|previous|next|coming)\s(?P<count>(?!an?\b){_COUNT})\s(?P<unit>{_UNIT})s?\b",
        _past_stretch,
        any_case=True,
    ),
    _rule(
        r"(?:(?P<this>this year's|this year’s)\s|the\s)?(?:(?P<word>first|second|third|fourth|final|last)\s"
        rf"(?P<part>quarter|half)|Q(?P<q>[1-4]))(?:,?\s(?:of\s)?(?P<year>{_YEAR})(?![0-9])|(?=\s?[,.;]|\sof\sthe\syear))"
        r"(?:\sof\sthe\syear)?",
        _part_of_year,
        any_case=True,
    ),
    _rule(
        r"(?:the\s)?(?:(?:early|mid|late)[\s-])?(?P<full>(?:1[0-9]|20)[0-9]0)['’]?s\b(?P<short>)(?P<word>)", _decade
    ),
    _rule(
        r"the\s(?:(?:early|mid|late)[\s-])?(?P<full>)(?:['’]?(?P<short>[1-9]0)['’]?s"
        rf"|(?P<word>{'|'.join(_TENS)}))\b",
        _decade,
    ),
    _rule(
        r"(?:the\s)?(?:(?:early|mid|late)[\s-])?(?:(?P<number>1[0-9]|2[0-9]|[1-9])(?:st|nd|rd|th)"
        rf"|(?P<word>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}))[\s-]century\b(?!\sB)",
        _century,
        any_case=True,
    ),
    _rule(
        r"(?P<name>Christmas|New Year)(?:['’]s)?\s(?P<part>Day|Eve)\b(?:,?\s(?P<year>20[0-9]{2})(?![0-9]))?", _feast
    ),
    _rule(rf"(?P<year>{_YEAR})[-–/](?P<to>{_YEAR}|[0-9]{{2}})(?![\w]|[-–/.,][0-9])", _year_span, check="year"),
    _rule(rf"(?:(?:early|mid|late)[\s-])?(?P<year>{_YEAR})(?![\w%]|[.,:–/-][0-9]|-\w)", _year, check="year"),
)
"""The ways to write a date; where two match, the one that starts first, then the longer, is taken."""
