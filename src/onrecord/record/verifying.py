"""Is what an article quotes what was said? Each quotation against the transcripts of its speaker and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onrecord.model import Reading, Span, Statement
from onrecord.record.errors import RecordError
from onrecord.record.folding import fold
from onrecord.record.passages import KNOWN, OPEN, Matcher, Passage
from onrecord.record.quoting import quoted_parts
from onrecord.record.store import Record
from onrecord.record.wordings import Comparison, compare

Verdict = Literal["verbatim", "near", "paraphrase", "not found", "no transcript"]
VERDICTS: tuple[Verdict, ...] = ("verbatim", "near", "paraphrase", "not found", "no transcript")
SHORTEST = 3
"""Words: a shorter quotation is only looked for where the rest of its statement leads to."""
NEWS = 3
"""Days: a report without a day of its own is first taken for news."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A quotation of an article, and what the record's transcripts say of it.

    ``quoted`` are the spans in the article's text; ``comparison`` sets them beside ``passage``. ``no transcript``
    means that the record holds none of the speaker from the days in question; ``not found``, that it does, and that
    none of them has such words.
    """

    statement: Statement
    speaker: str | None
    quoted: tuple[Span, ...]
    words: str
    verdict: Verdict
    passage: Passage | None
    comparison: Comparison | None


def verify(record: Record, article_id: str) -> list[Verified]:
    """Return a verdict on every quotation of an article, in the order of the text.

    Raises:
        RecordError: the article has not been read into the record.
    """
    reading = record.reading(article_id)
    if reading is None:
        raise RecordError(f"{record.path}: no article {article_id} has been read into this record")
    matcher = Matcher(record)
    found = [verify_statement(record, matcher, reading, one) for one in reading.statements]
    return [one for one in found if one is not None]


def verify_statement(record: Record, matcher: Matcher, reading: Reading, statement: Statement) -> Verified | None:
    """Return the verdict on one statement; ``None`` when it quotes nothing."""
    parts = quoted_parts(reading.article, statement)
    if not parts:
        return None
    words = reading.article.quote(parts)
    speaker = reading.entity(statement.speaker)
    name = speaker.name if speaker and speaker.kind == "person" else None
    passage = find_passage(matcher, reading, statement, words, name)
    if passage is None:
        has = _has_transcript(record, name, days_of(reading, statement))
        return Verified(statement, name, parts, words, "not found" if has else "no transcript", None, None)
    comparison = compare(words, passage.text)
    return Verified(statement, name, parts, words, comparison.verdict, passage, comparison)


def find_passage(
    matcher: Matcher, reading: Reading, statement: Statement, words: str, speaker: str | None
) -> Passage | None:
    """Return the passage of a transcript that a statement reports.

    The quoted words are looked for on the statement's day, else in the days before the article, else at any time
    before it; then all of what the statement says, which leads to quotations of a word or two.
    """
    days = days_of(reading, statement)
    until = reading.article.day
    for asked in (words, reading.article.quote(statement.content)):
        if len(asked.split()) < SHORTEST and asked == words:
            continue
        best = next(iter(matcher.ranked(asked, speaker=speaker, days=days)), None) if days else None
        if best is not None and best.likeness.evidence >= (KNOWN if speaker else OPEN):
            return best
        if statement.date is None:
            best = matcher.match(asked, speaker=speaker, until=until)
            if best is not None:
                return best
    return None


def days_of(reading: Reading, statement: Statement) -> tuple[str, str] | None:
    """Return the days on which a statement may have been made: its own, or the last ones before its article."""
    if statement.date and statement.date.start and statement.date.end:
        return statement.date.start, statement.date.end
    if reading.article.day is None:
        return None
    day = date.fromisoformat(reading.article.day)
    return (day - timedelta(days=NEWS)).isoformat(), day.isoformat()


def _has_transcript(record: Record, speaker: str | None, days: tuple[str, str] | None) -> bool:
    if speaker is None or days is None:
        return False
    surname = fold(speaker).split()[-1]
    first, last = (date.fromisoformat(one[:10]) for one in days)
    found = record.query(
        "SELECT u.folded, t.title FROM transcripts t JOIN turns u ON u.article_id = t.article_id "
        "WHERE t.day BETWEEN ? AND ?",
        ((first - timedelta(days=1)).isoformat(), (last + timedelta(days=1)).isoformat()),
    )
    return any(surname in (label or "") or surname in fold(title or "") for label, title in found)
