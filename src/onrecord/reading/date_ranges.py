"""Dates that are one: "from A to B", "the eve of A"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from onrecord.reading import days
from onrecord.reading.date_words import Clock, Rule, UnknownDayError
from onrecord.reading.days import Stretch


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date in characters of a passage; ``stretch`` is ``None`` where the days cannot be told."""

    start: int
    end: int
    stretch: Stretch | None
    match: re.Match[str] | None = None
    rule: Rule | None = None


_RANGE_LINK = re.compile(r"\s?(?:-|–|—|to|until|till|through|and)\s?(?:the\s)?")
_RANGE_LEAD = re.compile(r"\b(from|between)\s(?:the\s)?$", re.IGNORECASE)
_JOINERS = frozenset({"to", "until", "till", "through", "and"})
_EVE = re.compile(r"\b(?:on )?the eve of\s(?:the\s)?$", re.IGNORECASE)
_LEAD_WINDOW = 24


def joined(text: str, found: Iterable[Candidate]) -> list[Candidate]:
    """Return the dates of a passage with "from A to B" as one and "the eve of A" as the day before."""
    out: list[Candidate] = []
    for candidate in found:
        candidate = _eve(text, candidate)
        last = out[-1] if out else None
        if last and (merged := _merge(text, last, candidate)):
            out[-1] = merged
        else:
            out.append(candidate)
    return out


def _eve(text: str, candidate: Candidate) -> Candidate:
    lead = _EVE.search(text, max(0, candidate.start - _LEAD_WINDOW), candidate.start)
    if not lead or not candidate.stretch:
        return candidate
    return Candidate(lead.start(), candidate.end, days.single(candidate.stretch[0] - timedelta(days=1)))


def _merge(text: str, left: Candidate, right: Candidate) -> Candidate | None:
    link = text[left.end : right.start]
    if len(link) > 14 or not _RANGE_LINK.fullmatch(link) or not right.stretch:
        return None
    lead = _RANGE_LEAD.search(text, max(0, left.start - _LEAD_WINDOW), left.start)
    if link.split()[:1] and link.split()[0] in _JOINERS:
        wanted = {"and"} if lead and lead[1].lower() == "between" else _JOINERS - {"and"}
        if not lead or link.split()[0] not in wanted:
            return None
    first = _before(left, right.stretch)
    if first is None or right.stretch[1] < first[0]:
        return None
    return Candidate(lead.start() if lead else left.start, right.end, days.hull(first, right.stretch))


def _before(left: Candidate, right: Stretch) -> Stretch | None:
    """Return the days of ``left``; a year that only ``right`` names counts for both."""
    if left.match is None or left.rule is None or left.match.groupdict().get("year", "") is not None:
        return left.stretch
    try:
        return left.rule.resolve(left.match, Clock(today=right[1], aim="past"))
    except (ValueError, OverflowError, UnknownDayError):
        return left.stretch
