"""What did not become a reading: a table of failures and one of repeats, beside the parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from onrecord.cluster.items import Fate
from onrecord.cluster.journal import Journal
from onrecord.cluster.parts import PartFile, digest_of, write_parquet
from onrecord.extras import need

_GROUP = 10_000
_TABLES: dict[str, tuple[Fate, dict[str, str]]] = {
    "failures": (
        "failure",
        {
            "origin": "the path, with the line, row or byte, or the id that the input gave",
            "reason": "what went wrong, and what to do",
            "article_id": "the article's id, null where the text itself could not be taken in",
        },
    ),
    "repeats": (
        "repeat",
        {
            "origin": "the path, or the id that the input gave",
            "url": "where it was published, empty where that is not known",
            "article_id": "the article that is the same, character for character, and was read",
        },
    ),
}
NAMES = tuple(_TABLES)


def write_aside(journal: Journal) -> list[PartFile]:
    """Write both tables anew.

    Raises:
        OSError: they cannot be written.
    """
    arrow = need("pyarrow", "parquet")
    files = []
    for name, (fate, meanings) in _TABLES.items():
        shape = arrow.schema(
            arrow.field(column, arrow.string(), metadata={"meaning": meaning}) for column, meaning in meanings.items()
        )
        path = journal.folder / f"{name}.parquet"
        rows = write_parquet(path, _groups(journal, fate, list(meanings)[1], shape), shape)
        files.append(PartFile(name, path.name, rows, path.stat().st_size, digest_of(path)))
    return files


def _groups(journal: Journal, fate: Fate, detail: str, shape: Any) -> Iterator[Any]:
    arrow = need("pyarrow", "parquet")
    found = ({**row, detail: row["detail"]} for row in journal.rows_aside(fate))
    while group := list(islice(found, _GROUP)):
        yield arrow.Table.from_pylist(group, schema=shape)
