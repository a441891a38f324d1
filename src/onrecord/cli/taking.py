"""How commands take articles in: their options become an intake, and what is set aside is counted and told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress

    from onrecord.article.bookmark import Bookmark
    from onrecord.article.given import Given
    from onrecord.article.intake import Intake
    from onrecord.article.notices import Notice
    from onrecord.article.sources import Unreadable
    from onrecord.model import Article, Reading
    from onrecord.reading.language import ParseBy
    from onrecord.reading.office_table import OfficeTable

SHAPES = ("gdelt", "mediacloud", "newspaper4k", "news-please", "ninjs", "transcripts", "lexisnexis", "factiva")
"""The names of ``PRESETS``, here so that help need not load what reads them; a test holds them together."""
MOST_TOLD = 20
"""Notices of one kind that are printed one by one; the rest is only counted."""


@dataclass(slots=True)
class Taking:
    """One command's way of taking articles in."""

    errors: Console
    preset: str | None = None
    mapping: str | None = None
    fetch: bool = False
    allow_private: bool = False
    any_language: bool = False
    bookmark: Path | None = None
    offices: OfficeTable | None = None
    parse: ParseBy = "shared"
    languages: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)

    def readings(self, paths: list[str], given: Given) -> Iterator[Reading | Unreadable]:
        """Return the readings of ``paths`` in order, with a progress bar on a terminal.

        Raises:
            typer.BadParameter: the shape, the mapping or the bookmark cannot be used.
        """
        self._check()
        return self._readings(paths, given, self._open_bookmark())

    def articles(self, paths: list[str], given: Given) -> Iterator[Article | Unreadable]:
        """Return what stands in ``paths``, not read.

        Raises:
            typer.BadParameter: the shape, the mapping or the bookmark cannot be used.
        """
        from onrecord.article.sources import read_sources

        self._check()
        return read_sources(paths, given, stdin=sys.stdin.buffer, intake=self.intake(paths, self._open_bookmark()))

    def print_set_aside(self) -> None:
        """Say how many articles were set aside or passed over, and why."""
        parts = []
        if self.languages:
            each = ", ".join(f"{number} {code}" for code, number in self.languages.most_common(12))
            parts.append(f"{self.languages.total()} set aside: not in English ({each})")
        if self.told["stub"]:
            parts.append(f"{self.told['stub']} only the opening of an article for subscribers")
        if self.told["no page"]:
            parts.append(f"{self.told['no page']} passed over: no pages of articles")
        if parts:
            self.errors.print(Text(" · ".join(parts)), soft_wrap=True)

    def _check(self) -> None:
        from onrecord.article.mapping import MappingError, parse_mapping

        if self.preset is not None and self.preset not in SHAPES:
            raise typer.BadParameter(f"{self.preset!r} is none of {', '.join(SHAPES)}.", param_hint="--from")
        try:
            if self.mapping is not None:
                parse_mapping(self.mapping)
        except MappingError as error:
            raise typer.BadParameter(f"{error}.", param_hint="--map") from error

    def intake(self, paths: list[str], bookmark: Bookmark | None = None) -> Intake:
        """Return the intake that the options ask for."""
        from onrecord.article.bookmark import Bookmark
        from onrecord.article.fetching import Fetcher
        from onrecord.article.intake import Intake
        from onrecord.article.mapping import parse_mapping
        from onrecord.article.presets import PRESETS
        from onrecord.article.sources import is_address
        from onrecord.article.tongue import ENGLISH

        # Whoever gives an address asks for it; addresses inside files are opened only with --fetch.
        fetcher = Fetcher(self.allow_private) if self.fetch or any(map(is_address, paths)) else None
        intake = Intake(
            languages=None if self.any_language else ENGLISH,
            notify=self._notify,
            bookmark=bookmark or Bookmark(),
            fetcher=fetcher,
            fetch_linked=self.fetch,
        )
        return intake.shaped(
            PRESETS[self.preset] if self.preset else None, parse_mapping(self.mapping) if self.mapping else None
        )

    def _notify(self, notice: Notice) -> None:
        if notice.kind == "language":
            self.languages[notice.detail] += 1
            return
        self.told[notice.kind] += 1
        if self.told[notice.kind] <= MOST_TOLD:
            self.errors.print(Text(f"{notice.origin}: {notice.detail}", style="yellow"), soft_wrap=True)

    def _open_bookmark(self) -> Bookmark:
        from onrecord.article.bookmark import Bookmark

        try:
            bookmark = Bookmark(self.bookmark)
        except OSError as error:
            raise typer.BadParameter(f"{self.bookmark} cannot be used ({error}).", param_hint="--bookmark") from error
        if bookmark.is_resumed:
            self.errors.print(Text(f"going on from the place in {self.bookmark}"), soft_wrap=True)
        return bookmark

    def _readings(self, paths: list[str], given: Given, bookmark: Bookmark) -> Iterator[Reading | Unreadable]:
        from onrecord.article.sources import Unreadable, count_bytes, read_sources
        from onrecord.reading.reader import Reader

        reader: Reader | None = None
        with bookmark, _progress(self.errors) as progress:
            task = progress.add_task("reading", total=count_bytes(paths) or None)
            intake = self.intake(paths, bookmark)
            for article in read_sources(paths, given, stdin=sys.stdin.buffer, intake=intake):
                if isinstance(article, Unreadable):
                    yield article
                else:
                    reader = reader or Reader(offices=self.offices, parse=self.parse)
                    yield reader.read(article)
                progress.update(task, completed=bookmark.bytes_done)
            bookmark.remove()


def _progress(errors: Console) -> Progress:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
        # Else rich sends what is printed to standard output to the bar's own stream, past a file it is piped to.
        redirect_stdout=False,
        disable=not errors.is_terminal,
    )
