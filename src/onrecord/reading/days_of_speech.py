"""On which day something was said: the date that the clause of a cue bears."""

from __future__ import annotations

import re
from datetime import date as day

from spacy.tokens import Token

from onrecord.model import DateRef
from onrecord.reading.dates import DateMention
from onrecord.reading.lines import Line
from onrecord.reading.phrases import is_epithet
from onrecord.reading.statements import Attribution

_NEAR = 28
_MEDIA = frozenset(
    "interview statement letter report post video message speech article remark comment tweet broadcast column memo "
    "note release email".split()
)
_SPEAKING = frozenset({"speak", "address", "talk", "appear", "meet"})
_BROUGHT_OUT = frozenset(
    "publish release air broadcast post issue date send give deliver make record print carry write submit "
    "sign".split()
)


def date_of(line: Line, verb: Token, attribution: Attribution | None = None) -> DateRef | None:
    """Return the narrowest date that the clause of ``verb`` bears."""
    found = [one for one in line.dates if one.start and _bears(line, verb, one, attribution)]
    if not found:
        return None
    return min(found, key=lambda one: (length_of(one), one.span)).reference()


def length_of(mention: DateMention | DateRef) -> int:
    """Return how many days lie between the first and the last day of a date."""
    if mention.start is None or mention.end is None:
        return 0
    return (day.fromisoformat(mention.end) - day.fromisoformat(mention.start)).days


def _bears(line: Line, verb: Token, mention: DateMention, attribution: Attribution | None) -> bool:
    if attribution and any(start <= mention.span[0] < end for start, end in attribution.source):
        return False
    tokens = line.passage.tokens_in(mention.span)
    bounds = mention.value is not None and ".." in mention.value
    if tokens is None or bounds or tokens.root.dep_ == "poss":
        return False
    over = _governor(tokens.root)
    if over is not None and (over in _clause(verb) or _brings_out(line, over)):
        return True
    if attribution is None:
        return False
    return _beside(line, attribution, mention) or (is_initial(line, mention.span[0]) and not has_other_subject(verb))


def _brings_out(line: Line, verb: Token) -> bool:
    """Tell whether a verb says when the words came out: "in an interview published on Sunday"."""
    written = verb.dep_ == "acl" and verb.head.lemma_.lower() in _MEDIA and not line.is_blank(verb)
    return written and verb.lemma_ in _BROUGHT_OUT


def _beside(line: Line, attribution: Attribution, mention: DateMention) -> bool:
    text, base = line.passage.text, line.passage.start
    cue = attribution.cue[0]
    if cue[1] <= mention.span[0] < cue[1] + _NEAR:
        between = text[cue[1] - base : mention.span[0] - base]
        return not re.search(r"[,;:\"“”]|\b(?:that|to|of|and)\b", between)
    if attribution.source and attribution.source[0][1] <= mention.span[0] < cue[0]:
        return "," not in text[attribution.source[0][1] - base : mention.span[0] - base]
    return False


def is_initial(line: Line, offset: int) -> bool:
    """Tell whether a word at ``offset`` opens the sentence."""
    return offset - line.start <= 12


def has_other_subject(verb: Token) -> bool:
    """Tell whether a verb hangs on a word that is not its subject's."""
    return verb.dep_ in {"relcl", "acl", "ccomp"}


def _governor(token: Token) -> Token | None:
    current = token
    for _ in range(12):
        if current.pos_ in {"VERB", "AUX"} and not is_epithet(current):
            return current
        if current.head is current:
            return None
        current = current.head
    return None


def _clause(verb: Token) -> set[Token]:
    """Return the verbs that share a clause and a subject with ``verb``: what it hangs on, and what speaks with it."""
    verbs, current = {verb}, verb
    for _ in range(4):
        has_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in current.children)
        if has_subject or current.dep_ not in {"conj", "advcl", "xcomp", "acl", "dep"} or current.head is current:
            break
        current = current.head
        verbs.add(current)
    for one in tuple(verbs):
        verbs |= {
            child
            for child in one.children
            if child.dep_ in {"advcl", "prep", "pcomp"}
            and (child.lemma_ in _SPEAKING or (child.tag_ == "VBG" and child.i < one.i and child.dep_ == "advcl"))
        }
    return verbs
