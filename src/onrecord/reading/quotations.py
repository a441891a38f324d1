"""What stands in quotation marks, across paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.model import Span

Role = Literal["open", "close", "either"]

LONGEST_SINGLE = 1_500
"""Characters: a single mark with no partner within this distance is an apostrophe."""

_MARKS = re.compile(r"``|''|[\"“”„‟＂«»‹›'‘’‚]")
_ELISION = re.compile(r"['‘’](?:\d\ds?\b|em\b|tis\b|twas\b|til\b|cause\b|n['’]|bout\b|round\b)", re.IGNORECASE)
_FAMILIES = {
    '"': "double", "“": "double", "”": "double", "„": "double", "‟": "double", "＂": "double",
    "``": "double", "''": "double", "«": "guillemet", "»": "guillemet", "‹": "small guillemet",
    "›": "small guillemet", "'": "single", "‘": "single", "’": "single", "‚": "single",
}  # fmt: skip
_OPENERS = frozenset({"“", "„", "‟", "``", "«", "‹", "‘", "‚"})
_CLOSERS = frozenset({"”", "''", "»", "›", "’"})
_BEFORE_OPENER = frozenset("([{<—–-/‒―…\"“„«‘'")
_AFTER_CLOSER = frozenset(")]}>—–-/.,;:!?…‒―\"”»’'")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks. ``span`` includes the marks, ``inner`` does not.

    ``depth`` is 0 for an outermost quotation. ``closed`` is false when the closing mark is missing.
    ``continues`` is the index of the quotation of an earlier paragraph that this one carries on.
    """

    span: Span
    inner: Span
    closed: bool = True
    depth: int = 0
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    role: Role

    @property
    def family(self) -> str:
        return _FAMILIES[self.text]


def find_quotations(text: str, blocks: Sequence[Span]) -> list[Quotation]:
    """Return the quotations in ``blocks`` (paragraphs, in order), sorted by where they start.

    Marks pair within a paragraph. A quotation that lacks its closing mark runs to the end of its paragraph; when
    the next paragraph opens with a mark of the same family, it is carried on there. Apostrophes, inch marks and
    elisions ('90s) are no quotation marks.
    """
    found: list[Quotation] = []
    previous_open: int | None = None
    for block in blocks:
        pairs = _pair(text, block, list(_marks(text, block)))
        if previous_open is not None and pairs and _is_carried_on(text, block, found[previous_open], pairs[0]):
            pairs[0] = replace(pairs[0], continues=previous_open)
        previous_open = next(
            (len(found) + i for i, one in enumerate(pairs) if not one.closed and one.depth == 0), None
        )
        found += pairs
    return found


def outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return the quotations that stand in no other one."""
    return [quotation for quotation in quotations if quotation.depth == 0]


def overlapping(quotations: Sequence[Quotation], span: Span) -> list[Quotation]:
    """Return those of an article's quotations (sorted, as found) that share a character with ``span``."""
    last = bisect_right(quotations, span[1] - 1, key=lambda one: one.span[0])
    first = bisect_right(quotations, span[0], key=lambda one: one.span[0])
    while first > 0 and (quotations[first - 1].depth or quotations[first - 1].span[1] > span[0]):
        first -= 1
    return [one for one in quotations[first:last] if one.span[1] > span[0]]


def _is_carried_on(text: str, block: Span, before: Quotation, first: Quotation) -> bool:
    opens_block = not text[block[0] : first.span[0]].strip()
    return opens_block and _FAMILIES.get(text[before.span[0]]) == _FAMILIES.get(text[first.span[0]])


def _marks(text: str, block: Span) -> Iterator[_Mark]:
    marks = [
        _Mark(match.start(), match.end(), match.group(), _role(text, block, match))
        for match in _MARKS.finditer(text, *block)
    ]
    singles = [mark for mark in marks if mark.family == "single"]
    yield from sorted(
        [mark for mark in marks if mark.family != "single" and not _is_inch(text, mark, marks)]
        + list(_paired_singles(text, block, singles)),
        key=lambda mark: mark.start,
    )


def _role(text: str, block: Span, match: re.Match[str]) -> Role:
    before = text[match.start() - 1] if match.start() > block[0] else " "
    after = text[match.end()] if match.end() < block[1] else " "
    can_open = (before.isspace() or before in _BEFORE_OPENER) and not after.isspace()
    can_close = not before.isspace() and (after.isspace() or after in _AFTER_CLOSER)
    mark = match.group()
    if mark in _OPENERS:
        return "close" if mark == "“" and can_close and not can_open else "open"
    if mark in _CLOSERS:
        return "open" if mark in "”»'’" and can_open and not can_close else "close"
    if can_open == can_close:
        return "either"
    return "open" if can_open else "close"


def _is_inch(text: str, mark: _Mark, marks: Sequence[_Mark]) -> bool:
    """Tell whether a straight mark after a digit is an inch mark: it is, when it would leave the others unpaired."""
    if mark.text != '"' or mark.start == 0 or not text[mark.start - 1].isdigit():
        return False
    straight = [other.start for other in marks if other.text == '"']
    before = bisect_right(straight, mark.start) - 1
    after = len(straight) - before - 1
    return before % 2 == 0 or after % 2 == 1


def _paired_singles(text: str, block: Span, singles: Sequence[_Mark]) -> Iterator[_Mark]:
    """Yield the single marks that quote: an opener at a word's start with a closer at a word's end."""
    closers = [mark for mark in singles if _ends_a_word(text, block, mark)]
    starts = [mark.start for mark in closers]
    free_from = block[0]
    for mark in singles:
        if mark.start < free_from or not _starts_a_word(text, block, mark):
            continue
        first = bisect_right(starts, mark.start)
        near = [one for one in closers[first : first + 12] if one.start - mark.start <= LONGEST_SINGLE]
        closer = _closing(text, near)
        if closer is None or closer.start - mark.end < 2:
            continue
        yield replace(mark, role="open")
        yield replace(closer, role="close")
        free_from = closer.end


def _closing(text: str, candidates: Sequence[_Mark]) -> _Mark | None:
    """Return the first mark that cannot be a plural possessive (the leaders' plan), else the first one."""
    sure = (one for one in candidates if text[one.start - 1] != "s" or text[one.end : one.end + 1] in _AFTER_CLOSER)
    return next(sure, candidates[0] if candidates else None)


def _starts_a_word(text: str, block: Span, mark: _Mark) -> bool:
    before = text[mark.start - 1] if mark.start > block[0] else " "
    after = text[mark.end] if mark.end < block[1] else " "
    if mark.text == "’" or _ELISION.match(text, mark.start):
        return False
    return (before.isspace() or before in _BEFORE_OPENER) and (after.isalnum() or after in '[(…“"$£€')


def _ends_a_word(text: str, block: Span, mark: _Mark) -> bool:
    before = text[mark.start - 1] if mark.start > block[0] else " "
    after = text[mark.end] if mark.end < block[1] else " "
    return mark.text in "'’" and not before.isspace() and not after.isalnum()


def _pair(text: str, block: Span, marks: Sequence[_Mark]) -> list[Quotation]:
    stack: list[_Mark] = []
    found: list[Quotation] = []
    for mark in marks:
        partner = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].family == mark.family), None)
        if mark.role == "close" or (mark.role == "either" and partner is not None):
            if partner is not None:
                found.append(_quotation(stack[partner], mark, partner))
                del stack[partner:]
        elif partner is not None and mark.text in "\"＂'":
            found.append(_unclosed(text, stack[partner], mark.start, partner))
            del stack[partner:]
            stack.append(mark)
        else:
            stack.append(mark)
    if stack:
        found.append(_unclosed(text, stack[0], block[1], 0))
    return _nest(sorted((one for one in found if one.inner[0] < one.inner[1]), key=lambda q: (q.span[0], -q.span[1])))


def _quotation(opener: _Mark, closer: _Mark, depth: int) -> Quotation:
    return Quotation((opener.start, closer.end), (opener.end, closer.start), depth=depth)


def _unclosed(text: str, opener: _Mark, limit: int, depth: int) -> Quotation:
    end = opener.end + len(text[opener.end : limit].rstrip())
    return Quotation((opener.start, max(end, opener.end)), (opener.end, max(end, opener.end)), False, depth)


def _nest(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Set each depth by what really encloses it; drop a quotation that crosses the edge of another one."""
    kept: list[Quotation] = []
    around: list[Quotation] = []
    for one in quotations:
        while around and around[-1].span[1] <= one.span[0]:
            around.pop()
        if around and one.span[1] > around[-1].span[1]:
            continue
        kept.append(replace(one, depth=len(around)))
        around.append(one)
    return kept
