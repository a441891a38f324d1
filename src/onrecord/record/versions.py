"""What changed between two versions of a page: which statements stayed, changed, came and went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

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
    old_of = _paired(before, after)
    taken = set(old_of.values())
    found = [
        _changed(before, before.statements[old_of[at]], after, new) if at in old_of else Changed(None, new)
        for at, new in enumerate(after.statements)
    ]
    return found + [Changed(old, None) for place, old in enumerate(before.statements) if place not in taken]


def _paired(before: Reading, after: Reading) -> dict[int, int]:
    """Return which earlier statement each later one is: first those of the very words, in order, then the alike."""
    left = [_words(before, one) for one in before.statements]
    right = [_words(after, one) for one in after.statements]
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in reversed(range(len(left))):
        same[left[place]].append(place)
    found = {at: same[words].pop() for at, words in enumerate(right) if same[words]}
    rest = sorted(set(range(len(left))) - set(found.values()))
    new = [at for at in range(len(right)) if at not in found]
    for place, at in _closest([left[one] for one in rest], [right[one] for one in new]):
        found[new[at]] = rest[place]
    return found


def _words(reading: Reading, statement: Statement) -> tuple[str, str]:
    return reading.article.quote(statement.content), reading.article.quote(statement.source)


def _closest(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are alike, the most alike first, nobody in two of them."""
    if not left or not right:
        return
    words, sources = (
        cdist([one[side] for one in left], [one[side] for one in right], scorer=fuzz.ratio) for side in (0, 1)
    )
    scores = 0.9 * words + 0.1 * sources
    places = [(int(place), int(at)) for place, at in np.argwhere(scores >= ALIKE)]
    taken: tuple[set[int], set[int]] = set(), set()
    for place, at in sorted(places, key=lambda pair: (-scores[pair], abs(pair[0] - pair[1]))):
        if place not in taken[0] and at not in taken[1]:
            taken[0].add(place)
            taken[1].add(at)
            yield place, at


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
