"""What a date says, written as ISO 8601 or EDTF: as exact as the words, and no more.

EDTF is the Library of Congress's *Extended Date/Time Format*, now ISO 8601-2:2019: ``199X`` a decade, ``18XX`` a
century, ``2031-21`` to ``-24`` the seasons from spring on, ``-33`` to ``-36`` the quarters, ``A/B`` an interval,
``A/..`` one without a known end, ``~`` about. A day or month of no known year is XML Schema's ``--05-02``, ``--05``.
"""

from __future__ import annotations

import re
from datetime import timedelta

from onrecord.reading.date_ranges import Candidate
from onrecord.reading.date_words import month_number
from onrecord.reading.days import Stretch

Pieces = list[tuple[int, int]]

_BOUND = re.compile(
    r"\b(?:(?P<since>since|from|starting|beginning)|(?P<until>until|till|by|before|no later than|up to|through))\s"
    r"(?:on\s|at\s|the\s)?$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s(?:on|onwards?|forward)\b(?!\s(?:the|a|an|his|her|its|their)\b)", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|circa|c\.|ca\.|roughly|approximately)\s?$", re.IGNORECASE)
_ZONES = {
    "GMT": 0, "UTC": 0, "WET": 0, "BST": 60, "CET": 60, "WEST": 60, "CEST": 120, "EET": 120, "SAST": 120,
    "EEST": 180, "MSK": 180, "Moscow time": 180, "IST": 330, "SGT": 480, "HKT": 480, "JST": 540, "KST": 540,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
"""Minutes ahead of universal time. ET and "local time" have none: they change with the season."""
_TIME = (
    r"(?P<hour>[01]?[0-9]|2[0-4])(?:[:.](?P<minute>[0-5][0-9])|(?P<four>(?<=[0-9]{2})[0-5][0-9])(?=\s(?:GMT|UTC)))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s(?:local time\b)?(?P<zone>(?:" + "|".join(_ZONES) + r")\b)?)?"
)
_BEFORE_DAY = re.compile(r"\b(?:at\s|by\s|from\s|until\s)?" + _TIME + r"(?:\slocal time)?,?\s?(?:on\s)?(?:the\s)?$")
_AFTER_DAY = re.compile(r",?\s(?:at|by|from|until|around)\s" + _TIME)


def said_of(text: str, candidate: Candidate) -> tuple[str | None, Pieces]:
    """Return what a date of ``text`` says, and the stretches of ``text`` beside it that this rests on."""
    if candidate.stretch is None:
        return _partial(candidate), []
    unit = candidate.rule.unit if candidate.rule else None
    value, others = written(candidate.stretch, unit), Pieces()
    if candidate.stretch[0] == candidate.stretch[1] and (found := _time_beside(text, candidate)):
        value, others = value + found[0], [found[1]]
    start = min([candidate.start, *(left for left, _ in others)])
    if about := _ABOUT.search(text, max(0, start - 16), start):
        return value + "~", [*others, about.span()]
    if bound := _BOUND.search(text, max(0, start - 20), start):
        opened = _open(bound, value, text[candidate.end :])
        return (opened, [*others, bound.span()]) if opened else (value, others)
    return value, others


def _open(bound: re.Match[str], value: str, after: str) -> str | None:
    """Return the interval that a bound opens: ``from`` alone does with "on" behind the date."""
    first, _, last = value.partition("/")
    if bound["until"]:
        return f"../{last or first}"
    if bound["since"].lower() == "from" and not _ONWARDS.match(after):
        return None
    return f"{first}/.."


def _partial(candidate: Candidate) -> str | None:
    """Return ``--05-02`` or ``--05`` where the year alone is not known."""
    groups = candidate.match.groupdict() if candidate.match else {}
    if not groups.get("month") or groups.get("which") or groups.get("same"):
        return None
    month = f"--{month_number(groups['month']):02d}"
    return f"{month}-{int(groups['day']):02d}" if groups.get("day") else month


def written(stretch: Stretch, unit: str | None = None) -> str:
    """Return a stretch of days in the shortest form that means just it."""
    first, last = stretch
    if first == last:
        return first.isoformat()
    if unit == "quarter" and _months(stretch) == 3:
        return f"{first.year:04d}-{33 + (first.month - 1) // 3}"
    if unit == "season":
        return f"{first.year:04d}-{20 + first.month // 3}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return _years(first.year, last.year)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        left, right = first.isoformat()[:7], last.isoformat()[:7]
        return left if left == right else f"{left}/{right}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _months(stretch: Stretch) -> int:
    first, last = stretch
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _years(first: int, last: int) -> str:
    if first == last:
        return f"{first:04d}"
    if first % 100 == 0 and last == first + 99:
        return f"{first // 100:02d}XX"
    if first % 10 == 0 and last == first + 9:
        return f"{first // 10:03d}X"
    return f"{first:04d}/{last:04d}"


def _time_beside(text: str, candidate: Candidate) -> tuple[str, tuple[int, int]] | None:
    """Return the time of day beside a day, as ``T18:00Z``, and where it stands."""
    before = _BEFORE_DAY.search(text, max(0, candidate.start - 40), candidate.start)
    match = before or _AFTER_DAY.match(text, candidate.end)
    if match is None or not (match["minute"] or match["four"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or match["four"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"] == "p")
    if hour > 23:
        return None
    return f"T{hour:02d}:{minute:02d}{_zone(match['zone'])}", (match.start(), match.end())


def _zone(name: str | None) -> str:
    if name is None:
        return ""
    minutes = _ZONES[name]
    return "Z" if minutes == 0 else f"{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
