"""Who said what, by grammar: cues from a list, their subjects and complements from the parse, and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Article, Span, Spans
from onrecord.reading.claims import Claim, claim_of
from onrecord.reading.encoder import Encoded
from onrecord.reading.language import Passage
from onrecord.reading.nesting import nest
from onrecord.reading.overlap import shared, without
from onrecord.reading.quotations import Quotation, outermost
from onrecord.reading.statements import Attribution, in_order, renumber
from onrecord.reading.units import Unit, find_units

SHORT_QUOTATION = 3
"""Words: a quotation no longer than this, not set off by a comma or a colon, may be a name or a scare quote."""

_HEADLINE = re.compile(r"\s*((?:[A-Z][\w.'’-]*\s){0,3}[A-Z][\w.'’-]*\s?)(:)\s+(\S.*\S)\s*", re.DOTALL)
_EDGE = " \t\n\r\u00a0,;:–—-"


class Grammar:
    """Finds statements by rules; needs no training, and is the measure that a trained model has to beat."""

    version = "grammar 1"

    def find(
        self,
        article: Article,
        passages: Sequence[Passage],
        quotations: Sequence[Quotation],
        encoded: Encoded | None = None,
    ) -> list[Attribution]:
        """Return the attributions of the title and the body, in the order of their first span."""
        del encoded
        found: list[Attribution] = []
        outer = outermost(quotations)
        last: int | None = None
        for passage in (one for one in passages if one.part in ("title", "body")):
            if passage.part == "title" and (headline := _headline(article, passage)):
                found.append(headline)
                continue
            spoke_here = False
            for unit in find_units(article.text, passage, outer):
                if unit.is_bare_quotation(article.text):
                    if last is not None:
                        found.append(_continuation(unit, last))
                        spoke_here = True
                    continue
                claims = list(_read_unit(article.text, unit))
                found += claims
                if claims:
                    last, spoke_here = _carrier(found, claims), True
            last = last if spoke_here else None
        return nest(in_order(_distinct(found)))


def _carrier(found: Sequence[Attribution], claims: Sequence[Attribution]) -> int:
    """Return the statement whose speaker a following bare quotation carries on: the last one with a source."""
    start = len(found) - len(claims)
    with_source = [start + i for i, one in enumerate(claims) if one.source]
    return with_source[-1] if with_source else len(found) - 1


def _continuation(unit: Unit, last: int) -> Attribution:
    return Attribution((), (), tuple(one.span for one in unit.quotations), 0.75, continues=last)


def _headline(article: Article, passage: Passage) -> Attribution | None:
    """Read ``Name: what was said``, when the name is one that the story knows."""
    match = _HEADLINE.fullmatch(passage.text)
    if match is None:
        return None
    name = match.group(1).strip()
    if not any(name.split()[-1] in article.text[start:end] for start, end in article.body):
        return None
    source, cue, content = (
        (passage.start + match.start(group), passage.start + match.end(group)) for group in (1, 2, 3)
    )
    return Attribution((source,), (cue,), (content,), 0.8)


def _read_unit(text: str, unit: Unit) -> Iterator[Attribution]:
    claims = [claim for token in unit.tokens() if (claim := claim_of(text, unit, token))]
    _keep_apart(text, claims)
    _share_quotations(text, unit, claims)
    for claim in claims:
        content = _tidy(text, unit, claim)
        if content:
            source: Spans = (claim.source,) if claim.source else ()
            yield Attribution(source, (claim.cue,), content, claim.confidence)


def _keep_apart(text: str, claims: Sequence[Claim]) -> None:
    """Cut contents where the words of another cue begin: ``… , adding that``, ``… , according to the minister``."""
    for claim in claims:
        for other in claims:
            if other is claim or other.phrase is None or other.phrase[0] <= claim.cue[0]:
                continue
            if not text[: other.phrase[0]].rstrip().endswith((",", '"', "”", "and", "further", "also")):
                continue
            claim.content = [(s, min(e, other.phrase[0]) if s < other.phrase[0] else e) for s, e in claim.content]


def _share_quotations(text: str, unit: Unit, claims: Sequence[Claim]) -> None:
    """Give each quotation that no content holds yet to the cue that introduces or follows it."""
    for quotation in unit.quotations:
        if _introduced(text, quotation, claims):
            continue
        if any(_overlap(span, quotation.span) for claim in claims for span in claim.content):
            continue
        takers = [claim for claim in claims if claim.takes_quotations and not _holds(quotation, claim.cue)]
        if not takers or (_is_short(text, quotation) and not _is_set_off(text, quotation)):
            continue
        taker = min(takers, key=lambda claim: _distance(claim, quotation))
        taker.content.append((_lead(text, taker, quotation), quotation.span[1]))
        taker.confidence = max(taker.confidence, 0.9)


def _introduced(text: str, quotation: Quotation, claims: Sequence[Claim]) -> bool:
    """Give a quotation after a colon to the cue before it, as its whole content; tell whether there was one."""
    if not text[max(0, quotation.span[0] - 3) : quotation.span[0]].rstrip().endswith(":"):
        return False
    before = [claim for claim in claims if claim.introduces and claim.cue[1] <= quotation.span[0]]
    if not before:
        return False
    before[-1].content = [span for span in before[-1].content if quotation.span[0] <= span[0]] + [quotation.span]
    return True


def _lead(text: str, claim: Claim, quotation: Quotation) -> int:
    """Return where the content starts when it runs into the quotation: ``said the plan "makes no sense"``."""
    gap = text[claim.cue[1] : quotation.span[0]]
    if claim.cue[1] > quotation.span[0] or len(gap) > 60 or re.search(r"[,:;.\"”()]", gap):
        return quotation.span[0]
    if claim.source is not None and claim.source[0] >= claim.cue[1]:
        return quotation.span[0]
    return claim.cue[1] if len(gap.split()) > 0 and _is_unspaced_clause(gap) else quotation.span[0]


def _is_unspaced_clause(gap: str) -> bool:
    """Tell whether the words between cue and quotation belong to what was said, not to whom or when."""
    first = gap.split()[0]
    return first[:1].isupper() or first.lower() in (
        "that",
        "the",
        "a",
        "it",
        "he",
        "she",
        "they",
        "his",
        "her",
        "its",
    )


def _distance(claim: Claim, quotation: Quotation) -> int:
    spans = [claim.cue, *([claim.source] if claim.source else []), *claim.content]
    return min(max(quotation.span[0] - end, start - quotation.span[1], 0) for start, end in spans)


def _is_short(text: str, quotation: Quotation) -> bool:
    return len(text[quotation.inner[0] : quotation.inner[1]].split()) <= SHORT_QUOTATION


def _is_set_off(text: str, quotation: Quotation) -> bool:
    inner = text[quotation.inner[0] : quotation.inner[1]].rstrip()
    before = text[max(0, quotation.span[0] - 2) : quotation.span[0]].rstrip()
    return inner.endswith((",", "!", "?", ".")) or before.endswith((",", ":"))


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _holds(quotation: Quotation, span: Span) -> bool:
    return quotation.span[0] <= span[0] and span[1] <= quotation.span[1]


def _tidy(text: str, unit: Unit, claim: Claim) -> Spans:
    """Complete each piece to the quotations that it cuts, take the cue and source out, trim, sort and join."""
    pieces: list[Span] = []
    for piece in claim.content:
        start, end = piece
        for quotation in unit.quotations:
            if _overlap((start, end), quotation.span) and not _holds(quotation, claim.cue):
                start, end = min(start, quotation.span[0]), max(end, quotation.span[1])
        holes = [hole for hole in (claim.cue, claim.source) if hole is not None]
        pieces += shared(without([(start, end)], holes), [unit.span])
    merged: list[Span] = []
    for start, end in sorted(trimmed for piece in pieces if (trimmed := _trim(text, piece))):
        if merged and not any(character.isalnum() for character in text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE or _is_full_stop(text, start, end)):
        end -= 1
    return (start, end) if any(character.isalnum() for character in text[start:end]) else None


def _is_full_stop(text: str, start: int, end: int) -> bool:
    return text[end - 1] == "." and not re.search(r"(?:\b[A-Z]\.|\.\.)$", text[max(start, end - 3) : end])


def _distinct(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out an attribution whose content another one has already, and whose cue lies no nearer."""
    seen: dict[Spans, int] = {}
    for index, one in enumerate(found):
        rival = seen.get(one.content)
        if rival is None or one.confidence > found[rival].confidence:
            seen[one.content] = index
    return renumber(found, sorted(seen.values()))
