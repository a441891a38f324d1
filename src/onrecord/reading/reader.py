"""The order of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from onrecord.model import Article, Channel, Document, Entity, ReaderInfo, Reading, Span, Spans, Statement
from onrecord.reading.acts import ActReading, find_acts
from onrecord.reading.addressees import find_addressees
from onrecord.reading.channels import find_channels
from onrecord.reading.dates import DateMention, find_dates
from onrecord.reading.documents import find_documents
from onrecord.reading.events import find_events
from onrecord.reading.hybrid import Hybrid
from onrecord.reading.language import Language, Passage
from onrecord.reading.links import find_links
from onrecord.reading.occasions import Setting, find_settings
from onrecord.reading.office_table import OfficeTable, read_offices, shipped, using
from onrecord.reading.people import People, find_people
from onrecord.reading.quotations import Quotation, find_quotations
from onrecord.reading.sourcing import Sourcing, find_sourcing
from onrecord.reading.statements import StatementFinder, kind_of


class Reader:
    """Reads articles. Loading the models takes a second or two, so make one reader and keep it."""

    def __init__(
        self, finder: StatementFinder | None = None, *, offices: OfficeTable | Path | str | None = None
    ) -> None:
        """Load what reading needs.

        Args:
            finder: Finds the statements; by default the trained model, completed by the grammar.
            offices: Rows of your own on who held which office: a CSV file (docs/people.md), or a table already read.

        Raises:
            OfficesError: The file of offices cannot be read, or a row of it is not right.
        """
        self.language = Language()
        self._offices = read_offices(Path(offices)) if isinstance(offices, str | Path) else offices or shipped()
        self._finder = finder or Hybrid()
        self.info = ReaderInfo(
            version=version("onrecord"),
            models={"language": self.language.version, "statements": self._finder.version},
        )

    def read(self, article: Article) -> Reading:
        """Return everything found in ``article``."""
        with using(self._offices):
            return self._read(article)

    def _read(self, article: Article) -> Reading:
        known = self._hear(article)
        passages, found, people = known.passages, known.sourcing.attributions, known.people
        acts = find_acts(passages, found)
        relayed = [(one.statement, one.evidence) for one in known.sourcing.relays]
        means = _Means(find_channels(passages, found), find_documents(passages, found, relayed))
        statements = _statements(article, known, means, acts)
        return Reading(
            reader=self.info,
            article=article,
            entities=_without_repeats(people.entities),
            statements=tuple(statements),
            events=tuple(find_events(article, passages, people, statements, known.dates)),
            links=tuple(find_links(passages, people, statements)),
        )

    def people(self, article: Article) -> People:
        """Return who is in ``article``, with every mention: what ``read`` rests its speakers on."""
        with using(self._offices):
            return self._hear(article).people

    def _hear(self, article: Article) -> _Heard:
        passages = self.language.analyse(article)
        quotations = find_quotations(article.text, [(one.start, one.end) for one in passages])
        attributions = self._finder.find(article, passages, quotations)
        sourcing = find_sourcing(article.text, passages, attributions)
        found = sourcing.attributions
        to_whom: list[Spans] = [(span,) if span else () for span in find_addressees(passages, found)]
        dates = find_dates(article, passages)
        settings = find_settings(passages, found, dates)
        company: list[Spans] = [(span,) for one in settings for span in one.company]
        references = [*sourcing.voices, *to_whom, *(relay.source for relay in sourcing.relays), *company]
        people = find_people(article, passages, quotations, found, [one for one in references if one])
        return _Heard(passages, quotations, sourcing, to_whom, dates, settings, people)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who said what to whom, when and where, before it is asked by what means and why."""

    passages: Sequence[Passage]
    quotations: Sequence[Quotation]
    sourcing: Sourcing
    addressees: Sequence[Spans]
    dates: Sequence[DateMention]
    settings: Sequence[Setting]
    people: People


@dataclass(frozen=True, slots=True)
class _Means:
    """By what means each statement reached the public."""

    channels: list[Channel | None]
    documents: list[Document | None]


def _without_repeats(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    return tuple({entity.id: entity for entity in entities}.values())


def _statements(article: Article, known: _Heard, means: _Means, acts: Sequence[ActReading]) -> list[Statement]:
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


def _carried(sourcing: Sourcing, at: int) -> set[Span]:
    """Return the words that name the speaker whom a statement without a source of its own carries on."""
    seen: set[int] = set()
    before: int | None = at
    while before is not None and before not in seen:
        if sourcing.voices[before]:
            return set(sourcing.voices[before])
        seen.add(before)
        before = sourcing.attributions[before].continues
    return set()


def _participants(people: People, setting: Setting, speaker: str | None) -> tuple[tuple[str, ...], Spans]:
    """Return who takes part beside the speaker, and the words that say so."""
    found = [(who, span) for span in setting.company if (who := people.at([span])) and who != speaker]
    return tuple(dict.fromkeys(who for who, _ in found)), _apart(span for _, span in found)


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
