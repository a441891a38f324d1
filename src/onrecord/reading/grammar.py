"""Who said what, by grammar: cues from a list, their subjects and complements from the parse, and quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from onrecord.model import Article, Span, Spans
from onrecord.reading.cues import ALL_VERBS, CLAUSE_VERBS, IMPERSONAL, MENTAL_VERBS, NOUNS, QUOTE_VERBS
from onrecord.reading.encoder import Encoded
from onrecord.reading.language import LONGEST_PASSAGE, Passage
from onrecord.reading.phrases import SUBJECTS, complement, noun_phrase, quoted_subject, subject_of
from onrecord.reading.quotations import Quotation, outermost
from onrecord.reading.statements import Attribution, first_offset, in_order, renumber
from onrecord.reading.units import Unit, find_units

SHORT_QUOTATION = 3
"""Words: a quotation no longer than this, not set off by a comma or a colon, may be a name or a scare quote."""

_HEADLINE = re.compile(r"\s*((?:[A-Z][\w.'’-]*\s){0,3}[A-Z][\w.'’-]*\s?)(:)\s+(\S.*\S)\s*", re.DOTALL)
_EDGE = " \t\n\r\u00a0,;:–—-"


@dataclass(slots=True)
class _Claim:
    """An attribution being built: what a cue has been found to govern."""

    cue: Span
    source: Span | None
    content: list[Span] = field(default_factory=list)
    takes_quotations: bool = False
    introduces: bool = False
    """Whether a quotation after a colon may be its content."""
    confidence: float = 0.8
    phrase: Span | None = None
    """The words that belong to the cue, such as all of ``according to the minister``."""


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
    claims = [claim for token in unit.tokens() if (claim := _claim(text, unit, token))]
    _keep_apart(text, claims)
    _share_quotations(text, unit, claims)
    for claim in claims:
        content = _tidy(text, unit, claim)
        if content:
            source: Spans = (claim.source,) if claim.source else ()
            yield Attribution(source, (claim.cue,), content, claim.confidence)


def _claim(text: str, unit: Unit, token: Token) -> _Claim | None:
    if token.lower_ == "according":
        return _according(unit, token)
    if token.lemma_.lower() in NOUNS and token.pos_ == "NOUN":
        return _nominal(unit, token)
    if token.lemma_.lower() not in ALL_VERBS or token.pos_ not in ("VERB", "AUX") or _is_wished(token):
        return None
    inside = unit.quotation_at(unit.passage.span(token)[0])
    if inside is not None:
        return _quoted_cue(text, unit, token, inside)
    return _verbal(unit, token)


def _is_wished(verb: Token) -> bool:
    """Tell whether the speaking has not taken place: ``refused to say``, ``could tell``."""
    to_infinitive = any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)
    if to_infinitive:
        return not (verb.dep_ == "xcomp" and verb.head.lemma_ in ("go", "continue", "proceed", "begin"))
    return any(child.dep_ == "aux" and child.lower_ in ("could", "can", "should", "must") for child in verb.children)


def _verbal(unit: Unit, verb: Token) -> _Claim | None:
    subject = subject_of(verb) or quoted_subject(verb) or _neighbour(unit, verb)
    if subject is not None and (subject.lower_ in IMPERSONAL - {"it"} or _in_quotation(unit, subject)):
        return None
    claim = _Claim(unit.passage.span(verb), noun_phrase(unit.passage, subject) if subject is not None else None)
    claim.introduces = subject is not None
    claim.takes_quotations = verb.lemma_.lower() in QUOTE_VERBS
    found = complement(verb)
    if found is not None and verb.lemma_.lower() in MENTAL_VERBS and _starts_amid_quotation(unit, found[0]):
        found = None
    if found is not None and not _covers(found, verb):
        content = unit.passage.span(verb.doc[found[0].i : found[1].i + 1])
        claim.content = [(content[0], _whole_word(unit, content[1]))]
        claim.content += _resumed(unit, verb, claim.content[0])
    elif subject is not None and (before := _closing_clause(unit, verb, claim)):
        claim.content = [before]
    elif verb.dep_ in ("parataxis", "advcl") and subject is not None and verb.head.pos_ in ("VERB", "AUX"):
        claim.content = _around(unit, verb)
    if subject is None and not claim.takes_quotations:
        return None
    if verb.tag_ == "VBG":
        claim.phrase = (unit.passage.span(verb.left_edge)[0], claim.cue[1])
    return claim


def _starts_amid_quotation(unit: Unit, token: Token) -> bool:
    start = unit.passage.span(token)[0]
    quotation = unit.quotation_at(start)
    return quotation is not None and start > quotation.inner[0]


def _whole_word(unit: Unit, end: int) -> int:
    """Return the end of the clause when the parser stopped inside a hyphenated word, else ``end``."""
    after = unit.passage.text[end - unit.passage.start : unit.span[1] - unit.passage.start]
    if not after or not (after[0] == "-" or after[0].isalnum()):
        return end
    comma = re.search(r",\s|[;:]\s", after)
    return end + (comma.start() if comma else len(after))


def _covers(found: tuple[Token, Token], verb: Token) -> bool:
    return found[0].i <= verb.i <= found[1].i


def _in_quotation(unit: Unit, token: Token) -> bool:
    return unit.quotation_at(unit.passage.span(token)[0]) is not None


def _neighbour(unit: Unit, verb: Token) -> Token | None:
    """Return the name or pronoun right beside a verb whose subject the parser missed, next to a quotation."""
    if verb.lemma_.lower() not in QUOTE_VERBS or not unit.quotations or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    for index in (verb.i - 1, verb.i + 1):
        if 0 <= index < len(verb.doc) and verb.doc[index].pos_ in ("PROPN", "PRON"):
            return verb.doc[index]
    return None


def _closing_clause(unit: Unit, verb: Token, claim: _Claim) -> Span | None:
    """Return all that stands before a cue that closes the sentence: ``…, the statement said.``"""
    if verb.lemma_.lower() not in CLAUSE_VERBS or claim.source is None:
        return None
    text, base = unit.passage.text, unit.passage.start
    start, end = min(claim.source[0], claim.cue[0]), max(claim.source[1], claim.cue[1])
    before, after = text[unit.span[0] - base : start - base].rstrip(), text[end - base : unit.span[1] - base]
    if any(character.isalnum() for character in after) or not before.rstrip("\"”'’").endswith((",", "?", "!")):
        return None
    inside = any(one.span[0] < unit.span[0] + len(before) < one.span[1] for one in unit.quotations)
    quoted = sum(end - start for start, end in (one.span for one in unit.quotations))
    return None if inside or quoted >= len(before) - 2 else (unit.span[0], start)


def _around(unit: Unit, verb: Token) -> list[Span]:
    """Return the clause that a parenthesis such as ``, he added,`` stands in, without the parenthesis."""
    if verb.dep_ != "parataxis":
        return []
    inside = unit.passage.span(verb.doc[verb.left_edge.i : verb.right_edge.i + 1])
    return [span for span in ((unit.span[0], inside[0]), (inside[1], unit.span[1])) if span[0] < span[1]]


def _resumed(unit: Unit, verb: Token, content: Span) -> list[Span]:
    """Return the rest of a clause that the cue interrupts: ``The talks, she said, would go on.``"""
    start, cue_end = unit.passage.span(verb)[0], unit.passage.span(verb)[1]
    after = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i > verb.i), None)
    clause_end = noun_phrase(unit.passage, after)[1] if after is not None else cue_end
    following = unit.passage.text[clause_end - unit.passage.start : unit.span[1] - unit.passage.start]
    if content[1] > start or not following.startswith(",") or len(following) < 12:
        return []
    rest = unit.passage.tokens_in((clause_end + 1, unit.span[1]))
    if rest is None or any(token.lemma_.lower() in ALL_VERBS or token.tag_ == "VBG" for token in list(rest)[:3]):
        return []
    return [] if unit.quotations else [(clause_end + 1, unit.span[1])]


def _quoted_cue(text: str, unit: Unit, verb: Token, quotation: Quotation) -> _Claim | None:
    """Read a cue that opens a quotation, its source standing before it: ``The minister "reiterated the offer"``."""
    start, end = unit.passage.span(verb)
    lead = text[quotation.inner[0] : start]
    before = unit.passage.tokens_in((unit.span[0], quotation.span[0]))
    if len(lead.split()) > 1 or before is None or verb.tag_ not in ("VBD", "VBZ", "VBP", "VB", "VBN"):
        return None
    head = next((token for token in reversed(list(before)) if token.pos_ in ("NOUN", "PROPN", "PRON")), None)
    if head is None or any(token.pos_ in ("VERB", "AUX") for token in before[head.i - before.start + 1 :]):
        return None
    gap = text[unit.passage.span(head)[1] : quotation.span[0]].strip()
    if gap and not all(word in ("also", "then", "has", "had", "and") for word in gap.split()):
        return None
    source = noun_phrase(unit.passage, head)
    return _Claim((start, end), (source[0], unit.passage.span(head)[1]), [(end, quotation.span[1])], confidence=0.7)


def _according(unit: Unit, token: Token) -> _Claim | None:
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to" or _in_quotation(unit, token):
        return None
    preposition = doc[token.i + 1]
    heads = [*preposition.children, *(child for child in token.children if child.i > preposition.i)]
    head = next((child for child in heads if child.dep_ in ("pobj", "pcomp", "dobj", "nmod")), None)
    if head is None:
        return None
    source = noun_phrase(unit.passage, head)
    cue = unit.passage.span(doc[token.i : token.i + 2])
    phrase = (cue[0], max(source[1], _phrase_end(unit, head)))
    pieces = [(unit.span[0], phrase[0]), (phrase[1], unit.span[1])]
    kept = [piece for piece in pieces if piece[0] < piece[1]]
    return _Claim(cue, source, kept, confidence=0.85, phrase=phrase)


def _phrase_end(unit: Unit, head: Token) -> int:
    """Return where the words about a source end, its relative clauses and appositives included.

    They end at the sentence's next quotation and, when the source opens the sentence, at the first comma.
    """
    end = unit.passage.span(head.doc[head.left_edge.i : head.right_edge.i + 1])[1]
    quoted = [one.span[0] for one in unit.quotations if one.span[0] >= unit.passage.span(head)[1]]
    return min(end, unit.span[1], *quoted[:1])


def _nominal(unit: Unit, noun: Token) -> _Claim | None:
    """Read ``the minister's claim that …`` and ``her promise to …``."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    clause = next(
        (child for child in noun.children if child.dep_ in ("acl", "ccomp", "relcl") and child.i > noun.i), None
    )
    if owner is None or clause is None or clause.tag_ in ("VBG", "VBN") or owner.lower_ in ("my", "our", "your"):
        return None
    if clause.dep_ == "relcl" and any(child.tag_ in ("WDT", "WP", "WRB") for child in clause.subtree):
        return None
    content = unit.passage.span(noun.doc[clause.left_edge.i : clause.right_edge.i + 1])
    source = noun_phrase(unit.passage, owner)
    if content[0] < unit.passage.span(noun)[1]:
        return None
    return _Claim(unit.passage.span(noun), source, [content], confidence=0.6)


def _keep_apart(text: str, claims: Sequence[_Claim]) -> None:
    """Cut contents where the words of another cue begin: ``… , adding that``, ``… , according to the minister``."""
    for claim in claims:
        for other in claims:
            if other is claim or other.phrase is None or other.phrase[0] <= claim.cue[0]:
                continue
            if not text[: other.phrase[0]].rstrip().endswith((",", '"', "”", "and", "further", "also")):
                continue
            claim.content = [(s, min(e, other.phrase[0]) if s < other.phrase[0] else e) for s, e in claim.content]


def _share_quotations(text: str, unit: Unit, claims: Sequence[_Claim]) -> None:
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


def _introduced(text: str, quotation: Quotation, claims: Sequence[_Claim]) -> bool:
    """Give a quotation after a colon to the cue before it, as its whole content; tell whether there was one."""
    if not text[max(0, quotation.span[0] - 3) : quotation.span[0]].rstrip().endswith(":"):
        return False
    before = [claim for claim in claims if claim.introduces and claim.cue[1] <= quotation.span[0]]
    if not before:
        return False
    before[-1].content = [span for span in before[-1].content if quotation.span[0] <= span[0]] + [quotation.span]
    return True


def _lead(text: str, claim: _Claim, quotation: Quotation) -> int:
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


def _distance(claim: _Claim, quotation: Quotation) -> int:
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


def _tidy(text: str, unit: Unit, claim: _Claim) -> Spans:
    """Complete each piece to the quotations that it cuts, take the cue and source out, trim, sort and join."""
    pieces: list[Span] = []
    for piece in claim.content:
        start, end = piece
        for quotation in unit.quotations:
            if _overlap((start, end), quotation.span) and not _holds(quotation, claim.cue):
                start, end = min(start, quotation.span[0]), max(end, quotation.span[1])
        pieces += _without(_without_all((start, end), claim), unit.span)
    merged: list[Span] = []
    for start, end in sorted(trimmed for piece in pieces if (trimmed := _trim(text, piece))):
        if merged and not any(character.isalnum() for character in text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _without_all(piece: Span, claim: _Claim) -> list[Span]:
    pieces = [piece]
    for hole in (claim.cue, claim.source):
        if hole is not None:
            pieces = [rest for one in pieces for rest in _minus(one, hole)]
    return pieces


def _without(pieces: Sequence[Span], bounds: Span) -> list[Span]:
    cut = [(max(start, bounds[0]), min(end, bounds[1])) for start, end in pieces]
    return [(start, end) for start, end in cut if start < end]


def _minus(span: Span, hole: Span) -> list[Span]:
    if not _overlap(span, hole):
        return [span]
    return [piece for piece in ((span[0], hole[0]), (hole[1], span[1])) if piece[0] < piece[1]]


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


def nest(found: Sequence[Attribution]) -> list[Attribution]:
    """Tell what stands inside what; ``found`` is in order, and a host begins in the same passage."""
    starts = [first_offset(one) for one in found]
    nested = []
    for index, one in enumerate(found):
        first = bisect_left(starts, starts[index] - LONGEST_PASSAGE)
        last = bisect_right(starts, max(end for _, end in one.content))
        nested.append(replace(one, nested_in=_host(found, index, range(first, last))))
    return nested


def _host(found: Sequence[Attribution], index: int, near: range) -> int | None:
    own = (*found[index].source, *found[index].cue, *found[index].content)
    hosts = [
        (sum(end - start for start, end in found[i].content), i)
        for i in near
        if i != index
        and all(any(a <= s and e <= b for a, b in found[i].content) for s, e in own)
        and found[i].content != found[index].content
    ]
    return min(hosts)[1] if hosts else None
