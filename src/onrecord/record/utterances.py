"""Which statements report the same act of speaking: same speaker, compatible day, and words that say so.

An utterance is a star, not a chain: its members are each like the statement that was asked about. (A quotation of two
sentences is like a quotation of either; those two are not like each other.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.record.errors import RecordError
from onrecord.record.likeness import Likeness, likeness
from onrecord.record.store import Record
from onrecord.record.wording import Weights, counts_of, stems_of

NEWS = 3
"""Days: what an article reports without a day was said at most so long before it."""
LEAST_EVIDENCE = 7.0
LEAST_SHARE = 0.42
"""What two reports of one utterance have in common: in nats, and as a share of the shorter one."""
MOST = 2_000
"""So many statements of one speaker around one day are compared with one another."""
_AGAIN = re.compile(r"\b(?:repeat|reiterat|restat|renew|again|insist(?:ed|s)? again)", re.I)


@dataclass(frozen=True, slots=True)
class Report:
    """One statement as a report of an utterance. ``first`` and ``last`` are the days on which it may have been said."""

    row: int
    article_id: str
    statement_id: str
    speaker: str
    publisher: str | None
    title: str | None
    kind: str
    cue: str
    content: str
    first: str | None
    last: str | None
    dated: bool


@dataclass(frozen=True, slots=True)
class Same:
    """Two reports of one utterance, and the words that say so."""

    left: Report
    right: Report
    likeness: Likeness


def utterance_of(record: Record, article_id: str, statement_id: str) -> tuple[Report, list[Same]]:
    """Return a statement as a report, and the other reports of its utterance, the most like it first.

    Raises:
        RecordError: there is no such statement.
    """
    found = record.query(
        "SELECT id, speaker_id FROM statements WHERE article_id = ? AND local_id = ?", (article_id, statement_id)
    )
    if not found:
        raise RecordError(f"{record.path}: {article_id} has no statement {statement_id}; `onrecord search` shows them")
    row, speaker = found[0]
    reports = _reports(record, "s.id = ?", (row,)) if speaker is None else _of_speaker(record, speaker)
    mine = next(one for one in reports if one.row == row)
    near = [one for one in reports if one.row != row and may_be_same(mine, one)][:MOST]
    weights = weights_of(reports)
    same = filter(None, (same_utterance(mine, one, weights) for one in near))
    return mine, sorted(same, key=lambda one: -one.likeness.evidence)


def all_utterances(record: Record) -> Iterator[Same]:
    """Yield every two statements of a record that report one utterance."""
    speakers = record.query("SELECT DISTINCT speaker_id FROM statements WHERE speaker_id IS NOT NULL ORDER BY 1")
    done: set[int] = set()
    for (speaker,) in speakers:
        if speaker not in done:
            reports = _of_speaker(record, speaker)
            done |= set(_namesakes(record, speaker))
            yield from pairs(reports)


def pairs(reports: Sequence[Report]) -> Iterator[Same]:
    """Yield every two of one speaker's reports that are of one utterance."""
    weights = weights_of(reports)
    ordered = sorted(reports, key=lambda one: (one.first or "", one.row))
    for place, left in enumerate(ordered):
        for right in ordered[place + 1 : place + 1 + MOST]:
            if left.last and right.first and right.first > left.last:
                break
            if may_be_same(left, right) and (same := same_utterance(left, right, weights)):
                yield same


def weights_of(reports: Sequence[Report]) -> Weights:
    """Return how much a stem tells among one speaker's reports."""
    return Weights(len(reports), counts_of([stems_of(one.content) for one in reports]))


def may_be_same(left: Report, right: Report) -> bool:
    """Return whether two reports of a speaker may be of one utterance by their days.

    Who repeats something on a later day says it anew.
    """
    if not (left.first and left.last and right.first and right.last):
        return False
    if left.first > right.last or right.first > left.last:
        return False
    again = bool(_AGAIN.search(left.cue)) != bool(_AGAIN.search(right.cue))
    return not (again and left.last != right.last)


def same_utterance(left: Report, right: Report, weights: Weights) -> Same | None:
    """Return what says that two reports are of one utterance, or ``None`` when too little does."""
    first, second = stems_of(left.content), stems_of(right.content)
    if weights.sum(first) > weights.sum(second):
        first, second = second, first
    found = likeness(first, second, weights)
    told = weights.sum(first)
    bag = weights.sum(found.common)
    share = (bag + (found.evidence * told) ** 0.5) / (2 * told) if told else 0.0
    evidence = share * share * told
    if evidence < LEAST_EVIDENCE or share < LEAST_SHARE:
        return None
    return Same(left, right, Likeness(share, evidence, found.common))


def _of_speaker(record: Record, speaker: int) -> list[Report]:
    marks = ", ".join(map(str, _namesakes(record, speaker)))
    return _reports(record, f"s.speaker_id IN ({marks})", ())


def _namesakes(record: Record, speaker: int) -> list[int]:
    found = record.query(
        "SELECT o.id FROM entities e JOIN entities o ON o.id = e.id OR (o.wikidata = e.wikidata) "
        "OR (o.folded = e.folded AND o.kind = e.kind AND (o.wikidata IS NULL OR e.wikidata IS NULL)) WHERE e.id = ?",
        (speaker,),
    )
    return sorted({row[0] for row in found})


def _reports(record: Record, where: str, values: tuple[object, ...]) -> list[Report]:
    found = record.query(
        "SELECT s.id, s.article_id, s.local_id, coalesce(e.name, s.source), r.publisher, r.title, s.kind, s.cue, s.content, "
        "s.date_start, s.date_end, r.day FROM statements s JOIN readings r ON r.id = s.reading_id "
        f"LEFT JOIN entities e ON e.id = s.speaker_id WHERE {where} ORDER BY s.id",
        values,
    )
    return [Report(*row[:9], *_days(*row[9:])) for row in found]


def _days(start: str | None, end: str | None, article: str | None) -> tuple[str | None, str | None, bool]:
    if start or end:
        return start or end, end or start, True
    if article is None:
        return None, None, False
    try:
        return (date.fromisoformat(article[:10]) - timedelta(days=NEWS)).isoformat(), article[:10], False
    except (ValueError, OverflowError):
        return None, None, False
