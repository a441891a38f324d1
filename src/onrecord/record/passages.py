"""Official transcripts in the record, and the passage of one that a quotation comes from."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from onrecord.article.transcript import Transcript, Turn
from onrecord.model import Span
from onrecord.record import rows
from onrecord.record.folding import fold
from onrecord.record.likeness import Likeness, likeness, quick
from onrecord.record.store import Added, Record
from onrecord.record.wording import Weights, is_function, stems_of

CANDIDATES = 80
LOOKED_UP = 16
"""How many of a quotation's most telling stems are looked up in the index."""
LONGEST_WINDOW = 6
LONGEST_QUOTATION, LONGEST_SENTENCE = 600, 600
"""Stems: of what is longer, the first so many are weighed; that bounds the work on a hostile text."""
KNOWN, OPEN = 8.0, 14.5
"""The evidence (nats) that a match needs: where the day and the speaker are known, and where they are not."""
WEIGHED = 12
"""How many candidates are weighed word by word."""
BESIDE = 200
"""Characters between two passages of one turn that are shown as one."""
SLACK = 1
"""Days that a report may be off a transcript's day: it was evening there and morning here."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a transcript: consecutive sentences of one turn. Offsets count in the transcript's text."""

    article_id: str
    title: str | None
    url: str | None
    day: str | None
    speaker: str | None
    turn: int
    span: Span
    text: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """One transcript of the record, as a list shows it."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    day: str | None
    turns: int


def add_transcript(record: Record, transcript: Transcript) -> Added:
    """Add a transcript with its turns and passages, whole or not at all.

    Raises:
        RecordError: the article's id is not the hash of its text, or the file cannot be written.
    """
    article = transcript.article
    rows.check_identity(article)
    with record.transaction() as database:
        rows.insert_article(database, article)
        if database.execute("SELECT 1 FROM transcripts WHERE article_id = ?", (article.id,)).fetchone():
            return Added.SAME
        database.execute(
            "INSERT INTO transcripts VALUES (?, ?, ?, ?, ?, ?)",
            (article.id, article.title, article.publisher, article.url, article.day, rows.now()),
        )
        insert_turns(database, article.id, article.text, transcript.turns)
    return Added.NEW


def insert_turns(database: sqlite3.Connection, article_id: str, text: str, turns: Iterable[Turn]) -> None:
    """Insert a transcript's turns and passages, and index them."""
    for position, turn in enumerate(turns):
        done = database.execute(
            'INSERT INTO turns (article_id, position, speaker, folded, start, "end") VALUES (?, ?, ?, ?, ?, ?)',
            (article_id, position, turn.speaker, fold_label(turn.speaker), *turn.span),
        )
        for place, (start, end) in enumerate(turn.sentences):
            made = database.execute(
                'INSERT INTO passages (turn_id, position, start, "end") VALUES (?, ?, ?, ?)',
                (done.lastrowid, place, start, end),
            )
            database.execute(
                "INSERT INTO passage_index (rowid, stems) VALUES (?, ?)",
                (made.lastrowid, " ".join(stems_of(text[start:end]))),
            )


def transcripts(record: Record) -> list[TranscriptRow]:
    """Return the transcripts of a record, the newest first."""
    found = record.query(
        "SELECT t.article_id, t.title, t.publisher, t.url, t.day, (SELECT count(*) FROM turns u "
        "WHERE u.article_id = t.article_id) FROM transcripts t ORDER BY t.day DESC, t.article_id"
    )
    return [TranscriptRow(*row) for row in found]


def fold_label(label: str | None) -> str | None:
    """Return a speaker's label as it is compared: folded, words that a page ran together apart, no asides."""
    if label is None:
        return None
    apart = re.sub(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])", " ", re.sub(r"\([^)]*\)", " ", label))
    return fold(re.sub(r"[^\w\s'-]", " ", apart))


class Matcher:
    """Finds the passage that a quotation comes from. Make one, and ask it many times."""

    def __init__(self, record: Record) -> None:
        self.record = record
        total = record.query("SELECT count(*) FROM passages")[0][0]
        self.weights = Weights(total, self._passages_with)
        self._texts: dict[str, str] = {}
        self._turns: dict[int, list[Span]] = {}
        self._stemmed: dict[tuple[str, int, int], list[str]] = {}

    def _passages_with(self, one: str) -> int:
        found = self.record.query("SELECT doc FROM passage_terms WHERE term = ?", (one,))
        return int(found[0][0]) if found else 0

    def match(
        self, words: str, *, speaker: str | None = None, days: tuple[str, str] | None = None, until: str | None = None
    ) -> Passage | None:
        """Return the passage that ``words`` come from, or ``None`` when none is like enough.

        ``speaker`` is a name: turns labelled with another one are passed over. ``days`` are the first and the last
        day on which the words may have been said; ``until`` is a day that no transcript can be later than.
        """
        best = next(iter(self.ranked(words, speaker=speaker, days=days, until=until)), None)
        least = KNOWN if days and speaker else OPEN
        return best if best is not None and best.likeness.evidence >= least else None

    def ranked(
        self, words: str, *, speaker: str | None = None, days: tuple[str, str] | None = None, until: str | None = None
    ) -> list[Passage]:
        """Return the passages most like ``words``, the best first, one a transcript, however like they are."""
        stems = stems_of(words[: 20 * LONGEST_QUOTATION])[:LONGEST_QUOTATION]
        windows: dict[str, tuple[float, Span, tuple[Any, ...]]] = {}
        for candidate in self._candidates(stems, speaker, days, until):
            article_id = candidate[4]
            score, span = self._window(stems, candidate)
            if article_id not in windows or score > windows[article_id][0]:
                windows[article_id] = score, span, candidate
        best = sorted(windows.values(), key=lambda one: -one[0])[:WEIGHED]
        found = [self._passage(stems, span, candidate) for _, span, candidate in best]
        return sorted(found, key=lambda one: (-one.likeness.evidence, -one.likeness.score))

    def joined(self, one: Passage, other: Passage) -> Passage:
        """Return ``one`` with ``other``, where both stand beside one another in one turn; else ``one`` alone."""
        start, end = min(one.span[0], other.span[0]), max(one.span[1], other.span[1])
        apart = end - start - (one.span[1] - one.span[0]) - (other.span[1] - other.span[0])
        if one.article_id != other.article_id or one.turn != other.turn or apart > BESIDE:
            return one
        return replace(one, span=(start, end), text=self._text(one.article_id)[start:end])

    def _candidates(
        self, stems: Sequence[str], speaker: str | None, days: tuple[str, str] | None, until: str | None
    ) -> list[tuple[Any, ...]]:
        telling = sorted(
            {one for one in stems if not is_function(one)} or set(stems), key=lambda one: -self.weights(one)
        )
        if not telling:
            return []
        match = " OR ".join(f'"{one}"' for one in telling[:LOOKED_UP])
        conditions: list[str] = []
        values: list[object] = []
        if days:
            conditions.append("t.day BETWEEN ? AND ?")
            values += [_moved(days[0], -SLACK), _moved(days[1], SLACK)]
        if until:
            conditions.append("t.day <= ?")
            values.append(_moved(until, SLACK))
        where = "".join(f" AND {one}" for one in conditions)
        found = self.record.query(
            "SELECT p.turn_id, p.position, u.speaker, u.folded, t.article_id, t.title, t.url, t.day "
            "FROM passage_index i CROSS JOIN passages p ON p.id = i.rowid JOIN turns u ON u.id = p.turn_id "
            "JOIN transcripts t ON t.article_id = u.article_id "
            f"WHERE passage_index MATCH ?{where} ORDER BY bm25(passage_index) LIMIT ?",
            (match, *values, CANDIDATES * (3 if speaker else 1)),
        )
        return [row for row in found if _may_be(speaker, row[3])][:CANDIDATES]

    def _window(self, stems: Sequence[str], candidate: tuple[Any, ...]) -> tuple[float, Span]:
        """Return the best stretch around a candidate: it grows by a sentence on either side as long as that helps."""
        turn, position, article_id = candidate[0], candidate[1], candidate[4]
        sentences = self._sentences(turn)
        first = last = position
        window = self._stems(article_id, sentences[position])
        score = quick(stems, window, self.weights)
        while last - first + 1 < LONGEST_WINDOW:
            wider = []
            for start, end in ((first - 1, last), (first, last + 1)):
                if start >= 0 and end < len(sentences):
                    more = self._stems(article_id, sentences[start if start < first else end])
                    grown = more + window if start < first else window + more
                    wider.append((quick(stems, grown, self.weights), start, end, grown))
            best = max(wider, default=None, key=lambda one: one[0])
            if best is None or best[0] <= score:
                break
            score, first, last, window = best
        return score, (sentences[first][0], sentences[last][1])

    def _passage(self, stems: Sequence[str], span: Span, candidate: tuple[Any, ...]) -> Passage:
        turn, _, speaker, _, article_id, title, url, day = candidate
        words = self._text(article_id)[slice(*span)]
        return Passage(
            article_id,
            title,
            url,
            day,
            speaker,
            turn,
            span,
            words,
            likeness(stems, stems_of(words[: 20 * LONGEST_SENTENCE * LONGEST_WINDOW]), self.weights),
        )

    def _sentences(self, turn: int) -> list[Span]:
        if turn not in self._turns:
            self._turns[turn] = self.record.query(
                'SELECT start, "end" FROM passages WHERE turn_id = ? ORDER BY position', (turn,)
            )
        return self._turns[turn]

    def _stems(self, article_id: str, span: Span) -> list[str]:
        key = article_id, *span
        if key not in self._stemmed:
            if len(self._stemmed) > 20_000:
                self._stemmed.clear()
            start, end = span[0], min(span[1], span[0] + 20 * LONGEST_SENTENCE)
            self._stemmed[key] = stems_of(self._text(article_id)[start:end])[:LONGEST_SENTENCE]
        return self._stemmed[key]

    def _text(self, article_id: str) -> str:
        if article_id not in self._texts:
            if len(self._texts) > 200:
                self._texts.clear()
            self._texts[article_id] = self.record.query("SELECT text FROM articles WHERE id = ?", (article_id,))[0][0]
        return self._texts[article_id]


def _may_be(speaker: str | None, label: str | None) -> bool:
    """Return whether a turn's label may be the speaker's: one that names nobody may be anybody's, a question
    nobody's."""
    if speaker is None or label is None:
        return True
    words = label.split()
    if words and words[0] in ("question", "remark", "moderator", "journalist", "reporter"):
        return False
    name = fold_label(speaker) or ""
    return name.split()[-1:] == words[-1:] or bool(set(name.split()[-1:]) & set(words)) or _names_nobody(words)


_ROLE_WORDS = frozenset(
    "the president prime minister chancellor secretary speaker answer reply spokesperson chair".split()
)


def _names_nobody(words: Iterable[str]) -> bool:
    return set(words) <= _ROLE_WORDS


def _moved(day: str, by: int) -> str:
    try:
        return (date.fromisoformat(day[:10]) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        return day
