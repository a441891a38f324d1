"""What is known of each attribution becomes a statement, with the words that it is known from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.model import Article, Channel, Document, Span, Spans, Statement
from onrecord.reading.acts import ActReading
from onrecord.reading.dates import DateMention
from onrecord.reading.language import Passage
from onrecord.reading.occasions import Setting
from onrecord.reading.people import People
from onrecord.reading.quotations import Quotation
from onrecord.reading.sourcing import Sourcing
from onrecord.reading.statements import kind_of


@dataclass(frozen=True, slots=True)
class Heard:
    """Who said what to whom, when and where, before it is asked by what means and why.

    ``article`` is dated by its own first words where nothing else dates it.
    """

    article: Article
    passages: Sequence[Passage]
    quotations: Sequence[Quotation]
    sourcing: Sourcing
    addressees: Sequence[Spans]
    dates: Sequence[DateMention]
    settings: Sequence[Setting]
    people: People


@dataclass(frozen=True, slots=True)
class Means:
    """By what means each statement reached the public."""

    channels: list[Channel | None]
    documents: list[Document | None]


def build_statements(article: Article, known: Heard, means: Means, acts: Sequence[ActReading]) -> list[Statement]:
    """Return the statements, in the order of the attributions that they are made of."""
    quotations, sourcing, addressees, people = known.quotations, known.sourcing, known.addressees, known.people
    settings = known.settings
    speakers = _speakers(sourcing, people)
    made: list[Statement] = []
    for index, one in enumerate(sourcing.attributions):
        via, via_evidence = _via(sourcing, people, speakers, index)
        addressee = people.at(addressees[index]) if addressees[index] else None
        participants, company = _participants(people, settings[index], speakers[index])
        evidence = dict(acts[index].evidence)
        evidence |= {
            "speaker": sourcing.voices[index],
            "addressee": addressees[index] if addressee else (),
            "via": via_evidence,
            "participants": company,
        }
        host = sourcing.attributions[one.nested_in].content if one.nested_in is not None else ()
        made.append(
            Statement(
                id=f"s{index + 1}",
                kind=kind_of(article.text, one, quotations, host),
                source=one.source,
                cue=one.cue,
                content=one.content,
                speaker=speakers[index],
                addressee=addressee,
                via=via,
                date=settings[index].date,
                place=settings[index].place,
                occasion=settings[index].occasion,
                participants=participants,
                channel=means.channels[index],
                document=means.documents[index],
                act=acts[index].act,
                modality=acts[index].modality,
                items=acts[index].items,
                condition=acts[index].condition,
                continues=_id(one.continues),
                nested_in=_id(one.nested_in),
                evidence={field: spans for field, spans in evidence.items() if spans},
                confidence=round(one.confidence, 3),
            )
        )
    return made


def _voiced(sourcing: Sourcing, at: int) -> int | None:
    """Return the statement that names the speaker of another one: itself, or the one that it carries on."""
    seen: set[int] = set()
    before: int | None = at
    while before is not None and before not in seen:
        if sourcing.voices[before]:
            return before
        seen.add(before)
        before = sourcing.attributions[before].continues
    return None


def _carried(sourcing: Sourcing, at: int) -> set[Span]:
    """Return the words that name the speaker whom a statement without a source of its own carries on."""
    voiced = _voiced(sourcing, at)
    return set(sourcing.voices[voiced]) if voiced is not None else set()


def _participants(people: People, setting: Setting, speaker: str | None) -> tuple[tuple[str, ...], Spans]:
    """Return who takes part beside the speaker, and the words that say so."""
    found = [(who, span) for span in setting.company if (who := people.at([span])) and who != speaker]
    return tuple(dict.fromkeys(who for who, _ in found)), _apart(span for _, span in found)


def _id(index: int | None) -> str | None:
    return None if index is None else f"s{index + 1}"


def _speakers(sourcing: Sourcing, people: People) -> list[str | None]:
    """Return who speaks in each statement; the speaker of the statement that it continues, when it has no source."""
    voiced = [_voiced(sourcing, index) for index in range(len(sourcing.attributions))]
    return [people.at(sourcing.voices[home]) if home is not None else None for home in voiced]


def _via(
    sourcing: Sourcing, people: People, speakers: Sequence[str | None], index: int
) -> tuple[tuple[str, ...], Spans]:
    """Return who relayed a statement, outermost last, and the words that say so."""
    via: list[str] = []
    evidence: set[tuple[int, int]] = set()
    at: int | None = index
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        for relay in sourcing.relays:
            who = people.at(relay.source) if relay.statement == at else None
            if who is not None and who != speakers[index]:
                via.append(who)
                evidence |= set(relay.evidence)
        at = sourcing.attributions[at].nested_in
        host = speakers[at] if at is not None else None
        if at is not None and host is not None and host != speakers[index]:
            via.append(host)
            evidence |= {*sourcing.attributions[at].source, *sourcing.attributions[at].cue} or _carried(sourcing, at)
    return tuple(dict.fromkeys(via)), _apart(evidence)


def _apart(spans: Iterable[Span]) -> Spans:
    """Return spans sorted, those that overlap made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return tuple(out)
