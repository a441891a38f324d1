"""Which power a word names: states by name, adjective, capital and seat of government; organisations by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from onrecord.model import Span

Use = Literal["name", "adjective", "people", "capital", "seat"]

_FIELDS: tuple[tuple[str, Use], ...] = (
    ("names", "name"),
    ("seats", "seat"),
    ("capitals", "capital"),
    ("people", "people"),
    ("adjectives", "adjective"),
)
_FIRST_LETTERS = 4
"""Letters of a form's first word by which it is looked up."""
_WORD = re.compile(r"[^\W_][^\s\u00a0]*")
_NAMESAKES = re.compile(
    r"New (?:Jersey|Mexico|England|Guinea|York|London|Delhi Television)\b|South Georgia\b|Georgia (?:Tech"
    r"|State|Bulldogs)\b"
    r"|Washington (?:state|State|Post|Times|Monument|Examiner|Nationals)\b|Paris (?:Agreement|Accord"
    r"|Climate|accord|agreement|climate)"
    r"|(?:Lebanon|Jersey) (?:City|County)|American Samoa\b|Boston|South American|Latin American"
    r"|North American|Central American"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_SPACES = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True, slots=True)
class Power:
    """A state (``code`` is ISO 3166 alpha-3) or an organisation (``country`` where it belongs to one)."""

    code: str
    name: str
    country: str | None
    is_state: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """A power and how a form refers to it: by name, adjective, its people, its capital, its seat of government."""

    power: Power
    use: Use


@lru_cache(maxsize=20_000)
def find_power(phrase: str) -> Sense | None:
    """Return the power that ``phrase`` names as a whole, or ``None``.

    A leading article and a possessive ending are left aside; letter case counts ("US" is no "us"), and nothing is
    matched by likeness: "Niger" is not Nigeria.
    """
    return _table().forms.get(_normal(phrase))


def power_by_code(code: str) -> Power | None:
    """Return the power with this ISO 3166 alpha-3 code or organisation code."""
    return _table().by_code.get(code)


def powers_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, Sense]]:
    """Yield the powers named in ``text[start:end]``, longest form first, as offsets of ``text`` and senses."""
    table = _table()
    limit = len(text) if end is None else end
    plain = text.replace("’", "'").replace("\u00a0", " ")
    position = start
    for word in _WORD.finditer(text, start, limit):
        at = word.start()
        if at < position or text[at : at + 2] not in table.openings:
            continue
        namesake = _NAMESAKES.match(text, at, limit)
        if namesake is not None:
            position = namesake.end()
            continue
        for form, sense in table.beginning_like(word.group()):
            after = at + len(form)
            if after <= limit and plain.startswith(form, at) and not _goes_on(text, after, limit):
                yield (at, after), sense
                position = after
                break


def people_forms() -> Iterator[tuple[str, Sense]]:
    """Yield the names of peoples and the adjectives (*Kazakhs*, *Kazakh*) with what they mean."""
    return ((form, sense) for form, sense in _table().forms.items() if sense.use in ("people", "adjective"))


@dataclass(frozen=True, slots=True)
class _Table:
    forms: dict[str, Sense]
    by_code: dict[str, Power]
    by_first_letters: dict[str, list[tuple[str, Sense]]]
    openings: frozenset[str]
    """The first two characters of the forms: few words begin as a form does."""

    def beginning_like(self, word: str) -> Iterator[tuple[str, Sense]]:
        """Yield the forms that begin with the first letters of a word, the longest first."""
        first = word[:_FIRST_LETTERS].replace("’", "'")
        for length in range(len(first), 0, -1):
            yield from self.by_first_letters.get(first[:length], ())


@lru_cache(maxsize=1)
def _table() -> _Table:
    forms: dict[str, Sense] = {}
    by_code: dict[str, Power] = {}
    rows = list(csv.DictReader(files("onrecord.data").joinpath("powers.csv").read_text("utf-8").splitlines()))
    for row in rows:
        by_code[row["code"]] = Power(row["code"], row["name"], row["country"] or None, row["kind"] == "state")
    for field, use in _FIELDS:
        for row in rows:
            for form in filter(None, row[field].split("|")):
                forms.setdefault(_normal(form), Sense(by_code[row["code"]], use))
    by_letters: dict[str, list[tuple[str, Sense]]] = {}
    for form in sorted(forms, key=len, reverse=True):
        by_letters.setdefault(form.split()[0][:_FIRST_LETTERS], []).append((form, forms[form]))
    openings = frozenset(mark for form in forms for mark in (form[:2], form[:2].replace("'", "’")))
    return _Table(forms, by_code, by_letters, openings)


def _normal(phrase: str) -> str:
    plain = _SPACES.sub(" ", phrase.replace("’", "'")).strip(" ,;:")
    plain = re.sub(r"^[Tt]he ", "", plain)
    return _POSSESSIVE.sub("", plain) if not plain.endswith("s'") else plain[:-1]


def _goes_on(text: str, offset: int, limit: int) -> bool:
    return offset < limit and (
        text[offset].isalnum() or (text[offset] == "." and text[offset + 1 : offset + 2].isalpha())
    )
