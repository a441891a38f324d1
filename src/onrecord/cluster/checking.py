"""Is a corpus whole: are its files those of the manifest, and is each article in it once?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.cluster.batches import NAMES, READINGS
from onrecord.cluster.manifest import read_manifest
from onrecord.cluster.parts import digest_of
from onrecord.extras import need
from onrecord.model import Reading

_ROWS = 1_000


def find_faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the corpus in ``folder``, a line each; nothing when it is whole.

    Raises:
        CorpusError: there is no corpus there.
    """
    manifest = read_manifest(folder)
    for file in manifest_files(manifest):
        path = folder / file["path"]
        if not path.is_file():
            yield f"{path}: this file is missing"
        elif digest_of(path) != file["sha256"]:
            yield f"{path}: this is not the file that the manifest counts"
    counted = {file["path"] for file in manifest_files(manifest)}
    for name in NAMES:
        for path in sorted((folder / name).glob("*.parquet")):
            if path.relative_to(folder).as_posix() not in counted:
                yield f"{path}: the manifest does not count this file; give the command of the corpus again"
    yield from _repeated(folder, manifest)


def manifest_files(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all files of a manifest."""
    return [*(file for part in manifest["parts"] for file in part["files"]), *manifest["aside"]]


def readings(folder: Path) -> Iterator[Reading]:
    """Yield the readings of a corpus, part by part, those that the manifest counts.

    Raises:
        CorpusError: there is no corpus there.
        OSError: a part cannot be read.
    """
    for file in manifest_files(read_manifest(folder)):
        if file["table"] == READINGS:
            for row in _column(folder / file["path"], "reading"):
                yield Reading.from_json(row)


def _repeated(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    seen = sqlite3.connect("", isolation_level=None)
    seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
    count = 0
    for table in ("articles", READINGS):
        seen.execute("DELETE FROM seen")
        for file in manifest_files(manifest):
            if file["table"] != table or not (folder / file["path"]).is_file():
                continue
            for article_id in _column(folder / file["path"], "article_id"):
                if not seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (article_id,)).rowcount:
                    yield f"{folder / file['path']}: the article {article_id} is here a second time"
        (count,) = seen.execute("SELECT count(*) FROM seen").fetchone()
        if count + manifest["counts"]["waiting"] != manifest["counts"]["articles"]:
            yield f"{folder}: {count} {table} in the parts, {manifest['counts']['articles']} in the manifest"
    seen.close()


def _column(path: Path, name: str) -> Iterator[str]:
    parquet = need("pyarrow.parquet", "parquet")
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS, columns=[name]):
            yield from batch.column(name).to_pylist()
