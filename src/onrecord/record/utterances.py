"""Which statements report the same act of speaking: same speaker, compatible day, and words that say so.

Clauses are compared, and what is like the same clause is alike: a headline is like a long sentence, the long sentence
like the quotation, and so the headline reports the quotation. A statement of two clauses may report two utterances;
those two do not become one by that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from onrecord.record.errors import RecordError
from onrecord.record.likeness import Likeness, ordered
from onrecord.record.store import Record
from onrecord.record.wording import Weights, counts_of, is_function, normal, stem, stems_of

NEWS = 3
"""Days: what an article reports without a day was said at most so long before it."""
LEAST_EVIDENCE = 5.5
LEAST_SHARE = 0.45
LEAST_SHARE_OF_FEW = 0.6
LEAST_WORDS = 2
"""What two reports of one utterance have in common: in nats, as a share of the shorter one, in telling words; so few
words have to be more of it."""
LONGEST, MOST_CLAUSES = 4_000, 12
"""Characters and clauses of a statement that are compared; who says more is quoted, not reported."""
LOOKED_AT = 2_000
"""So many statements of one speaker around one day are looked at."""
MOST = 400
"""So many statements of one speaker around one day are compared with one another."""
_CLAUSE = re.compile(
    r"[.;:!?…]+|\s[–—-]+\s|,?\s+(?:but|while|whereas|although|though|because)\s+"
    r"|,?\s+and\s+(?=(?:i|we|he|she|they|it|that|there|this|then|not|will|would|could|can|cannot|to)\b)", re.I
)  # fmt: skip
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][^\W\d_]+")
_AGAIN = re.compile(r"\b(?:repeat|reiterat|restat|renew|again|insist(?:ed|s)? again)", re.I)


@dataclass(frozen=True, slots=True)
class Report:
    """One statement as a report of an utterance. ``first`` and ``last`` are the days on which it may have been
    said."""

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


@dataclass(frozen=True, slots=True)
class Same:
    """Two reports of one utterance, and the words that say so.

    ``through`` is a report that both are like, where they are not like one another.
    """

    left: Report
    right: Report
    likeness: Likeness
    through: Report | None = None


def utterance_of(record: Record, article_id: str, statement_id: str) -> tuple[Report, list[Same]]:
    """Return a statement as a report, and the other reports of its utterance, the most like it first.

    Raises:
        RecordError: there is no such statement.
    """
    found = record.query(
        "SELECT id, speaker_id FROM statements WHERE article_id = ? AND local_id = ?", (article_id, statement_id)
    )
    if not found:
        raise RecordError(
            f"{record.path}: {article_id} has no statement {statement_id}; `onrecord search` shows them"
        )
    row, speaker = found[0]
    mine = _reports(record, "s.id = ?", (row,))[0]
    reports = [mine] if speaker is None else _of_speaker(record, speaker, mine)
    near = [mine, *(one for one in reports if one.row != row and may_be_same(mine, one))][:MOST]
    same = [one for one in pairs(near, weights_of(reports)) if mine in (one.left, one.right)]
    turned = [one if one.left == mine else Same(mine, one.left, one.likeness, one.through) for one in same]
    return mine, sorted(turned, key=lambda one: (one.through is not None, -one.likeness.evidence))


def all_utterances(record: Record) -> Iterator[Same]:
    """Yield every two statements of a record that report one utterance."""
    speakers = record.query("SELECT DISTINCT speaker_id FROM statements WHERE speaker_id IS NOT NULL ORDER BY 1")
    done: set[int] = set()
    for (speaker,) in speakers:
        if speaker not in done:
            done |= set(_namesakes(record, speaker))
            reports = _of_speaker(record, speaker)
            yield from pairs(reports, weights_of(reports))


def pairs(reports: Sequence[Report], weights: Weights) -> Iterator[Same]:
    """Yield every two of one speaker's reports that are of one utterance."""
    clauses = [_clauses(one.content) for one in reports]
    direct: dict[tuple[int, int], Likeness] = {}
    alike = _Groups()
    for left, right in sorted(_sharing(clauses)):
        if not may_be_same(reports[left], reports[right]):
            continue
        for a, first in enumerate(clauses[left]):
            for b, second in enumerate(clauses[right]):
                found = _common(first, second, weights)
                if found.evidence < LEAST_EVIDENCE:
                    continue
                if (left, right) not in direct or found.evidence > direct[left, right].evidence:
                    direct[left, right] = found
                if (a or len(clauses[left]) == 1) and (b or len(clauses[right]) == 1):
                    alike.join((left, a), (right, b))
    for (left, right), likeness in direct.items():
        yield Same(reports[left], reports[right], likeness)
    for group in alike.groups():
        members = sorted({place for place, _ in group})
        for left, right in combinations(members, 2):
            if (left, right) not in direct and may_be_same(reports[left], reports[right]):
                direct[left, right] = through = _through(left, right, members, direct)
                middle = next(reports[m] for m in members if m not in (left, right) and _linked(left, m, direct))
                yield Same(reports[left], reports[right], through, middle)


def _through(left: int, right: int, members: Sequence[int], direct: dict[tuple[int, int], Likeness]) -> Likeness:
    """Return the weakest link of the way between two reports that are alike only through others."""
    near = [direct[min(a, b), max(a, b)] for a in (left, right) for b in members if a != b and _linked(a, b, direct)]
    return min(near, key=lambda one: one.evidence)


def _linked(a: int, b: int, direct: dict[tuple[int, int], Likeness]) -> bool:
    return (min(a, b), max(a, b)) in direct


def _sharing(clauses: Sequence[list[list[str]]]) -> set[tuple[int, int]]:
    """Return the pairs of reports that share enough telling stems to be compared."""
    places: dict[str, list[int]] = {}
    for place, parts in enumerate(clauses):
        for one in {one for one in parts[0] if not is_function(one)}:
            places.setdefault(one, []).append(place)
    shared = Counter(pair for found in places.values() if len(found) <= 500 for pair in combinations(found, 2))
    return {pair for pair, number in shared.items() if number >= LEAST_WORDS}


class _Groups:
    """Clauses that are alike, directly or by way of others."""

    def __init__(self) -> None:
        self._parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(self, one: tuple[int, int]) -> tuple[int, int]:
        while self._parent.setdefault(one, one) != one:
            one = self._parent[one]
        return one

    def join(self, left: tuple[int, int], right: tuple[int, int]) -> None:
        self._parent[self.root(left)] = self.root(right)

    def groups(self) -> list[list[tuple[int, int]]]:
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for one in list(self._parent):
            found.setdefault(self.root(one), []).append(one)
        return list(found.values())


def weights_of(reports: Sequence[Report]) -> Weights:
    """Return how much a stem tells among one speaker's reports."""
    names = {stem(normal(name)) for one in reports for name in _NAME.findall(one.content)}
    return Weights(len(reports), counts_of([stems_of(one.content) for one in reports]), names)


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


def _common(first: list[str], second: list[str], weights: Weights) -> Likeness:
    """Return how much two clauses have in common, as a share of the one that says less, and in which words."""
    told = min(weights.sum(first), weights.sum(second))
    common = Counter(first) & Counter(second)
    telling = _telling(common)
    if not told or telling < LEAST_WORDS:
        return Likeness(0.0, 0.0, ())
    least = LEAST_SHARE if telling > LEAST_WORDS else LEAST_SHARE_OF_FEW
    bag = weights.sum(common.elements())
    share = min(1.0, (bag + ordered(first, second, weights)) / (2 * told))
    shown = tuple(sorted(common, key=lambda one: -weights(one)))
    return Likeness(share, share * share * told if share >= least else 0.0, shown)


def _clauses(content: str) -> list[list[str]]:
    """Return the stems of a content and, where it has several, of each of its clauses."""
    parts: list[list[str]] = [[]]
    for part in map(stems_of, _CLAUSE.split(content[:LONGEST])):
        if _telling(parts[-1]) >= LEAST_WORDS:
            parts.append([])
        parts[-1] = parts[-1] + part
    if len(parts) > 1 and _telling(parts[-1]) < LEAST_WORDS:
        parts[-2:] = [parts[-2] + parts[-1]]
    whole = [one for part in parts for one in part]
    return [whole, *parts[:MOST_CLAUSES]] if len(parts) > 1 else [whole]


def _telling(stems: Iterable[str]) -> int:
    return sum(not is_function(one) for one in set(stems))


def _of_speaker(record: Record, speaker: int, around: Report | None = None) -> list[Report]:
    """Return a speaker's statements; with ``around``, only those of its days, and of very many some."""
    whose = f"speaker_id IN ({', '.join(map(str, _namesakes(record, speaker)))})"
    if around is None or around.first is None or around.last is None:
        return _reports(record, f"s.{whose}", ())
    day = f"SELECT id FROM statements WHERE {whose} AND first_day >= ? AND first_day <= ? LIMIT {LOOKED_AT}"
    wide = (
        f"SELECT id FROM statements WHERE {whose} AND last_day > first_day AND last_day >= ? AND first_day < ? "
        f"LIMIT {LOOKED_AT}"
    )
    return _reports(
        record,
        f"s.id IN (SELECT id FROM ({day}) UNION SELECT id FROM ({wide}))",
        (around.first, _later(around.last), around.first, around.first),
    )


def _later(day: str) -> str:
    try:
        return (date.fromisoformat(day[:10]) + timedelta(days=NEWS)).isoformat()
    except (ValueError, OverflowError):
        return day + "~"


def _namesakes(record: Record, speaker: int) -> list[int]:
    found = record.query(
        "SELECT o.id FROM entities e JOIN entities o ON o.id = e.id OR (o.wikidata = e.wikidata) "
        "OR (o.folded = e.folded AND o.kind = e.kind AND (o.wikidata IS NULL OR e.wikidata IS NULL)) WHERE e.id = ?",
        (speaker,),
    )
    return sorted({row[0] for row in found})


def _reports(record: Record, where: str, values: tuple[object, ...]) -> list[Report]:
    found = record.query(
        "SELECT s.id, s.article_id, s.local_id, coalesce(e.name, s.source), r.publisher, r.title, s.kind, s.cue, "
        "s.content, "
        "s.date_start, s.date_end, r.day FROM statements s JOIN readings r ON r.id = s.reading_id "
        f"LEFT JOIN entities e ON e.id = s.speaker_id WHERE {where} ORDER BY s.id",
        values,
    )
    return [_report(row) for row in found]


def _report(row: tuple[Any, ...]) -> Report:
    number, article_id, local_id, speaker, publisher, title, kind, cue, content, *days = row
    first, last = _days(*days)
    return Report(number, article_id, local_id, speaker, publisher, title, kind, cue, content, first, last)


def _days(start: str | None, end: str | None, article: str | None) -> tuple[str | None, str | None]:
    if start or end:
        return start or end, end or start
    if article is None:
        return None, None
    try:
        return (date.fromisoformat(article[:10]) - timedelta(days=NEWS)).isoformat(), article[:10]
    except (ValueError, OverflowError):
        return None, None
