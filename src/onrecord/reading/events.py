"""What happened between powers, as PLOVER events: what the report narrates, and what its statements do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.model import Article, DateRef, Event, EventStatus, EventType, Span, Statement
from onrecord.reading.dates import DateMention
from onrecord.reading.event_cues import EventCue, cue_of, joined_to
from onrecord.reading.language import Passage
from onrecord.reading.people import People
from onrecord.reading.phrases import noun_phrase, subject_of
from onrecord.reading.powers import power_by_code

_BY_ACT: dict[str, EventType] = {
    "demand": "REQUEST", "request": "REQUEST", "appeal": "REQUEST", "accuse": "ACCUSE", "threaten": "THREATEN",
    "reject": "REJECT", "agree": "SUPPORT", "promise": "AGREE", "offer": "AGREE",
}  # fmt: skip
_BACKING = frozenset("support commitment solidarity praise respect gratitude condolence backing assistance".split())
_ALONE: frozenset[EventType] = frozenset({"CONSULT", "CONCEDE", "PROTEST"})
"""Types whose event needs no named recipient."""
_UNREAL = frozenset("if unless whether suppose imagine could would might may can should".split())
_COMING = frozenset(
    "will shall plan intend expect hope prepare schedule due want aim agree vow promise pledge".split()
)
_DENYING = frozenset("deny refuse fail decline".split())
_OLD_DAYS = 366


@dataclass(slots=True)
class _Draft:
    type: EventType
    mode: str | None
    status: EventStatus
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    evidence: list[Span]
    date: DateRef | None
    statement: str | None
    confidence: float
    key: tuple[object, ...] = field(default=())


def find_events(
    article: Article,
    passages: Sequence[Passage],
    people: People,
    statements: Sequence[Statement],
    dates: Sequence[DateMention],
) -> list[Event]:
    """Return the events of the body, each once, in the order of their first evidence.

    What stands inside a statement's content is somebody's word, not the report's: it makes no narrated event.
    What is hypothetical, planned, denied or long past has a ``status`` that says so.
    """
    told = [span for statement in statements for span in statement.content]
    performed = {one.id: draft for one in statements if (draft := _performed(article, one, people)) is not None}
    taken = told + [span for one in statements if one.id in performed for span in one.cue]
    is_told, is_taken = _mask(article, told), _mask(article, taken)
    reported = [one for one in dates if not is_told[one.span[0]]]
    narrated = [
        draft
        for passage in passages
        if passage.part == "body"
        for token in passage.doc
        if not is_taken[passage.start + token.idx]
        and (draft := _narrated(article, passage, token, people, reported, told)) is not None
    ]
    drafts = sorted(_once([*narrated, *performed.values()]), key=lambda draft: min(draft.evidence))
    return [_event(index, draft) for index, draft in enumerate(drafts)]


def _event(index: int, draft: _Draft) -> Event:
    return Event(
        id=f"v{index + 1}",
        type=draft.type,
        mode=draft.mode,
        status=draft.status,
        actors=draft.actors,
        recipients=draft.recipients,
        date=draft.date,
        evidence=_apart(draft.evidence),
        statement=draft.statement,
        confidence=draft.confidence,
    )


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _once(drafts: Iterable[_Draft]) -> list[_Draft]:
    """Join the drafts of one event: same type, parties and status, and days that do not differ."""
    kept: list[_Draft] = []
    for draft in drafts:
        same = next((one for one in kept if one.key == draft.key and _one_day(one.date, draft.date)), None)
        if same is None:
            kept.append(draft)
            continue
        same.evidence += draft.evidence
        same.date = same.date or draft.date
        same.confidence = max(same.confidence, draft.confidence)
    return kept


def _one_day(left: DateRef | None, right: DateRef | None) -> bool:
    return left is None or right is None or (left.start, left.end) == (right.start, right.end)


def _narrated(
    article: Article,
    passage: Passage,
    token: Token,
    people: People,
    dates: Sequence[DateMention],
    told: Sequence[Span],
) -> _Draft | None:
    cue = cue_of(token)
    if cue is None:
        return None
    actors = _powers(people, passage, _actors(token))
    recipients = _powers(people, passage, joined_to(token, cue.recipients))
    recipients = tuple(one for one in recipients if one not in actors)
    if not actors or not (recipients or (cue.type in _ALONE and _is_plural(token))):
        return None
    evidence = _clause(passage, token, told)
    date = _date(dates, passage, token)
    status = _status(article, token, date)
    parties = frozenset((*actors, *recipients)) if cue.type == "CONSULT" else (actors, recipients)
    return _Draft(
        cue.type, cue.mode, status, actors, recipients, [evidence], date, None, _confidence(cue, token),
        (cue.type, status, parties),
    )  # fmt: skip


def _mask(article: Article, spans: Iterable[Span]) -> bytearray:
    """Return a byte for each character of the text: 1 inside ``spans``."""
    mask = bytearray(len(article.text))
    for start, end in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask


def _is_plural(token: Token) -> bool:
    """Tell whether several did it, so that no other party need be named: ``the leaders met``."""
    subject = subject_of(token) if token.pos_ == "VERB" else None
    return subject is not None and (subject.tag_ in ("NNS", "NNPS") or bool(subject.conjuncts))


def _confidence(cue: EventCue, token: Token) -> float:
    return 0.5 + 0.15 * bool(cue.objects) + 0.1 * (token.pos_ == "VERB")


def _actors(token: Token) -> Iterator[Token]:
    """Yield who did it: the verb's subject; a noun's owner, its ``by`` or ``from``, else its sentence's subject."""
    if token.pos_ == "VERB":
        subject = subject_of(token)
        yield from (subject, *subject.conjuncts) if subject is not None else ()
        return
    own = [child for child in token.children if child.dep_ in ("poss", "amod", "compound") and child.ent_type_]
    made = list(joined_to(token, ("by", "from", "between")))
    yield from own or made
    if not own and not made and token.dep_ in ("pobj", "dobj"):
        verb = next((one for one in token.ancestors if one.pos_ in ("VERB", "AUX")), None)
        subject = subject_of(verb) if verb is not None else None
        yield from (subject, *subject.conjuncts) if subject is not None else ()


def _powers(people: People, passage: Passage, heads: Iterable[Token]) -> tuple[str, ...]:
    """Return the powers of the phrases, or whoever they mean where no power is known."""
    found: dict[str, None] = {}
    for head in heads:
        who = people.at((passage.span(head),)) or people.at((noun_phrase(passage, head),))
        if who is not None:
            found[_party(people, who)] = None
    return tuple(found)


def _party(people: People, who: str) -> str:
    """Return the state that somebody acts for, where the text knows it, else their power, else themselves."""
    power = people.power_of(who) or who
    country = next((entity.country for entity in people.entities if entity.id == power), None)
    state = power_by_code(country) if country else None
    states = (one.id for one in people.entities if state and one.kind == "power" and one.name == state.name)
    return next(states, power)


def _clause(passage: Passage, token: Token, told: Sequence[Span]) -> Span:
    """Return the words of the event: the phrase of the cue with its arguments, cut before what somebody said."""
    verb = (
        token
        if token.pos_ == "VERB"
        else next((one for one in token.ancestors if one.pos_ in ("VERB", "AUX")), token)
    )
    first, last = (verb.left_edge, verb.right_edge) if token.pos_ == "VERB" else (token.left_edge, token.right_edge)
    start, end = passage.span(first)[0], passage.span(last)[1]
    at = passage.span(token)
    end = min([s for s, e in told if at[1] <= s < end] or [end])
    start = max([e for s, e in told if start < e <= at[0]] or [start])
    text = passage.text[start - passage.start : end - passage.start]
    return start + len(text) - len(text.lstrip(' ,;:"”')), end - (len(text) - len(text.rstrip(' ,;:"“')))


def _date(dates: Sequence[DateMention], passage: Passage, token: Token) -> DateRef | None:
    sentence = passage.span(token.sent[:])
    at = passage.span(token)[0]
    here = [one for one in dates if sentence[0] <= one.span[0] < sentence[1] and one.start is not None]
    nearest = min(here, key=lambda one: abs(one.span[0] - at), default=None)
    return DateRef(start=nearest.start, end=nearest.end, evidence=(nearest.span,)) if nearest else None


def _status(article: Article, token: Token, date: DateRef | None) -> EventStatus:
    verb = (
        token
        if token.pos_ == "VERB"
        else next((one for one in token.ancestors if one.pos_ in ("VERB", "AUX")), token)
    )
    around = {child.lower_ for child in verb.children if child.dep_ in ("aux", "mark", "neg", "advmod")}
    governor = verb.head.lemma_.lower() if verb.dep_ in ("xcomp", "ccomp", "advcl", "acl") else ""
    infinitive = "to" in around
    if any(child.dep_ == "neg" for child in verb.children) or governor in _DENYING:
        return "denied"
    if governor == "threaten":
        return "threatened"
    if around & _UNREAL or governor in ("imagine", "suppose"):
        return "hypothetical"
    if around & _COMING or infinitive or governor in _COMING:
        return "planned"
    return "historical" if _is_old(article, date) else "reported"


def _is_old(article: Article, date: DateRef | None) -> bool:
    if date is None or date.end is None or article.day is None:
        return False
    years = int(article.day[:4]) - int(date.end[:4])
    return years > 1 or (years == 1 and article.day[5:10] >= date.end[5:10])


def _performed(article: Article, statement: Statement, people: People) -> _Draft | None:
    """Return the event that a statement is itself: a demand is a REQUEST of its speaker's power."""
    kind = _BY_ACT.get(statement.act) or ("SUPPORT" if _backs(article, statement) else None)
    if kind is None or statement.speaker is None or statement.modality in ("hypothetical", "negated", "question"):
        return None
    actor = _party(people, statement.speaker)
    recipients = _recipients(article, statement, people, actor)
    if not recipients:
        return None
    evidence = [*statement.cue, *statement.content]
    return _Draft(
        kind, None, "reported", (actor,), recipients, evidence, statement.date, statement.id,
        round(0.8 * statement.confidence, 3), (kind, statement.speaker, recipients),
    )  # fmt: skip


def _backs(article: Article, statement: Statement) -> bool:
    """Tell whether a statement voices support: its content opens with a noun such as ``commitment to``."""
    words = article.quote(statement.content).lower().replace('"', " ").split()[:6]
    return statement.act == "assert" and bool(_BACKING & set(words)) and {"to", "for", "with"} & set(words) != set()


def _recipients(article: Article, statement: Statement, people: People, actor: str) -> tuple[str, ...]:
    """Return whom it was said to, else the powers next in line in its words: the object before, then the content."""
    own = {actor, statement.speaker}
    addressed = statement.addressee
    if addressed is not None and people.power_of(addressed) and _party(people, addressed) not in own:
        return (_party(people, addressed),)
    lead = [(cue[1], statement.content[0][0]) for cue in statement.cue if cue[1] < statement.content[0][0]]
    for spans in ([one for one in lead if one[1] - one[0] < 120], list(statement.content)):
        found = _first_powers(article, people, spans, own)
        if found:
            return found
    return ()


def _first_powers(article: Article, people: People, spans: Sequence[Span], own: set[str | None]) -> tuple[str, ...]:
    """Return the first power meant inside ``spans`` that is not the speaker's own, with those joined to it."""
    inside = sorted(
        (span, entity.id)
        for entity in people.entities
        for span in entity.mentions
        if entity.kind in ("power", "person") and any(s <= span[0] and span[1] <= e for s, e in spans)
    )
    found: list[str] = []
    end = 0
    for span, who in inside:
        power = _party(people, who)
        if power in own or (found and not _is_joined(article.text[end : span[0]])):
            continue
        end = span[1]
        if power not in found:
            found.append(power)
    return tuple(found)


def _is_joined(between: str) -> bool:
    return between.strip(" ()").lower() in ("and", "and the", ",", ", the", "or", "")
