"""Files of a corpus appear whole: written under another name, brought to the disk, then renamed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from onrecord.cluster.batches import NAMES, schema, unpack
from onrecord.extras import need

GROUP = 500
"""How many articles' rows are held in memory at once; it is Parquet's row group too."""
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file of a part: a table's rows. ``path`` is within the folder of the corpus."""

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str


class Waiting(Protocol):
    """Where readings wait for their part."""

    def batches(self, table: str, most: int) -> Iterator[bytes]:
        """Yield the first ``most`` waiting batches of a table."""
        ...


def write_part(folder: Path, number: int, waiting: Waiting, articles: int) -> list[PartFile]:
    """Write the first ``articles`` waiting readings as one file a table; they do not count yet.

    Raises:
        OSError: the files cannot be written; none of them is left under a part's name then.
    """
    files = []
    for table in NAMES:
        path = folder / table / f"part-{number:05}.parquet"
        rows = write_parquet(path, table_groups(waiting.batches(table, articles), table), schema(table))
        files.append(PartFile(table, path.relative_to(folder).as_posix(), rows, path.stat().st_size, digest_of(path)))
    return files


def table_groups(batches: Iterator[bytes], table: str) -> Iterator[Any]:
    """Yield tables of up to ``GROUP`` articles."""
    group: list[bytes] = []
    for batch in batches:
        group.append(batch)
        if len(group) == GROUP:
            yield unpack(group, table)
            group = []
    if group:
        yield unpack(group, table)


def write_parquet(path: Path, tables: Iterator[Any], shape: Any) -> int:
    """Write tables of one schema to a file, one row group each; return the rows."""
    parquet = need("pyarrow.parquet", "parquet")
    rows = 0
    with appearing(path) as draft, parquet.ParquetWriter(draft, shape, compression="zstd") as writer:
        for table in tables:
            rows += table.num_rows
            if table.num_rows:
                writer.write_table(table.combine_chunks())
    return rows


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Give the name to write to; afterwards the file is on the disk under its own name, or on an error nowhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + _UNFINISHED)
    try:
        yield draft
        _sync(draft)
        draft.replace(path)
        if os.name != "nt":  # where a folder cannot be opened
            _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def remove_rubbish(folder: Path, counted: set[str]) -> None:
    """Delete files that an interrupted run left: drafts, and parts that do not count."""
    for name in NAMES:
        for path in (folder / name).glob("part-*"):
            if path.relative_to(folder).as_posix() not in counted:
                path.unlink(missing_ok=True)
    for draft in folder.glob(f"*{_UNFINISHED}"):
        draft.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
