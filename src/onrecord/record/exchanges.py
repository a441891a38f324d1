"""What was demanded, offered, asked or charged, and what became of it, over all articles of a record.

An exchange is opened by one power's statements about one thing, in however many outlets; the other power's statements
about it answer it. They are worked out from the current readings, with people's corrections;
``onrecord.record.lately`` keeps those of the newest articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onrecord.record.moves import Move, Opening, Told, Verdict, moves, put_together, telling
from onrecord.record.store import Record

State = Literal["open", "answered", "accepted", "rejected", "partly", "withdrawn"]
StepKind = Literal["opens", "accepts", "rejects", "answers", "withdraws"]

STATES: tuple[State, ...] = ("open", "answered", "accepted", "rejected", "partly", "withdrawn")
OPENINGS: tuple[Opening, ...] = ("demand", "offer", "question", "accusation")
DAYS = 45
"""So long after its last move an exchange is taken up; later it is another one."""
_NO_ANSWERS = frozenset("threaten accuse demand request appeal ask offer".split())
"""Acts that may be about the same thing and still answer nothing, unless they say yes or no to it."""
_LEAST, _SHARE = 2, 0.3
_COMPARED = 50
"""So many reports of one step are compared with another one's wording; more would only say the same."""
_AS: dict[Verdict, StepKind] = {"accepted": "accepts", "rejected": "rejects", "answered": "answers"}


@dataclass(slots=True)
class Step:
    """One thing done in an exchange, with every statement that reports it; near copies stand apart.

    ``items`` are the numbers (from 0) of the items that it is about.
    """

    kind: StepKind
    power: str
    day: str | None
    items: tuple[int, ...]
    reports: list[Move] = field(default_factory=list)
    copies: list[Move] = field(default_factory=list)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report the step in words of their own."""
        return tuple(dict.fromkeys(one.publisher or "?" for one in self.reports))


@dataclass(slots=True)
class Exchange:
    """A demand, offer, question or accusation of ``power`` to ``to``, its items, and its steps in time."""

    kind: Opening
    power: str
    to: str | None
    items: list[str]
    steps: list[Step]
    stems: list[frozenset[str]] = field(repr=False)
    last: str = field(default="", repr=False)
    """The day of its last step; empty while none is dated."""

    @property
    def opened(self) -> str | None:
        """The day on which it was opened."""
        return self.steps[0].day

    @property
    def outcomes(self) -> list[Verdict | None]:
        """What the last step about each item says of it."""
        found: list[Verdict | None] = [None] * len(self.items)
        for step in self.steps:
            verdict = next((verdict for verdict, kind in _AS.items() if kind == step.kind), None)
            for item in step.items if verdict else ():
                if verdict != "answered" or found[item] is None:
                    found[item] = verdict
        return found

    @property
    def state(self) -> State:
        """What became of it as a whole: ``partly`` when one item was accepted and another was not."""
        if any(one.kind == "withdraws" for one in self.steps):
            return "withdrawn"
        said = set(self.outcomes)
        if said == {"accepted"}:
            return "accepted"
        if "accepted" in said:
            return "partly"
        if "rejected" in said:
            return "rejected"
        return "answered" if any(one.kind != "opens" for one in self.steps) else "open"


def exchanges(record: Record, since: str | None = None, until: str | None = None) -> list[Exchange]:
    """Return the exchanges of a record's articles from ``since`` to ``until`` (ISO days), the first opened first.

    Raises:
        RecordError: the record cannot be read.
    """
    return gathered(moves(record, since, until))


def exchanges_of(held: Sequence[Told], originals: Mapping[str, str]) -> list[Exchange]:
    """Return the exchanges of some articles; ``originals`` say which article a near copy repeats."""
    return gathered(put_together(held, originals))


def gathered(found: Sequence[Move]) -> list[Exchange]:
    """Put moves (in the order of their days) into exchanges."""
    made: dict[tuple[Opening, str], list[Exchange]] = {}
    opened = {
        id(move): _open(made.setdefault((move.opens, move.power), []), move, move.opens)
        for move in found
        if move.opens
    }
    concerned: dict[str | None, list[Exchange]] = {}
    for exchange in (one for some in made.values() for one in some):
        for power in {exchange.power, exchange.to}:
            concerned.setdefault(power, []).append(exchange)
    for move in found:
        for exchange in (*concerned.get(move.power, ()), *concerned.get(None, ())):
            if exchange is not opened.get(id(move)):
                _take_up(exchange, move)
    return sorted((one for some in made.values() for one in some), key=lambda one: one.opened or "9999")


def _open(made: list[Exchange], move: Move, kind: Opening) -> Exchange:
    names = frozenset(part for code in (move.power, move.to or "") for part in telling(code))
    items = move.items or (move.words,)
    stems = [telling(one, names) & frozenset().union(*(clause.stems for clause in move.clauses)) for one in items]
    for exchange in reversed(made):
        if _is_same_opening(exchange, move, stems):
            _join(exchange, move, items, stems)
            return exchange
    opening = Step("opens", move.power, move.day, tuple(range(len(items))), [move])
    made.append(Exchange(kind, move.power, move.to, list(items), [opening], stems, move.day or ""))
    return made[-1]


def _is_same_opening(exchange: Exchange, move: Move, stems: Sequence[frozenset[str]]) -> bool:
    if not _in_time(exchange, move):
        return False
    if exchange.to is not None and move.to is not None and exchange.to != move.to:
        return False
    return _alike(_all(exchange.stems), _all(stems), least=3)


def _all(stems: Sequence[frozenset[str]]) -> frozenset[str]:
    return stems[0] if len(stems) == 1 else frozenset().union(*stems)


def _join(exchange: Exchange, move: Move, items: Sequence[str], stems: Sequence[frozenset[str]]) -> None:
    """Add another report of the opening; what it asks beyond the items known becomes an item when it lists items."""
    exchange.to = exchange.to or move.to
    if len(exchange.items) == 1 and len(items) > 1:
        exchange.items, exchange.stems = list(items), list(stems)
        for step in exchange.steps:
            step.items = tuple(range(len(items)))
    for item in stems:
        best = max(range(len(exchange.stems)), key=lambda at: len(exchange.stems[at] & item))
        if len(exchange.items) == 1 or _alike(exchange.stems[best], item, least=_LEAST):
            exchange.stems[best] |= item
    _report(exchange, Step("opens", move.power, move.day, tuple(range(len(exchange.items))), [move]))


def _take_up(exchange: Exchange, move: Move) -> None:
    """Add a move to the exchange if it is about its items: the other side's answer, or the first side's retreat."""
    if not _in_time(exchange, move):
        return
    if move.power == exchange.power:
        about = _about(exchange, frozenset().union(*(one.stems for one in move.clauses)))
        if move.takes_back and about is not None:
            _report(exchange, Step("withdraws", move.power, move.day, (about,), [move]))
        return
    if exchange.to is not None and move.power != exchange.to:
        return
    said: dict[Verdict, list[int]] = {}
    for clause in move.clauses:
        item = _about(exchange, clause.stems)
        if item is not None:
            said.setdefault(clause.verdict, []).append(item)
    if "accepted" in said or "rejected" in said or move.act in _NO_ANSWERS:
        said.pop("answered", None)
    for verdict, items in said.items():
        _report(exchange, Step(_AS[verdict], move.power, move.day, tuple(sorted(set(items))), [move]))


def _about(exchange: Exchange, stems: frozenset[str]) -> int | None:
    """Return the item that the stems are about: the one with most in common, if that is enough."""
    best = max(range(len(exchange.items)), key=lambda at: len(exchange.stems[at] & stems))
    return best if _alike(exchange.stems[best], stems, least=_LEAST) else None


def _alike(left: frozenset[str], right: frozenset[str], least: int) -> bool:
    common = len(left & right)
    return common >= least or (common >= _LEAST and common >= _SHARE * min(len(left), len(right)))


def _report(exchange: Exchange, step: Step) -> None:
    """Add a step, or its report to the step that it reports again; a near copy corroborates nothing."""
    move = step.reports[0]
    for one in exchange.steps:
        if (one.kind, one.power, one.items) != (step.kind, step.power, step.items):
            continue
        if one.kind != "opens" and one.day != step.day and not _worded_alike(one, move):
            continue
        known = {report.original for report in one.reports}
        (one.copies if move.original != move.article_id and move.original in known else one.reports).append(move)
        one.day = min(filter(None, (one.day, step.day)), default=None)
        exchange.last = max(one.day or "" for one in exchange.steps)
        return
    exchange.steps.append(step)
    exchange.steps.sort(key=lambda one: (one.day or "9999", one.kind != "opens"))
    exchange.last = max(exchange.last, step.day or "")


def _worded_alike(step: Step, move: Move) -> bool:
    mine = telling(move.words)
    known = (telling(one.words) for one in step.reports[:_COMPARED])
    return any(2 * len(mine & other) > min(len(mine), len(other)) for other in known)


def _in_time(exchange: Exchange, move: Move) -> bool:
    first, last = exchange.steps[0].day, exchange.last
    if not first or not last or not move.day:
        return True
    try:
        after = (date.fromisoformat(move.day) - date.fromisoformat(last)).days
    except ValueError:
        return False
    return move.day >= first and after <= DAYS
