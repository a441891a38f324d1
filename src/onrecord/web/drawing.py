"""Diagrams as SVG that is made here: no style, no script, a title and a description, and a table beside each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from onrecord.record.speakers import Tally
from onrecord.web.markup import spoken
from onrecord.web.written import long_day

WIDTH, HEIGHT = 720, 120
MOST_BARS = 62
"""Bars of days, or of months, before the next larger unit is taken."""
FEWEST_BARS, MOST_DRAWN = 14, 400

_CHART = Markup(
    '<svg class="chart" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-labelledby="{}-title {}-desc">'
    '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
)
_BAR = Markup('<rect class="bar" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>')
_BASE = Markup('<rect class="base" x="0" y="{}" width="{}" height="1"></rect>')


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: what it is called, the ``since`` and ``until`` of a search, and how much is in it."""

    label: str
    since: str
    until: str
    number: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars over time, drawn, with what a table of them says. ``unit`` is day, month or year."""

    unit: str
    bars: tuple[Bar, ...]
    svg: Markup
    first: str
    last: str
    most: int

    @property
    def filled(self) -> list[Bar]:
        """The bars that are not empty, for the table."""
        return [bar for bar in self.bars if bar.number]


def timeline(days: Iterable[Tally], what: str, name: str = "timeline") -> Timeline | None:
    """Return a timeline of dated counts, or ``None`` when nothing is dated; ``what`` says what is counted."""
    known = [(one.name, one.number) for one in days if _is_day(one.name)]
    if not known:
        return None
    first, last = min(known)[0], max(known)[0]
    unit = _unit(date.fromisoformat(first), date.fromisoformat(last))
    bars = _bars(known, unit)
    most = max(bar.number for bar in bars)
    total = sum(bar.number for bar in bars)
    told = f"{total:,} between {long_day(first)} and {long_day(last)}; the most in one {unit}: {most:,}."
    svg = _CHART.format(WIDTH, HEIGHT, name, name, name, f"{spoken(what)} by {unit}", name, told, _drawn(bars, most))
    return Timeline(unit, tuple(bars), svg, bars[0].label, bars[-1].label, most)


def heat(number: int, most: int) -> int:
    """Return how dark a cell of a matrix is, from 0 to 5."""
    return 0 if not number else min(5, 1 + int(4 * number / most)) if most > 1 else 3


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _unit(first: date, last: date) -> str:
    apart = (last - first).days + 1
    if apart <= MOST_BARS:
        return "day"
    return "month" if apart <= MOST_BARS * 30 else "year"


def _bars(known: Sequence[tuple[str, int]], unit: str) -> list[Bar]:
    length = {"day": 10, "month": 7, "year": 4}[unit]
    counts: dict[str, int] = {}
    for day, number in known:
        counts[day[:length]] = counts.get(day[:length], 0) + number
    first, last = _place(min(counts), unit), _place(max(counts), unit)
    lacking = max(0, FEWEST_BARS - (last - first + 1))  # a few bars alone would be a wall
    low, high = _place("0001-01-01", unit), _place("9999-12-31", unit)
    places = range(max(low, first - lacking // 2, last - MOST_DRAWN), min(high, last + (lacking + 1) // 2) + 1)
    keys = [_key(place, unit) for place in places]
    return [Bar(_label(key, unit), key, key, counts.get(key, 0)) for key in keys]


def _place(key: str, unit: str) -> int:
    if unit == "day":
        return date.fromisoformat(key).toordinal()
    return int(key[:4]) if unit == "year" else int(key[:4]) * 12 + int(key[5:7]) - 1


def _key(place: int, unit: str) -> str:
    if unit == "day":
        return date.fromordinal(place).isoformat()
    return f"{place:04d}" if unit == "year" else f"{place // 12:04d}-{place % 12 + 1:02d}"


def _label(key: str, unit: str) -> str:
    if unit == "day":
        return long_day(key)
    return f"{date.fromisoformat(key + '-01'):%B %Y}" if unit == "month" else key


def _drawn(bars: Sequence[Bar], most: int) -> Markup:
    step = WIDTH / len(bars)
    parts = [_BASE.format(HEIGHT - 1, WIDTH)]
    for place, bar in enumerate(bars):
        if bar.number:
            tall = max(4.0, (HEIGHT - 6) * bar.number / most)
            told = f"{bar.label}: {bar.number:,}"
            parts.append(_BAR.format(place * step + step * 0.1, HEIGHT - 1 - tall, step * 0.8, tall, told))
    return Markup("").join(parts)
