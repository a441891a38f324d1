"""Who is at an occasion, in the words by which later sentences mention them again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.lines import Line
from onrecord.reading.phrases import is_epithet
from onrecord.reading.places import PLACES

_BESIDE = frozenset({"with", "alongside", "beside", "by", "between"})
_MEETING = re.compile(
    r"^(?:conference|call|conversation|talks?|meeting|negotiations?|debate|session|appearance|summit|dinner|lunch|visit|"
    r"speak|meet|stand|appear|sit|flank|join|accompany|host|negotiate)$"
)
_HOSTED = frozenset({"meet", "host", "receive", "welcome", "phone", "telephone", "visit"})
_COMPANIONS = frozenset({"PERSON", "NORP", "GPE", "ORG"})
PRONOUNS = frozenset({"he", "she", "they", "i", "we", "it", "him", "her"})


def is_role(line: Line, span: Span) -> bool:
    """Tell whether a phrase names somebody by a role: "the minister"."""
    tokens = line.passage.tokens_in(span)
    return tokens is not None and tokens.root.pos_ == "NOUN" and tokens.root.ent_type_ not in PLACES | {"ORG"}


def words_of(line: Line, span: Span | None) -> tuple[set[str], set[str]]:
    """Return the words of a phrase (of the whole sentence for ``None``) and the last names among them."""
    tokens = line.words if span is None else line.passage.words_in(span)
    words: set[str] = set()
    names: set[str] = set()
    for token in tokens:
        if not token.is_alpha or line.is_blank(token):
            continue
        if token.pos_ not in {"DET", "ADP", "CCONJ", "PART"}:
            words.add(token.lower_)
        if _ends_name(token):
            names.add(token.lower_)
    return words, names


def _ends_name(token: Token) -> bool:
    """Whether a token is the last of a person's or body's name, the part that later mentions repeat."""
    if token.pos_ != "PROPN" or token.ent_type_ in {"NORP", "DATE", "TIME"}:
        return False
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is None or following.pos_ != "PROPN"


def subject_span(line: Line) -> Span | None:
    """Return where the subject of a sentence stands, its first character where it has none."""
    for child in line.root.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return line.passage.span(line.passage.doc[child.left_edge.i : child.i + 1])
    return (line.start, line.start + 1)


def company_of(line: Line) -> list[Span]:
    """Return the phrases for those who take part in an occasion that a sentence tells of, beside its subject.

    "a press conference with visiting President Strand", "alongside the Chilean president", "after meeting Kováč",
    "talks between Kováč and Strand". Only named people and powers, and roles of theirs, count.
    """
    return list(dict.fromkeys(_companions(line)))


def _companions(line: Line) -> Iterator[Span]:
    for token in line.words:
        word = token.lower_
        if word in _BESIDE and not line.is_blank(token):
            if word in {"alongside", "beside"} or _MEETING.match(token.head.lemma_):
                yield from _people_under(line, token, "pobj")
        elif token.lemma_ in _HOSTED and token.pos_ == "VERB" and not line.is_blank(token):
            yield from _people_under(line, token, "dobj")


def _people_under(line: Line, token: Token, dependency: str) -> Iterator[Span]:
    for child in token.children:
        if is_epithet(child):
            yield from _people_under(line, child, "dobj")
        elif child.dep_ == dependency:
            both = [child, *child.conjuncts] if token.lower_ == "between" else [child]
            for one in both:
                if _is_somebody(one):
                    yield line.passage.span(one.doc[one.left_edge.i : one.i + 1])


def _is_somebody(head: Token) -> bool:
    named = head.pos_ == "PROPN" and head.ent_type_ in _COMPANIONS
    return named or head.lemma_ in {"counterpart", "president", "minister", "premier", "chancellor"}
