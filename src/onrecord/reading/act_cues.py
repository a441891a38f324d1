"""What a statement does, by its cue: "urged", "denied", "called for"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.model import Act, Span, Spans
from onrecord.reading.blame import STRONG
from onrecord.reading.contents import Stretch, cue_tokens
from onrecord.reading.language import Passage

_CUES: dict[Act, str] = {
    "demand": "demand insist order command instruct require direct summon oblige ultimatum instruction demand",
    "request": "urge ask request call beg implore recommend suggest propose advise press encourage exhort petition "
    "lobby invite plead recommendation suggestion proposal request call counsel seek",
    "appeal": "appeal beseech entreat",
    "offer": "offer volunteer",
    "promise": "promise pledge vow commit swear guarantee assure undertake pledge reassure promise commitment vow "
    "assurance guarantee",
    "threaten": "threaten warn threat",
    "accuse": "accuse blame criticise criticize condemn denounce allege slam attack charge deplore decry lambast "
    "lambaste blast rebuke chide fault berate castigate complain accusation criticism condemnation allegation "
    "censure protest lament ridicule mock deride",
    "reject": "reject decline refuse dismiss rebuff spurn oppose rule object veto rejection refusal shun",
    "deny": "deny refute disavow denial dispute contradict disclaim repudiate",
    "agree": "agree accept second endorse concur support approve back welcome consent applaud embrace agreement "
    "endorsement",
    "ask": "wonder enquire inquire question query",
}
_BY_LEMMA: dict[str, Act] = {lemma: act for act, lemmas in _CUES.items() for lemma in lemmas.split()}
_NEEDS: dict[str, re.Pattern[str]] = {
    lemma: re.compile(pattern, re.IGNORECASE)
    for lemma, pattern in {
        "call": rf"(?:for|on|upon)\b|to\s\w|.{{1,60}}?{STRONG.pattern}",
        "rule": r"out\b",
        "suggest": r"\w+ing\b|(?:that\b)?.{1,80}\bshould\b",
        "charge": r"(?:that|.{1,60}\bwith)\b",
        "press": r".{1,60}\b(?:to|for)\b",
        "direct": r".{1,60}\bto\b",
        "back": r"(?!to\b)",
        "insist": r"on\b|(?:that\b)?(?:(?!\b(?:would|will|could|can|may|might|not|never|to)\b).){1,80}?"
        r"\b(?:must|should|be)\b",
        "seek": r"(?!to\b|out\b)\w",
        "offer": r"(?!no\b|little\b|few\b|(?:an?\s|his\s|her\s|its\s|their\s)?(?:\w+\s)?(?:condolence|apolog|sympath"
        r"|proof|evidence|detail|explanation|thank|congratulation|prais|glimpse|view|example))",
        "object": r"to\b",
        "advise": r".{1,60}\b(?:to|against|not)\b|that\b.{1,80}\bshould\b",
        "complain": r"(?:that|of|about)\b",
    }.items()
}
_WHETHER = re.compile(r"[\s\"“‘']*(?:whether|if|how|why|what|who|when|where|which|about)\b", re.IGNORECASE)
_TAKE_UP = frozenset("join echo repeat renew reiterate make issue restate voice".split())
_SPEECH_NOUN = re.compile(
    r"(?:the|his|her|its|their|a|an|another)?\s?(?:\w{1,15}\s){0,2}?"
    r"(call|appeal|demand|request|offer|threat|pledge|promise|accusation|denial|proposal)s?\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(?:that\s)?(?:it|he|she|they|we)\s(?:will|would|plans? to|planned to|(?:is|was|are|were) going to)\b"
)
_THREATENED = re.compile(
    r"\b(?:be|is|are)\s(?:\w{1,15}\s)?(?:met|answered|countered|repaid|punished) (?:with|by)\b"
    r"|\b(?:face|suffer|bring|trigger|have|impose|pay|with|without|be)\s(?:\W?\w{1,15}\W?\s){0,4}"
    r"(?:consequences?|an? (?:\w{1,12}\s)?price|retaliation|repercussions)\b"
    r"|\b(?:would|will|shall)\s(?:\w{1,12}\s){0,3}(?:punish|attack|sanction|destroy|withdraw|retaliate|respond|strike|leave"
    r"|pull out|shut|close|halt|suspend|expel|fight|hit)\w*"
    r"|\b(?:retaliate|strike back|hit back|respond in kind)\b",
    re.IGNORECASE,
)
"""What a warning must hold to be a threat; "warned that snow would fall" is none."""
_DOUBTED = re.compile(
    r"(?:his|her|their|its|our|\S+['’]s)\s\w|(?:the\s)?(?:\w+\s)?(?:authority|legality|integrity|motives?|validity|wisdom|need|decision"
    r"|move|claims?|figures|results?|timing|credibility|legitimacy|impartiality|role|value|fairness|independence|loyalty|honesty)\b",
    re.IGNORECASE,
)
"""What is doubted where somebody "questioned" it; a person who is questioned answers."""
_WITHHELD = re.compile(
    r"\s(?:\w+\s){0,3}?(?:visas?|entry|access|permission|permits?|bail|asylum|parole|services?|care|treatment|opportunity)\b",
    re.IGNORECASE,
)
_POSTPOSED = frozenset({"charge", "complain", "press"})


def act_by_cue(passages: Sequence[Passage], cue: Spans, content: Sequence[Stretch]) -> tuple[Act, Span] | None:
    """Return the act that a cue names, and the word that names it; ``None`` for a plain verb of saying."""
    last = max((end for _, end in cue), default=0)
    for passage, token in cue_tokens(passages, cue):
        at = token.idx + len(token)
        after = passage.text[at : at + 160].lstrip() or passage.text[last - passage.start :][:160].lstrip()
        lemma = token.lemma_.lower()
        is_last = bool(content) and content[0].start < passage.start + token.idx
        if (token.pos_ == "NOUN" and lemma in {"question", "query"}) or (lemma == "deny" and withholds(token)):
            continue
        if act := _act_of(lemma, after, content, postposed=is_last and lemma in _POSTPOSED):
            return act, passage.span(token)
    return _act_of_participle(content)


def _act_of_participle(content: Sequence[Stretch]) -> tuple[Act, Span] | None:
    """Return the act that a content opens with: "wrote to the embassy | asking it to wait"."""
    for part in content[:1]:
        first = next(iter(part.tokens()), None)
        if first is not None and first.tag_ == "VBG" and first.i > 0 and not first.nbor(-1).is_quote:
            after = part.text[len(first) :].lstrip()
            act = _act_of(first.lemma_.lower(), after, [part.part(len(first), len(part.text))], postposed=False)
            return (act, part.passage.span(first)) if act else None
    return None


def _act_of(lemma: str, after: str, content: Sequence[Stretch], *, postposed: bool) -> Act | None:
    act = _BY_LEMMA.get(lemma)
    if lemma in _TAKE_UP and content and (noun := _SPEECH_NOUN.match(content[0].text)):
        return _BY_LEMMA.get(noun[1].lower())
    if lemma == "announce" and content and _PLAN.match(content[0].text):
        return "promise"
    if act is None or (lemma in _NEEDS and not postposed and not _NEEDS[lemma].match(after)):
        return None
    if lemma == "ask" and (_WHETHER.match(after) or _asks(content)):
        return "ask"
    if lemma == "question" and not _WHETHER.match(after):
        return "accuse" if _DOUBTED.match(after) else None
    if lemma == "warn" and not any(_THREATENED.search(part.text) for part in content):
        return None
    return act


def _asks(content: Sequence[Stretch]) -> bool:
    return any(_WHETHER.match(part.text) or "?" in part.text for part in content)


def withholds(token: Token) -> bool:
    """Tell whether somebody is "denied" a thing, not a claim: "they were denied visas"."""
    passive = any(child.dep_ == "auxpass" for child in token.children)
    agent = any(child.dep_ == "agent" for child in token.children)
    after = token.doc.text[token.idx + len(token) : token.idx + len(token) + 60]
    return (passive and not agent) or _WITHHELD.match(after) is not None
