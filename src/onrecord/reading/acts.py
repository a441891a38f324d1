"""What a statement does (demands, promises, denies …) and whether what it says is asserted at all.

The acts follow the speech acts that PLOVER events are coded by (*Political Language Ontology for Verifiable Event
Records*, 2021 manual); the words that signal them are general English news vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.model import Act, Modality, Span, Spans
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.quotations import Quotation
from onrecord.reading.statements import Attribution


@dataclass(frozen=True, slots=True)
class ActReading:
    """The act and the modality of one statement.

    ``evidence`` holds the words that decided, under ``"act"`` and ``"modality"``, in offsets of the article's text;
    a key is missing where nothing but the default (assert, asserted) was read.
    """

    act: Act
    modality: Modality
    evidence: dict[str, Spans] = field(default_factory=dict)


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
    "reject": "reject decline refuse dismiss rebuff spurn oppose rule object veto rejection refusal resist shun",
    "deny": "deny refute disavow denial dispute contradict disclaim repudiate",
    "agree": "agree accept second endorse concur support approve back welcome consent applaud embrace agreement "
    "endorsement",
    "ask": "wonder enquire inquire question query",
}
_BY_LEMMA: dict[str, Act] = {lemma: act for act, lemmas in _CUES.items() for lemma in lemmas.split()}
_NEEDS: dict[str, re.Pattern[str]] = {
    lemma: re.compile(pattern, re.IGNORECASE)
    for lemma, pattern in {
        "call": r"(?:for|on|upon)\b|to\s\w",
        "rule": r"out\b",
        "suggest": r"\w+ing\b|(?:that\b)?.{1,80}\bshould\b",
        "charge": r"(?:that|.{1,60}\bwith)\b",
        "press": r".{1,60}\b(?:to|for)\b",
        "direct": r".{1,60}\bto\b",
        "back": r"(?!to\b)",
        "seek": r"(?:to\s)?\w",
        "object": r"to\b",
        "advise": r".{1,60}\b(?:to|against|not)\b|that\b.{1,80}\bshould\b",
        "complain": r"(?:that|of|about)\b",
    }.items()
}
_WHETHER = re.compile(r"[\s\"“‘']*(?:whether|if|how|why|what|who|when|where|which|about)\b", re.IGNORECASE)
_NOUN_OF_DEMAND = re.compile(
    r"\b(?:our|their|his|her|its|my|Russia's|Moscow's|the)\s(?:\w{1,15}\s){0,3}demands?\b", re.IGNORECASE
)
_TAKE_UP = frozenset("join echo repeat renew reiterate make issue restate voice".split())
_SPEECH_NOUN = re.compile(
    r"(?:the|his|her|its|their|a|an|another)?\s?(?:\w{1,15}\s){0,2}?"
    r"(call|appeal|demand|request|offer|threat|pledge|promise|accusation|denial|proposal)s?\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(?:that\s)?(?:it|he|she|they|we)\s(?:will|would|plans? to|planned to|(?:is|was|are|were) going to)\b"
)
_FIRST = r"\b(?:I|we)\s(?:also\s|now\s|again\s|hereby\s|strongly\s|firmly\s|therefore\s|must\s|will\s|do\s){0,2}"
_SIGNS: tuple[tuple[Act, str], ...] = (
    (
        "threaten",
        r"\b(?:be|is|are)\s(?:\w{1,15}\s)?met with\b|\b(?:face|suffer|bring|trigger|have|impose|pay|with)\s"
        r"(?:\W?\w{1,15}\W?\s){0,4}(?:consequences|a (?:\w{1,12}\s)?price|retaliation)\b"
        r"|\b(?:we|I|it|they)\s(?:will|'ll|’ll|would)\s(?:\w{1,12}\s)?"
        r"(?:retaliate|strike back|hit back|respond in kind)",
    ),
    ("demand", _FIRST + r"(?:demand|insist)\b"),
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
    (
        "accuse",
        r"\b(?:is|are|was|were) (?:lying|to blame|guilty of|behind the (?:\w{1,12}\s)?attack)\b"
        r"|\b(?:ignored|violated|breached|betrayed|disregarded|undermined|sabotaged|abandoned|misled)\b[\"”]? by\b",
    ),
    ("accuse", _FIRST + r"(?:accuse|condemn|denounce|deplore)\b"),
    ("deny", _FIRST + r"(?:deny|did not do|have nothing to do with)\b|\bnothing to do with\b"),
    ("reject", _FIRST + r"(?:reject|refuse|oppose)\b|\b(?:will|would|can|could) (?:never|not) accept\b"),
    ("agree", _FIRST + r"(?:agree|accept|support|welcome|endorse)\b"),
)
_CONTENT = tuple((act, re.compile(pattern, re.IGNORECASE)) for act, pattern in _SIGNS)
_MUST = re.compile(
    r"\b(?:must|should (?:immediately |at once )?[\"“]?(?:stop|end|leave|withdraw|cease|release|get "
    r"out|give up|resign|halt|apologi[sz]e))\b(?!\s(?:admit|say|answer|be clear|have been|confess))",
    re.IGNORECASE,
)
_SELF_MUST = re.compile(r"\b(?:I|we|he|she)\s(?:\w{1,10}\s)?$", re.IGNORECASE)
_HYPOTHETICAL = re.compile(
    r"\b(?:let(?:'s|’s|\sus)\s(?:imagine|suppose|assume|say|pretend)|imagine(?:\sthat|\sif)?|suppose(?:\sthat)?|supposing"
    r"|what if|hypothetically|if (?:I|he|she|it|they|we|you|the\s\w{1,15}) were\b"
    r"|had (?:it|he|she|they|we) (?:not )?been"
    r"|would(?:\s(?:not|never)|n't|n’t)?(?:\shave|'ve|’ve)\s(?!to\b)(?:been\s)?\w{2,15})\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|provided(?: that)?|as long as|on condition that|in case|only when|should (?:it|he|she|they)"
    r"(?=\s\w+))\b(?!\s(?:anything|ever|not all|any\b))",
    re.IGNORECASE,
)
_MET_WITH = re.compile(
    r"\b(?:any|further|new|another|every)\b.{1,80}\bwill (?:be met|meet|face|trigger|bring)\b", re.I | re.S
)
_POSSIBLE = re.compile(r"\b(?:may|might|could(?!\snot|n['’]t|\shave)|possibly|perhaps|maybe)\b")
_ASKED_IF = re.compile(r"\b(?:whether|as if|even if|only if|if only|asked if|wonder(?:ed|s)? if)\b", re.IGNORECASE)
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither"})


def find_acts(
    passages: Sequence[Passage], quotations: Sequence[Quotation], attributions: Sequence[Attribution]
) -> list[ActReading]:
    """Return the act and modality of each attribution, in their order.

    The cue decides first ("urged", "denied"), then the words of the content ("we demand", "will be met with").
    """
    return [_read(passages, attribution) for attribution in attributions]


@dataclass(frozen=True, slots=True)
class _Words:
    """A stretch of text and where it stands in the article."""

    text: str
    start: int

    def span(self, match: re.Match[str]) -> Span:
        return self.start + match.start(), self.start + match.end()


def _read(passages: Sequence[Passage], attribution: Attribution) -> ActReading:
    evidence: dict[str, Spans] = {}
    content = [*_words(passages, attribution.content)]
    act: Act = "assert"
    if found := _act_of_cue(passages, attribution, content) or _act_of_content(content):
        act, evidence["act"] = found[0], (found[1],)
    modality: Modality = "asserted"
    if found_modality := _modality(passages, attribution, content, act):
        modality, evidence["modality"] = found_modality[0], (found_modality[1],)
    return ActReading(act, modality, evidence)


def _words(passages: Sequence[Passage], spans: Spans) -> Iterator[_Words]:
    for start, end in spans:
        for passage in passages:
            left, right = max(start, passage.start), min(end, passage.end)
            if left < right:
                yield _Words(passage.text[left - passage.start : right - passage.start], left)


def _act_of_cue(
    passages: Sequence[Passage], attribution: Attribution, content: Sequence[_Words]
) -> tuple[Act, Span] | None:
    for span in attribution.cue:
        passage = passage_at(passages, span[0])
        tokens = passage.tokens_in(span) if passage else None
        if passage is None or tokens is None:
            continue
        after = passage.text[span[1] - passage.start : span[1] - passage.start + 160].lstrip()
        for token in tokens:
            rest = passage.text[token.idx + len(token) : token.idx + len(token) + 160].lstrip()
            if act := _act_of_word(token.lemma_.lower(), rest or after, content):
                return act, passage.span(token)
    return None


def _act_of_word(lemma: str, after: str, content: Sequence[_Words]) -> Act | None:
    act = _BY_LEMMA.get(lemma)
    if lemma in _TAKE_UP and content and (noun := _SPEECH_NOUN.match(content[0].text)):
        return _BY_LEMMA.get(noun[1].lower())
    if lemma == "announce" and content and _PLAN.match(content[0].text):
        return "promise"
    if act is None or (lemma in _NEEDS and not _NEEDS[lemma].match(after)):
        return None
    if lemma == "ask" and (_asks(after) or _asks_in_content(content)):
        return "ask"
    if lemma == "question" and not _asks(after):
        return "accuse"
    if lemma == "warn" and not any(pattern.search(part.text) for part in content for pattern in _THREATS):
        return None
    return act


_THREATS = (
    *(pattern for act, pattern in _CONTENT if act == "threaten"),
    re.compile(
        r"\b(?:would|will)\s(?:\w{1,12}\s){0,3}(?:punish|attack|sanction|destroy|withdraw|retaliate|respond)\w*"
    ),
)


def _asks(after: str) -> bool:
    return _WHETHER.match(after) is not None


def _asks_in_content(content: Sequence[_Words]) -> bool:
    return any(_WHETHER.match(part.text) or "?" in part.text for part in content)


def _act_of_content(content: Sequence[_Words]) -> tuple[Act, Span] | None:
    for act, pattern in _CONTENT:
        for part in content:
            if match := pattern.search(part.text):
                return act, part.span(match)
    for part in content:
        if match := _NOUN_OF_DEMAND.search(part.text):
            return "demand", part.span(match)
        for must in _MUST.finditer(part.text):
            if not _SELF_MUST.search(part.text, max(0, must.start() - 16), must.start()):
                return "demand", part.span(must)
    return None


def _modality(
    passages: Sequence[Passage], attribution: Attribution, content: Sequence[_Words], act: Act
) -> tuple[Modality, Span] | None:
    if negation := _negated_cue(passages, attribution):
        return "negated", negation
    for modality, find in _MODALITIES:
        for part in content[:1]:
            if match := find(_first_sentence(part.text)):
                return modality, part.span(match)
    return _question(content) or _possible(content)


def _first_sentence(text: str) -> str:
    """What a later sentence makes conditional leaves the first one asserted."""
    return re.split(r"[.!?][\"”’]?\s", text, maxsplit=1)[0]


def _condition(text: str) -> re.Match[str] | None:
    for match in _CONDITIONAL.finditer(text):
        asked = _ASKED_IF.search(text, max(0, match.start() - 8), match.end())
        if not asked and (match.start() > 0 or re.search(r",|\bthen\b|\bwill\b|\bwould\b", text)):
            return match
    return None


_MODALITIES: tuple[tuple[Modality, Callable[[str], re.Match[str] | None]], ...] = (
    ("hypothetical", _HYPOTHETICAL.search),
    ("conditional", _condition),
    ("conditional", _MET_WITH.search),
)


def _question(content: Sequence[_Words]) -> tuple[Modality, Span] | None:
    for part in content:
        if match := re.match(r"[\s\"“]*(whether|if)\b", part.text):
            return "question", (part.start + match.start(1), part.start + match.end(1))
    if content:
        part = content[-1]
        bare = part.text.rstrip("\"”’' )")
        if bare.endswith("?"):
            return "question", (part.start + len(bare) - 1, part.start + len(bare))
    return None


def _possible(content: Sequence[_Words]) -> tuple[Modality, Span] | None:
    """A hedge counts when it is on the first verb: what stands further in bears on a part only."""
    for part in content[:1]:
        if (match := _POSSIBLE.search(part.text)) and len(part.text[: match.start()].split()) <= 8:
            return "possible", part.span(match)
    return None


def _negated_cue(passages: Sequence[Passage], attribution: Attribution) -> Span | None:
    for span in attribution.cue:
        passage = passage_at(passages, span[0])
        tokens = passage.tokens_in(span) if passage else None
        if passage is None or tokens is None:
            continue
        for token in tokens:
            if token.lemma_.lower() in {"deny", "denial"}:
                return passage.span(token)
            for child in token.children:
                if child.dep_ == "neg" or (child.lower_ in _NEGATIONS and child.i == token.i - 1):
                    return passage.span(child)
    return None
