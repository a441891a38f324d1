"""Who held which office on which day, and which offices a person held."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

HIGH = frozenset(
    "state government leader foreign defence head vice-state interior finance security-adviser spokesperson "
    "spokesperson-state spokesperson-foreign".split()
)
"""Roles whose holders a report may name by surname alone."""
TOP = ("state", "government", "leader", "head", "foreign")

RECENT = ("state", "government", "foreign")
KNOWN_UNTIL = "2027-12-31"
"""An office that is still held when the table was made says nothing of a later day."""

_LAST_DAY = "9999-12-31"
_ALIKE = 0.72
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_FOLD = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "’": "'", "Ł": "l", "Ø": "o"})
_SPELLINGS = (("yy", "y"), ("iy", "y"), ("ii", "y"), ("ij", "y"), ("i", "y"), ("kh", "h"), ("ou", "u"), ("'", ""))


@dataclass(frozen=True, slots=True)
class Term:
    """One holder of one office, from ``start`` to ``end`` (ISO dates or years; ``end`` is empty while open).

    ``country`` is an ISO 3166 alpha-3 code or an organisation's code in powers.csv; ``role`` says what the office
    is by its function ("state" is the head of state) and is empty where it has no such name.
    """

    country: str
    role: str
    office: str
    holder: str
    wikidata: str
    start: str
    end: str

    def covers(self, day: str) -> bool:
        """Tell whether the term includes ``day`` (``YYYY-MM-DD``); a bare year stands for the whole of it."""
        last = self.end + "-12-31"[len(self.end) - 4 :] if self.end else _LAST_DAY
        return self.start <= day <= last


def holder(country: str, role: str, day: str | None) -> Term | None:
    """Return the term of whoever held ``role`` in ``country`` on ``day`` (today's last known one for ``None``).

    Where terms overlap, the one that began last is right: an end that nobody wrote down is no fact.
    """
    terms = _table().with_role(country, role)
    fitting = [term for term in terms if day is None or (term.covers(day) and not _is_stale(term, day))]
    return max(fitting, key=lambda term: term.start, default=None)


def terms_of(name: str, day: str | None = None) -> list[Term]:
    """Return the terms of the one person that ``name`` (a full name) means, best first; empty when not known.

    Diacritics, transliterations and small misspellings of the given name are tolerated, the surname's sound is
    not. Those in office on ``day`` come first, then the most recent ones.
    """
    parts = name_parts(name)
    if len(parts) < 2:
        return []
    near = [term for term in _table().with_surname(parts[-1]) if _same_given(parts, name_parts(term.holder))]
    if not near:
        near = [t for t in _table().with_surname(parts[0]) if sorted(name_parts(t.holder)) == sorted(parts)]
    return _of_one_person(near, " ".join(parts), day)


def terms_of_surname(surname: str, day: str | None, roles: Iterable[str] = TOP) -> list[Term]:
    """Return the terms in ``roles`` on ``day`` of the only person in such a role with that surname, else nothing."""
    if day is None:
        return []
    wanted = frozenset(roles)
    terms = _table().with_surname(spelling(surname))
    now = [term for term in terms if term.role in wanted and term.covers(day) and not _is_stale(term, day)]
    people = {term.wikidata or term.holder for term in now}
    return sorted(now, key=lambda term: term.start, reverse=True) if len(people) == 1 else []


def recent_terms_of_surname(surname: str, day: str | None, years: int = 8) -> list[Term]:
    """Return the terms of the only person with that surname who led a state, its government or diplomacy lately."""
    if day is None:
        return []
    since = f"{int(day[:4]) - years}{day[4:]}"
    terms = _table().with_surname(spelling(surname))
    lately = [term for term in terms if term.role in RECENT and since <= (term.end or since) and term.start <= day]
    people = {term.wikidata or term.holder for term in lately}
    return sorted(lately, key=lambda term: term.start, reverse=True) if len(people) == 1 else []


def fold(word: str) -> str:
    """Return ``word`` in lower case without diacritics."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_FOLD))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def spelling(word: str) -> str:
    """Return a form that the usual transliterations of a name share: Zelensky, Zelenskyy and Zelenskiy."""
    plain = fold(word).strip(".-'")
    for variant, common in _SPELLINGS:
        plain = plain.replace(variant, common)
    return re.sub(r"(.)\1", r"\1", plain)


@lru_cache(maxsize=100_000)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in their common spelling, without initials' dots and suffixes such as Jr."""
    words = (spelling(word) for word in re.split(r"[\s\u00a0]+", name) if word.strip(".,"))
    return tuple(word for word in words if word and word not in _SUFFIXES)


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


class _Table:
    """The rows by role and by surname; a row becomes a term when somebody asks for it."""

    def __init__(self) -> None:
        raw = gzip.decompress(files("onrecord.data").joinpath("offices.csv.gz").read_bytes()).decode("utf-8")
        rows = csv.reader(io.StringIO(raw, newline=""))
        next(rows)
        self._roles: dict[tuple[str, str], list[list[str]]] = {}
        self._surnames: dict[str, list[list[str]]] = {}
        for row in rows:
            if row[1]:
                self._roles.setdefault((row[0], row[1]), []).append(row)
            for surname in row[7].split(" "):
                self._surnames.setdefault(surname, []).append(row)

    def with_role(self, country: str, role: str) -> list[Term]:
        return [Term(*row[:7]) for row in self._roles.get((country, role), ())]

    def with_surname(self, surname: str) -> list[Term]:
        return [Term(*row[:7]) for row in self._surnames.get(surname, ())]


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table()


def _same_given(parts: tuple[str, ...], known: tuple[str, ...]) -> bool:
    if len(known) < 2 or known[-1] != parts[-1]:
        return False
    return given_alike(parts[0], known[0]) or (len(parts) > 2 and parts[1] == known[0])


def _of_one_person(terms: list[Term], wanted: str, day: str | None) -> list[Term]:
    def rank(term: Term) -> tuple[bool, float, bool, str]:
        likeness = SequenceMatcher(None, " ".join(name_parts(term.holder)), wanted).ratio()
        return (
            bool(day) and term.covers(day or "") and not _is_stale(term, day or ""),
            likeness,
            bool(term.role),
            term.start,
        )

    ranked = sorted(terms, key=lambda term: rank(term), reverse=True)
    return [term for term in ranked if (term.wikidata or term.holder) == (ranked[0].wikidata or ranked[0].holder)]


def _is_stale(term: Term, day: str) -> bool:
    """Tell whether an open end is too old to be trusted, or the day lies beyond what the table can know."""
    if not term.end and day > KNOWN_UNTIL:
        return True
    return not term.end and term.role not in ("state", "leader") and int(day[:4]) - int(term.start[:4]) > 20
