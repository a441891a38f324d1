"""Readings and transcripts go into a record, and what became of each is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from onrecord.model import Article, Reading
    from onrecord.record import Added


@runtime_checkable
class UnreadableLike(Protocol):
    """An article that could not be read: where it came from, and why."""

    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102


@dataclass
class AddCounts:
    """What became of the readings that were to be added."""

    new: int = 0
    same: int = 0
    reread: int = 0
    unreadable: int = 0
    statements: int = 0
    copies: int = 0

    def __str__(self) -> str:
        parts = [f"{self.new} added", f"{self.statements} statement{'s' if self.statements != 1 else ''}"]
        parts += [f"{self.reread} read anew"] if self.reread else []
        parts += [f"{self.same} already there"] if self.same else []
        parts += [f"{self.copies} near cop{'ies' if self.copies != 1 else 'y'}"] if self.copies else []
        parts += [f"{self.unreadable} could not be read"] if self.unreadable else []
        return " · ".join(parts)


def add_readings(path: Path, readings: Iterator[Reading | UnreadableLike], console: Console) -> AddCounts:
    """Add readings to the record at ``path`` as they come, and say which articles could not be read.

    Raises:
        RecordError: the record cannot be opened or written; what was added before stays.
    """
    from onrecord.model import Reading
    from onrecord.record import Record
    from onrecord.record.copies import group_copies
    from onrecord.record.lately import renew

    counts = AddCounts()
    with Record(path) as record:
        for reading in readings:
            # One by one: a bookmark counts a reading as dealt with when the next one is asked for.
            if isinstance(reading, Reading):
                _count(counts, record.add(reading), reading)
            else:
                counts.unreadable += 1
                console.print(Text(f"{reading.origin}: {reading.reason}"), style="red", soft_wrap=True)
        counts.copies = group_copies(record)
        renew(record)
    return counts


def add_transcripts(path: Path, articles: Iterator[Article | UnreadableLike], console: Console) -> tuple[int, int]:
    """Add official transcripts to the record at ``path``; return how many are new, and how many could not be read.

    Raises:
        RecordError: the record cannot be opened or written; what was added before stays.
    """
    from onrecord.article.transcript import transcript_of
    from onrecord.model import Article
    from onrecord.record import Added, Record
    from onrecord.record.passages import add_transcript

    added = failed = 0
    with Record(path) as record:
        for one in articles:
            if isinstance(one, Article):
                transcript = transcript_of(one)
                added += add_transcript(record, transcript) is Added.NEW
                if transcript.article.day is None:
                    console.print(
                        Text(f"{one.origin}: no day is known; --published says it"), style="yellow", soft_wrap=True
                    )
            else:
                failed += 1
                console.print(Text(f"{one.origin}: {one.reason}"), style="red", soft_wrap=True)
    return added, failed


def _count(counts: AddCounts, added: Added, reading: Reading) -> None:
    from onrecord.record import Added

    if added is Added.SAME:
        counts.same += 1
        return
    counts.statements += len(reading.statements)
    if added is Added.NEW:
        counts.new += 1
    else:
        counts.reread += 1
