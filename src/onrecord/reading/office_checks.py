"""What is wrong with a table of offices: two holders at once, ends nobody wrote down, stretches without a holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from onrecord.reading.office_table import Term

SINGLE = frozenset("state government leader head foreign defence".split())
"""Functions that one person has at a time."""
HANDOVER = 31
"""Days for which two terms may overlap: sources differ by the day of election, oath and office."""
LONG = 2 * 366
"""Days without a holder that are a gap."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with two terms that follow one another, or with one (``later`` is then ``None``)."""

    kind: str
    earlier: Term
    later: Term | None = None

    def __str__(self) -> str:
        one = self.earlier
        where = f"{one.country} {one.role}: {one.holder} ({one.start} to {one.end or 'now'})"
        return f"{self.kind}: {where}" + (f", {self.later.holder} ({self.later.start})" if self.later else "")


def find_faults(terms: Iterable[Term]) -> Iterator[Fault]:
    """Yield overlaps, open ends that a successor closes, and gaps, in the offices that one person has at a time."""
    offices: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        if term.role in SINGLE:
            offices[term.country, term.role].append(term)
    for several in offices.values():
        several.sort(key=lambda term: (first_day(term), last_day(term)))
        for earlier, later in pairwise(several):
            yield from _between(earlier, later)


def _between(earlier: Term, later: Term) -> Iterator[Fault]:
    if _person(earlier) == _person(later):
        return
    if not earlier.end:
        yield Fault("open end", earlier, later)
        return
    apart = (first_day(later) - last_day(earlier)).days
    if apart < -HANDOVER and len(earlier.end) == len(later.start) == 10:
        yield Fault("overlap", earlier, later)
    if apart > LONG:
        yield Fault("gap", earlier, later)


def _person(term: Term) -> str:
    return term.wikidata or term.holder


def first_day(term: Term) -> date:
    """Return the first day that the term's start can mean."""
    return date.fromisoformat(term.start + "-01-01"[len(term.start) - 4 :])


def last_day(term: Term) -> date:
    """Return the last day that the term's end can mean; today's far future while it is open."""
    if not term.end:
        return date.max
    year, month = int(term.end[:4]), int(term.end[5:7] or 12)
    day = int(term.end[8:10] or (31 if month in (1, 3, 5, 7, 8, 10, 12) else 28 if month == 2 else 30))
    return date(year, month, day)
