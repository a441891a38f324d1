"""Whether what a report tells of has happened: only ``reported`` events have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.model import Article, DateRef, EventStatus

_UNREAL = frozenset("if unless whether would could might may can should must lest suppose supposing imagine".split())
_COMING = frozenset(
    """will shall 'll wo plan intend expect hope prepare schedule due want wish aim agree vow promise pledge offer
    ready willing poised set decide seek commit consider mull propose order ask urge demand call need
    authorize authorise allow invite ask tell consent likely going plan proposal offer order request bid mandate
    effort try attempt refuse""".split()
)
_DENIED_BY = frozenset(
    "deny refuse fail decline reject dismiss refute avoid cancel prevent rule postpone abstain refrain "
    "withhold".split()
)
_THREATENED_BY = frozenset("threaten threat warn warning ultimatum".split())
_IMAGINED_BY = frozenset(
    "imagine suppose assume fear possible potential possibility risk would-be hypothetical alleged rumour "
    "rumor speculate if whether unless scenario prospect danger suspect likely".split()
)
_FACTUAL = frozenset("manage continue begin start help proceed".split())
_PRESUPPOSING = frozenset(
    "follow respond react discuss comment address mark mourn recall remember describe cover end condemn".split()
)
"""Verbs whose objects have happened, whatever becomes of the verb: ``was meant to follow up on the talks``."""
_FICTION = frozenset("novel film movie game exercise simulation scenario play drama series dream seminar".split())
_MERELY = frozenset(
    "unthinkable possible impossible unlikely likely imminent inevitable conceivable improbable".split()
)
_LONG_AGO = re.compile(r"\b(?:centur(?:y|ies)|decades?|years) (?:ago|earlier|before)\b", re.IGNORECASE)
_CERTAIN = frozenset(
    """know learn realise realize confirm see mean note find recall remember regret acknowledge admit reveal disclose
    mention emerge show prove happen mark ensure clear true certain known evident obvious fact news
    say tell announce report add state declare explain write stress emphasise emphasize insist argue claim allege
    maintain assert warn inform complain charge accuse blame protest""".split()
)
"""Words whose *that*-clause is a fact, or somebody's statement, which is judged elsewhere."""
_UNSURE = frozenset(
    "story rumour rumor idea notion fear theory belief suggestion allegation possibility danger risk talk case event "
    "chance hope question prospect assumption future world scenario".split()
)
_SHORT_OF = frozenset("short far close instead rather".split())
_NOT = frozenset("not n't n’t never no neither nor without yet".split())
_MARKS = frozenset({"aux", "mark", "neg", "det", "advmod", "preconj"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_AHEAD = frozenset({"planned", "upcoming", "future", "proposed"})
_TIMELESS = frozenset("whenever once until till provided providing otherwise".split())
_STEPS = 5


def status_of(article: Article, token: Token, date: DateRef | None, *, binding: bool = False) -> EventStatus:
    """Return the status of the event that ``token`` tells of, by the verbs and nouns above it in the parse.

    ``binding``: the words do what they say (a threat, a demand), so that a condition hangs on what they speak of.
    """
    for one, below in _ladder(token):
        found = _rung(one, below)
        if found is not None:
            return found
        if not binding and _hangs_on_condition(one):
            return "hypothetical"
        if _is_made_up(one):
            return "hypothetical"
    if _is_old(article, date) or (date is None and _LONG_AGO.search(token.sent.text)):
        return "historical"
    return "planned" if _is_ahead(article, date) else "reported"


def status_of_saying(article: Article, cue: Token, date: DateRef | None) -> EventStatus:
    """Return whether something was said at all, by the words beside the cue: who *may agree* has not agreed."""
    beside = {child.lower_ for child in cue.children if child.dep_ in _MARKS}
    if beside & _NOT or any(one.dep_ == "nsubj" and _is_neither(one) for one in cue.children):
        return "denied"
    if beside & _UNREAL:
        return "hypothetical"
    if beside & _FUTURE:
        return "planned"
    above = cue.head.lemma_.lower() if cue.dep_ in ("xcomp", "pcomp") else ""
    governed = None if above in ("say", "add", "tell") else _by_governor(above)
    return governed or ("historical" if _is_old(article, date) else "reported")


def _hangs_on_condition(verb: Token) -> bool:
    """Tell whether a verb that is not in the past has an *if* or *unless* below it."""
    if verb.pos_ != "VERB" or verb.tag_ == "VBD":
        return False
    if any(one.dep_ in ("aux", "auxpass") and one.tag_ == "VBD" for one in verb.children):
        return False
    if any(
        one.lower_ in ("provided", "providing", "assuming") and one.dep_ in ("advcl", "prep") for one in verb.children
    ):
        return True
    clauses = [one for one in verb.children if one.dep_ == "advcl"]
    return any(child.lower_ in ("if", "unless") for one in clauses for child in one.children if child.dep_ == "mark")


def _is_made_up(verb: Token) -> bool:
    """Tell whether it all happens in a film, a novel or an exercise."""
    for child in verb.children:
        inner = [one for one in child.children if one.dep_ == "pobj"] if child.lower_ == "in" else []
        told_by = (
            [child] if child.dep_ == "nsubj" and verb.lemma_.lower() in ("show", "depict", "tell", "imagine") else []
        )
        if any(one.lemma_.lower() in _FICTION for one in (*inner, *told_by)):
            return True
    return False


def _is_ahead(article: Article, date: DateRef | None) -> bool:
    return bool(date is not None and date.start and article.day and date.start[:10] > article.day)


def _ladder(token: Token) -> Iterator[tuple[Token, Token | None]]:
    """Yield the word and what governs it, up to the verb that the sentence states."""
    below: Token | None = None
    one = token
    for _ in range(_STEPS):
        if one.pos_ == "VERB" and below is not None and token.pos_ == "NOUN" and one.lemma_.lower() in _PRESUPPOSING:
            return
        yield one, below
        if one.head is one or (one.pos_ in ("VERB", "AUX") and one.dep_ == "relcl"):
            return
        below, one = one, governor_of(one)


def governor_of(word: Token) -> Token:
    """Return what governs a word; a finite verb joined to an infinitive is none of the infinitive's."""
    head = word.head
    if word.dep_ == "conj" and word.tag_ in ("VBD", "VBZ", "VBP"):
        while head.tag_ == "VB" and head.dep_ in ("xcomp", "advcl", "acl", "conj") and head.head is not head:
            head = head.head
    return head


def _rung(one: Token, below: Token | None) -> EventStatus | None:
    if below is not None and (found := _governed(one, below)) is not None:
        return found
    marks = {
        child.lower_ for child in one.children if child.dep_ in ("aux", "mark", "neg", "det", "advmod", "preconj")
    }
    if one.dep_ == "pobj" and one.head.lower_ == "without":
        return "denied"
    if marks & _NOT or any(child.dep_ in ("nsubj", "nsubjpass") and _is_neither(child) for child in one.children):
        return "denied"
    if any(
        child.lower_ == "longer" and any(inner.lower_ == "no" for inner in child.children) for child in one.children
    ):
        return "denied"
    if one.dep_ == "nsubj" and any(
        child.lemma_.lower() in _MERELY for child in one.head.children if child.dep_ in ("acomp", "oprd")
    ):
        return "hypothetical"
    if any(
        child.lower_ == "in" and any(inner.lower_ == "case" for inner in child.children) for child in one.children
    ):
        return "hypothetical"
    if one.dep_ == "relcl" and one.head.lemma_.lower() in _UNSURE and one.head.tag_ == "NN":
        return "hypothetical"
    adjectives = {child.lower_ for child in one.children if child.dep_ == "amod"}
    if marks & _UNREAL or adjectives & _IMAGINED_BY:
        return "hypothetical"
    coming = marks & {"will", "shall", "'ll", "’ll", "wo"} or adjectives & {
        "planned",
        "upcoming",
        "future",
        "proposed",
    }
    if coming:
        return "planned"
    if "threatened" in adjectives:
        return "threatened"
    if one.pos_ == "VERB" and "to" in marks and (one.head is one or one.head.lemma_.lower() not in _FACTUAL):
        governor = one.head.lemma_.lower() if one.dep_ in ("xcomp", "ccomp", "acl", "advcl") else ""
        return _by_governor(governor) or "planned"
    return None


def _is_neither(subject: Token) -> bool:
    before = [
        *subject.children,
        *(inner for child in subject.children for inner in child.children if inner.dep_ == "neg"),
    ]
    return any(one.lower_ in ("neither", "nor", "nobody", "no", "not") for one in before if one.i < subject.i)


def _governed(one: Token, below: Token) -> EventStatus | None:
    """Return what a governing word makes of the event below it; a joined clause is governed by nothing."""
    if below.dep_ == "advcl" and below.pos_ == "VERB":
        opens = {child.lower_ for child in below.children if child.dep_ in ("mark", "advmod")}
        unreal = opens & (_UNREAL | _TIMELESS) or ("when" in opens and below.tag_ in ("VBZ", "VBP"))
        return "hypothetical" if unreal else None
    if (
        one.lower_ in _SHORT_OF
        and one.pos_ in ("ADV", "ADJ", "ADP", "SCONJ")
        and below.dep_ in ("prep", "pcomp", "pobj")
    ):
        return "denied"
    if below.dep_ == "pcomp" and any(child.lower_ in _SHORT_OF for child in one.children):
        return "denied"
    if _is_open(one, below):
        return "hypothetical"
    if below.dep_ in ("conj", "nsubj", "nsubjpass", "advmod", "npadvmod"):
        return None
    return (
        _by_governor(one.lemma_.lower())
        if below.dep_ in ("xcomp", "ccomp", "dobj", "pobj", "pcomp", "prep", "acl")
        else None
    )


def _is_open(one: Token, below: Token) -> bool:
    """Tell whether a clause hangs on a word that leaves open whether it is so: ``it is conceivable that``."""
    if one.lemma_.lower() in _UNSURE and one.tag_ == "NN" and below.dep_ in ("acl", "relcl", "prep", "appos"):
        return True
    if below.dep_ not in ("ccomp", "csubj") or one.pos_ not in ("VERB", "AUX", "ADJ"):
        return False
    if not any(child.dep_ == "mark" for child in below.children):
        return one.tag_ == "VB" and not any(child.dep_ in ("nsubj", "aux") for child in one.children)
    said = {one.lemma_.lower(), *(child.lemma_.lower() for child in one.children if child.dep_ in ("acomp", "attr"))}
    return not said & _CERTAIN


def _by_governor(lemma: str) -> EventStatus | None:
    if lemma in _DENIED_BY:
        return "denied"
    if lemma in _THREATENED_BY:
        return "threatened"
    if lemma in _IMAGINED_BY:
        return "hypothetical"
    return "planned" if lemma in _COMING else None


def _is_old(article: Article, date: DateRef | None) -> bool:
    if date is None or date.end is None or article.day is None:
        return False
    years = int(article.day[:4]) - int(date.end[:4])
    return years > 1 or (years == 1 and article.day[5:10] >= date.end[5:10])
