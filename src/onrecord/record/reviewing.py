"""What people have still to look at, and what they have corrected."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record.corrected import Correction
from onrecord.record.store import Record


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement that nobody has looked at yet."""

    row: int
    article_id: str
    statement_id: str
    title: str | None
    publisher: str | None
    day: str | None
    speaker: str | None
    addressee: str | None
    source: str
    cue: str
    content: str
    kind: str
    act: str
    modality: str
    confidence: float


def doubts(record: Record, *, after: tuple[float, int] | None = None, limit: int = 20) -> list[Doubt]:
    """Return the statements in which no person had a hand, the least sure first.

    ``after`` is the confidence and row of the last one that was seen.
    """
    where, values = ("AND (s.confidence, s.id) > (?, ?)", after) if after else ("", ())
    rows = record.query(
        "SELECT s.id, s.article_id, s.local_id, r.title, r.publisher, s.first_day, e.name, t.name, s.source, s.cue, "
        "s.content, s.kind, s.act, s.modality, s.confidence FROM statements s JOIN readings r ON r.id = s.reading_id "
        "LEFT JOIN entities e ON e.id = s.speaker_id LEFT JOIN entities t ON t.id = s.addressee_id "
        f"WHERE s.corrected = 0 {where} ORDER BY s.confidence, s.id LIMIT ?",
        (*values, limit),
    )
    return [Doubt(*row) for row in rows]


def surroundings(record: Record, doubt: Doubt, size: int = 160) -> tuple[str, str]:
    """Return what stands before and after a statement's content in its paragraph, ``size`` characters at most."""
    rows = record.query(
        "SELECT substr(a.text, max(1, s.first - ?1 + 1), min(?1, s.first)), substr(a.text, s.last + 1, ?1) FROM "
        "(SELECT article_id, json_extract(content_spans, '$[0][0]') AS first, "
        "json_extract(content_spans, '$[#-1][1]') AS last FROM statements WHERE id = ?2) s "
        "JOIN articles a ON a.id = s.article_id",
        (size, doubt.row),
    )
    before, after = rows[0] if rows else ("", "")
    return before.rpartition("\n")[2], after.partition("\n")[0]


def latest_corrections(record: Record, *, before: int | None = None, limit: int = 50) -> list[Correction]:
    """Return what people corrected, the latest first; ``before`` is the number of the last one that was seen."""
    where, values = ("WHERE id < ?", (before,)) if before is not None else ("", ())
    rows = record.query(
        "SELECT id, article_id, action, target, selectors, value, withdraws, who, why, made_at FROM corrections "
        f"{where} ORDER BY id DESC LIMIT ?",
        (*values, limit),
    )
    return [Correction.from_row(row) for row in rows]


def withdrawn(record: Record) -> frozenset[int]:
    """Return the numbers of the corrections that were taken back."""
    return frozenset(row[0] for row in record.query("SELECT withdraws FROM corrections WHERE action = 'withdraw'"))


def correction(record: Record, number: int) -> Correction | None:
    """Return one correction by its number."""
    found = latest_corrections(record, before=number + 1, limit=1)
    return found[0] if found and found[0].id == number else None
