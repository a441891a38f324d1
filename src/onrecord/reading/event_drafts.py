"""Events while they are being put together: one event once, however often the article tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.model import DateRef, Event, EventStatus, EventType, Place, Span

MUTUAL: frozenset[EventType] = frozenset({"CONSULT", "COOPERATE"})
"""Types whose two sides can change places."""


@dataclass(slots=True)
class Draft:
    """An event that one place of the article tells of; ``at`` is the offset of the word that tells it.

    ``who`` is the person who acts, where the text says so: the same act of two people is two events.
    """

    type: EventType
    mode: str | None
    status: EventStatus
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    evidence: list[Span]
    at: int
    date: DateRef | None = None
    place: Place | None = None
    statement: str | None = None
    who: str | None = None
    confidence: float = 0.5
    words: frozenset[str] = field(default=frozenset())
    sectors: dict[str, str] = field(default_factory=dict)


def once(drafts: Iterable[Draft]) -> list[Draft]:
    """Join the drafts that tell of one event, in the order of the text.

    They have type and status in common, parties and days that do not differ, and one person (or one wording) behind.
    """
    kept: dict[tuple[object, ...], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda one: one.at):
        parties = frozenset((*draft.actors, *draft.recipients)) if draft.type in MUTUAL else draft.actors
        same = kept.setdefault((draft.type, draft.status, parties), [])
        twin = next((one for one in same[-8:] if _is_one(one, draft)), None)
        if twin is None:
            same.append(draft)
        else:
            _join(twin, draft)
    return sorted((one for same in kept.values() for one in same), key=lambda one: one.at)


def _is_one(left: Draft, right: Draft) -> bool:
    parties = left.type in MUTUAL or left.recipients == right.recipients or not (left.recipients and right.recipients)
    days = left.date is None or right.date is None or _overlap(left.date, right.date)
    return parties and days and (_is_one_voice(left, right) or _is_worded_alike(left, right))


def _is_one_voice(left: Draft, right: Draft) -> bool:
    """Tell whether one person may be behind both; a power's statement is not taken for one of its members'."""
    if left.who == right.who:
        return True
    return None in (left.who, right.who) and (left.statement is None or right.statement is None)


def _overlap(left: DateRef, right: DateRef) -> bool:
    if None in (left.start, left.end, right.start, right.end):
        return (left.start, left.end) == (right.start, right.end)
    return str(left.start) <= str(right.end) and str(right.start) <= str(left.end)


def _is_worded_alike(left: Draft, right: Draft) -> bool:
    return 2 * len(left.words & right.words) > max(1, min(len(left.words), len(right.words)))


def _join(one: Draft, other: Draft) -> None:
    one.evidence += other.evidence
    one.date = one.date or other.date
    one.place = one.place or other.place
    one.who = one.who or other.who
    one.mode = one.mode or other.mode
    one.recipients = one.recipients or other.recipients
    one.statement = one.statement or other.statement
    one.sectors = other.sectors | one.sectors
    one.confidence = max(one.confidence, other.confidence)


def finished(drafts: Sequence[Draft]) -> list[Event]:
    """Return the drafts as events, numbered in their order."""
    return [
        Event(
            id=f"v{index}",
            type=one.type,
            mode=one.mode,
            status=one.status,
            actors=one.actors,
            recipients=one.recipients,
            sectors={who: code for who, code in one.sectors.items() if who in (*one.actors, *one.recipients)},
            date=one.date,
            place=one.place,
            evidence=_apart(one.evidence),
            statement=one.statement,
            confidence=round(one.confidence, 3),
        )
        for index, one in enumerate(drafts, start=1)
    ]


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
