"""Who stands around the word that tells of an event: who does it, what is acted upon, and the words of it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.event_cues import EventCue, cue_of, joined_to
from onrecord.reading.event_status import governor_of
from onrecord.reading.language import Passage
from onrecord.reading.phrases import noun_phrase, subject_of

_NO_PARTY = ("", "DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY")
_TIMES = ("DATE", "TIME")


def verb_of(token: Token) -> Token:
    """Return the verb of the clause that a word stands in."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    return next((one for one in token.ancestors if one.pos_ in ("VERB", "AUX")), token)


def is_plural_meeting(token: Token, cue: EventCue) -> bool:
    """Tell whether several of one power did it together: ``the union's leaders met``."""
    subject = subject_of(token) if token.pos_ == "VERB" else None
    return cue.type == "CONSULT" and subject is not None and subject.tag_ in ("NNS", "NNPS")


def actors_of(token: Token) -> Iterator[Token]:
    """Yield who did it: the verb's subject; a noun's owner, its ``by`` or ``from``, else its sentence's subject."""
    if token.pos_ == "VERB":
        subject = subject_of(token)
        if subject is None and governor_of(token) is not token.head:
            subject = subject_of(governor_of(token))
        subject = subject or raised_subject(token)
        yield from (subject, *subject.conjuncts) if subject is not None else ()
        return
    own = [
        child
        for child in token.children
        if child.dep_ in ("poss", "amod", "compound") and child.ent_type_ not in _NO_PARTY
    ]
    made = list(joined_to(token, ("by", "from", "between")))
    yield from own or made
    if not own and not made and token.dep_ in ("pobj", "dobj"):
        verb = next((one for one in token.ancestors if one.pos_ in ("VERB", "AUX")), None)
        loose = [one for one in verb.children if one.lower_ == "from" and one.i > token.i] if verb is not None else []
        sender = next((child for one in loose for child in one.children if child.dep_ == "pobj"), None)
        subject = sender or (subject_of(verb) if verb is not None else None)
        yield from (subject, *subject.conjuncts) if subject is not None else ()


def evidence_of(passage: Passage, token: Token, heads: Sequence[Token]) -> Span:
    """Return the words from the first party's phrase to the last one's, the cue and its object between them."""
    parts = [token, *(child for child in token.children if child.dep_ in ("dobj", "nsubjpass", "aux", "neg", "prt"))]
    same = [head for head in heads if head.sent == token.sent]
    first = min((_left(one) for one in [*parts, *same]), key=lambda one: one.i)
    ends = [passage.span(one)[1] for one in parts] + [noun_phrase(passage, one)[1] for one in same]
    return passage.span(first)[0], max(ends)


def _left(head: Token) -> Token:
    """Return the first word of a phrase's head with its articles, titles and owners."""
    kept = [
        child.left_edge
        for child in head.children
        if child.dep_ in ("det", "amod", "compound", "poss", "nmod") and child.ent_type_ not in ("DATE", "TIME")
    ]
    return min([head, *kept], key=lambda one: one.i)


def is_taken(noun: Token) -> bool:
    """Tell whether a noun is the object that its verb's cue needs: one happening, told by two words."""
    cue = cue_of(noun.head) if noun.pos_ == "NOUN" and noun.dep_ in ("dobj", "nsubjpass") else None
    return cue is not None and noun.lemma_.lower() in cue.objects


def raised_subject(verb: Token) -> Token | None:
    """Return a verb's subject, for ``is ready to send`` and the like that of the adjective's verb."""
    subject = subject_of(verb)
    if subject is None and verb.dep_ == "xcomp" and verb.head.pos_ == "ADJ":
        return subject_of(verb.head.head)
    return subject


def acted_upon(token: Token, subject: Token | None) -> Iterator[Token]:
    """Yield the heads of what a verb acts upon: a passive's subject, the objects, and what its phrases govern."""
    if subject is not None and subject.dep_ == "nsubjpass":
        yield subject
    for one in (token, *(child for child in token.children if child.dep_ in ("xcomp", "dobj"))):
        for child in one.children:
            if child.dep_ in ("dobj", "dative"):
                yield child
            if child.dep_ in ("prep", "dative"):
                yield from (
                    inner for inner in child.children if inner.dep_ == "pobj" and inner.ent_type_ not in _TIMES
                )


def token_ids(passage: Passage, heads: Sequence[Token]) -> set[int]:
    """Return the places of all words of the heads' phrases."""
    ids: set[int] = set()
    for head in heads:
        tokens = passage.tokens_in(noun_phrase(passage, head))
        ids |= {one.i for one in tokens} if tokens is not None else set()
    return ids
