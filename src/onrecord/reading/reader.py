"""The order of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from onrecord.model import Article, Entity, ReaderInfo, Reading, Spans
from onrecord.reading.acts import find_acts
from onrecord.reading.addressees import find_addressees
from onrecord.reading.assembly import Heard, Means, build_statements
from onrecord.reading.channels import find_channels
from onrecord.reading.dates import dated, find_dates
from onrecord.reading.documents import find_documents
from onrecord.reading.encoder import Encoder
from onrecord.reading.events import find_events
from onrecord.reading.hybrid import Hybrid
from onrecord.reading.language import Language, ParseBy, Passage
from onrecord.reading.links import find_links
from onrecord.reading.occasions import find_settings
from onrecord.reading.office_table import OfficeTable, read_offices, shipped, using
from onrecord.reading.people import People, find_people
from onrecord.reading.quotations import Quotation, find_quotations
from onrecord.reading.sourcing import find_sourcing
from onrecord.reading.statements import Attribution, StatementFinder
from onrecord.reading.trained import StatementModel


class Reader:
    """Reads articles. Loading the models takes a second or two, so make one reader and keep it."""

    def __init__(
        self,
        finder: StatementFinder | None = None,
        *,
        offices: OfficeTable | Path | str | None = None,
        parse: ParseBy = "shared",
    ) -> None:
        """Load what reading needs.

        Args:
            finder: Finds the statements; by default the trained model, completed by the grammar.
            parse: Whose parse to rest on: ``shared``, what the encoder that finds the statements tells of it too;
                ``spacy``, spaCy's small model, which takes more time (docs/reading.md has the figures of both).
            offices: Rows of your own on who held which office: a CSV file (docs/people.md), or a table already read.

        Raises:
            OfficesError: The file of offices cannot be read, or a row of it is not right.
        """
        encoder = Encoder()
        self.language = Language(encoder, parse)
        self._offices = read_offices(Path(offices)) if isinstance(offices, str | Path) else offices or shipped()
        self._finder = finder or Hybrid(StatementModel(encoder))
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
        means = Means(find_channels(passages, found), find_documents(passages, found, relayed, known.sourcing.issued))
        statements = build_statements(article, known, means, acts)
        return Reading(
            reader=self.info,
            article=article,
            entities=_without_repeats(people.entities),
            statements=tuple(statements),
            events=tuple(find_events(known.article, passages, people, statements, known.dates)),
            links=tuple(find_links(passages, people, statements)),
        )

    def people(self, article: Article) -> People:
        """Return who is in ``article``, with every mention: what ``read`` rests its speakers on."""
        with using(self._offices):
            return self._hear(article).people

    def _hear(self, article: Article) -> Heard:
        passages, quotations, attributions = self._attributed(article)
        article = dated(article, passages)
        sourcing = find_sourcing(article.text, passages, attributions)
        found = sourcing.attributions
        to_whom: list[Spans] = [(span,) if span else () for span in find_addressees(passages, found)]
        dates = find_dates(article, passages)
        settings = find_settings(passages, found, dates)
        company: list[Spans] = [(span,) for one in settings for span in one.company]
        references = [*sourcing.voices, *to_whom, *(relay.source for relay in sourcing.relays), *company]
        people = find_people(article, passages, quotations, found, [one for one in references if one])
        return Heard(article, passages, quotations, sourcing, to_whom, dates, settings, people)

    def _attributed(self, article: Article) -> tuple[list[Passage], list[Quotation], list[Attribution]]:
        """Return what is read off the rows of the encoder, which take more room than all else that is known."""
        analysed = self.language.read(article)
        quotations = find_quotations(article.text, [(one.start, one.end) for one in analysed.passages])
        found = self._finder.find(article, analysed.passages, quotations, analysed.encoded)
        return analysed.passages, quotations, found


def _without_repeats(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    return tuple({entity.id: entity for entity in entities}.values())
