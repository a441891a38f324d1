"""What tells that a capitalised run is a person's name: the table of offices, the tagger, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span
from onrecord.reading.given_names import gender_of_given
from onrecord.reading.language import Passage
from onrecord.reading.offices import HIGH, candidates, recent_terms_of_surname, terms_of, terms_of_surname
from onrecord.reading.powers import powers_in

_YEARS = (
    r"\d{3,4}[ \u00a0]?[–-][ \u00a0]?\d{2,4}|[A-Z][a-z]+[ \u00a0]\d{1,2},[ \u00a0]\d{4}"
    r"|\d{1,2}[ \u00a0][A-Z][a-z]+[ \u00a0]\d{4}"
)
_OF_A_PERSON = re.compile(
    r",[ \u00a0](?:\d{1,2},|who[ \u00a0]|whose[ \u00a0])"
    r"|[ \u00a0]\((?:\d{2}\)|[RDI]-[A-Z]"
    rf"|(?:[^()\n]{{0,80}}?[;,:][ \u00a0])?(?:born|b\.|d\.|née|né|{_YEARS})[ \u00a0);,–-])"
)
"""What stands behind a person's name: an age, a relative clause, years of life, a party and state."""
_OF_A_BODY = re.compile(
    r"\b(?:newspaper|magazine|agency|daily|weekly|tabloid|website|channel|think[ \u00a0-]tank|charity"
    r"|watchdog|consultancy|airline)[ \u00a0]$"
)
"""What stands before the name of a body that a tagger may take for a person's: "the newspaper El Faro"."""
_GENDERED = frozenset("he him his himself she her hers herself".split())
_THINGS = frozenset({"ORG", "FAC", "WORK_OF_ART", "GPE", "LOC", "NORP", "EVENT", "PRODUCT"})


def is_vouched(passage: Passage, head: Span, tokens: Sequence[str], day: str | None) -> bool:
    """Tell whether ``head`` (in the passage's own offsets), whose words are ``tokens``, names a person."""
    labels = _labels(passage, head)
    if _OF_A_BODY.search(passage.text, max(head[0] - 20, 0), head[0]):
        return False
    if in_office(tokens, day) or (len(tokens) > 1 and _OF_A_PERSON.match(passage.text, head[1])):
        return True
    if "PERSON" in labels:
        return len(tokens) > 1 or not labels - {"PERSON"}
    if gender_of_given(tokens[0]) is None:
        return False
    if len(tokens) == 1:
        whole = (passage.start + head[0], passage.start + head[1])
        return not labels & _THINGS and acts(passage, whole) and not any(powers_in(tokens[0]))
    return len(tokens) in (2, 3) and not labels & {"ORG", "FAC", "WORK_OF_ART"}


def in_office(tokens: Sequence[str], day: str | None) -> bool:
    """Tell whether the words are the name of somebody whom a report of that day may name without saying who it is."""
    if len(tokens) == 1:
        return bool(
            terms_of_surname(tokens[0], day) or recent_terms_of_surname(tokens[0], day) or candidates(tokens[0], day)
        )
    return any(term.role in HIGH for term in terms_of(" ".join(tokens), day))


def acts(passage: Passage, span: Span) -> bool:
    """Tell whether the name at ``span`` (offsets of the article) is a verb's subject, with no article before it."""
    tokens = passage.tokens_in(span)
    if tokens is None or not len(tokens):
        return False
    root = tokens.root
    if root.dep_ not in ("nsubj", "nsubjpass") or root.pos_ != "PROPN" or root.head.pos_ not in ("VERB", "AUX"):
        return False
    return all(child.dep_ != "det" for child in root.children)


def takes_pronoun(passage: Passage, span: Span, limit: int) -> bool:
    """Tell whether a he or she of any case follows the name in its sentence, before ``limit``."""
    tokens = passage.tokens_in(span)
    if tokens is None or not len(tokens):
        return False
    behind = passage.tokens[tokens.end : tokens[-1].sent.end]
    return any(token.lower_ in _GENDERED and passage.span(token)[0] < limit for token in behind)


def is_no_body(passage: Passage, span: Span) -> bool:
    """Tell whether the tagger does not take the name at ``span`` (offsets of the article) for something else."""
    labels = _labels(passage, (span[0] - passage.start, span[1] - passage.start))
    return not labels & _THINGS or "PERSON" in labels


def _labels(passage: Passage, head: Span) -> set[str]:
    return {ent.label_ for ent in passage.names if ent.start_char < head[1] and head[0] < ent.end_char}
