"""What passes between the processes: an item of the input, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["article", "failure", "language", "no page", "end"]
"""What stands at a place of a source. ``language`` and ``no page`` are set aside; ``end`` comes behind the last."""
Fate = Literal["read", "failure", "repeat", "language", "no page", "end", "known"]
"""What becomes of an item: a ``repeat`` is the text of another article, word for word; what is ``known`` was dealt
with by an earlier run."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the input.

    ``source`` is the number of its source and ``number`` its own in there, from 0, both the same in every run over
    the same input. Taking can begin anew at ``place``, whose first item has the number ``first``. ``reached`` are
    the bytes of the source that lie behind. ``key`` is the hash of the article's text, ``article`` its JSON.
    """

    source: int
    number: int
    kind: Kind
    origin: str = ""
    detail: str = ""
    key: bytes = b""
    article: bytes = b""
    place: int = 0
    first: int = 0
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item; ``tables`` are the rows of a reading, one Arrow batch a table."""

    item: Item
    fate: Fate
    detail: str = ""
    tables: dict[str, bytes] = field(default_factory=dict)
