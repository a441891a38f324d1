"""What a worker does: it reads one article, and nothing that goes wrong with that reaches the next one."""

from __future__ import annotations

import faulthandler
import os
from contextlib import suppress
from pathlib import Path

from onrecord.cluster.batches import NAMES, pack, schema
from onrecord.cluster.choices import Choices
from onrecord.cluster.items import Item, Outcome
from onrecord.model import Article, ReaderInfo

WORN = 3
"""The exit code of a worker that has grown too much; no article is to blame."""


class Work:
    """One reader and the articles that it is given, in a process of its own."""

    def __init__(self, choices: Choices) -> None:
        _be_the_first_to_go()
        for table in NAMES:
            schema(table)  # loads Arrow before the first article's time counts
        self._reader = choices.load_reader()
        self._seconds = choices.seconds
        self._nowhere = Path(os.devnull).open("w")  # noqa: SIM115
        self._most = _resident() + choices.growth

    @property
    def info(self) -> ReaderInfo:
        """Which program and models read here."""
        return self._reader.info

    def is_worn(self) -> bool:
        """Return whether this process has grown so much that it should end with the exit code ``WORN``."""
        return _resident() > self._most

    def read(self, item: Item) -> Outcome:
        """Read the article of ``item``.

        An article that takes longer than ``Choices.seconds`` ends the process with the exit code 1: no thread of
        Python's could interrupt a library that does not return.
        """
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._nowhere)
        try:
            tables = pack(self._reader.read(Article.model_validate_json(item.article)))
        except Exception as error:  # whatever it is, the article is at fault or we are, and the corpus goes on
            problem = f"{type(error).__name__}: {error}"[:500]
            return Outcome(_light(item), "failure", f"reading it failed ({problem}); please report it")
        finally:
            faulthandler.cancel_dump_traceback_later()
        return Outcome(_light(item), "read", tables=tables)


def _light(item: Item) -> Item:
    """Return the item without the article's text: nobody needs it on the way back."""
    return Item(
        item.source, item.number, item.kind, item.origin, item.detail, item.key, b"", item.place, item.first,
        item.reached,
    )  # fmt: skip


def _resident() -> int:
    """Return how many bytes of memory this process holds; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _be_the_first_to_go() -> None:
    """Ask Linux to end this process rather than the driver when memory runs out."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
