"""What a cue of the list governs by the parse: whose words are told, and which clause tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.cues import (
    ALL_VERBS,
    CARRYING_VERBS,
    CLAUSE_VERBS,
    IMPERSONAL,
    MENTAL_VERBS,
    NOUNS,
    QUOTE_VERBS,
)
from onrecord.reading.phrases import SUBJECTS, complement, noun_phrase, quoted_subject, subject_of
from onrecord.reading.quotations import Quotation
from onrecord.reading.units import Unit


@dataclass(slots=True)
class Claim:
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


def claim_of(text: str, unit: Unit, token: Token) -> Claim | None:
    """Return what a token governs if it is a cue: a verb, a noun (*her promise to …*) or *according to*."""
    if token.lower_ == "according":
        return _according(unit, token)
    part = token.pos_
    if part == "NOUN":
        return _nominal(unit, token) if token.lemma_.lower() in NOUNS else None
    if part not in ("VERB", "AUX") or token.lemma_.lower() not in ALL_VERBS or _is_wished(token):
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


def _verbal(unit: Unit, verb: Token) -> Claim | None:
    subject = subject_of(verb) or quoted_subject(verb) or _neighbour(unit, verb)
    if subject is not None and (subject.lower_ in IMPERSONAL - {"it"} or _in_quotation(unit, subject)):
        return None
    claim = Claim(unit.passage.span(verb), noun_phrase(unit.passage, subject) if subject is not None else None)
    claim.introduces = subject is not None
    claim.takes_quotations = verb.lemma_.lower() in QUOTE_VERBS
    carries = verb.lemma_.lower() in CARRYING_VERBS
    found = None if carries else complement(verb)
    if found is not None and verb.lemma_.lower() in MENTAL_VERBS and _starts_amid_quotation(unit, found[0]):
        found = None
    if found is not None and not _covers(found, verb):
        content = unit.passage.span(verb.doc[found[0].i : found[1].i + 1])
        claim.content = [(content[0], _whole_word(unit, content[1]))]
        claim.content += _resumed(unit, verb, claim.content[0])
    elif subject is not None and not carries and (before := _closing_clause(unit, verb, claim)):
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


def _closing_clause(unit: Unit, verb: Token, claim: Claim) -> Span | None:
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


def _quoted_cue(text: str, unit: Unit, verb: Token, quotation: Quotation) -> Claim | None:
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
    return Claim((start, end), (source[0], unit.passage.span(head)[1]), [(end, quotation.span[1])], confidence=0.7)


def _according(unit: Unit, token: Token) -> Claim | None:
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
    return Claim(cue, source, kept, confidence=0.85, phrase=phrase)


def _phrase_end(unit: Unit, head: Token) -> int:
    """Return where the words about a source end, its relative clauses and appositives included.

    They end at the sentence's next quotation and, when the source opens the sentence, at the first comma.
    """
    end = unit.passage.span(head.doc[head.left_edge.i : head.right_edge.i + 1])[1]
    quoted = [one.span[0] for one in unit.quotations if one.span[0] >= unit.passage.span(head)[1]]
    return min(end, unit.span[1], *quoted[:1])


def _nominal(unit: Unit, noun: Token) -> Claim | None:
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
    return Claim(unit.passage.span(noun), source, [content], confidence=0.6)
