"""The driver: whatever the workers send, each article counts once, and an interrupted run can go on."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.cluster.aside import write_aside
from onrecord.cluster.errors import CorpusError, explained
from onrecord.cluster.frontier import Frontier
from onrecord.cluster.items import Item, Outcome
from onrecord.cluster.journal import Journal
from onrecord.cluster.manifest import write_manifest
from onrecord.cluster.pace import Pace
from onrecord.cluster.parts import remove_rubbish, write_part
from onrecord.cluster.taking import Numbered
from onrecord.model import ReaderInfo

KEEP_SECONDS = 1.0
KEEP_ITEMS = 256
"""What has come is brought to the disk after so long, or after so many items: a killed driver loses no more."""

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class PartSize:
    """A part is written when so many articles or bytes of rows wait for it."""

    articles: int = 2_000
    bytes: int = 128 << 20


class Run:
    """One run over a folder whose journal is open."""

    def __init__(self, journal: Journal, size: PartSize, tell: Callable[[Pace], None]) -> None:
        self._journal, self._size, self._tell = journal, size, tell
        self._frontier = Frontier()
        self._claimed: dict[bytes, tuple[int, int]] = {}
        self._unkept: dict[bytes, tuple[int, int]] = {}
        self._failed = set(journal.failed_keys())
        self._waiting: list[Outcome] = []
        self._kept = time.monotonic()
        self._spooled, self._spooled_bytes = journal.spooled()
        _, total, _, done = journal.totals()
        self.pace = Pace(total, done, journal.fates())
        with explained(journal.folder):
            counted = {file.path for files in journal.parts().values() for file in files}
            remove_rubbish(journal.folder, counted)

    def sources(self) -> Iterator[Numbered]:
        """Yield the sources that are not done."""
        for numbered in self._journal.sources():
            self._frontier.begin(numbered)
            self.pace.begin(numbered)
            yield numbered

    def left(self) -> Iterator[Numbered]:
        """Yield the sources that were begun and did not come to their end, with the place to go on from."""
        self._keep()
        wanted = set(self._frontier.left())
        for numbered in self._journal.sources():
            if numbered.number in wanted:
                self._frontier.begin(numbered)
                yield numbered

    def hello(self, info: ReaderInfo) -> None:
        """Hold every worker to the reader of the folder.

        Raises:
            CorpusError: a worker reads with another version or other models.
        """
        self._journal.hold_to("reader", info.model_dump(mode="json"), "it was read by another reader")
        self.pace.hello()

    def fate(self, item: Item) -> Outcome | None:
        """Return what becomes of an item without reading it, or ``None`` when it must be read."""
        if item.kind != "article":
            return Outcome(item, item.kind)
        here = (item.source, item.number)
        if self._claimed.get(item.key) == here:
            return None  # it is here again since a worker died of it
        if self._journal.is_aside(item):
            return Outcome(item, "known")
        if (owner := self._owner(item.key)) is not None or item.key in self._failed:
            return Outcome(item, "known" if owner == here else "repeat")
        self._claimed[item.key] = here
        return None

    def settle(self, outcome: Outcome) -> None:
        """Take in what became of an item; it is on the disk some time later."""
        outcome = self._checked(outcome)
        item, fate = outcome.item, outcome.fate
        if fate == "failure" and item.key:
            self._failed.add(item.key)
            self._claimed.pop(item.key, None)
        if fate not in ("known", "end"):
            self._waiting.append(outcome)
        self._frontier.add(item)
        self.pace.count(item, fate)
        if len(self._waiting) >= KEEP_ITEMS or time.monotonic() - self._kept >= KEEP_SECONDS:
            with undisturbed():
                self._keep()
                if self._spooled >= self._size.articles or self._spooled_bytes >= self._size.bytes:
                    self._write_part()
            self._tell(self.pace)

    def close(self, *, finished: bool) -> dict[str, Any]:
        """Write what waits as a last part, and the manifest; return that."""
        self._keep()
        while self._spooled:
            self._write_part()
        with explained(self._journal.folder):
            aside = write_aside(self._journal)
        if finished and (lost := self._journal.orphans()):
            raise CorpusError(
                f"{self._journal.folder}: {lost} articles are lost; this is a fault of onrecord, report it"
            )
        self._tell(self.pace)
        return write_manifest(self._journal, aside, finished=finished)

    def _owner(self, key: bytes) -> tuple[int, int] | None:
        return self._claimed.get(key) or self._journal.owner(key)

    def _checked(self, outcome: Outcome) -> Outcome:
        """Return the outcome as it counts: workers of a cluster do not know all that the journal knows."""
        item, fate = outcome.item, outcome.fate
        if fate in ("end", "known"):
            return outcome
        if self._journal.is_aside(item):
            return Outcome(item, "known")
        here = (item.source, item.number)
        owner = self._unkept.get(item.key) or (self._journal.owner(item.key) if item.key else None)
        if owner is not None:
            return Outcome(item, "known" if owner == here else "repeat")
        if fate == "read":
            self._unkept[item.key] = here
        return outcome

    def _keep(self) -> None:
        places = list(self._frontier.places())
        finished = self._frontier.finish()
        if self._waiting or places or finished:
            self._journal.keep(self._waiting, places, finished)
        for one in self._waiting:
            if one.fate == "read":
                self._spooled += 1
                self._spooled_bytes += sum(map(len, one.tables.values()))
        for key in self._unkept:
            self._claimed.pop(key, None)
        self._waiting, self._unkept = [], {}
        self._kept = time.monotonic()

    def _write_part(self) -> None:
        folder, parts = self._journal.folder, self._journal.parts()
        number, articles = max(parts, default=0) + 1, min(self._spooled, self._size.articles)
        with explained(folder):
            files = write_part(folder, number, self._journal, articles)
        self._journal.add_part(number, files, articles)
        self._spooled, self._spooled_bytes = self._journal.spooled()
        write_manifest(self._journal, [], finished=False)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put an interrupt off until things are written, which takes seconds at most."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {kind: signal.signal(kind, lambda number, _: came.append(number)) for kind in _INTERRUPTS}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, signal.SIG_DFL if handler is None else handler)
    if came:
        signal.raise_signal(came[0])


def drive(run: Run, outcomes: Generator[Outcome]) -> dict[str, Any]:
    """Settle all outcomes and return the manifest; whatever ends them early, what has come is kept.

    Raises:
        CorpusError: the folder cannot be written, or no worker can be started.
        KeyboardInterrupt: somebody interrupted; the manifest is written.
    """
    try:
        with closing(outcomes):
            for outcome in outcomes:
                run.settle(outcome)
    except BaseException:
        with undisturbed(), suppress(CorpusError):
            run.close(finished=False)
        raise
    with undisturbed():
        return run.close(finished=True)


def corpus_folder(folder: Path, inputs: list[str]) -> Path:
    """Return the folder, made if need be.

    Raises:
        CorpusError: it cannot be made, holds other things, or lies in the input.
    """
    real = folder.resolve()
    for one in inputs:
        if Path(one).is_dir() and real.is_relative_to(Path(one).resolve()):
            raise CorpusError(f"{folder}: it lies in {one}, which is to be read; name a folder outside", 2)
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "journal.sqlite").exists() and any(folder.iterdir()):
            raise CorpusError(f"{folder}: there are other files in it; name a new folder", 2)
    return folder
