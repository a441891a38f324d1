"""When: the dates that an article names, and the days that they mean against the article's own day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.model import Article, DateRef, Span
from onrecord.reading.date_context import is_date
from onrecord.reading.date_grammar import RULES
from onrecord.reading.date_ranges import Candidate, joined
from onrecord.reading.date_words import MONTH, Clock, Rule, Sign, UnknownDayError, signs_of
from onrecord.reading.days import Stretch
from onrecord.reading.edtf import said_of
from onrecord.reading.language import Passage
from onrecord.reading.tense import aim_of


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that name a day or a stretch of days, in offsets of the article's text.

    ``start`` and ``end`` are ISO 8601 days, both included; both are ``None`` when the words are relative and the
    article has no day to count from, or when they are vague ("several weeks ago"). ``value`` is what the words say in
    ISO 8601 or EDTF, and ``others`` the words apart from them that it rests on ("since", "at 18:00 GMT").
    """

    span: Span
    start: str | None
    end: str | None
    value: str | None = None
    others: tuple[Span, ...] = ()

    def reference(self) -> DateRef:
        """Return the date as a field of a statement or event, its evidence all the words that it rests on."""
        return DateRef(
            start=self.start, end=self.end, value=self.value, evidence=tuple(sorted({self.span, *self.others}))
        )


Signed = tuple[Passage, frozenset[Sign]]
"""A passage, and what it has in it of what dates are written with."""

_SLASHED = re.compile(r"(?<![0-9])([0-9]{1,2})([-/.])([0-9]{1,2})\2(?:19|20)[0-9]{2}(?![0-9])")
_MONTH_DAY = re.compile(rf"{MONTH}\s[0-9]{{1,2}}\b")
_DAY_MONTH = re.compile(rf"\b[0-9]{{1,2}}\s{MONTH}")
_DATELINE_REACH = 60


def find_dates(article: Article, passages: Sequence[Passage]) -> list[DateMention]:
    """Return the dates that the passages name, sorted and apart.

    A weekday is the latest on or before the article's day unless the verb or a word beside it looks forward; a date
    without a year takes the year that puts it nearest. The article's day is when it was published, else updated,
    else the full date that its text opens with.
    """
    signed = [(passage, signs_of(passage.text)) for passage in passages]
    day_first = _is_day_first(signed)
    clock = Clock(today=_article_day(article, signed, day_first), day_first=day_first)
    found: list[DateMention] = []
    for passage, signs in signed:
        if passage.part != "body":
            clock = replace(clock, last=None)
        apart = [*_apart(passage, signs, clock)]
        found += [_mention(passage, one) for one in joined(passage.text, apart)]
        clock = replace(clock, last=next((one.stretch for one in reversed(apart) if one.stretch), None))
    return sorted(found, key=lambda mention: mention.span)


def dated(article: Article, passages: Sequence[Passage]) -> Article:
    """Return ``article`` as of the full date that its text opens with, where nothing else dates it."""
    if article.day is not None:
        return article
    signed = [(passage, signs_of(passage.text)) for passage in passages]
    day = _article_day(article, signed, _is_day_first(signed))
    return article.model_copy(update={"published": day.isoformat()}) if day is not None else article


def _mention(passage: Passage, candidate: Candidate) -> DateMention:
    first, last = candidate.stretch or (None, None)
    value, others = said_of(passage.text, candidate)
    return DateMention(
        (passage.start + candidate.start, passage.start + candidate.end),
        first.isoformat() if first else None,
        last.isoformat() if last else None,
        value,
        tuple((passage.start + start, passage.start + end) for start, end in others),
    )


def _article_day(article: Article, signed: Sequence[Signed], day_first: bool) -> date | None:
    if article.day is not None:
        return date.fromisoformat(article.day)
    for passage, signs in signed:
        if passage.part not in ("dateline", "body"):
            continue
        for candidate in _apart(passage, signs, Clock(day_first=day_first)):
            if (
                candidate.start < _DATELINE_REACH
                and candidate.stretch
                and candidate.stretch[0] == candidate.stretch[1]
            ):
                return candidate.stretch[0] if _opens(passage.text, candidate) else None
        if passage.text.strip():
            return None
    return None


def _opens(text: str, candidate: Candidate) -> bool:
    """Whether a date stands where a dateline has it: before any word in lower case, or alone."""
    before, after = text[: candidate.start], text[candidate.end :].strip()
    return not re.search(r"\b[a-z]{2}", before) and (not after or after[0] in "(-–—/:")


def _is_day_first(signed: Sequence[Signed]) -> bool:
    """Read the order of numeric dates from the article's own unmistakable dates, else from its month names."""
    american = british = 0
    for passage, signs in signed:
        text = passage.text
        for left, _, right in _SLASHED.findall(text) if "year" in signs else ():
            british += 10 * (int(left) > 12)
            american += 10 * (int(right) > 12)
        if {"figure", "month"} <= signs:
            american += len(_MONTH_DAY.findall(text))
            british += len(_DAY_MONTH.findall(text))
    return british >= american


def _apart(passage: Passage, signs: frozenset[Sign], clock: Clock) -> Iterator[Candidate]:
    """Yield the dates of a passage from left to right, none overlapping another."""
    text = passage.text
    rules = [rule for rule in RULES if rule.signs <= signs]
    matches = [(match, rule) for rule in rules for match in rule.pattern.finditer(text) if match.group()]
    end = 0
    for match, rule in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if match.start() < end or not is_date(passage, match, rule):
            continue
        try:
            candidate = _resolved(passage, match, rule, clock)
        except (ValueError, OverflowError):
            continue
        if candidate.stretch:
            clock = replace(clock, last=candidate.stretch)
        if candidate.stretch and match.groupdict().get("month") and match.groupdict().get("year"):
            clock = replace(clock, year=candidate.stretch[0].year)
        end = candidate.end
        yield candidate


def _resolved(passage: Passage, match: re.Match[str], rule: Rule, clock: Clock) -> Candidate:
    token = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    aim = aim_of(token.root, headline=passage.part == "title") if token is not None else None
    try:
        stretch: Stretch | None = rule.resolve(match, replace(clock, aim=aim))
    except UnknownDayError:
        stretch = None
    return Candidate(match.start(), match.end(), stretch, match, rule)
