"""When: the dates that an article names, and the days that they mean against the article's own day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.model import Article, Span
from onrecord.reading import days
from onrecord.reading.date_grammar import MONTH, RULES, Clock, Rule, UnknownDayError
from onrecord.reading.days import Stretch
from onrecord.reading.language import Passage
from onrecord.reading.tense import aim_of


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that name a day or a stretch of days, in offsets of the article's text.

    ``start`` and ``end`` are ISO 8601 days, both included; both are ``None`` when the words are relative and the
    article has no day to count from, or when they are vague ("several weeks ago").
    """

    span: Span
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    stretch: Stretch | None
    match: re.Match[str] | None = None
    rule: Rule | None = None


_NOT_DAYS = re.compile(
    r"(?:Black|Good|Bloody|Easter|Super|Ash|Palm|Cyber|Holy|Maundy|Giving|Shrove|Fat|Casual|Every|every|each|Each|\ba|one)\s$"
)
_SAYS_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|of|from|before|after|through|for|between|and|to|last|next|this|early|"
    r"mid|late|every|each|on)|,|[-–—])[\s-]{0,2}$",
    re.IGNORECASE,
)
_NAMES_TOO = frozenset({"may", "march", "april", "june", "august"})
_SAYS_YEAR = re.compile(
    r"\b(?:in|since|until|till|of|during|circa|early|mid|late|for|year|after|before|from|by|between|through|and|to|"
    r"the)[\s-]$|[(\[]$",
    re.IGNORECASE,
)
_RANGE_LINK = re.compile(r"\s?(?:-|–|—|to|until|till|through|and)\s?(?:the\s)?")
_RANGE_LEAD = re.compile(r"\b(from|between)\s(?:the\s)?$", re.IGNORECASE)
_JOINERS = frozenset({"to", "until", "till", "through", "and"})
_EVE = re.compile(r"\b(?:on )?the eve of\s(?:the\s)?$", re.IGNORECASE)
_LEAD_WINDOW = 24
_SLASHED = re.compile(r"(?<![0-9])([0-9]{1,2})([-/.])([0-9]{1,2})\2(?:19|20)[0-9]{2}(?![0-9])")
_DATELINE_REACH = 60


def find_dates(article: Article, passages: Sequence[Passage]) -> list[DateMention]:
    """Return the dates that the passages name, sorted and apart.

    A weekday is the latest on or before the article's day unless the verb or a word beside it looks forward; a date
    without a year takes the year that puts it nearest. The article's day is when it was published, else updated,
    else the full date that its text opens with.
    """
    clock = Clock(today=_article_day(article, passages), day_first=_is_day_first(passages))
    found: list[DateMention] = []
    for passage in passages:
        clock = replace(clock, last=None)
        for candidate in _joined(passage, clock):
            first, last = candidate.stretch or (None, None)
            span = passage.start + candidate.start, passage.start + candidate.end
            found.append(DateMention(span, first.isoformat() if first else None, last.isoformat() if last else None))
    return sorted(found, key=lambda mention: mention.span)


def _article_day(article: Article, passages: Sequence[Passage]) -> date | None:
    if article.day is not None:
        return date.fromisoformat(article.day)
    for passage in passages:
        if passage.part not in ("dateline", "body"):
            continue
        for candidate in _apart(passage, Clock(day_first=_is_day_first(passages))):
            if (
                candidate.start < _DATELINE_REACH
                and candidate.stretch
                and candidate.stretch[0] == candidate.stretch[1]
            ):
                return candidate.stretch[0] if _opens(passage.text, candidate) else None
        if passage.text.strip():
            return None
    return None


def _opens(text: str, candidate: _Candidate) -> bool:
    """Whether a date stands where a dateline has it: before any word in lower case, or alone."""
    before, after = text[: candidate.start], text[candidate.end :].strip()
    return not re.search(r"\b[a-z]{2}", before) and (not after or after[0] in "(-–—/:")


def _is_day_first(passages: Sequence[Passage]) -> bool:
    """Read the order of numeric dates from the article's own unmistakable dates, else from its month names."""
    american = british = 0
    for passage in passages:
        text = passage.text
        for left, _, right in _SLASHED.findall(text):
            british += 10 * (int(left) > 12)
            american += 10 * (int(right) > 12)
        american += len(re.findall(rf"{MONTH}\s[0-9]{{1,2}}\b", text))
        british += len(re.findall(rf"\b[0-9]{{1,2}}\s{MONTH}", text))
    return british >= american


def _joined(passage: Passage, clock: Clock) -> list[_Candidate]:
    """Return the dates of a passage with "from A to B" as one and "the eve of A" as the day before."""
    text, found = passage.text, [*_apart(passage, clock)]
    out: list[_Candidate] = []
    for candidate in found:
        candidate = _eve(text, candidate)
        last = out[-1] if out else None
        if last and (merged := _merge(text, last, candidate)):
            out[-1] = merged
        else:
            out.append(candidate)
    return out


def _eve(text: str, candidate: _Candidate) -> _Candidate:
    lead = _EVE.search(text, max(0, candidate.start - _LEAD_WINDOW), candidate.start)
    if not lead or not candidate.stretch:
        return candidate
    return _Candidate(lead.start(), candidate.end, days.single(candidate.stretch[0] - timedelta(days=1)))


def _merge(text: str, left: _Candidate, right: _Candidate) -> _Candidate | None:
    link = text[left.end : right.start]
    if len(link) > 14 or not _RANGE_LINK.fullmatch(link) or not right.stretch:
        return None
    lead = _RANGE_LEAD.search(text, max(0, left.start - _LEAD_WINDOW), left.start)
    if link.split()[:1] and link.split()[0] in _JOINERS:
        wanted = {"and"} if lead and lead[1].lower() == "between" else _JOINERS - {"and"}
        if not lead or link.split()[0] not in wanted:
            return None
    first = _before(left, right.stretch)
    if first is None or right.stretch[1] < first[0]:
        return None
    return _Candidate(lead.start() if lead else left.start, right.end, days.hull(first, right.stretch))


def _before(left: _Candidate, right: Stretch) -> Stretch | None:
    """Return the days of ``left``; a year that only ``right`` names counts for both."""
    if left.match is None or left.rule is None or left.match.groupdict().get("year", "") is not None:
        return left.stretch
    try:
        return left.rule.resolve(left.match, Clock(today=right[1], aim="past"))
    except (ValueError, OverflowError, UnknownDayError):
        return left.stretch


def _apart(passage: Passage, clock: Clock) -> Iterator[_Candidate]:
    """Yield the dates of a passage from left to right, none overlapping another."""
    text = passage.text
    matches = [(match, rule) for rule in RULES for match in rule.pattern.finditer(text) if match.group()]
    end = 0
    for match, rule in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if match.start() < end or not _is_date(passage, match, rule):
            continue
        try:
            candidate = _resolved(passage, match, rule, clock)
        except (ValueError, OverflowError):
            continue
        if candidate.stretch and candidate.stretch[0] == candidate.stretch[1]:
            clock = replace(clock, last=candidate.stretch[0])
        if candidate.stretch and match.groupdict().get("month") and match.groupdict().get("year"):
            clock = replace(clock, year=candidate.stretch[0].year)
        end = candidate.end
        yield candidate


def _resolved(passage: Passage, match: re.Match[str], rule: Rule, clock: Clock) -> _Candidate:
    token = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    aim = aim_of(token.root, headline=passage.part == "title") if token is not None else None
    try:
        stretch: Stretch | None = rule.resolve(match, replace(clock, aim=aim))
    except UnknownDayError:
        stretch = None
    return _Candidate(match.start(), match.end(), stretch, match, rule)


def _is_date(passage: Passage, match: re.Match[str], rule: Rule) -> bool:
    text = passage.text
    before = text[max(0, match.start() - _LEAD_WINDOW) : match.start()]
    if "name" in match.groupdict() and _NOT_DAYS.search(before):
        return False
    if rule.check == "month":
        return _is_month(passage, match, before)
    if rule.check == "year":
        return _is_year(passage, match, before)
    return True


def _is_month(passage: Passage, match: re.Match[str], before: str) -> bool:
    word = match["month"]
    if word.endswith(".") or (len(word) <= 3 and word != "May"):
        return False
    if word.lower() not in _NAMES_TOO or match["which"]:
        return True
    tokens = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    if tokens is None or not _SAYS_MONTH.search(before) or before.rstrip()[-1:] == ",":
        return False
    after = passage.doc[tokens.end] if tokens.end < len(passage.doc) else None
    return after is None or not (after.pos_ == "PROPN" or after.lower_ in {"said", "says", "told", "'s", "’s"})


def _is_year(passage: Passage, match: re.Match[str], before: str) -> bool:
    tokens = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    if tokens is None:
        return False
    labelled = any(token.ent_type_ == "DATE" for token in tokens)
    after = passage.doc[tokens.end] if tokens.end < len(passage.doc) else None
    if after is not None and after.tag_ in {"NNS", "CD"} and after.lower_ == after.text:
        return labelled and after.tag_ == "NNS" and _SAYS_YEAR.search(before) is not None
    return labelled or len(match.groupdict().get("to") or "") == 4 or _SAYS_YEAR.search(before) is not None
