"""``read_corpus``: files go in, a folder of Parquet parts comes out, on the cores or machines that there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.article.sources import STANDARD_INPUT, Source, find_sources, is_address
from onrecord.cluster.choices import Choices
from onrecord.cluster.errors import CorpusError
from onrecord.cluster.items import Outcome
from onrecord.cluster.journal import Journal
from onrecord.cluster.local import Local
from onrecord.cluster.manifest import now
from onrecord.cluster.pace import Pace
from onrecord.cluster.run import PartSize, Run, corpus_folder, drive
from onrecord.extras import need


def read_corpus(
    inputs: Sequence[str],
    folder: Path,
    choices: Choices,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    shared: bool = False,
    size: PartSize | None = None,
    tell: Callable[[Pace], None] = lambda pace: None,
) -> dict[str, Any]:
    """Read every article of ``inputs`` once, and write what is found to ``folder``; return the manifest.

    Given again after an interruption, it goes on where it stopped.

    Args:
        inputs: Files, folders and addresses, as ``onrecord read`` takes them, but not the standard input.
        folder: A new folder, or that of the same call before.
        choices: How articles are taken in and read.
        workers: How many processes read; by default as many as there are cores (of the cluster, with one).
        cluster: ``None`` for processes of this machine; else the address of a Ray cluster, ``auto`` for the one that
            this machine belongs to, or ``local`` for one of this machine that lasts as long as the call.
        shared: Every machine of the cluster sees ``inputs`` under the same paths, so all may take them in.
        size: When a part is written.
        tell: Is told how far things are, about once a second.

    Raises:
        CorpusError: the folder is another run's or cannot be written, or there is no worker.
        KeyboardInterrupt: what was read before is kept.
        onrecord.extras.MissingExtraError: pyarrow, or with ``cluster`` Ray, is not installed.
    """
    need("pyarrow", "parquet")
    if STANDARD_INPUT in inputs:
        raise CorpusError("the standard input cannot be gone back to; write it to a file and give that", 2)
    with Journal(corpus_folder(folder, list(inputs))) as journal:
        journal.hold_to("choices", choices.named(), "it was made with other options")
        journal.set_sources(_measured(inputs))
        if journal.about("begun") is None:
            journal.note("begun", now())
        journal.hold_to("input", list(inputs), "it was made from other input")
        run = Run(journal, size or PartSize(), tell)
        if next(journal.sources(), None) is None:
            return drive(run, _nothing())
        if cluster is None:
            local = Local(run.sources(), choices, workers or cores(), run.fate, run.hello)
            return drive(run, local.outcomes())
        from onrecord.cluster.rays import outcomes

        return drive(run, outcomes(run, journal, choices, workers, cluster, shared=shared))


def _nothing() -> Generator[Outcome]:
    yield from ()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _measured(inputs: Sequence[str]) -> Iterator[tuple[Source, int | None, int | None]]:
    for source in find_sources(inputs):
        if is_address(source.path):
            yield source, None, None
            continue
        try:
            status = Path(source.path).stat()
        except (OSError, ValueError) as error:
            raise CorpusError(
                f"{source.path}: there is no such file, or it may not be read; check the path"
            ) from error
        yield source, status.st_size, status.st_mtime_ns
