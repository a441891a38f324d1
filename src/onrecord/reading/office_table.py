"""The table of offices: the one that ships, and rows of a user's own beside it."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from onrecord.reading.powers import power_by_code
from onrecord.reading.spellings import name_parts

COLUMNS = ("country", "role", "office", "holder", "wikidata", "start", "end", "evidence")
REQUIRED = ("country", "office", "holder", "start")
ROLES = frozenset(
    "state government leader head foreign defence interior finance justice health energy trade security-adviser "
    "vice-state vice-government spokesperson spokesperson-state spokesperson-foreign spokesperson-government".split()
)
"""What an office can be by its function; ``state`` is the head of state, ``head`` leads an organisation."""
_LAST_DAY = "9999-12-31"
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class OfficesError(ValueError):
    """A table of offices that cannot be read; the message says where, what and what to do."""


@dataclass(frozen=True, slots=True)
class Term:
    """One holder of one office, from ``start`` to ``end`` (ISO dates or years; ``end`` is empty while open).

    ``country`` is an ISO 3166 alpha-3 code or an organisation's code in powers.csv; ``role`` says what the office
    is by its function and is empty where it has no such name. ``own`` rows are a user's, and win.
    """

    country: str
    role: str
    office: str
    holder: str
    wikidata: str
    start: str
    end: str
    evidence: str = ""
    own: bool = False

    def covers(self, day: str) -> bool:
        """Tell whether the term includes ``day`` (``YYYY-MM-DD``); a bare year stands for the whole of it."""
        last = self.end + "-12-31"[len(self.end) - 4 :] if self.end else _LAST_DAY
        return self.start <= day <= last


class OfficeTable:
    """Terms by role and by surname; a shipped row becomes a term when somebody asks for it."""

    def __init__(self, lines: Sequence[str] = (), own: Iterable[Term] = ()) -> None:
        """``lines`` are rows of offices.csv.gz, ``own`` a user's terms."""
        self._roles: dict[tuple[str, str], list[str]] = {}
        self._surnames: dict[str, list[str]] = {}
        for line in lines:
            country, role, _ = line.split(",", 2)
            if role:
                self._roles.setdefault((country, role), []).append(line)
            for surname in line[line.rfind(",") + 1 :].split(" "):
                self._surnames.setdefault(surname, []).append(line)
        self._lines = lines
        self._own = tuple(own)

    def with_role(self, country: str, role: str) -> list[Term]:
        """Return the terms in an office of this function."""
        own = [term for term in self._own if (term.country, term.role) == (country, role)]
        return own + [_term(line) for line in self._roles.get((country, role), ())]

    def with_surname(self, surname: str) -> list[Term]:
        """Return the terms of those whose first or last name (in common spelling) this is."""
        own = [term for term in self._own if surname in _ends(term.holder)]
        return own + [_term(line) for line in self._surnames.get(surname, ())]

    def terms(self) -> Iterator[Term]:
        """Yield every term."""
        yield from self._own
        yield from (_term(line) for line in self._lines)

    def beside(self, own: Iterable[Term]) -> OfficeTable:
        """Return a table that has these terms of a user's too."""
        table = OfficeTable()
        table._roles, table._surnames, table._lines = self._roles, self._surnames, self._lines
        table._own = (*self._own, *own)
        return table


@lru_cache(maxsize=8_192)
def _term(line: str) -> Term:
    fields = next(csv.reader([line])) if '"' in line else line.split(",")
    country, role, office, holder, wikidata, start, end, evidence, *_ = fields
    return Term(country, role, office, holder, wikidata, start, end, evidence)


def _ends(holder: str) -> tuple[str, ...]:
    parts = name_parts(holder)
    return (parts[0], parts[-1]) if parts else ()


@lru_cache(maxsize=1)
def shipped() -> OfficeTable:
    """Return the table that ships."""
    raw = gzip.decompress(files("onrecord.data").joinpath("offices.csv.gz").read_bytes()).decode("utf-8")
    return OfficeTable(raw.splitlines()[1:])


_current: ContextVar[OfficeTable | None] = ContextVar("offices", default=None)


def current() -> OfficeTable:
    """Return the table in use: the one that ships, unless ``using`` has put another in its place."""
    return _current.get() or shipped()


@contextmanager
def using(table: OfficeTable) -> Iterator[None]:
    """Let everything inside the ``with`` block ask ``table``."""
    token = _current.set(table)
    try:
        yield
    finally:
        _current.reset(token)


def read_offices(path: Path) -> OfficeTable:
    """Return the shipped table with the rows of a CSV file beside it; where they disagree, the file is right.

    The file is UTF-8 with a header. ``country`` (ISO 3166 alpha-3, or an organisation's code in powers.csv),
    ``office``, ``holder`` and ``start`` must be there; ``role``, ``wikidata``, ``end`` and ``evidence`` may be. Dates
    are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. Without a ``role``, the office's own words tell it.

    Raises:
        OfficesError: The file cannot be read, or a row is not right; the message names the line.
    """
    return shipped().beside(read_terms(path))


def read_terms(path: Path) -> list[Term]:
    """Return the terms of a user's CSV file; for its form and the errors raised see ``read_offices``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OfficesError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise OfficesError(f"{path}: is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in REQUIRED if name not in header]
        if missing:
            raise OfficesError(
                f"{path}: line 1 must name the columns; {', '.join(missing)} missing. "
                f"Known are: {', '.join(COLUMNS)}."
            )
        return [
            _checked(dict(zip(header, row, strict=False)), f"{path}: line {rows.line_num}")
            for row in rows
            if any(row)
        ]
    except csv.Error as error:
        raise OfficesError(f"{path}: line {rows.line_num} is no CSV ({error}).") from error


def _checked(row: dict[str, str], where: str) -> Term:
    row = {name: row.get(name, "").strip() for name in COLUMNS}
    empty = [name for name in REQUIRED if not row[name]]
    if empty:
        raise OfficesError(f"{where}: {', '.join(empty)} must not be empty.")
    if power_by_code(row["country"]) is None:
        raise OfficesError(f"{where}: {row['country']!r} is no country or organisation. Write HUN, or NATO.")
    for name in ("start", "end"):
        if row[name] and not _DATE.fullmatch(row[name]):
            raise OfficesError(f"{where}: {name} is {row[name]!r}. Write 2022-02-01, 2022-02 or 2022.")
    if row["end"] and row["end"] < row["start"][: len(row["end"])]:
        raise OfficesError(f"{where}: the term ends ({row['end']}) before it starts ({row['start']}).")
    if row["role"] and row["role"] not in ROLES:
        raise OfficesError(f"{where}: {row['role']!r} is no role. Leave it empty, or write one of: {_listed()}.")
    if row["wikidata"] and not re.fullmatch(r"Q\d+", row["wikidata"]):
        raise OfficesError(f"{where}: {row['wikidata']!r} is no Wikidata id. Write Q57641, or leave it empty.")
    return Term(**(row | {"role": row["role"] or role_of_office(row["office"])}), own=True)


def _listed() -> str:
    return ", ".join(sorted(ROLES))


def role_of_office(office: str) -> str:
    """Return what an office is by its function, as its English name tells, or nothing."""
    from onrecord.reading.roles import parse_role

    key = parse_role(office).key
    return key if key in ROLES else ""
