"""The order of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from onrecord.model import Article, Entity, ReaderInfo, Reading, Spans, Statement
from onrecord.reading.acts import ActReading, find_acts
from onrecord.reading.dates import find_dates
from onrecord.reading.events import find_events
from onrecord.reading.hybrid import Hybrid
from onrecord.reading.language import Language, Passage
from onrecord.reading.links import find_links
from onrecord.reading.occasions import Setting, find_addressees, find_settings
from onrecord.reading.people import People, find_people
from onrecord.reading.quotations import Quotation, find_quotations
from onrecord.reading.sourcing import Sourcing, find_sourcing
from onrecord.reading.statements import StatementFinder, kind_of


class Reader:
    """Reads articles. Loading the models takes a second or two, so make one reader and keep it."""

    def __init__(self, finder: StatementFinder | None = None) -> None:
        """``finder`` finds the statements; by default it is the trained model, completed by the grammar."""
        self.language = Language()
        self._finder = finder or Hybrid()
        self.info = ReaderInfo(
            version=version("onrecord"),
            models={"language": self.language.version, "statements": self._finder.version},
        )

    def read(self, article: Article) -> Reading:
        """Return everything found in ``article``."""
        known = self._hear(article)
        dates = find_dates(article, known.passages)
        settings = find_settings(article, known.passages, known.sourcing.attributions, dates)
        acts = find_acts(known.passages, known.quotations, known.sourcing.attributions)
        statements = _statements(article, known, settings, acts)
        return Reading(
            reader=self.info,
            article=article,
            entities=_without_repeats(known.people.entities),
            statements=tuple(statements),
            events=tuple(find_events(article, known.passages, known.people, statements, dates)),
            links=tuple(find_links(known.passages, known.people, statements)),
        )

    def people(self, article: Article) -> People:
        """Return who is in ``article``, with every mention: what ``read`` rests its speakers on."""
        return self._hear(article).people

    def _hear(self, article: Article) -> _Heard:
        passages = self.language.analyse(article)
        quotations = find_quotations(article.text, [(one.start, one.end) for one in passages])
        attributions = self._finder.find(article, passages, quotations)
        sourcing = find_sourcing(article.text, passages, attributions)
        to_whom: list[Spans] = [(span,) if span else () for span in find_addressees(passages, sourcing.attributions)]
        references = [*sourcing.voices, *to_whom, *(relay.source for relay in sourcing.relays)]
        people = find_people(article, passages, quotations, sourcing.attributions, [one for one in references if one])
        return _Heard(passages, quotations, sourcing, to_whom, people)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who said what to whom, before it is asked when, where and why."""

    passages: Sequence[Passage]
    quotations: Sequence[Quotation]
    sourcing: Sourcing
    addressees: Sequence[Spans]
    people: People


def _without_repeats(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    return tuple({entity.id: entity for entity in entities}.values())


def _statements(
    article: Article, known: _Heard, settings: Sequence[Setting], acts: Sequence[ActReading]
) -> list[Statement]:
    quotations, sourcing, addressees, people = known.quotations, known.sourcing, known.addressees, known.people
    speakers = _speakers(sourcing, people)
    made: list[Statement] = []
    for index, one in enumerate(sourcing.attributions):
        via, via_evidence = _via(sourcing, people, speakers, index)
        addressee = people.at(addressees[index]) if addressees[index] else None
        evidence = dict(acts[index].evidence)
        evidence |= {
            "speaker": sourcing.voices[index],
            "addressee": addressees[index] if addressee else (),
            "via": via_evidence,
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
                act=acts[index].act,
                modality=acts[index].modality,
                continues=_id(one.continues),
                nested_in=_id(one.nested_in),
                evidence={field: spans for field, spans in evidence.items() if spans},
                confidence=round(one.confidence, 3),
            )
        )
    return made


def _id(index: int | None) -> str | None:
    return None if index is None else f"s{index + 1}"


def _speakers(sourcing: Sourcing, people: People) -> list[str | None]:
    """Return who speaks in each statement; the speaker of the statement that it continues, when it has no source."""
    speakers: list[str | None] = []
    for one, voice in zip(sourcing.attributions, sourcing.voices, strict=True):
        if voice:
            speakers.append(people.at(voice))
        else:
            before = one.continues is not None and one.continues < len(speakers)
            speakers.append(speakers[one.continues] if before and one.continues is not None else None)
    return speakers


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
            evidence |= {*sourcing.attributions[at].source, *sourcing.attributions[at].cue}
    return tuple(dict.fromkeys(via)), tuple(sorted(evidence))
