"""Which lines are nothing but a date or time, and which day and minute they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

Role = Literal["published", "updated"]

LONGEST_STAMP = 120
"""Characters: a longer line is not a timestamp."""

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_FILLERS = frozenset(
    {*_WEEKDAYS, *(day[:3] for day in _WEEKDAYS), "tues", "thur", "thurs", "at", "on", "the", "of", "local", "time"}
)
_UTC = frozenset({"utc", "gmt", "z"})
# These name more than one offset over the world or the year, so they are taken as part of the line and no more.
_ZONES = frozenset(
    "est edt cst cdt mst mdt pst pdt bst ist cet cest eet eest msk jst hkt sgt pkt aest aedt et ct mt pt".split()
)
_ROLES: dict[str, Role] = {
    "updated": "updated", "modified": "updated", "edited": "updated", "revised": "updated", "update": "updated",
    "published": "published", "posted": "published", "created": "published", "issued": "published",
    "released": "published", "date": "published",
}  # fmt: skip
_BESIDE_ROLE = frozenset({"last", "first", "originally", "story", "article"})

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)?)(?![\d])"
    r"|(?P<slashed>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})(?!\d)"
    r"|(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?)(?![\d])|(?P<hour>\d{1,2}(?=\s?[ap]\.?m\b))"
    r"|(?P<offset>(?:(?<=:\d\d)[+-]|(?<= )\+)\d{2}:?\d{2})(?!\d)"
    r"|(?P<number>\d{1,4})(?:st|nd|rd|th)?(?!\w)|(?P<half>[ap]\.?m\.?(?!\w))|(?P<word>[A-Za-z]+)|(?P<mark>[\s,.:;|()•·–—/\-]+)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[^\W\d_a-z][\w.'’\-]*(?: [^\W\d_a-z][\w.'’\-]*){0,2}, ")
_SLASHED = re.compile(r"(?<![\d/.\-])(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date or time on a line of its own. ``value`` is ISO 8601, or ``None`` when the line leaves the day open."""

    role: Role | None
    value: str | None


def read_stamps(line: str, *, day_first: bool | None = None) -> list[Stamp]:
    """Return the timestamps that make up ``line``, or nothing when the line says anything else besides.

    A place may stand before them (``Geneva, 3 March 2031``).
    ``day_first`` settles ``05/04/2024``; without it such a date stays open and its ``value`` is ``None``.
    """
    if len(line) > LONGEST_STAMP:
        return []
    stamps = _read(line, day_first)
    place = None if stamps else _PLACE.match(line)
    return _read(line[place.end() :], day_first) if place else stamps


def _read(line: str, day_first: bool | None) -> list[Stamp]:
    parts = [_Parts()]
    position = 0
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None or not _take(parts, match, day_first):
            return []
        position = match.end()
    return [Stamp(part.role, part.value()) for part in parts if part.dated]


def to_iso(value: str) -> str | None:
    """Return one date or time as ISO 8601, as exact as it is given; ``None`` when it is none or not a clear one."""
    stripped = value.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stripped):
        return _iso_or_none(stripped)
    stamps = read_stamps(stripped)
    return stamps[0].value if len(stamps) == 1 else None


def find_day_first(text: str) -> bool | None:
    """Return whether the text writes 31/12/2024 or 12/31/2024; ``None`` when it shows neither, or both."""
    found = {int(first) > 12 for first, second in _SLASHED.findall(text) if (int(first) > 12) != (int(second) > 12)}
    return found.pop() if len(found) == 1 else None


@dataclass(slots=True)
class _Parts:
    role: Role | None = None
    iso: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: tuple[int, int, int] | None = None
    afternoon: bool | None = None
    offset: timedelta | None = None
    unclear: bool = False

    @property
    def dated(self) -> bool:
        """Whether a day is named, be it an unclear one."""
        known = self.year is not None and self.month is not None and self.day is not None
        return self.iso is not None or known or self.unclear

    def value(self) -> str | None:
        """Return what is known as ISO 8601, ``None`` for a day that is open or does not exist."""
        if self.iso is not None:
            return _iso_or_none(self.iso)
        if self.unclear or self.year is None or self.month is None or self.day is None:
            return None
        try:
            day = date(self.year, self.month, self.day)
            moment = self._time()
        except ValueError:
            return None
        return day.isoformat() if moment is None else datetime.combine(day, moment).isoformat()

    def _time(self) -> time | None:
        if self.clock is None:
            return None
        hour, minute, second = self.clock
        if self.afternoon is not None:
            hour = hour % 12 + (12 if self.afternoon else 0)
        zone = None if self.offset is None else (timezone(self.offset) if self.offset else UTC)
        return time(hour, minute, second, tzinfo=zone)


def _take(parts: list[_Parts], match: re.Match[str], day_first: bool | None) -> bool:
    kind, value = match.lastgroup, match.group()
    if kind == "word":
        return _take_word(parts, value.lower())
    part = parts[-1]
    if kind == "iso" and not part.dated:
        part.iso = value
    elif kind == "slashed" and not part.dated:
        _take_slashed(part, value, day_first)
    elif kind in ("clock", "hour") and part.clock is None:
        hour, minute, second = ([int(piece) for piece in re.split("[:.]", value)] + [0, 0])[:3]
        part.clock = hour, minute, second
    elif kind == "number":
        return _take_number(part, match.group("number"))
    elif kind == "half" and part.clock is not None:
        part.afternoon = value.lower().startswith("p")
    elif kind == "offset" and part.clock is not None:
        part.offset = _offset(value)
    else:
        return kind == "mark"
    return True


def _take_word(parts: list[_Parts], word: str) -> bool:
    if word in _ROLES:
        if parts[-1].dated:
            parts.append(_Parts())
        parts[-1].role = _ROLES[word]
    elif word in _MONTH and parts[-1].month is None:
        parts[-1].month = _MONTH[word]
    elif word in _UTC and parts[-1].clock is not None:
        parts[-1].offset = timedelta()
    else:
        return word in _FILLERS or word in _ZONES or word in _BESIDE_ROLE or word == "t"
    return True


def _take_number(part: _Parts, digits: str) -> bool:
    number = int(digits)
    if len(digits) == 4 and part.year is None and number >= 1000:
        part.year = number
    elif len(digits) <= 2 and part.day is None and 1 <= number <= 31:
        part.day = number
    else:
        return False
    return True


def _take_slashed(part: _Parts, value: str, day_first: bool | None) -> None:
    first, second, year = (int(piece) for piece in re.split("[/.-]", value))
    if first > 12 or "." in value:
        day_first = True
    elif second > 12:
        day_first = False
    elif first == second:
        day_first = True
    if day_first is None:
        part.unclear = True
        return
    part.year = year
    part.day, part.month = (first, second) if day_first else (second, first)


def _offset(value: str) -> timedelta:
    digits = value[1:].replace(":", "")
    minutes = int(digits[:-2]) * 60 + int(digits[-2:])
    return timedelta(minutes=min(minutes, 14 * 60)) * (-1 if value[0] == "-" else 1)


def _iso_or_none(value: str) -> str | None:
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        return None
