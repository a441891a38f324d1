"""Whether the verb over some words looks back or forward."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.reading.days import Aim

_AHEAD = frozenset("will shall 'll ’ll wo would".split())
_PLANS = frozenset(
    "plan schedule set expect due intend slate aim hope prepare want agree promise vow pledge ask urge call "
    "order tell invite need plan be decide propose".split()
)
_OPENINGS = frozenset("begin start open close end expire kick meet vote face".split())
_LONGEST_CLIMB = 12


def aim_of(token: Token, *, headline: bool = False) -> Aim:
    """Return whether the verb that governs ``token`` speaks of the past or the future, ``None`` if neither."""
    verb = _verb_over(token)
    if verb is None:
        return None
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {helper.lower_ for helper in helpers}
    if words & _AHEAD or verb.lemma_ in {"schedule", "slate", "expect"} or _is_due(verb) or _is_deadline(token, verb):
        return "future"
    if "to" in words and "have" not in {helper.lemma_ for helper in helpers}:
        return "future" if verb.head.lemma_ in _PLANS else None
    if verb.tag_ == "VBD" or any(helper.tag_ == "VBD" or helper.lemma_ == "have" for helper in helpers):
        return "past"
    if verb.tag_ in {"VBZ", "VBP"} and not headline and verb.lemma_ in _OPENINGS:
        return "future"
    return None


def _verb_over(token: Token) -> Token | None:
    current = token
    for _ in range(_LONGEST_CLIMB):
        if current.pos_ in {"VERB", "AUX"}:
            return current
        if current.head is current:
            return None
        current = current.head
    return None


def _is_deadline(token: Token, verb: Token) -> bool:
    """Tell whether somebody "has until" or "was given until" the day."""
    given = verb.lemma_ == "give" or (verb.lemma_ == "have" and verb.tag_ in {"VBZ", "VBP"})
    return given and token.head.lower_ in {"until", "till"}


def _is_due(verb: Token) -> bool:
    return verb.lemma_ in {"be", "set"} and any(
        child.lower_ in {"due", "set", "scheduled", "slated"} for child in (verb, *verb.children)
    )
