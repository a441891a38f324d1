"""All the ways in which a date is written in English."""

from __future__ import annotations

from onrecord.reading.calendar_dates import CALENDAR_RULES
from onrecord.reading.date_words import Rule
from onrecord.reading.relative_dates import RELATIVE_RULES

RULES: tuple[Rule, ...] = (*RELATIVE_RULES, *CALENDAR_RULES)
"""Where two match, the one that starts first, then the longer, is taken."""
