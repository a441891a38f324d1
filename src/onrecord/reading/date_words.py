"""The words that dates are written with, and what a date is read against.

A ``Rule`` is a pattern and a function from its match to a stretch of days. The patterns have no nested repetition, so
that they take time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.reading.days import Aim, Stretch

Check = Literal["year", "month", "decade", "old year"]
"""What the words around a match must confirm."""
Unit = Literal["season", "quarter"]
"""A part of the year that EDTF has a number for, which its days alone do not tell."""
Sign = Literal[
    "figure", "year", "weekday", "month", "season", "unit", "way", "turn", "away", "named", "part", "weekend",
    "decade", "century", "feast", "war",
]  # fmt: skip
"""What a text must have in it for a pattern to be tried."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a date is read against.

    ``today`` is the article's day, ``last`` the days that the text named before, ``year`` the year that the paragraph
    last gave with a month, ``day_first`` the order of numeric dates.
    """

    today: date | None = None
    last: Stretch | None = None
    year: int | None = None
    day_first: bool = True
    aim: Aim = None


class UnknownDayError(Exception):
    """The words are relative and there is no day to count from, or they count vaguely ("several weeks ago")."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to write a date. Only texts with all of its ``signs`` can have a match."""

    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Clock], Stretch]
    signs: frozenset[Sign]
    check: Check | None = None
    unit: Unit | None = None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {word: number for number, word in enumerate(_ONES, 1)} | {"a": 1, "an": 1} | _TENS
_NUMBERS |= {f"{word}-{_ONES[one - 1]}": tens + one for word, tens in _TENS.items() for one in range(1, 10)}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split()
)

_FULL_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH = (
    rf"(?:{_FULL_MONTHS}|{_FULL_MONTHS.upper()}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
NTH = r"(?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]|20)[0-9]{2}"
WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.)"
)
DASH = r"\s?(?:-|–|—|to|through|and)\s?"
END = r"(?![0-9]|[.,:][0-9]|\s?(?:%|percent|per cent|million|billion))"
COUNT = (
    r"(?:[0-9]{1,3}|a few|a couple of|several|many|some|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
)
ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
UNIT = r"(?:day|week|month|year|decade)"
NEARLY = r"(?:(?:more than|about|around|roughly|almost|nearly|just over|some)\s)?"
PART = r"(?:(?:early|mid|late)[\s-])?"

_SIGNS: dict[Sign, tuple[str, ...]] = {
    "weekday": ("day", *(f"{word}." for word in "mon tue tues wed weds thu thur thurs fri sat sun".split())),
    "season": ("spring", "summer", "autumn", "fall", "winter"),
    "unit": ("day", "week", "month", "year", "quarter", "decade", "century"),
    "way": ("last", "past", "previous", "this", "current", "next", "coming"),
    "turn": ("same", "that", "next", "following", "previous", "before", "after"),
    "away": ("ago", "earlier", "later", "from now", "after that", "before that", "prior"),
    "named": ("today", "tonight", "yesterday", "tomorrow", "this", "last night"),
    "part": ("quarter", "half", "q1", "q2", "q3", "q4"),
    "weekend": ("weekend",),
    "decade": ("ties", "0"),
    "century": ("centur",),
    "feast": ("christmas", "new year", "boxing", "bastille"),
    "war": ("world", "ww"),
}  # fmt: skip
"""Of each sign the words, in small letters, of which a text has at least one."""
_MONTH_SIGNS = tuple(form for word in _MONTHS for form in (word.capitalize(), word.upper()))
_FIGURES = re.compile(r"[0-9]")
_FOUR_FIGURES = re.compile(r"[0-9]{4}")


def signs_of(text: str) -> frozenset[Sign]:
    """Return what a text has in it of what dates are written with: looked for once, and for all rules."""
    small = text.lower()
    found = {sign for sign, words in _SIGNS.items() if any(word in small for word in words)}
    if any(word in text for word in _MONTH_SIGNS):
        found.add("month")
    if _FIGURES.search(text):
        found |= {"figure", "year"} if _FOUR_FIGURES.search(text) else {"figure"}
    return frozenset(found)


def month_number(word: str) -> int:
    """Return the number of a month by its name or its first three letters."""
    return _MONTHS.index(word[:3].lower()) + 1


def weekday_number(word: str) -> int:
    """Return the number of a weekday by its name or its first three letters; Monday is 0."""
    return _WEEKDAYS.index(word[:3].lower())


def ordinal_number(word: str) -> int:
    """Return the number that an ordinal in words stands for."""
    return _ORDINALS.index(word.lower()) + 1


def count_of(word: str) -> int:
    """Return the number that a count in words or figures stands for.

    Raises:
        UnknownDayError: the count is vague ("several").
    """
    word = " ".join(word.lower().split())
    if word.isdigit():
        return int(word)
    if word == "a couple of":
        return 2
    if word not in _NUMBERS:
        raise UnknownDayError
    return _NUMBERS[word]


def today_of(clock: Clock) -> date:
    """Return the article's day; raise ``UnknownDayError`` when there is none."""
    if clock.today is None:
        raise UnknownDayError
    return clock.today


def last_of(clock: Clock) -> Stretch:
    """Return the days that the text named before; raise ``UnknownDayError`` when there are none."""
    if clock.last is None:
        raise UnknownDayError
    return clock.last


def rule(
    pattern: str,
    resolve: Callable[[re.Match[str], Clock], Stretch],
    signs: Collection[Sign],
    *,
    check: Check | None = None,
    unit: Unit | None = None,
    any_case: bool = False,
) -> Rule:
    """Return a rule whose pattern begins at the start of a word and not behind a currency sign."""
    compiled = re.compile(r"(?<![\w$£€])" + pattern, re.IGNORECASE if any_case else 0)
    return Rule(compiled, resolve, frozenset(signs), check, unit)


def tells_of_another_year(clock: Clock) -> bool:
    """Whether a paragraph that named a past year is still in it: "On 3 May 1998 … On 4 June …"."""
    today = clock.today.year if clock.today else None
    return clock.year is not None and clock.aim != "future" and (today is None or clock.year < today - 1)
