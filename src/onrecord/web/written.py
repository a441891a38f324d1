"""How names, days and shares are written on the pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from onrecord.model import DateRef


def initials(name: str) -> str:
    """Return up to three initials of a name, of its words that have a capital; else of its first word."""
    words: list[str] = re.findall(r"\w+", re.sub(r"^(?:the|an?)\s+", "", name[:300], flags=re.IGNORECASE))
    capital = [word for word in words if word[0].isupper() or word[0].isdigit()] or words[:1]
    if len(capital) == 1 and capital[0].isupper() and len(capital[0]) <= 4:
        return capital[0]  # NATO
    return "".join(word[0].upper() for word in capital[:3])


def long_day(stamp: str | None) -> str:
    """Return an ISO date or time as a person writes its day: ``1 February 2022``; of a month, ``February 2022``."""
    if not stamp:
        return ""
    try:
        if re.fullmatch(r"\d{4}-\d\d", stamp):
            return f"{date.fromisoformat(stamp + '-01'):%B %Y}"
        day = date.fromisoformat(stamp[:10])
    except ValueError:
        return stamp
    return f"{day.day} {day:%B} {day.year}"


def long_time(stamp: str | None) -> str:
    """Return an ISO time as a person writes its day and hour: ``1 February 2022, 14:20``."""
    hour = re.match(r".{10}T(\d\d:\d\d)", stamp or "")
    return f"{long_day(stamp)}, {hour[1]}" if hour else long_day(stamp)


def reported(value: Any) -> str:
    """Return what a correction sets a field to, as a person reads it."""
    if value is None or value == []:
        return "none known"
    if isinstance(value, dict):
        told = value.get("name") or stretch(DateRef(start=value.get("start"), end=value.get("end")))
        return str(told)
    if isinstance(value, list):
        return " … ".join(f"“{one['exact']}”" for one in value)
    return str(value)


def stretch(when: DateRef) -> str:
    """Return a day, or a stretch of days, as a person writes it; "not dated" for words that no day is known for."""
    start, end = long_day(when.start), long_day(when.end)
    if not start and not end:
        return "day not known"
    if start == end or not end or not start:
        return start or end
    return f"{start} – {end}"


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a person reads it: ``71 %``."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"
