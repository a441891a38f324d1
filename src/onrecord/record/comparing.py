"""One utterance as each outlet words it, beside the official words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from onrecord.model import Reading
from onrecord.record.copies import Copy, copies_of
from onrecord.record.errors import RecordError
from onrecord.record.passages import Matcher, Passage
from onrecord.record.quoting import quoted_parts
from onrecord.record.store import Record
from onrecord.record.utterances import Report, utterance_of
from onrecord.record.verifying import find_passage
from onrecord.record.wording import is_function, words_of
from onrecord.record.wordings import Comparison, compare


@dataclass(frozen=True, slots=True)
class Wording:
    """One report of an utterance. ``because`` are the words that it has in common with the statement asked about.

    ``copies`` are near copies of the article that say the same; they are not listed on their own.
    """

    article_id: str
    statement_id: str
    publisher: str | None
    title: str | None
    day: str | None
    kind: str
    words: str
    comparison: Comparison | None
    because: tuple[str, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One act of speaking: the official words where the record holds them, and each outlet's."""

    official: Passage | None
    wordings: tuple[Wording, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def utterance(record: Record, article_id: str, statement_id: str) -> Utterance:
    """Return the utterance that a statement reports: the statement itself first, then the others, the most like it
    first.

    Each is compared with the transcript's passage, or without one with the statement that was asked about. Only what
    an outlet puts in quotation marks is held against the official words; an indirect report is compared as a whole.

    Raises:
        RecordError: there is no such statement.
    """
    mine, same = utterance_of(record, article_id, statement_id)
    readings = cache(lambda wanted: _reading(record, wanted))
    official = _official(record, readings, [mine, *(one.right for one in same)])
    reports: list[tuple[Report, tuple[str, ...]]] = [(mine, ()), *((one.right, one.likeness.common) for one in same)]
    places = {report.article_id: copies_of(record, report.article_id) for report, _ in reports}
    found: list[Wording] = []
    told: set[tuple[str, str]] = set()
    for report, because in reports:
        words = _words(readings, report)
        if any((copy.article_id, words) in told for copy in places[report.article_id]):
            continue
        told.add((report.article_id, words))
        base = official.text if official else None if report is mine else _words(readings, mine)
        comparison = compare(words, base) if base is not None else None
        copies = tuple(
            copy for copy in places[report.article_id]
            if any(other.article_id == copy.article_id and _words(readings, other) == words for other, _ in reports)
        )  # fmt: skip
        found.append(
            Wording(
                report.article_id,
                report.statement_id,
                report.publisher,
                report.title,
                report.last,
                report.kind,
                words,
                comparison,
                _shown(report.content, because),
                copies,
            )
        )
    return Utterance(official, tuple(found))


def _shown(content: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a content that have one of the stems, those without meaning of their own left out."""
    told = {one for one in stems if not is_function(one)}
    return tuple(dict.fromkeys(word.text for word in words_of(content) if word.stem in told))


Readings = Callable[[str], Reading]


def _reading(record: Record, article_id: str) -> Reading:
    reading = record.reading(article_id)
    if reading is None:
        raise RecordError(f"{record.path}: {article_id} has no reading")
    return reading


def _words(readings: Readings, report: Report) -> str:
    reading = readings(report.article_id)
    statement = reading.statement(report.statement_id)
    parts = quoted_parts(reading.article, statement)
    return reading.article.quote(parts or statement.content)


def _official(record: Record, readings: Readings, reports: list[Report]) -> Passage | None:
    """Return the passage that the reports are of: that of the first which has one, with what the others add beside
    it."""
    matcher, found = Matcher(record), None
    for report in reports:
        reading = readings(report.article_id)
        statement = reading.statement(report.statement_id)
        speaker = reading.entity(statement.speaker)
        name = speaker.name if speaker and speaker.kind == "person" else None
        passage = find_passage(matcher, reading, statement, _words(readings, report), name)
        if passage:
            found = matcher.joined(found, passage) if found else passage
    return found
