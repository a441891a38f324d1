"""Who held which office on which day, and which offices a person held."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from onrecord.reading.office_table import Term, current
from onrecord.reading.spellings import fold, name_parts, spelling

__all__ = [
    "HIGH",
    "Term",
    "candidates",
    "fold",
    "given_alike",
    "holder",
    "name_parts",
    "recent_terms_of_surname",
    "spelling",
    "terms_of",
    "terms_of_surname",
]

HIGH = frozenset(
    "state government leader foreign defence head vice-state interior finance security-adviser spokesperson "
    "spokesperson-state spokesperson-foreign".split()
)
"""Roles whose holders a report may name by surname alone."""
TOP = ("state", "government", "leader", "head", "foreign")

RECENT = ("state", "government", "foreign")
KNOWN_UNTIL = "2027-12-31"
"""An office that is still held when the table was made says nothing of a later day."""

_FAMILY_FIRST = frozenset("CHN TWN HKG PRK KOR VNM KHM JPN HUN SGP".split())
"""Where a family name may come first, so that either end of a name stands for the person."""
_ALIKE = 0.72


def holder(country: str, role: str, day: str | None) -> Term | None:
    """Return the term of whoever held ``role`` in ``country`` on ``day`` (today's last known one for ``None``).

    A ministry with several spokespeople at once has nobody who is *the* one. Where terms overlap, a user's own row is
    right, else the one that began last: an end that nobody wrote down is no fact.
    """
    terms = current().with_role(country, role)
    fitting = [term for term in terms if day is None or (term.covers(day) and not _is_stale(term, day))]
    if role.startswith("spokesperson") and len({term.holder for term in fitting}) > 1:
        return None
    return max(fitting, key=lambda term: (term.own, term.start), default=None)


def terms_of(name: str, day: str | None = None) -> list[Term]:
    """Return the terms of the one person that ``name`` (a full name) means, best first; empty when not known.

    Diacritics, transliterations and small misspellings of the given name are tolerated, the surname's sound is
    not. Those in office on ``day`` come first, then the most recent ones.
    """
    parts = name_parts(name)
    if len(parts) < 2:
        return []
    near = [term for term in current().with_surname(parts[-1]) if _same_given(parts, name_parts(term.holder))]
    if not near:
        near = [t for t in current().with_surname(parts[0]) if sorted(name_parts(t.holder)) == sorted(parts)]
    return _of_one_person(near, " ".join(parts), day)


def terms_of_surname(surname: str, day: str | None, roles: Iterable[str] = TOP) -> list[Term]:
    """Return the terms in ``roles`` on ``day`` of the only person in such a role with that surname, else nothing."""
    if day is None:
        return []
    wanted = frozenset(roles)
    now = [term for term in _called(surname) if term.role in wanted and term.covers(day) and not _is_stale(term, day)]
    people = {term.wikidata or term.holder for term in now}
    return sorted(now, key=lambda term: term.start, reverse=True) if len(people) == 1 else []


def recent_terms_of_surname(surname: str, day: str | None, years: int = 8) -> list[Term]:
    """Return the terms of the only person with that surname who led a state, its government or diplomacy lately."""
    if day is None:
        return []
    since = f"{int(day[:4]) - years}{day[4:]}"
    lately = [
        term
        for term in _called(surname)
        if term.role in RECENT and since <= (term.end or since) and term.start <= day
    ]
    people = {term.wikidata or term.holder for term in lately}
    return sorted(lately, key=lambda term: term.start, reverse=True) if len(people) == 1 else []


def candidates(surname: str, day: str | None, years: int = 8) -> list[Term]:
    """Return the last term of each person with that surname who led a state or diplomacy on ``day`` or lately."""
    if day is None:
        return []
    since = f"{int(day[:4]) - years}{day[4:]}"
    led = [
        term for term in _called(surname) if term.role in TOP and since <= (term.end or since) and term.start <= day
    ]
    return list({term.wikidata or term.holder: term for term in sorted(led, key=lambda term: term.start)}.values())


def _called(word: str) -> list[Term]:
    """Return the terms of those whom one word means: the last of their name, or a family name put first."""
    wanted = spelling(word)

    def called(term: Term) -> bool:
        parts = name_parts(term.holder)
        return parts[-1:] == (wanted,) or len(parts) == 1 or term.country in _FAMILY_FIRST

    return [term for term in current().with_surname(wanted) if called(term)]


def given_alike(one: str, other: str) -> bool:
    """Tell whether two given names (in common spelling) may be one: equal, initial, short form or misspelling."""
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    if one[:3] == other[:3] and min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return True
    if _SHORT.get(one, one) == _SHORT.get(other, other):
        return True
    return one[0] == other[0] and SequenceMatcher(None, one, other).ratio() >= _ALIKE


_SHORT = {
    spelling(short): spelling(full)
    for short, full in (
        pair.split(":")
        for pair in (
            "mike:michael joe:joseph tony:anthony bill:william bob:robert jim:james tom:thomas dick:richard "
            "ted:edward "
            "dan:daniel dave:david chris:christopher liz:elizabeth kate:katherine nick:nicholas"
            " rick:richard jeff:jeffrey "
            "ron:ronald don:donald ken:kenneth steve:steven ben:benjamin sam:samuel matt:matthew andy:andrew"
            " jack:john "
            "bibi:benjamin sergei:sergey aleksandr:alexander george:georgios jens:jens"
        ).split()
    )
}


def _same_given(parts: tuple[str, ...], known: tuple[str, ...]) -> bool:
    if len(known) < 2 or known[-1] != parts[-1]:
        return False
    return given_alike(parts[0], known[0]) or (len(parts) > 2 and parts[1] == known[0])


def _of_one_person(terms: list[Term], wanted: str, day: str | None) -> list[Term]:
    holders = {term.holder for term in terms}
    likeness = {
        holder: SequenceMatcher(None, " ".join(name_parts(holder)), wanted).ratio() if len(holders) > 1 else 1.0
        for holder in holders
    }

    def rank(term: Term) -> tuple[bool, bool, float, bool, str]:
        return (
            term.own,
            bool(day) and term.covers(day or "") and not _is_stale(term, day or ""),
            likeness[term.holder],
            bool(term.role),
            term.start,
        )

    ranked = sorted(terms, key=lambda term: rank(term), reverse=True)
    return [term for term in ranked if (term.wikidata or term.holder) == (ranked[0].wikidata or ranked[0].holder)]


def _is_stale(term: Term, day: str) -> bool:
    """Tell whether an open end is too old to be trusted on ``day``.

    A row that a snapshot of Wikidata left open is trusted for two years after the snapshot (a head of state for
    four); a user's own row always.
    """
    if term.end or term.own:
        return False
    lasting = term.role in ("state", "leader")
    if day > KNOWN_UNTIL or (not lasting and int(day[:4]) - int(term.start[:4]) > 25):
        return True
    snapshot = term.evidence.removeprefix("Wikidata ")
    years = 4 if lasting else 2
    return snapshot != term.evidence and day > f"{int(snapshot[:4]) + years}{snapshot[4:]}"
