"""Which words of a parse are a verb's subject, and which its complements.

Labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.cues import (
    ALL_VERBS,
    COMMISSIVE_VERBS,
    FOR_VERBS,
    JUDGING_VERBS,
    NOUNS,
    OBJECT_IF_SPEECH_VERBS,
    OBJECT_PARTICLE_VERBS,
    OBJECT_VERBS,
    PASSIVE_VERBS,
    REQUEST_VERBS,
)
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
        narrated = _leaves_the_clause(head, verb) and head.dep_ == "ccomp"
        return subject_of(head.head if narrated else head, steps - 1)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and head.pos_ in ("VERB", "AUX"):
        return subject_of(head, steps - 1)
    if verb.dep_ == "xcomp" and (head.lemma_ in _SPEAKING_ON or verb.tag_ == "VBG"):
        return subject_of(head, steps - 1)
    if verb.tag_ == "VBG" and verb.dep_ not in ("pobj", "nsubj", "csubj", "amod", "compound", "dobj"):
        governor = next((one for one in verb.ancestors if one.pos_ in ("VERB", "AUX")), None)
        return subject_of(governor, steps - 1) if governor is not None else None
    return None


def _antecedent(verb: Token) -> Token | None:
    return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None


def antecedent_of(pronoun: Token) -> Token | None:
    """Return the noun before it that a relative pronoun stands for; ``None`` for other words."""
    if pronoun.tag_ not in ("WP", "WDT"):
        return None
    before = [token for token in pronoun.doc[max(pronoun.i - 2, 0) : pronoun.i] if not token.is_punct]
    noun = _antecedent(pronoun.head) if pronoun.head.dep_ == "relcl" else (before or [pronoun])[-1]
    return noun if noun is not None and noun.i < pronoun.i and noun.pos_ in ("NOUN", "PROPN") else None


def is_epithet(verb: Token) -> bool:
    """Tell whether a participle does no more than describe a name: "with visiting President Strand"."""
    return verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.head.lower_ == "with" and verb.i == verb.head.i + 1


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
    for find in (_told_somebody_of, _passive, _clause, _request, _judgement, _object, _prepositional):
        found = find(verb)
        if found is not None:
            return found
    return None


def _passive(verb: Token) -> tuple[Token, Token] | None:
    if verb.lemma_.lower() not in PASSIVE_VERBS or not any(child.dep_ == "agent" for child in verb.children):
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    return (subject.left_edge, subject.right_edge) if subject is not None else None


def _clause(verb: Token) -> tuple[Token, Token] | None:
    if verb.lemma_.lower() in REQUEST_VERBS and _infinitive(verb) is not None:
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.tag_ != "VBG" and not _is_infinitive(child):
            if verb.lemma_.lower() == "find" and child.left_edge.lower_ != "that":
                continue
            return child.left_edge, _last(child)
    commissive = _infinitive(verb) if verb.lemma_.lower() in COMMISSIVE_VERBS else None
    if commissive is None or commissive.lemma_.lower() in ("say", "tell", "comment", "answer", "speak"):
        return None
    return commissive.left_edge, _last(commissive)


def _last(verb: Token) -> Token:
    """Return the last token of a clause, without a joined clause that is none of what was said."""
    for child in verb.children:
        if child.dep_ != "conj" or child.i < verb.i or child.pos_ not in ("VERB", "AUX"):
            continue
        own_subject = any(one.dep_ in SUBJECTS for one in child.children)
        reports = own_subject and child.lemma_.lower() in ALL_VERBS
        if reports or _leaves_the_clause(verb, child):
            return _before_conjunction(verb, child)
    return verb.right_edge


def _leaves_the_clause(verb: Token, joined: Token) -> bool:
    """Tell whether a joined verb goes back to the narrator: ``said it would wait but rejected the plan``."""
    bare = verb.tag_ == "VB" and any(child.tag_ in ("TO", "MD") for child in verb.children if child.dep_ == "aux")
    helped = any(child.dep_ == "aux" for child in joined.children)
    return bare and joined.tag_ in ("VBD", "VBZ", "VBP") and not helped


def _before_conjunction(verb: Token, joined: Token) -> Token:
    first = joined.left_edge.i - 1
    while first > verb.i and (verb.doc[first].dep_ == "cc" or verb.doc[first].is_punct):
        first -= 1
    return verb.doc[first]


def _request(verb: Token) -> tuple[Token, Token] | None:
    if verb.lemma_.lower() not in REQUEST_VERBS:
        return None
    infinitive = _infinitive(verb)
    if infinitive is None:
        return None
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.i > verb.i]
    first = min((child.left_edge for child in objects), key=lambda token: token.i, default=infinitive.left_edge)
    return min(first, infinitive.left_edge, key=lambda token: token.i), _last(infinitive)


def _infinitive(verb: Token) -> Token | None:
    clauses = (child for child in verb.children if child.dep_ in ("xcomp", "ccomp", "advcl"))
    return next((child for child in clauses if _is_infinitive(child) and child.i > verb.i), None)


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def _judgement(verb: Token) -> tuple[Token, Token] | None:
    lemma = verb.lemma_.lower()
    calls_on = lemma == "call" and any(child.lower_ in ("on", "upon") for child in verb.children)
    if lemma not in JUDGING_VERBS or calls_on:
        return None
    after = [child for child in verb.children if child.i > verb.i]
    target = next((child for child in after if child.dep_ in ("dobj", "nsubj", "ccomp", "xcomp")), None)
    judged = next((child for child in after if _is_judgement(lemma, child)), None)
    if judged is None and target is not None and lemma in ("accuse", "blame"):
        judged = next((child for child in target.children if _is_judgement(lemma, child)), None)
    if judged is not None and target is None:
        target = next((child for child in judged.children if child.dep_ == "nsubj"), None)
    if judged is None or (lemma == "call" and target is None):
        return None
    first = target.left_edge if target is not None and target.i < judged.i else judged.left_edge
    return first, judged.right_edge


def _is_judgement(lemma: str, child: Token) -> bool:
    if child.dep_ == "prep" and lemma != "call":
        return child.lower_ in (("to",) if lemma == "attribute" else ("of", "for", "as"))
    return child.dep_ in ("oprd", "ccomp", "xcomp")


def _object(verb: Token) -> tuple[Token, Token] | None:
    lemma = verb.lemma_.lower()
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), None)
    with_particle = particle is not None and OBJECT_PARTICLE_VERBS.get(lemma) == particle
    if not with_particle and lemma not in OBJECT_VERBS | OBJECT_IF_SPEECH_VERBS:
        return None
    found = next((child for child in verb.children if child.dep_ in ("dobj", "xcomp") and child.i > verb.i), None)
    if found is None or found.lower_ in ("it", "that", "this", "which", "itself"):
        return None
    if not with_particle and lemma not in OBJECT_VERBS and found.lemma_.lower() not in NOUNS:
        return None
    last = _without_gloss(found)
    for child in verb.children:
        if child.i <= last.i or child.left_edge.i != last.i + 1:
            continue
        about = child.dep_ == "prep" and child.lower_ in _CONTENT_PREPOSITIONS and not _is_time(child)
        if about or _is_infinitive(child):
            last = child.right_edge
    return found.left_edge, last


def _without_gloss(noun: Token) -> Token:
    """Return the last token of a noun's phrase without a closing ``which`` clause, the narrator's gloss."""
    gloss = next(
        (child for child in noun.subtree if child.dep_ == "relcl" and child.left_edge.lower_ == "which"), None
    )
    if gloss is None or gloss.right_edge.i != noun.right_edge.i or gloss.left_edge.i - 1 <= noun.i - 1:
        return noun.right_edge
    last = noun.doc[gloss.left_edge.i - 1]
    return last.nbor(-1) if last.is_punct and last.i > noun.i else last


def _prepositional(verb: Token) -> tuple[Token, Token] | None:
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ != "prep" or child.i < verb.i:
            continue
        infinitive = _infinitive(verb)
        last = infinitive.right_edge if infinitive is not None and infinitive.i > child.i else child.right_edge
        if lemma in FOR_VERBS and child.lower_ in ("for", "against"):
            return child.left_edge, last
        if lemma == "call" and child.lower_ in ("on", "upon") and infinitive is not None:
            return child.left_edge, last
    return _told_of(verb)


def _told_somebody_of(verb: Token) -> tuple[Token, Token] | None:
    """Read ``told Lee of …`` before any clause in it: what is told of may hold an infinitive of its own."""
    found = _told_of(verb)
    if found is None:
        return None
    before = found[0].nbor(-1)
    return found if before.pos_ in ("PROPN", "PRON") and found[0].i - verb.i <= 4 else None


def _told_of(verb: Token) -> tuple[Token, Token] | None:
    """Read ``informed her of …``, by the words alone: parsers hang the ``of`` on many things."""
    if verb.lemma_.lower() not in ("inform", "tell", "warn", "assure", "notify", "remind"):
        return None
    for token in verb.doc[verb.i + 1 : verb.i + 8]:
        if token.is_punct:
            return None
        if token.lower_ in ("of", "about") and token.i > verb.i:
            return token, max(verb.right_edge, token, key=lambda one: one.i)
    return None
