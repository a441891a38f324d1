"""What changed between two versions of a page: which statements stayed, changed, came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from onrecord.model import Reading, Statement
from onrecord.record.wordings import Comparison, compare

ALIKE = 60.0
"""Of 100: how like two contents are that are two versions of one statement (Indel similarity)."""
FIELDS = ("kind", "act", "modality", "speaker", "addressee", "date", "cue", "content")


@dataclass(frozen=True, slots=True)
class Changed:
    """One statement in two versions. ``before`` is ``None`` when it came, ``after`` when it went.

    ``fields`` are the fields whose words or values differ; ``wording`` sets both contents side by side, the earlier
    one in the place of the official words.
    """

    before: Statement | None
    after: Statement | None
    fields: tuple[str, ...] = ()
    wording: Comparison | None = None

    @property
    def what(self) -> Literal["same", "changed", "came", "went"]:
        """What became of the statement."""
        if self.before is None:
            return "came"
        if self.after is None:
            return "went"
        return "changed" if self.fields else "same"


def diff(before: Reading, after: Reading) -> list[Changed]:
    """Return what became of every statement, in the order of the later version; those that went come last.

    Statements are paired by their words, the most alike first; the ids of a reading mean nothing in another one.
    """
    scored = sorted(
        (
            (_alike(before, old, after, new), place, at)
            for place, old in enumerate(before.statements)
            for at, new in enumerate(after.statements)
        ),
        key=lambda row: (-row[0], abs(row[1] - row[2])),
    )
    old_of: dict[int, int] = {}
    taken: set[int] = set()
    for score, place, at in scored:
        if score >= ALIKE and place not in taken and at not in old_of:
            old_of[at] = place
            taken.add(place)
    found = [
        _changed(before, before.statements[old_of[at]], after, new) if at in old_of else Changed(None, new)
        for at, new in enumerate(after.statements)
    ]
    return found + [Changed(old, None) for place, old in enumerate(before.statements) if place not in taken]


def _alike(before: Reading, old: Statement, after: Reading, new: Statement) -> float:
    words = fuzz.ratio(before.article.quote(old.content), after.article.quote(new.content))
    source = fuzz.ratio(before.article.quote(old.source), after.article.quote(new.source))
    return 0.9 * words + 0.1 * source


def _changed(before: Reading, old: Statement, after: Reading, new: Statement) -> Changed:
    fields = tuple(name for name in FIELDS if _value(before, old, name) != _value(after, new, name))
    wording = None
    if "content" in fields:
        wording = compare(after.article.quote(new.content), before.article.quote(old.content))
    return Changed(old, new, fields, wording)


def _value(reading: Reading, statement: Statement, name: str) -> object:
    value = getattr(statement, name)
    if name in ("cue", "content"):
        return " ".join(reading.article.quote(value).split())
    if name in ("speaker", "addressee"):
        entity = reading.entity(value)
        return entity and (entity.wikidata or entity.name)
    return (value.start, value.end) if name == "date" and value else value
