"""The clause that a promise, a threat or a claim hangs on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.model import Span, Spans
from onrecord.reading.contents import SENTENCE_END, Stretch
from onrecord.reading.modality import MET_WITH

_MARKS = frozenset({"if", "unless", "provided", "long", "condition", "case", "when", "should", "were"})


def condition_of(content: Sequence[Stretch], sign: Span) -> Spans:
    """Return the clause that ``sign`` ("if", "unless", "any new …") opens; just the sign where no clause is read.

    "any new boarding will be met with": the condition is what stands before the verb.
    """
    part = next((one for one in content if one.start <= sign[0] < one.start + len(one.text)), None)
    if part is None:
        return (sign,)
    at = sign[0] - part.start
    if met := MET_WITH.pattern.match(part.text, at):
        return ((sign[0], sign[0] + max(met.group().rfind(word) for word in (" will ", " would "))),)
    clause = _clause(part, sign) or _to_comma(part, at)
    return (clause,) if clause else (sign,)


def _clause(part: Stretch, sign: Span) -> Span | None:
    """Return the parsed clause, when it neither leaves the content nor takes in what hangs on it."""
    tokens = part.passage.tokens_in(sign)
    mark = next((one for one in tokens or () if one.lower_ in _MARKS), None)
    verb = _verb_of(mark) if mark is not None else None
    if mark is None or verb is None:
        return None
    words = [token for token in verb.subtree if not token.is_space]
    while words and words[-1].is_punct:
        words.pop()
    start, end = part.passage.span(words[0])[0], part.passage.span(words[-1])[1] if words else 0
    opens = sign[0] - 2 <= start <= sign[0]
    return (sign[0], end) if opens and sign[1] < end <= part.start + len(part.text) and verb.dep_ != "ROOT" else None


def _verb_of(mark: Token) -> Token | None:
    for token in (mark, *mark.ancestors):
        if token.pos_ in {"VERB", "AUX"} and token is not mark:
            return token
    return None


def _to_comma(part: Stretch, at: int) -> Span | None:
    """Return the words up to a comma for a clause that opens a sentence, to the end of one that closes it."""
    opens = not re.search(r"\w", re.split(r"[.!?]\s", part.text[:at])[-1])
    end = re.compile(rf",[\"”’]?\s|;\s|{SENTENCE_END}" if opens else rf"[,;][\"”’]?(?:\s|$)|{SENTENCE_END}").search(
        part.text, at
    )
    stop = end.start() if end else len(part.text.rstrip('"”’ .,'))
    return (part.start + at, part.start + stop) if stop > at else None
