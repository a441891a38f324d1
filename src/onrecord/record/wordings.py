"""Two wordings side by side: what was kept, dropped, changed and inserted, and whether that touches the meaning."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.model import Span
from onrecord.record.wording import FUNCTION_WORDS, Word, opened, stem, words_of

Change = Literal["kept", "changed", "dropped", "inserted", "omitted", "editorial"]
Meaning = Literal["negation", "modality", "number", "name"]

LONGEST = 2_000
"""Words: of longer texts the first so many are compared."""
NEGATIONS = frozenset("not no never cannot none nobody nothing nowhere neither nor without hardly".split())
MODALS = frozenset(
    "may might could can cannot would will shall should must ought need possible possibly perhaps maybe likely "
    "unlikely "
    "probably if unless certainly definitely always sometimes allegedly apparently able unable".split()
)  # fmt: skip
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
    "billion": "1000000000",
    "dozen": "12",
    "half": "0.5",
    "twice": "2",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
}
_BRACKET = re.compile(r"\[[^\[\]]{0,300}\]|\((?=[A-Z])[^()]{0,80}\)")
_ELLIPSIS = re.compile(r"…|\.(?:\s?\.){2,}|<…>")


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the comparison.

    ``change`` says what became of the words: ``kept``; ``changed``; ``dropped`` without a sign; ``omitted`` where the
    quotation says so by an ellipsis; ``inserted``; ``editorial``, inserted in brackets. ``official`` and ``quoted``
    are the words on each side, ``official_span`` and ``quoted_span`` where they stand. ``meaning`` names what the
    change touches.
    """

    change: Change
    official: str
    quoted: str
    official_span: Span | None
    quoted_span: Span | None
    meaning: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a quotation goes with the words that it quotes, in the order of the text."""

    pieces: tuple[Piece, ...]
    kept: float
    """The share of the quoted words that are the official ones, in their order."""

    @property
    def verdict(self) -> Literal["verbatim", "near", "paraphrase"]:
        """``verbatim``: every word is kept and none left out without a sign; ``near``: two thirds are kept."""
        if all(piece.change in ("kept", "omitted", "editorial") for piece in self.pieces):
            return "verbatim"
        return "near" if self.kept >= 2 / 3 else "paraphrase"

    @property
    def meaning(self) -> tuple[Meaning, ...]:
        """What kinds of meaning-bearing words the changes touch."""
        return tuple(sorted({one for piece in self.pieces for one in piece.meaning}))


def compare(quoted: str, official: str) -> Comparison:
    """Compare a quotation with the official words.

    Case, punctuation, spelling of accents and contractions ("can't", "cannot") are no change. What stands before the
    first and after the last common word of ``official`` is not the quotation's business.
    """
    brackets = [match.span() for match in _BRACKET.finditer(quoted)]
    gaps = [match.span() for match in _ELLIPSIS.finditer(quoted)]
    left = [one for one in words_of(official) if one.is_word]
    everything = [one for one in words_of(quoted) if one.is_word]
    stated = official.casefold()
    editorial = [
        span
        for span in brackets
        if quoted[span[0] + 1 : span[1] - 1].casefold() not in stated or quoted[span[0]] == "["
    ]
    right = [one for one in everything if not _inside(one.span, editorial)]
    pieces = list(_pieces(left, right, gaps, editorial, official, quoted))
    kept = sum(len(words_of(one.quoted)) for one in pieces if one.change == "kept")
    total = sum(len(words_of(one.quoted)) for one in pieces)
    extra = [Piece("editorial", "", quoted[slice(*span)], None, span) for span in editorial]
    merged = sorted([*pieces, *extra], key=lambda one: one.quoted_span or (0, 0)) if extra else pieces
    return Comparison(tuple(merged), kept / total if total else 0.0)


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a part of a contraction, as it is compared."""

    norm: str
    stem: str
    word: Word


def _units(words: Sequence[Word]) -> list[_Unit]:
    return [_Unit(part, stem(part), word) for word in words for part in opened(word.norm)]


def _pieces(
    left: Sequence[Word], right: Sequence[Word], gaps: Sequence[Span], editorial: Sequence[Span], official: str,
    quoted: str,
) -> Iterator[Piece]:  # fmt: skip
    ours, theirs = _units(left[:LONGEST]), _units(right[:LONGEST])
    blocks = SequenceMatcher(None, [one.stem for one in ours], [one.stem for one in theirs], autojunk=False)
    codes = _whole_words(blocks.get_opcodes(), ours, theirs)
    common = [code for code in codes if code[0] == "equal"]
    if not common:
        if theirs:
            span = _span(theirs)
            yield Piece("inserted", "", quoted[slice(*span)], None, span, _meaning((), theirs, _names(right)))
        return
    names = _names(left) | _names(right)
    for code, a, b, c, d in codes:
        if code == "equal":
            yield from _equal(ours[a:b], theirs[c:d], editorial, official, quoted, names)
            continue
        there = tuple(ours[a:b])
        if b <= common[0][1]:  # what stands before the quotation is not its business, but what was put in its place
            there = there[max(0, len(there) - (d - c)) :]
        elif a >= common[-1][2]:
            there = there[: d - c]
        if not there and c == d:
            continue
        place = theirs[c].word.span[0] if c < len(theirs) else len(quoted)
        before = theirs[c - 1].word.span[1] if c else 0
        after = theirs[d].word.span[0] if d < len(theirs) else len(quoted)
        here = [start for start, _ in gaps if before <= start <= max(place, after)]
        early = sum(unit.word.span[0] < here[0] for unit in theirs[c:d]) if here else d - c
        # What stands on either side of an ellipsis was put in; what it stands for was left out.
        parts = [(there, theirs[c:d])] if not (here and there) else [
            ((), theirs[c : c + early]), (there, ()), ((), theirs[c + early : d]),
        ]  # fmt: skip
        for ours_here, theirs_here in parts:
            if ours_here or theirs_here:
                yield _different(ours_here, tuple(theirs_here), bool(here), official, quoted, names, before)


def _whole_words(
    codes: Sequence[tuple[str, int, int, int, int]], ours: Sequence[_Unit], theirs: Sequence[_Unit]
) -> list[tuple[str, int, int, int, int]]:
    """Return the same steps, none of which ends inside a word: of "cannot", the "can" alone is not kept."""

    def split(units: Sequence[_Unit], place: int) -> bool:
        return 0 < place < len(units) and units[place - 1].word is units[place].word

    equal = {
        pair for code, a, b, c, d in codes if code == "equal" for pair in zip(range(a, b), range(c, d), strict=True)
    }
    broken = True
    while broken:
        inside = {place for place, _ in equal}, {other for _, other in equal}
        broken = False
        for place, other in sorted(equal):
            cut = any(
                split(units, edge) and (edge - 1 in kept) != (edge in kept)
                for units, at, kept in ((ours, place, inside[0]), (theirs, other, inside[1]))
                for edge in (at, at + 1)
            )
            if cut:
                equal.discard((place, other))
                broken = True
    return _steps(sorted(equal), len(ours), len(theirs))


def _steps(equal: Sequence[tuple[int, int]], left: int, right: int) -> list[tuple[str, int, int, int, int]]:
    """Return the steps that lead from one side to the other through the pairs that are equal."""
    found: list[tuple[str, int, int, int, int]] = []
    a = c = 0
    for place, other in [*equal, (left, right)]:
        if place > a or other > c:
            found.append(("replace", a, place, c, other))
        if place < left and other < right:
            last = found[-1] if found else None
            if last and last[0] == "equal" and last[2] == place and last[4] == other:
                found[-1] = ("equal", last[1], place + 1, last[3], other + 1)
            else:
                found.append(("equal", place, place + 1, other, other + 1))
        a, c = place + 1, other + 1
    return found


def _equal(
    ours: Sequence[_Unit], theirs: Sequence[_Unit], editorial: Sequence[Span], official: str, quoted: str,
    names: frozenset[str],
) -> Iterator[Piece]:  # fmt: skip
    """Yield runs of the same words, and apart from them the words of one stem that differ in form."""
    start = 0
    for place in range(1, len(ours) + 1):
        same = _same(ours[start], theirs[start])
        broken = place < len(ours) and any(
            theirs[place - 1].word.span[1] <= a and b <= theirs[place].word.span[0] for a, b in editorial
        )
        if place == len(ours) or broken or _same(ours[place], theirs[place]) != same:
            left, right = ours[start:place], theirs[start:place]
            meaning = () if same else _meaning(left, right, names)
            change: Change = "kept" if same else "changed"
            spans = _span(left), _span(right)
            yield Piece(change, official[slice(*spans[0])], quoted[slice(*spans[1])], *spans, meaning)
            start = place


def _same(left: _Unit, right: _Unit) -> bool:
    return left.norm.removesuffix("'s") == right.norm.removesuffix("'s")


def _different(
    ours: tuple[_Unit, ...], theirs: tuple[_Unit, ...], marked: bool, official: str, quoted: str,
    names: frozenset[str], before: int,
) -> Piece:  # fmt: skip
    left = _span(ours) if ours else None
    right = _span(theirs) if theirs else None
    change: Change = "changed" if ours and theirs else "inserted" if theirs else "omitted" if marked else "dropped"
    return Piece(
        change,
        official[slice(*left)] if left else "",
        quoted[slice(*right)] if right else "",
        left,
        right or (before, before),
        _meaning(ours, theirs, names),
    )


def _span(units: Sequence[_Unit]) -> Span:
    return units[0].word.span[0], units[-1].word.span[1]


def _meaning(ours: Sequence[_Unit], theirs: Sequence[_Unit], names: frozenset[str]) -> tuple[Meaning, ...]:
    found: list[Meaning] = []
    for kind in ("negation", "modality", "number", "name"):
        left, right = (Counter(filter(None, (_bears(one, kind, names) for one in side))) for side in (ours, theirs))
        if left != right:
            found.append(kind)
    return tuple(found)


def _bears(unit: _Unit, kind: str, names: frozenset[str]) -> str | None:
    norm = unit.norm
    if kind == "negation":
        return "not" if norm in NEGATIONS else None
    if kind == "modality":
        return norm if norm in MODALS else None
    if kind == "number":
        return norm.replace(",", "") if norm[:1].isdigit() else _NUMBERS.get(norm)
    return norm.removesuffix("'s") if norm.removesuffix("'s") in names else None


def _names(words: Sequence[Word]) -> frozenset[str]:
    """Return the words that are written with a capital where no sentence begins."""
    found = set()
    for before, word in itertools.pairwise(words):
        close = word.span[0] - before.span[1] <= 1
        if word.text[:1].isupper() and close and word.norm not in FUNCTION_WORDS:
            found.add(word.norm.removesuffix("'s"))
    return frozenset(found)
