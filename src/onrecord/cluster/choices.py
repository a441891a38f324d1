"""What a corpus is read with: the choices that every worker shares, and that a folder is held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.article.bookmark import Bookmark
from onrecord.article.fetching import Fetcher
from onrecord.article.given import Given
from onrecord.article.intake import Intake
from onrecord.article.mapping import parse_mapping
from onrecord.article.notices import Notify
from onrecord.article.presets import PRESETS
from onrecord.article.tongue import ENGLISH
from onrecord.model import Article, ReaderInfo, Reading
from onrecord.reading.office_table import OfficeTable

if TYPE_CHECKING:
    from onrecord.reading.language import ParseBy

LONGEST_SECONDS = 900.0
"""How long one article may take; the longest that is taken in (2,000,000 characters) takes a few minutes."""
MOST_DEATHS = 3
"""An article that this many workers died of is a failure."""
MOST_GROWTH = 1 << 30
"""How many bytes a worker may grow: a language model keeps every word that it has met."""


class ReadsArticles(Protocol):
    """What a worker reads with; ``Reader`` is one."""

    info: ReaderInfo

    def read(self, article: Article) -> Reading:
        """Return everything found in ``article``."""
        ...


@dataclass(frozen=True, slots=True)
class Choices:
    """How articles are taken in and read.

    ``preset``, ``mapping``, ``fetch``, ``allow_private`` and ``any_language`` are the options of ``onrecord read``.
    ``offices_name`` says which table ``offices`` is, ``parse`` whose parse to rest on. ``seconds`` is how long one
    article may take, ``growth`` by how many bytes a worker may grow before another takes its place. ``reader`` makes
    what reads in each worker, in place of ``Reader``; it must be importable there.
    """

    given: Given = field(default_factory=Given)
    preset: str | None = None
    mapping: str | None = None
    fetch: bool = False
    allow_private: bool = False
    any_language: bool = False
    offices: OfficeTable | None = None
    offices_name: str | None = None
    parse: ParseBy = "shared"
    seconds: float = LONGEST_SECONDS
    growth: int = MOST_GROWTH
    reader: Callable[[OfficeTable | None], ReadsArticles] | None = None

    def load_reader(self) -> ReadsArticles:
        """Load what reads."""
        if self.reader:
            return self.reader(self.offices)
        from onrecord.reading.reader import Reader

        return Reader(offices=self.offices, parse=self.parse)

    def intake(self, bookmark: Bookmark, notify: Notify, *, addresses: bool = False) -> Intake:
        """Return the intake; nothing is opened on the web but linked pages with ``fetch``, and ``addresses``."""
        intake = Intake(
            given=self.given,
            languages=None if self.any_language else ENGLISH,
            notify=notify,
            bookmark=bookmark,
            fetcher=Fetcher(self.allow_private) if self.fetch or addresses else None,
            fetch_linked=self.fetch,
        )
        return intake.shaped(
            PRESETS[self.preset] if self.preset else None, parse_mapping(self.mapping) if self.mapping else None
        )

    def named(self) -> dict[str, Any]:
        """Return what another run must share to go on in the same folder, as plain values."""
        given = {name: value for name, value in asdict(self.given).items() if value is not None}
        return {
            "given": given, "from": self.preset, "map": self.mapping, "fetch": self.fetch,
            "any_language": self.any_language, "offices": self.offices_name, "parse": self.parse,
        }  # fmt: skip
