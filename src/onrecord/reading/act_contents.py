"""What a statement does, by the words that it is made of: "we demand", "will be met with", an imperative."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.model import Act, Span
from onrecord.reading.blame import BLAME
from onrecord.reading.contents import Stretch
from onrecord.reading.hints import Hinted

_NOUN_OF_DEMAND = Hinted(
    r"\b(?:our|their|his|her|its|my|Russia's|Moscow's|the)\s(?:\w{1,15}\s){0,3}demands?\b", re.IGNORECASE
)
_FIRST = r"\b(?:I|we)\s(?:also\s|now\s|again\s|hereby\s|strongly\s|firmly\s|therefore\s|must\s|will\s|do\s){0,2}"
_SIGNS: tuple[tuple[Act, str], ...] = (
    (
        "threaten",
        r"\b(?:be|is|are)\s(?:\w{1,15}\s)?(?:met|answered) with\b|\b(?:face|suffer|bring|trigger|have|impose|pay"
        r"|with)\s(?:\W?\w{1,15}\W?\s){0,4}(?:consequences|a (?:\w{1,12}\s)?price|retaliation)\b"
        r"|\b(?:we|I|it|they)\s(?:will|'ll|’ll|would)\s(?:\w{1,12}\s)?"
        r"(?:retaliate|strike back|hit back|respond in kind)",
    ),
    (
        "demand",
        _FIRST + r"(?:demand|insist)\b"
        r"|\b(?:[Ww]e|I)\s(?:only\s|just\s|also\s)?want\s(?!to\b|it\b|that\b|him\b)(?:\w+\s)?\w",
    ),
    ("appeal", _FIRST + r"appeal to\b"),
    (
        "request",
        _FIRST + r"(?:call (?:on|upon|for)|urge|ask\s\w|request|propose|suggest|recommend)\b"
        r"|\blet(?:'s|’s|\sus)\s(?!imagine|suppose|say|assume|pretend|not forget|be clear|face it)\w"
        r"|\b(?:please)\s\w|\bI (?:very much )?hope (?:that )?\w{1,20}(?:\s\w{1,20}){0,4}\s(?:will|can)\b",
    ),
    (
        "offer",
        _FIRST + r"offer\b|\b(?:I am|we are|I'm|we're)\s(?:willing|prepared) to (?:help|offer|host|mediate)\b",
    ),
    (
        "promise",
        _FIRST + r"(?:promise|pledge|vow|guarantee|commit)\b"
        r"|\bwe stand ready\b|\b(?:I|we)(?:\sare|\sam|'m|’m|'re|’re) (?:committed|determined) to\b"
        r"|\b(?:I|we)(?:\swill|\sshall|'ll|’ll) (?:always |also |never |continue to |now |soon )?"
        r"(?!see\b|be\b|have\b|not\b|find\b|know\b|need\b)\w{2,20}\b",
    ),
    ("accuse", _FIRST + r"(?:accuse|condemn|denounce|deplore)\b"),
    (
        "deny",
        _FIRST + r"(?:deny|did not do|have nothing to do with)\b|\bnothing to do with\b"
        r"|^[\s\"“‘']*[Nn]o (?:such )?\w+ (?:was|were|has|have|had) (?:ever |been |given )"
        r"|\b(?:is|are|was|were|that's|that’s) (?:not true|untrue|(?:completely |entirely |totally |simply )?"
        r"(?:false|baseless|groundless|unfounded|fabricated|fake|nonsense))\b"
        r"|\bthere (?:is|was) no truth\b"
        r"|\b(?:I|we) (?:have )?never (?:did|said|had|received|sent|took|paid|met|ordered)\b",
    ),
    ("reject", _FIRST + r"(?:reject|refuse|oppose)\b|\b(?:will|would|can|could) (?:never|not) accept\b"),
    ("agree", _FIRST + r"(?:agree|accept|support|welcome|endorse)\b"),
)
_CONTENT = tuple((act, Hinted(pattern, re.IGNORECASE)) for act, pattern in _SIGNS)
_NOUN_OF_REQUEST = Hinted(
    r"\b(?:our|my)\s(?:\w{1,15}\s){0,3}requests?\b"
    r"|\b(?:his|her|its|their)\s(?:two|three|four|five|six)\s(?:\w{1,15}\s)?(?:requests|conditions)\b",
    re.IGNORECASE,
)
_MUST = Hinted(
    r"\b(?:must|should (?:immediately |at once )?[\"“]?(?:stop|end|leave|withdraw|cease|release|get "
    r"out|give up|resign|halt|apologi[sz]e))\b(?!\s(?:admit|say|answer|be clear|have been|confess))",
    re.IGNORECASE,
)
_SELF_MUST = re.compile(r"\b(?:I|we|he|she)\s(?:\w{1,10}\s)?$", re.IGNORECASE)
_NO_ORDERS = frozenset(
    "imagine suppose let look see listen think consider take thank believe make remember say know guess forget mind "
    "wait".split()
)


def act_by_content(content: Sequence[Stretch]) -> tuple[Act, Span] | None:
    """Return the act that the words of a content perform, and the words that do; ``None`` for an assertion."""
    read = [(part, part.text.lower()) for part in content]
    for act, pattern in _CONTENT:
        for part, small in read:
            if match := pattern.search(part.text, small):
                return act, part.span(match)
    found = [one for one in (_demanded(content), _blamed(content)) if one is not None]
    return min(found, key=lambda one: one[1], default=None)


def _demanded(content: Sequence[Stretch]) -> tuple[Act, Span] | None:
    for part in content:
        small = part.text.lower()
        if match := _NOUN_OF_DEMAND.search(part.text, small):
            return "demand", part.span(match)
        if match := _NOUN_OF_REQUEST.search(part.text, small):
            return "request", part.span(match)
        for must in _MUST.finditer(part.text, small):
            if not _SELF_MUST.search(part.text, max(0, must.start() - 16), must.start()):
                return "demand", part.span(must)
    for part in content[:1]:
        if order := _order(part):
            return "demand", part.passage.span(order)
    return None


def _order(part: Stretch) -> Token | None:
    """Return the verb of an imperative that opens a quotation: "Leave the island now"."""
    if not re.match(r"\s*[\"“‘'«„]", part.text):
        return None
    words = [token for token in part.tokens() if token.is_alpha or token.lower_ in {"n't", "n’t"}][:3]
    if words and words[0].lower_ in {"please", "do", "just", "now"}:
        words = [word for word in words[1:] if word.lower_ not in {"not", "n't", "n’t"}]
    if not words or words[0].tag_ != "VB" or words[0].lemma_.lower() in _NO_ORDERS:
        return None
    has_subject = any(child.dep_ in {"nsubj", "aux"} and child.i < words[0].i for child in words[0].children)
    return None if has_subject else words[0]


def _blamed(content: Sequence[Stretch]) -> tuple[Act, Span] | None:
    for part in content:
        for match in BLAME.finditer(part.text, part.text.lower()):
            if not re.search(r"\b(?:not|no|never|n't|n’t)\s(?:\w+\s)?$", part.text[: match.start()]):
                return "accuse", part.span(match)
    return None
