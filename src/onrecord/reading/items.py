"""The things that a demand, a request or an offer is made of: "three demands: A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from onrecord.model import Act, Spans
from onrecord.reading.contents import Stretch
from onrecord.reading.date_words import UnknownDayError, count_of
from onrecord.reading.hints import Hinted

_WITH_ITEMS: frozenset[Act] = frozenset({"demand", "request", "appeal", "offer", "promise"})
_HEADED = Hinted(
    r"\b(?:[\w’'-]{1,12}\s){0,4}?"
    r"(?P<noun>demands|conditions|requests|requirements|proposals|points|things|steps|measures|concessions)\b"
    r"(?P<link>\s?:|\s[—–-]|,?\s(?:regarding|concerning|about|on|for|including|such as|namely|of|that))\s",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\b(two|three|four|five|six|seven|[2-7])\s", re.IGNORECASE)
_WANTED = Hinted(
    r"\b(?:wants?|wanted|demands?|demanded|asks? for|called? for|insists? on)\s(?!to\b|that\b)", re.IGNORECASE
)
_END = re.compile(r"[.!?][\"”’]?(?:\s|$)|[;,]\s(?:but|while|although|because|adding|saying)\b")
_JOINT = re.compile(r"\s*(?:[,;]\s*(?:and\s|or\s|as well as\s)?|\s(?:and|or|as well as)\s)\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"^[^,;.]{1,60}?(?=\s?\bto\s(?:immediately\s|not\s)?\w)")
_NAMES = frozenset({"NOUN", "PROPN", "NUM"})
_STARTS = frozenset({"DET", "PRON", "ADJ", "NOUN", "PROPN", "NUM", "VERB", "ADV"})


def find_items(content: Sequence[Stretch], act: Act) -> Spans:
    """Return the items of a demand, request, offer or promise, in their order; nothing when there is but one.

    A list is one of parallel clauses ("to …, to …", "that …, that …"), or of phrases that a parse or their number
    ("three demands") joins. Items leave out the words that join them and the marks around them.
    """
    for part in content:
        for region, wanted, least in _regions(part, act):
            found = _clauses(region) or _phrases(region, wanted) or _listed(region, wanted)
            distinct = len({one.text.lower() for one in found}) == len(found) > 1
            if distinct and len(found) >= least and (wanted is None or len(found) == wanted):
                return tuple((one.start, one.start + len(one.text)) for one in found)
            if wanted is not None:
                break
    return ()


def _regions(part: Stretch, act: Act) -> Iterator[tuple[Stretch, int | None, int]]:
    """Yield the stretches that may be a list, with the number of items that the text announces and the least."""
    small = part.text.lower()
    for headed in _HEADED.finditer(part.text, small):
        start = headed.start("link") if headed["link"].endswith("that") else headed.end()
        count = _COUNT.search(headed.group())
        loose = headed["noun"].lower() in {"points", "things", "steps", "measures"}
        if count or (act in _WITH_ITEMS and not loose):
            yield _sentence(part, start), _number(count[1] if count else None), 2
    for wanted in _WANTED.finditer(part.text, small):
        yield _sentence(part, wanted.end()), None, 3
    if act in _WITH_ITEMS:
        addressed = _ADDRESSED.match(part.text)
        yield _sentence(part, addressed.end() if addressed else 0), None, 2


def _number(word: str | None) -> int | None:
    try:
        return count_of(word) if word else None
    except UnknownDayError:
        return None


def _sentence(part: Stretch, start: int) -> Stretch:
    end = _END.search(part.text, start)
    return _trimmed(part.part(start, end.start() if end else len(part.text)))


def _trimmed(part: Stretch) -> Stretch:
    left = len(part.text) - len(part.text.lstrip(" \t\n\u00a0,;:\"“”‘’'"))
    right = len(part.text.rstrip(" \t\n\u00a0,;:.\"“”‘’'"))
    return part.part(left, max(left, right))


def _split(region: Stretch, at: Sequence[re.Match[str]]) -> list[Stretch]:
    edges = [0, *(match.end() for match in at), len(region.text)]
    ends = [*(match.start() for match in at), len(region.text)]
    return [_trimmed(region.part(start, end)) for start, end in zip(edges, ends, strict=False) if end > start]


def _clauses(region: Stretch) -> list[Stretch]:
    """Return the clauses of a list that repeats its first word: "that", "to", or that goes on in the infinitive."""
    first = re.match(r"(that|to|not to|for)\b", region.text.strip(), re.IGNORECASE)
    if first is None:
        return []
    word = first[1].lower().split()[-1]
    joints = [
        match
        for match in _JOINT.finditer(region.text)
        if re.match(rf"(?:not\s)?{word}\b", region.text[match.end() :], re.IGNORECASE)
        or (word == "to" and _is_infinitive(region, match.end()))
    ]
    found = _split(region, joints) if joints else []
    return [] if any(_is_bare_verb(one) for one in found[:-1]) else found


def _is_bare_verb(item: Stretch) -> bool:
    """Tell whether an item shares its object with the next one: "to respect | and carry out the sentence"."""
    return all(token.pos_ in {"PART", "ADV", "VERB", "AUX", "PUNCT"} for token in item.tokens())


def _is_infinitive(region: Stretch, offset: int) -> bool:
    tokens = region.passage.tokens_in((region.start + offset, region.start + offset + 1))
    if tokens is None:
        return False
    after = tokens.doc[tokens.end] if tokens.end < len(tokens.doc) else None
    taken_for_another = (
        tokens[0].tag_ in {"JJ", "NN", "VBP", "RB"} and after is not None and after.pos_ in {"DET", "PRON"}
    )
    return tokens[0].tag_ == "VB" or taken_for_another


def _phrases(region: Stretch, wanted: int | None) -> list[Stretch]:
    """Return the phrases that the parse joins to the first one of the region."""
    tokens = region.tokens()
    for head in tokens[:12]:
        joined = [one for one in head.conjuncts if one.i > head.i and _holds(region, one)]
        if head.dep_ == "conj" or not joined or head.left_edge.i > tokens[0].i + 2 or head.pos_ not in _NAMES:
            continue
        if len(joined) + 1 == wanted or wanted is None:
            return _split(region, [match for one in joined if (match := _joint_before(region, one))])
    return []


def _holds(region: Stretch, token: Token) -> bool:
    at = region.passage.span(token)[0]
    return region.start <= at < region.start + len(region.text)


def _joint_before(region: Stretch, head: Token) -> re.Match[str] | None:
    """Return the comma or "and" that stands last before a joined phrase."""
    left = region.passage.span(head.left_edge)[0] - region.start
    joints = [match for match in _JOINT.finditer(region.text, 0, left + 1) if match.end() <= left + 1]
    return joints[-1] if joints and left - joints[-1].end() <= 2 else None


def _listed(region: Stretch, wanted: int | None) -> list[Stretch]:
    """Return the parts of "A, B and C": all begin as phrases do, and the last joint is an "and"."""
    commas = list(re.finditer(r"[,;]\s(?:and\s|or\s)?", region.text))
    last = [
        match
        for match in re.finditer(r"\s(?:and|or)\s", region.text)
        if match.start() > (commas[-1].end() if commas else 0)
    ]
    joints = commas if commas and re.search(r"and|or", commas[-1].group()) else [*commas, *last[:1]]
    found = _split(region, joints)
    if len(found) < 3 or (wanted and len(found) != wanted) or not (last or joints == commas):
        return []
    firsts = [tokens[0] for one in found if (tokens := one.tokens())]
    alike = len(firsts) == len(found) and all(token.pos_ in _STARTS for token in firsts)
    says = any(token.tag_ in {"MD", "VBZ", "VBP"} for one in found for token in one.tokens())
    return found if alike and not says and all(len(one.text.split()) <= 30 for one in found) else []
