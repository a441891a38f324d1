"""How dates that stand on the calendar are written: days, months, years, parts of years, feasts, the world wars."""

from __future__ import annotations

import re
from datetime import date

from onrecord.reading import days
from onrecord.reading.date_words import (
    DASH,
    DAY,
    END,
    MONTH,
    NTH,
    ORDINAL,
    PART,
    WEEKDAY,
    YEAR,
    Clock,
    Rule,
    last_of,
    month_number,
    ordinal_number,
    rule,
    tells_of_another_year,
    today_of,
)
from onrecord.reading.days import Aim, Stretch

_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60}
_TENS |= {"seventies": 70, "eighties": 80, "nineties": 90}
_LEAD = rf"(?:{WEEKDAY},?\s{{1,3}})?"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_SEASONS = ("spring", "summer", "autumn", "winter")
_OF_THAT_YEAR = r"(?P<same>,?\s(?:of\s)?(?:the same|that same|that)\syear\b)"


def _day_month(match: re.Match[str], clock: Clock) -> Stretch:
    first, month = int(match["day"]), month_number(match["month"])
    last = int(match.groupdict().get("to") or first)

    def make(year: int) -> Stretch:
        return days.hull(days.single(date(year, month, first)), days.single(date(year, month, last)))

    if match["year"]:
        return make(int(match["year"]))
    date(2000, month, max(first, last))
    if match.groupdict().get("same"):
        return make(last_of(clock)[0].year)
    if tells_of_another_year(clock):
        return make(clock.year or 0)
    return days.in_some_year(today_of(clock), clock.aim, make)


def _numeric(match: re.Match[str], clock: Clock) -> Stretch:
    left, right, year = int(match["left"]), int(match["right"]), int(match["year"])
    day, month = (left, right) if clock.day_first else (right, left)
    if month > 12:
        day, month = month, day
    return days.single(date(year, month, day))


def _iso(match: re.Match[str], clock: Clock) -> Stretch:
    return days.single(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _month_year(match: re.Match[str], clock: Clock) -> Stretch:
    return days.month(int(match["year"]), month_number(match["month"]))


def _month_span(match: re.Match[str], clock: Clock) -> Stretch:
    year = int(match["year"])
    return days.hull(days.month(year, month_number(match["month"])), days.month(year, month_number(match["to"])))


def _bare_month(match: re.Match[str], clock: Clock) -> Stretch:
    number, which = month_number(match["month"]), (match["which"] or "").lower()
    if match["same"]:
        return days.month(last_of(clock)[0].year, number)
    if clock.year and not which and tells_of_another_year(clock):
        return days.month(clock.year, number)
    today = today_of(clock)
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
        return _decade_or_century(int(match["full"]))
    tens = _TENS[match["word"].lower()] if match["word"] else int(match["short"])
    return days.decade(2000 + tens if tens < 20 else 1900 + tens)


def _decade_or_century(year: int) -> Stretch:
    """Return what "the 1980s" or "the 1800s" is: ten years, or the hundred when the tens are none."""
    return days.years(year, year + 99) if year % 100 == 0 and year < 2000 else days.decade(year)


def _century(match: re.Match[str], clock: Clock) -> Stretch:
    number = int(match["number"]) if match["number"] else ordinal_number(match["word"])
    return days.century(number)


def _part_of_year(match: re.Match[str], clock: Clock) -> Stretch:
    word = (match["word"] or match["q"]).lower()
    number = {"final": 4, "last": 4}.get(word) or (int(word) if word.isdigit() else ordinal_number(word))
    half = (match["part"] or "").lower() == "half"
    number = min(number, 2) if half else number

    def make(year: int) -> Stretch:
        if half:
            return days.month(year, 6 * number - 5)[0], days.month(year, 6 * number)[1]
        return days.quarter(year, number)

    if match["year"]:
        return make(int(match["year"]))
    today = today_of(clock)
    return make(today.year) if match["this"] else days.in_some_year(today, clock.aim or "past", make)


def _centuries(match: re.Match[str], clock: Clock) -> Stretch:
    first, last = (int(word) if word.isdigit() else ordinal_number(word) for word in (match["first"], match["last"]))
    return days.hull(days.century(first), days.century(last))


def _season(match: re.Match[str], clock: Clock) -> Stretch:
    number = _SEASONS.index(match["season"].lower().replace("fall", "autumn"))

    def make(year: int) -> Stretch:
        return days.month(year, 3 * number + 3)[0], days.month(year, 3 * number + 5)[1]

    if match.groupdict().get("year"):
        return make(int(match["year"]))
    today, which = today_of(clock), (match["which"] or "").lower()
    if which in {"that", "following"}:
        return make(last_of(clock)[0].year)
    aim: Aim = {"last": "past", "past": "past", "next": "future", "coming": "future"}.get(which, clock.aim)  # type: ignore[assignment]
    found = days.in_some_year(today, aim, make)
    if which in {"last", "next"} and found[0] <= today <= found[1]:
        return make(found[0].year + (1 if which == "next" else -1))
    return found


def _old_year(match: re.Match[str], clock: Clock) -> Stretch:
    return days.years(int(match["year"]), int(match["year"]))


def _anno(match: re.Match[str], clock: Clock) -> Stretch:
    year = int(match["year"] or match["late"])
    return days.years(year, year)


def _short_year(match: re.Match[str], clock: Clock) -> Stretch:
    """Return the year of "’71": the latest one that is not ahead of the article by more than ten years."""
    this = clock.today.year if clock.today else 2000
    year = this // 100 * 100 + int(match["short"])
    return days.years(*(2 * [year if year <= this + 10 else year - 100]))


_WARS = {"first": (date(1914, 7, 28), date(1918, 11, 11)), "second": (date(1939, 9, 1), date(1945, 9, 2))}


def _war(match: re.Match[str], clock: Clock) -> Stretch:
    words = match.group().lower()
    return _WARS["second" if "second" in words or words.endswith(("ii", "two", "2")) else "first"]


_FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26)}
_FEASTS |= {"new year eve": (12, 31), "new year day": (1, 1), "independence day": (7, 4), "bastille day": (7, 14)}


def _feast(match: re.Match[str], clock: Clock) -> Stretch:
    month, day = _FEASTS[re.sub(r"['’]s\b", "", " ".join(match["name"].lower().split()))]
    if match["year"]:
        return days.single(date(int(match["year"]), month, day))
    return days.in_some_year(today_of(clock), clock.aim, lambda year: days.single(date(year, month, day)))


def _attacks(match: re.Match[str], clock: Clock) -> Stretch:
    return days.single(date(2001, 9, 11))


CALENDAR_RULES: tuple[Rule, ...] = (
    rule(
        rf"{_LEAD}(?:the )?(?P<day>{DAY}){NTH}(?:(?:{DASH})(?P<to>{DAY}){NTH})?(?: of)?[\s-](?P<month>{MONTH})"
        rf"(?![a-z])(?:,?[\s-](?P<year>{YEAR})(?![0-9])|{_OF_THAT_YEAR})?",
        _day_month,
        {"figure", "month"},
    ),
    rule(
        rf"{_LEAD}(?P<month>{MONTH})\s(?:the )?(?P<day>{DAY}){NTH}(?:(?:{DASH})(?P<to>{DAY}){NTH}{END})?{END}"
        rf"(?![\w])(?:,?\s(?P<year>{YEAR})(?![0-9])|{_OF_THAT_YEAR})?",
        _day_month,
        {"figure", "month"},
    ),
    rule(rf"(?P<day>{DAY})[-/](?P<month>(?i:{MONTH}))[-/](?P<year>{YEAR})(?![0-9])", _day_month, {"year"}),
    rule(r"(?P<year>(?:1[0-9]|20)[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])", _iso, {"year"}),
    rule(
        rf"(?P<left>[0-9]{{1,2}})([-/.])(?P<right>[0-9]{{1,2}})\2(?P<year>{YEAR})(?![0-9]|[-/.][0-9])",
        _numeric,
        {"year"},
    ),
    rule(
        rf"(?P<month>{MONTH})(?:{DASH})(?P<to>(?i:{MONTH}))(?:,| of| in)?\s(?P<year>{YEAR}){END}(?!\w)",
        _month_span,
        {"month", "year"},
    ),
    rule(rf"{PART}(?P<month>{MONTH})(?:,| of| in)?\s(?P<year>{YEAR}){END}(?!\w)", _month_year, {"month", "year"}),
    rule(
        rf"{PART}(?:(?P<which>[Ll]ast|[Pp]ast|[Tt]his|[Nn]ext)\s)?(?P<month>{MONTH})(?![\w]){_OF_THAT_YEAR}?",
        _bare_month,
        {"month"},
        check="month",
    ),
    rule(
        r"(?:(?P<this>this year's|this year’s)\s|the\s)?(?:(?P<word>first|second|third|fourth|final|last)\s"
        rf"(?P<part>quarter|half)|Q(?P<q>[1-4]))(?:,?\s(?:of\s)?(?P<year>{YEAR})(?![0-9])|(?=\s?[,.;]|\sof\sthe\syear))"
        r"(?:\sof\sthe\syear)?",
        _part_of_year,
        {"part"},
        any_case=True,
        unit="quarter",
    ),
    rule(
        rf"(?:the\s)?{PART}{_SEASON}(?:\sof)?\s(?P<year>{YEAR})(?:\s?[-–/]\s?(?P<to>[0-9]{{2,4}}))?(?![0-9])",
        _season,
        {"season", "year"},
        unit="season",
    ),
    rule(
        r"(?:(?:(?P<which>[Ll]ast|[Pp]ast|[Tt]his|[Nn]ext|[Cc]oming|[Tt]hat)\s(?:past\s|coming\s)?)"
        r"|(?<=\bin the )|(?<=\bby the )|(?<=\buntil the )|(?<=\bsince the )|(?<=\bduring the )|(?<=\bby ))"
        rf"{PART}{_SEASON}(?!\sof\b|\w|\s[A-Z])",
        _season,
        {"season"},
        unit="season",
    ),
    rule(
        r"(?:the\s)?(?:(?:early|mid|late|later)[\s-])?(?P<full>(?:1[0-9]|20)[0-9]0)\s?['’]?s\b(?P<short>)(?P<word>)",
        _decade,
        {"year"},
    ),
    rule(
        rf"the\s(?:\w{{2,15}}\s)?{PART}(?P<full>)(?:['’]?(?P<short>[1-9]0)['’]?s|(?P<word>{'|'.join(_TENS)}))\b",
        _decade,
        {"decade"},
    ),
    rule(rf"{PART}(?P<full>)(?P<word>)(?P<short>[2-9]0)['’]?s\b", _decade, {"figure"}, check="decade"),
    rule(r"['’](?P<full>)(?P<word>)(?P<short>[1-9]0)['’]?s\b", _decade, {"figure"}),
    rule(
        rf"(?:the\s)?(?P<first>{ORDINAL}|[0-9]{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?\s?(?:-|–|to|and)\s?(?:the\s)?"
        rf"(?P<last>{ORDINAL}|[0-9]{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?[\s-]centur(?:y|ies)\b(?!\sB)",
        _centuries,
        {"century"},
        any_case=True,
    ),
    rule(
        r"(?:the\s)?(?:(?:early|mid|late)[\s-])?(?:(?P<number>1[0-9]|2[0-9]|[1-9])(?:st|nd|rd|th)"
        rf"|(?P<word>{ORDINAL}))[\s-]century\b(?!\sB)",
        _century,
        {"century"},
        any_case=True,
    ),
    rule(
        r"(?P<name>Christmas(?:\s(?:Day|Eve))?|New Year(?:['’]s)?\s(?:Day|Eve)|Boxing Day|Bastille Day)\b(?!\s[A-Z])"
        r"(?:,?\s(?P<year>20[0-9]{2})(?![0-9]))?",
        _feast,
        {"feast"},
    ),
    rule(r"9/11\b(?!/)", _attacks, {"figure"}),
    rule(
        r"(?:the\s)?(?:(?:First|Second)\sWorld\sWar|World\sWar\s(?:II|I|Two|One|2|1)\b|WW(?:II|I|2|1)\b)",
        _war,
        {"war"},
    ),
    rule(
        rf"(?P<year>{YEAR})\s?[-–/]\s?(?P<to>{YEAR}|[0-9]{{2}})(?![\w]|[-–/.,][0-9])",
        _year_span,
        {"year"},
        check="year",
    ),
    rule(rf"(?:(?:early|mid|late)[\s-])?(?P<year>{YEAR})(?![\w%]|[.,:/-][0-9]|-\w)", _year, {"year"}, check="year"),
    rule(r"(?:AD\s?(?P<year>[0-9]{1,4})|(?P<late>[0-9]{1,4})\s?(?:AD|CE|A\.D\.))(?!\w)", _anno, {"figure"}),
    rule(r"(?P<year>[1-9][0-9]{2})(?![\w%]|[.,:/-][0-9]|-\w)", _old_year, {"figure"}, check="old year"),
    rule(r"['’](?P<short>[0-9]{2})(?![\w'’])", _short_year, {"figure"}, check="year"),
)
"""Where two rules match, the one that starts first, then the longer, is taken."""
