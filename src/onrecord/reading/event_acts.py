"""Which event a statement is itself: a demand is a REQUEST of its speaker's power to the addressee's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Article, EventStatus, EventType, Span, Statement
from onrecord.reading.event_cues import cue_of
from onrecord.reading.event_drafts import Draft
from onrecord.reading.event_status import status_of_saying
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.parties import Parties

_BY_ACT: dict[str, EventType] = {
    "demand": "REQUEST", "request": "REQUEST", "appeal": "REQUEST", "accuse": "ACCUSE", "threaten": "THREATEN",
    "reject": "REJECT", "deny": "REJECT", "agree": "SUPPORT", "promise": "AGREE", "offer": "AGREE",
}  # fmt: skip
_UNADDRESSED: frozenset[EventType] = frozenset({"REQUEST", "ACCUSE"})
"""Types that a power can address to nobody named: ``foreign forces should leave``."""
_MEANING = frozenset("plan intend aim hope want wish expect prepare decide consider ready".split())
"""Cues that tell of a plan, and not that anybody gave his word."""
_COMMANDS = re.compile(r"\b(?:instruct|task|direct|command)(?:s|ed|ing)?\b", re.IGNORECASE)
"""Who instructs somebody of no known power speaks to his own."""
_READY = re.compile(
    r"\b(?:we|i|it|they|he|she)\s(?:stands?|are|is|am|remains?|was|were|[’']re|[’']m)\s(?:ready|willing|prepared)\b",
    re.I,
)
_CONSENTING = frozenset({"agree", "consent", "accept"})
_BACKING = re.compile(
    r"\b(?:support|commitment|solidarity|praise|respect|gratitude|backing|assistance|thanks)\s(?:to|for|with|of)\b",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"\b(?:help|assist|aid|send|provide|deliver|support|joi?n|release|free|return|withdraw|pull|cooperat|co-operat|"
    r"lift|allow|open|host|accept|contribut|share|protect|defend|negotiat|talk|meet|sign|ratif|compl(?:y|ies)|honou?r|"
    r"extradit|recogni[sz]e|resume|restore|ceasefire|dialogue|peace|troops|hand over|transfer|grant|give|pay|"
    r"visit|mediat|forgiv|eas(?:e|ing)|evacuat|fund|financ)",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(
    r"[\s\"“‘']*(?:the|this|that|these|those|such|an?y?)\s(?:\w{2,15}\s)?(?:call|appeal|request|demand|offer|proposal|"
    r"plan|move|decision|step|announcement|claim|accusation|allegation|charge|remark|comment|statement|threat|"
    r"suggestion|recommendation|pledge|promise|warning|idea|initiative|policy|change|action)s?\b[\s.,;\"”’']*$",
    re.IGNORECASE,
)
_UNLESS = re.compile(r"\W*unless\b", re.IGNORECASE)
_AUDIENCE = re.compile(
    r"\b(?:reporters?|journalists?|press|media|world|public|newspaper|channel|television|radio|agency|news|people|"
    r"crowd|audience|supporters|viewers|nation|website|interviewer)\b"
)
_OPENING = 80
"""Characters of a content in which stands whom it is about."""
_NEAR = 600
"""Characters from one demand or accusation to the next, within which the second is of the same power as the first."""
_REACH = 12
"""How many statements back a demand, a plan or a claim may stand that is taken up again without its owner."""


def performed(
    article: Article, passages: Sequence[Passage], parties: Parties, statements: Sequence[Statement]
) -> dict[str, Draft]:
    """Return the events that statements are, by the id of the statement."""
    found: dict[str, Draft] = {}
    before: Draft | None = None
    for index, one in enumerate(statements):
        draft = _performed(article, passages, parties, statements, index)
        if draft is None:
            continue
        found[one.id] = draft
        if not draft.recipients and before is not None and _goes_on(before, draft):
            draft.recipients = before.recipients
        before = draft if draft.recipients else before
    return found


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Tell whether somebody speaks on against whom the words just before were."""
    near = 0 <= draft.at - before.at <= _NEAR and before.actors == draft.actors != before.recipients
    return near and draft.type in _UNADDRESSED and before.type in ("REQUEST", "ACCUSE", "REJECT", "THREATEN")


def _performed(
    article: Article, passages: Sequence[Passage], parties: Parties, statements: Sequence[Statement], index: int
) -> Draft | None:
    one = statements[index]
    kind = _type(article, passages, one)
    speakers = parties.speakers(one) if kind is not None else []
    if kind is None or not speakers or one.modality in ("hypothetical", "negated", "question"):
        return None
    ready = kind == "AGREE" and one.act == "assert"
    if kind == "AGREE" and not ready and not _HELPS.search(article.quote(one.content)):
        return None
    actors = parties.of(speakers)
    if kind == "AGREE" and one.condition and _UNLESS.match(article.quote(one.condition)):
        kind = "THREATEN"
    recipients, sure = _recipients(article, passages, parties, statements, index, actors)
    subordinate = False
    if (
        not recipients
        and one.addressee is not None
        and kind == "REQUEST"
        and not _is_audience(parties, one.addressee)
    ):
        recipients = actors if _COMMANDS.search(article.quote(one.cue)) else (one.addressee,)
        subordinate = recipients == actors
    if (
        kind == "REJECT"
        and not recipients
        and (other := _compatriot(parties, one, actors)) is not None
        and one.speaker is not None
    ):
        actors, recipients = (one.speaker,), (other,)
    if not recipients and len(actors) > 1 and kind in ("AGREE", "SUPPORT"):
        recipients = actors
    if not recipients and (
        (kind not in _UNADDRESSED and not ready) or one.act == "appeal" or _is_told(statements, index)
    ):
        return None
    heard = subordinate or (
        one.addressee is not None and _AUDIENCE.search(parties.entity(one.addressee).name.lower()) is not None
    )
    if recipients == actors and not heard and one.addressee is not None and one.speaker is not None:
        actors, recipients = (one.speaker,), (one.addressee,)
    spans = [*one.cue, *one.content]
    return Draft(
        kind, None, _status(article, passages, one), actors, recipients, spans, min(spans)[0], one.date, one.place,
        one.id, parties.person(one.speaker), sure * one.confidence, _words(article, one.content),
        parties.sectors([(who, "") for who in (*speakers, one.addressee) if who is not None]),
    )  # fmt: skip


def _compatriot(parties: Parties, one: Statement, actors: Sequence[str]) -> str | None:
    """Return the person of the speaker's own power whose words or doings the content opens with."""
    if parties.person(one.speaker) is None:
        return None
    start, end = one.content[0]
    first = next((who for _, who in parties.mentions_in([(start, min(end, start + _OPENING))])), None)
    if first is None or first == one.speaker or parties.person(first) is None:
        return None
    return first if parties.party(first) in actors else None


def _status(article: Article, passages: Sequence[Passage], one: Statement) -> EventStatus:
    """Return whether it was said at all, by the words around the cue: who *may agree* has not agreed."""
    passage = passage_at(passages, one.cue[0][0]) if one.cue else None
    tokens = passage.tokens_in(one.cue[0]) if passage is not None else None
    verb = next((token for token in tokens or () if token.pos_ == "VERB"), None)
    return status_of_saying(article, verb, one.date) if verb is not None else "reported"


def _is_audience(parties: Parties, who: str) -> bool:
    name = parties.entity(who).name.lower()
    return parties.person(who) is not None or bool(_AUDIENCE.search(name))


def _is_told(statements: Sequence[Statement], index: int) -> bool:
    """Tell whether a statement is told inside another one's content."""
    one = statements[index]
    if one.nested_in is not None or not one.cue:
        return one.nested_in is not None
    at = one.cue[0][0]
    near = statements[max(0, index - 3) : index + 3]
    return any(start <= at < end for other in near if other is not one for start, end in other.content)


def _type(article: Article, passages: Sequence[Passage], one: Statement) -> EventType | None:
    """Return what the cue and its object say, else what the act says, else support by the content's first words."""
    if one.cue and (passage := passage_at(passages, one.cue[0][0])) is not None:
        tokens = passage.tokens_in(one.cue[0])
        cue = cue_of(tokens[0]) if tokens is not None else None
        if tokens is not None and tokens[0].lemma_.lower() in _CONSENTING:
            return "AGREE"
        if one.act == "promise" and any(token.lemma_.lower() in _MEANING for token in tokens or ()):
            return None
        if cue is not None and cue.objects and one.act != "assert" and cue.type in _BY_ACT.values():
            return cue.type
    if one.act != "assert":
        return _BY_ACT.get(one.act)
    opening = " ".join(article.quote(one.content).replace('"', " ").split()[:7])
    if _BACKING.search(opening):
        return "SUPPORT"
    return "AGREE" if _READY.search(opening) else None


def _recipients(
    article: Article,
    passages: Sequence[Passage],
    parties: Parties,
    statements: Sequence[Statement],
    index: int,
    actors: Sequence[str],
) -> tuple[tuple[str, ...], float]:
    """Return whom the act is done to, and how sure that is: the addressee, the cue's object, else the content's."""
    one = statements[index]
    addressed = parties.party(one.addressee) if one.addressee is not None else None
    if one.addressee is not None and _AUDIENCE.search(parties.entity(one.addressee).name.lower()):
        addressed = None
    if addressed is not None and addressed not in actors:
        return (addressed,), 0.8
    if _TAKEN_UP.match(article.quote(one.content)):
        owner = taken_up(parties, statements, index, actors)
        return ((owner,), 0.5) if owner is not None else ((), 0.3)
    lead = [(cue[1], one.content[0][0]) for cue in one.cue if cue[1] < one.content[0][0] < cue[1] + 120]
    for spans, sure in ((lead, 0.75), (list(one.content), 0.65)):
        found = _first(article, parties, spans, actors)
        if found:
            return found, sure
    if addressed is not None and one.addressee is not None and parties.person(one.addressee):
        return (addressed,), 0.6
    return (), 0.4


def taken_up(parties: Parties, statements: Sequence[Statement], index: int, actors: Sequence[str]) -> str | None:
    """Return whose earlier words "the request" or "the move" means: the last ones of another power that act."""
    for one in reversed(statements[max(0, index - _REACH) : index]):
        if one.act in ("assert", "ask", "accuse") or one.speaker is None:
            continue
        said_by = parties.of(parties.speakers(one))
        if said_by and said_by[0] not in actors:
            return said_by[0]
    return None


def _first(article: Article, parties: Parties, spans: Sequence[Span], actors: Sequence[str]) -> tuple[str, ...]:
    """Return the first power meant inside ``spans`` that is not the speaker's own, with those joined to it."""
    found: list[str] = []
    end = 0
    for span, who in parties.mentions_in(spans):
        party = parties.party(who)
        if (
            party is None
            or party in actors
            or not parties.is_known(party)
            or (found and not _is_joined(article.text[end : span[0]]))
        ):
            continue
        end = span[1]
        if party not in found:
            found.append(party)
    return tuple(found)


def _is_joined(between: str) -> bool:
    return between.strip(" ()").lower() in ("and", "and the", ",", ", the", ", and", ", and the", "or", "")


def _words(article: Article, content: Sequence[Span]) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]{4,}", article.quote(content).lower()))
