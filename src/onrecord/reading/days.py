"""Which days a week, a month, a century is made of: arithmetic on the calendar, no language.

A ``Stretch`` is a first and a last day, both included. Weeks are ISO weeks, Monday to Sunday.
Days that the calendar does not have (30 February, the year 0) raise ``ValueError`` or ``OverflowError``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

Stretch = tuple[date, date]
Aim = Literal["past", "future"] | None
"""Whether the words look back or forward from the article's day; ``None`` when they do not say."""


def single(day: date) -> Stretch:
    """Return the stretch of one day."""
    return day, day


def shift(stretch: Stretch, days: int) -> Stretch:
    """Return ``stretch`` moved by ``days``."""
    delta = timedelta(days=days)
    return stretch[0] + delta, stretch[1] + delta


def week(day: date) -> Stretch:
    """Return the ISO week that holds ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekend(day: date) -> Stretch:
    """Return the Saturday and Sunday of the week that holds ``day``."""
    sunday = week(day)[1]
    return sunday - timedelta(days=1), sunday


def month(year: int, number: int) -> Stretch:
    """Return a month; ``number`` may lie outside 1 to 12 and counts on into other years."""
    year, index = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, index, 1), date(year, index, monthrange(year, index)[1])


def quarter(year: int, number: int) -> Stretch:
    """Return a quarter of a year; ``number`` may lie outside 1 to 4."""
    return month(year, 3 * number - 2)[0], month(year, 3 * number)[1]


def years(first: int, last: int) -> Stretch:
    """Return the stretch from the first day of one year to the last day of another."""
    return date(first, 1, 1), date(last, 12, 31)


def decade(year: int) -> Stretch:
    """Return the ten years that begin with the tens of ``year``: 1990 to 1999."""
    return years(year // 10 * 10, year // 10 * 10 + 9)


def century(number: int) -> Stretch:
    """Return a century as newspapers count it: the 20th is 1900 to 1999."""
    return years(max(1, (number - 1) * 100), number * 100 - 1)


def hull(left: Stretch, right: Stretch) -> Stretch:
    """Return the stretch from the start of ``left`` to the end of ``right``.

    Raises:
        ValueError: it would end before it starts.
    """
    if right[1] < left[0]:
        raise ValueError("a stretch cannot end before it starts")
    return left[0], right[1]


def weekday(today: date, number: int, aim: Aim, *, strict: bool = False) -> Stretch:
    """Return the day with this weekday (Monday is 0) nearest to ``today`` on the side of ``aim``.

    ``today`` itself is taken unless ``strict``. Without an aim the day lies in the past, as news reports have it.
    """
    if aim == "future":
        ahead = (number - today.weekday()) % 7
        return single(today + timedelta(days=ahead or (7 if strict else 0)))
    back = (today.weekday() - number) % 7
    return single(today - timedelta(days=back or (7 if strict else 0)))


def in_some_year(today: date, aim: Aim, make: Callable[[int], Stretch]) -> Stretch:
    """Return what ``make`` gives for the year that puts it nearest to ``today``, on the side of ``aim`` if any.

    Raises:
        ValueError: no year near ``today`` has such a day.
    """
    found: list[Stretch] = []
    for year in range(today.year - 4, today.year + 5):
        try:
            found.append(make(year))
        except ValueError:
            continue
    if aim == "past":
        found = [stretch for stretch in found if stretch[0] <= today]
    elif aim == "future":
        found = [stretch for stretch in found if stretch[1] >= today]
    return min(found, key=lambda stretch: (_distance(stretch, today), stretch[0]))


def _distance(stretch: Stretch, today: date) -> int:
    if stretch[0] <= today <= stretch[1]:
        return 0
    return min(abs((stretch[0] - today).days), abs((stretch[1] - today).days))
