"""Which words of a parse are a verb's subject, and which its complements.

Labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.cues import COMMISSIVE_VERBS, FOR_VERBS, JUDGING_VERBS, OBJECT_VERBS, REQUEST_VERBS
from onrecord.reading.language import Passage

SUBJECTS = ("nsubj", "csubj")
_LEFT_OUT = frozenset({"relcl", "acl", "advcl", "parataxis", "ccomp", "npadvmod", "dep"})
_SPEAKING_ON = frozenset({"go", "continue", "proceed", "come", "begin"})
_PERSON_PREPOSITIONS = frozenset({"of", "from"})
_NAME_PREPOSITIONS = frozenset({"of", "for", "from", "in", "at", "to", "on", "with", "within", "inside", "near"})
_CONTENT_PREPOSITIONS = frozenset({"as", "over", "about", "for", "at", "on", "against", "of", "with", "to", "that"})
_TIMES = frozenset({"DATE", "TIME"})


def subject_of(verb: Token, steps: int = 4) -> Token | None:
    """Return the head of the phrase that does what ``verb`` says, shared and controlled subjects included."""
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if agent is not None:
        return next((child for child in agent.children if child.dep_ == "pobj"), None)
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        return _antecedent(verb) if own.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" else own
    passive = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    if passive is not None or steps == 0 or verb.head is verb:
        return None
    return _shared_subject(verb, steps)


def quoted_subject(verb: Token) -> Token | None:
    """Return the subject of ``was quoted as saying``."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as":
        return None
    return next((child for child in verb.head.head.children if child.dep_ == "nsubjpass"), None)


def _shared_subject(verb: Token, steps: int) -> Token | None:
    head = verb.head
    if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN"):
        return head if verb.tag_ == "VBG" else None
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subject_of(head, steps - 1)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and head.pos_ in ("VERB", "AUX"):
        return subject_of(head, steps - 1)
    if verb.dep_ == "xcomp" and (head.lemma_ in _SPEAKING_ON or verb.tag_ == "VBG"):
        return subject_of(head, steps - 1)
    if verb.dep_ in ("pcomp", "dep", "ccomp") and verb.tag_ == "VBG":
        return subject_of(head.head if verb.dep_ == "pcomp" else head, steps - 1)
    return None


def _antecedent(verb: Token) -> Token | None:
    return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None


def noun_phrase(passage: Passage, head: Token) -> Span:
    """Return the phrase of ``head``: its name with titles and joint heads, without what follows a comma.

    A following appositive or relative clause is left out, unless the name itself is the appositive.
    """
    kept = {token.i for token in _phrase_tokens(head)}
    first = last = head.i
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept or (last + 2 in kept and head.doc[last + 1].text == ","):
        last += 1
    while head.doc[last].is_punct and last > head.i and head.doc[last].text != ")":
        last -= 1
    return passage.span(head.doc[first : last + 1])


def _phrase_tokens(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if _belongs(head, child):
            yield from _phrase_tokens(child)
        elif child.dep_ == "punct" and child.i < head.i and child.text in "-'":
            yield child


def _belongs(head: Token, child: Token) -> bool:
    if child.dep_ in _LEFT_OUT or child.ent_type_ in _TIMES:
        return child.dep_ == "npadvmod" and child.i < head.i and child.ent_type_ not in _TIMES
    if child.dep_ == "appos":
        comma = any(token.text == "," for token in head.doc[head.i + 1 : child.i])
        return not comma or (child.pos_ == "PROPN" and head.pos_ != "PROPN")
    if child.dep_ == "prep":
        allowed = _PERSON_PREPOSITIONS if head.ent_type_ == "PERSON" else _NAME_PREPOSITIONS
        return child.i > head.i and child.lower_ in allowed and not _is_time(child)
    if child.dep_ == "punct":
        return child.i < head.i and child.text in "-'\"“"
    return child.dep_ != "conj" or child.pos_ in ("NOUN", "PROPN", "PRON")


def _is_time(preposition: Token) -> bool:
    return any(child.ent_type_ in _TIMES for child in preposition.children)


def complement(verb: Token) -> tuple[Token, Token] | None:
    """Return the first and the last token of what ``verb`` reports without quotation marks, or ``None``."""
    for find in (_clause, _request, _judgement, _object, _prepositional):
        found = find(verb)
        if found is not None:
            return found
    return None


def _clause(verb: Token) -> tuple[Token, Token] | None:
    if verb.lemma_.lower() in REQUEST_VERBS and _infinitive(verb) is not None:
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.tag_ not in ("VBG",) and not _is_infinitive(child):
            return child.left_edge, child.right_edge
    commissive = _infinitive(verb) if verb.lemma_.lower() in COMMISSIVE_VERBS else None
    return (commissive.left_edge, commissive.right_edge) if commissive is not None else None


def _request(verb: Token) -> tuple[Token, Token] | None:
    if verb.lemma_.lower() not in REQUEST_VERBS:
        return None
    infinitive = _infinitive(verb)
    if infinitive is None or infinitive.i < verb.i:
        return None
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.i > verb.i]
    first = min((child.left_edge for child in objects), key=lambda token: token.i, default=infinitive.left_edge)
    return min(first, infinitive.left_edge, key=lambda token: token.i), infinitive.right_edge


def _infinitive(verb: Token) -> Token | None:
    clauses = (child for child in verb.children if child.dep_ in ("xcomp", "ccomp", "advcl"))
    return next((child for child in clauses if _is_infinitive(child) and child.i > verb.i), None)


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def _judgement(verb: Token) -> tuple[Token, Token] | None:
    lemma = verb.lemma_.lower()
    if lemma not in JUDGING_VERBS:
        return None
    after = [child for child in verb.children if child.i > verb.i]
    target = next((child for child in after if child.dep_ in ("dobj", "nsubj", "ccomp", "xcomp")), None)
    judged = next((child for child in after if _is_judgement(child)), None)
    if judged is None:
        return None
    first = target.left_edge if target is not None and target.i < judged.i else judged.left_edge
    return first, judged.right_edge


def _is_judgement(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in ("of", "for", "as")
    return child.dep_ in ("oprd", "ccomp", "xcomp")


def _object(verb: Token) -> tuple[Token, Token] | None:
    if verb.lemma_.lower() not in OBJECT_VERBS:
        return None
    found = next((child for child in verb.children if child.dep_ in ("dobj", "xcomp") and child.i > verb.i), None)
    if found is None or found.lower_ in ("it", "that", "this", "which", "itself"):
        return None
    last = found.right_edge
    for child in verb.children:
        if child.dep_ == "prep" and child.i == last.i + 1 and child.lower_ in _CONTENT_PREPOSITIONS:
            last = last if _is_time(child) else child.right_edge
    return found.left_edge, last


def _prepositional(verb: Token) -> tuple[Token, Token] | None:
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ != "prep" or child.i < verb.i:
            continue
        if lemma in FOR_VERBS and child.lower_ in ("for", "against"):
            return child.left_edge, child.right_edge
        if lemma == "call" and child.lower_ in ("on", "upon"):
            infinitive = _infinitive(verb)
            return child.left_edge, (infinitive or child).right_edge
        if lemma in ("inform", "warn", "speak", "assure", "notify", "remind") and child.lower_ in ("of", "about"):
            return child.left_edge, child.right_edge
    return None
