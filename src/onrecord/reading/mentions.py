"""Which words may mean a person or a power: names, roles, pronouns, states and organisations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.affiliations import bodies_in
from onrecord.reading.language import Part, Passage
from onrecord.reading.names import Name, find_names
from onrecord.reading.powers import Sense, powers_in
from onrecord.reading.quotations import Quotation
from onrecord.reading.roles import Role, gender_of, is_person_noun, parse_role

MentionKind = Literal["name", "role", "pronoun", "power", "organisation"]

MALE_PRONOUNS = frozenset({"he", "him", "his", "himself"})
FEMALE_PRONOUNS = frozenset({"she", "her", "hers", "herself"})
ORGANISATION_NOUNS = frozenset(
    "ministry department embassy agency party police university institute group bank court council commission "
    "committee "
    "parliament government office association union federation organization organisation company corporation corp "
    "inc ltd "
    "army forces force navy foundation center centre bureau service authority authorities board congress senate "
    "church "
    "campaign administration network hospital school club movement front league alliance assembly consulate chamber "
    "coalition faction militia firm newspaper magazine broadcaster station think-tank watchdog regulator airline "
    "delegation mission secretariat cabinet tribunal bloc commissariat directorate intelligence treasury legislature "
    "college society trust fund laboratory survey project initiative caucus news times post herald tribune".split()
)
_STATE_BODIES = frozenset(
    {"government", "administration", "authorities", "side", "regime", "leadership", "officials"}
)
_PLACE_PREPOSITIONS = frozenset("in at near outside inside across around within throughout into via through".split())
_MOVES = frozenset("visit leave reach arrive travel fly go return come head move drive enter".split())
_LEFT_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "ADV"})
_PORTFOLIOS = frozenset("state defense defence finance justice health energy agriculture commerce labor".split())
_BEING = frozenset({"be", "become", "remain"})
_PREDICATES = frozenset({"attr", "oprd", "pobj"})
_GENDERS = dict.fromkeys(MALE_PRONOUNS, "m") | dict.fromkeys(FEMALE_PRONOUNS, "f")
_GAP = re.compile(r"[ \u00a0]+")
_OWNERS = frozenset({"his", "her", "their", "its", "our", "my"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may mean somebody. ``span`` is all of them, ``head`` the name or the noun.

    ``owner`` is the offset of the one whose minister, mother or counterpart is meant. ``sentence`` counts through
    the article. ``subject`` says that it does something in its clause, ``owns`` that it is a possessive.
    ``said_of`` is the offset of the subject that a predicate describes: "She was a nurse".
    """

    span: Span
    head: Span
    kind: MentionKind
    part: Part
    sentence: int
    subject: bool = False
    quoted: bool = False
    role: Role | None = None
    gender: str | None = None
    owner: int | None = None
    sense: Sense | None = None
    definite: bool = True
    place: bool = False
    owns: bool = False
    said_of: int | None = None


def find_mentions(passages: Sequence[Passage], quotations: Sequence[Quotation], day: str | None) -> list[Mention]:
    """Return the mentions of ``passages``, sorted by where they start, the longer one first.

    ``day`` is the article's; the surnames of those in office then are known as names. Spans are offsets of the
    article's text; a mention may stand inside another one ("U.S." in "his U.S. counterpart").
    """
    found: list[Mention] = []
    sentence = 0
    outer = [one.span for one in quotations if one.depth == 0]
    names = find_names(passages, day)
    for passage, its_names in zip(passages, names, strict=True):
        setting = _Setting(passage, _sentence_starts(passage, outer), sentence, outer)
        found += _in_passage(setting, its_names)
        sentence += len(setting.starts) + 1
    found.sort(key=lambda one: (one.span[0], -one.span[1]))
    return found


@dataclass(frozen=True, slots=True)
class _Setting:
    """A passage, where its sentences start, how many came before it, and the quotations of the article."""

    passage: Passage
    starts: Sequence[int]
    before: int
    quotations: Sequence[Span]

    def mention(
        self,
        span: Span,
        head: Span,
        kind: MentionKind,
        token: Token | None,
        *,
        role: Role | None = None,
        gender: str | None = None,
        owner: int | None = None,
        sense: Sense | None = None,
        definite: bool = True,
        place: bool = False,
        owns: bool = False,
        said_of: int | None = None,
    ) -> Mention:
        """Return the mention whose last word is ``token``, put into its sentence."""
        sentence = self.before + max(bisect_right(self.starts, head[0] - self.passage.start) - 1, 0)
        return Mention(
            span, head, kind, self.passage.part, sentence, _is_subject(token), _inside(head[0], self.quotations),
            role, gender, owner, sense, definite, place, owns, said_of,
        )  # fmt: skip


def _inside(offset: int, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, offset, key=lambda one: one[0]) - 1
    return at >= 0 and offset < spans[at][1]


def _sentence_starts(passage: Passage, quotations: Sequence[Span]) -> list[int]:
    """Return where the narrator's sentences start; those inside a quotation put nobody at a distance."""
    starts = [sent.start_char for sent in passage.doc.sents]
    own = [start for start in starts if not _inside(passage.start + start - 1, quotations)]
    return own or starts[:1]


def _in_passage(setting: _Setting, names: Sequence[Name]) -> Iterator[Mention]:
    passage = setting.passage
    for name in names:
        token = _last_token(passage, name.head)
        yield setting.mention(
            name.span, name.head, "name", token, role=name.role, gender=name.gender,
            owner=_owner(passage, name.span, name.head), owns=_is_possessive(token),
        )  # fmt: skip
    yield from _roles(setting, [name.span for name in names])
    yield from _pronouns(setting)
    yield from _powers(setting, [name.head for name in names])


def _roles(setting: _Setting, taken: Sequence[Span]) -> Iterator[Mention]:
    passage, text = setting.passage, setting.passage.text
    for token in passage.tokens:
        if token.pos_ not in ("NOUN", "PROPN") or token.tag_ in ("NNS", "NNPS"):
            continue
        said_of = _subject_of(passage, token) if token.dep_ in _PREDICATES else None
        if said_of is None and not is_person_noun(token.lower_):
            continue
        head = passage.span(token)
        if any(start <= head[0] < end for start, end in taken) or _is_modifier(token):
            continue
        first, last = left_edge(token), _right_edge(token)
        span = (passage.span(first)[0], passage.span(last)[1])
        words = text[span[0] - passage.start : span[1] - passage.start]
        definite = first.lower_ not in ("a", "an", "one", "another", "some", "any", "no", "every", "each")
        yield setting.mention(
            span, head, "role", token, role=parse_role(words), gender=gender_of(words),
            owner=_owner(passage, span, head), definite=definite and _is_definite(first, token, text),
            said_of=said_of, owns=_is_possessive(token),
        )  # fmt: skip


def _is_possessive(token: Token | None) -> bool:
    return token is not None and token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "POS"


def _subject_of(passage: Passage, token: Token) -> int | None:
    """Return where the one stands whom ``token`` describes as a predicate, unless the clause denies it.

    "Vale was a nurse", "Vale was elected president", "Vale served as mayor", "critics described Vale as a clown".
    """
    verb = token.head
    slots: tuple[str, ...] = ("nsubj", "nsubjpass")
    if token.dep_ == "pobj" and verb.lower_ == "as" and verb.head.pos_ == "VERB":
        verb = verb.head
        slots = ("dobj",) if any(one.dep_ == "dobj" for one in verb.children) else slots
    elif not (token.dep_ == "attr" and verb.lemma_ in _BEING) and token.dep_ != "oprd":
        return None
    if any(one.dep_ == "neg" for one in verb.children):
        return None
    whom = next((one for one in verb.children if one.dep_ in slots), None)
    if whom is None or whom.tag_ in ("NNS", "NNPS"):
        return None
    known = whom.pos_ == "PROPN" or is_person_noun(whom.lower_)
    return passage.span(whom)[0] if known or whom.lower_ in _GENDERS else None


def _is_modifier(token: Token) -> bool:
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is not None and token.dep_ == "compound" and following.pos_ in ("NOUN", "PROPN")


def _is_definite(first: Token, token: Token, text: str) -> bool:
    named = any(sense.power for _, sense in powers_in(text, first.idx, token.idx))
    return (
        first.lower_ == "the" or first.lower_ in _OWNERS or named or _possessed(first, token) or token.text.istitle()
    )


def _possessed(first: Token, token: Token) -> bool:
    return any(one.tag_ == "POS" for one in token.doc[first.i : token.i])


def left_edge(token: Token) -> Token:
    """Return the first word of the noun phrase that ends with ``token``, commas and verbs never crossed."""
    doc, index = token.doc, token.i
    while index > token.sent.start:
        before = doc[index - 1]
        if before.lower_ in _OWNERS or before.tag_ in ("DT", "PDT"):
            return before
        joined = (
            before.lower_ == "and" and index - 2 >= 0 and doc[index - 2].text.islower() and doc[index].text.islower()
        )
        joined = joined and doc[index - 2].pos_ in _LEFT_TAGS
        linked = (
            before.text == "-" or before.tag_ == "POS" or (before.tag_ in ("VBG", "VBN") and before.dep_ == "amod")
        )
        dated = before.ent_type_ in ("DATE", "TIME") and before.text != "-" and doc[index].text != "-"
        if not (before.pos_ in _LEFT_TAGS or joined or linked) or (dated and before.lower_ != "old"):
            break
        index -= 1
    return doc[index]


def _right_edge(token: Token) -> Token:
    doc, index = token.doc, token.i
    while index + 2 < len(doc) and doc[index + 1].lower_ in ("of", "for", "to"):
        after = index + 2 + (doc[index + 2].tag_ == "DT")
        last = after
        while last + 1 < len(doc) and doc[last + 1].pos_ == "PROPN" and doc[last].pos_ == "PROPN":
            last += 1
        if last >= len(doc) or not (doc[last].text[:1].isupper() or doc[last].lower_ in _PORTFOLIOS):
            break
        index = last
    return doc[index]


def _pronouns(setting: _Setting) -> Iterator[Mention]:
    for token in setting.passage.tokens:
        gender = _GENDERS.get(token.lower_)
        if gender is not None:
            span = setting.passage.span(token)
            owns = token.tag_ == "PRP$" or token.dep_ == "poss"
            yield setting.mention(span, span, "pronoun", token, gender=gender, owns=owns)


def _powers(setting: _Setting, names: Sequence[Span]) -> Iterator[Mention]:
    passage, text, base = setting.passage, setting.passage.text, setting.passage.start
    covered: list[Span] = []
    for (start, end), sense in powers_in(text):
        span = (base + start, base + end)
        if any(a < span[1] and span[0] < b for a, b in names):
            continue
        token = _last_token(passage, span)
        whole = _with_body(passage, span, token) if sense.power.is_state else span
        kind: MentionKind = "power" if sense.power.is_state else "organisation"
        covered.append(span)
        yield setting.mention(whole, span, kind, token, sense=sense, place=_is_place(token, sense))
    if passage.part != "title":
        for span in _organisations(passage, [*covered, *names], names):
            token = _last_token(passage, span) if span[0] < span[1] else None
            if token is not None:
                yield setting.mention(span, span, "organisation", token)


def _with_body(passage: Passage, span: Span, token: Token | None) -> Span:
    if token is None or token.i + 1 >= len(passage.doc):
        return span
    after = token.nbor(1)
    return (span[0], passage.span(after)[1]) if after.lower_ in _STATE_BODIES - {"officials"} else span


_RUN = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][\w.&]*(?:[-–’'](?!s\b)\w+)*)"
    r"(?:(?:[ \u00a0](?:of|for|and|the|on|in|de|,))*[ \u00a0][A-ZÀ-ÖØ-Þ][\w&]*(?:[-–’'](?!s\b)\w+)*)*"
)


_PORTFOLIO = re.compile(r"[A-Z][a-z]+[ \u00a0](?:[Mm]inister|[Ss]ecretary(?![ \u00a0-][Gg]eneral))\b")
"""One word before a minister or a secretary is an office's, whatever the tagger takes it for."""


def _organisations(passage: Passage, covered: Sequence[Span], names: Sequence[Span]) -> Iterator[Span]:
    """Yield capitalised runs that hold an organisation's noun, and what the tagger calls an organisation."""
    seen: list[Span] = []
    for run in _RUN.finditer(passage.text):
        if not _holds_noun(run.group()) or " and the " in run.group():
            continue
        span = (passage.start + run.start(), passage.start + run.end())
        if any(a < span[1] and span[0] < b for a, b in names):
            continue
        span = _trim(passage, span)
        if not any(one[0] <= span[0] and span[1] <= one[1] for one in covered):
            seen.append(span)
            yield span
    bodies = [(passage.start + start, passage.start + end) for start, end in bodies_in(passage.text)]
    tagged = [
        passage.span(ent)
        for ent in passage.names
        if ent.label_ == "ORG" and ent.text[:1].isupper() and not _PORTFOLIO.match(passage.text, ent.start_char)
    ]
    for span in [*bodies, *tagged]:
        if not any(a < span[1] and span[0] < b for a, b in (*covered, *seen)):
            seen.append(span)
            yield _trim(passage, span)


def _holds_noun(run: str) -> bool:
    words = _GAP.split(run)
    return len(words) > 1 and any(word.lower().strip(".,") in ORGANISATION_NOUNS for word in words)


def _trim(passage: Passage, span: Span) -> Span:
    text = passage.text[span[0] - passage.start : span[1] - passage.start]
    article = re.match(r"(?:(?:The|In|At|But|And|On|For|A|An|This|That|As|the|[A-Z][a-z]+day)[ \u00a0]+)+", text)
    ending = (
        re.search(r"(?:[ \u00a0]on[ \u00a0][A-Z][a-z]+day|['’]s|[\s.,])+$", text)
        if not re.search(r"\b(?:Inc|Corp|Co|Ltd|St)\.$", text)
        else None
    )
    return span[0] + (article.end() if article else 0), span[1] - (len(ending.group()) if ending else 0)


def _is_place(token: Token | None, sense: Sense) -> bool:
    """Tell whether a capital or seat of government is meant as a place: "in Moscow", not "Moscow said"."""
    if token is None or sense.use not in ("capital", "seat"):
        return False
    before = token.doc[max(token.i - 3, token.sent.start) : token.i]
    prepositions = [one.lower_ for one in before if one.tag_ in ("IN", "TO")]
    if any(one in _PLACE_PREPOSITIONS for one in prepositions[-1:]):
        return True
    if sense.use == "seat" or _is_subject(token) or token.dep_ == "poss":
        return False
    if prepositions and prepositions[-1] in ("to", "from"):
        verb = next((one for one in token.ancestors if one.pos_ == "VERB"), None)
        return verb is not None and verb.lemma_ in _MOVES
    return token.dep_ not in ("pobj", "dobj", "conj", "nsubjpass", "ROOT", "compound")


def _last_token(passage: Passage, span: Span) -> Token | None:
    tokens = passage.words_in(span)
    if not tokens:
        return None
    return tokens[-2] if len(tokens) > 1 and tokens[-1].tag_ == "POS" else tokens[-1]


def _is_subject(token: Token | None) -> bool:
    """Tell whether the phrase of ``token`` is a subject or a passive's agent."""
    while token is not None and token.dep_ in ("compound", "conj", "appos", "flat") and token.head is not token:
        token = token.head
    if token is None:
        return False
    return token.dep_ in ("nsubj", "nsubjpass") or (token.dep_ == "pobj" and token.head.dep_ == "agent")


def _owner(passage: Passage, span: Span, head: Span) -> int | None:
    """Return the offset of the possessive that opens the phrase (his minister, the boy's mother), if there is one."""
    for token in passage.words_in((span[0], head[0])) if span[0] < head[0] else ():
        if token.lower_ in _OWNERS:
            return passage.span(token)[0]
        if token.tag_ == "POS" and token.i > 0:
            return passage.span(token.nbor(-1))[0]
    return None
