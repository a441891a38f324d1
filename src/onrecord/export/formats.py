"""Which formats there are, what each is for, and how one is written to a place."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from onrecord.export.extract import Extract


class ExportError(Exception):
    """An export that cannot be made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way out. ``kind`` says whether it is a text file, which may go to standard output, or a folder or file."""

    name: str
    holds: str
    choose: str
    kind: Literal["text", "folder", "file"]
    module: str

    def chunks(self, extracts: Iterable[Extract]) -> Iterator[str]:
        """Yield the text of the file, piece by piece."""
        made: Callable[[Iterable[Extract]], Iterator[str]] = import_module(self.module).chunks
        return made(extracts)


_ROOM = "onrecord.export"
_ALL = (
    Format("jsonl", "one reading a line: the contract", "to lose nothing, or to read it back with onrecord",
           "text", f"{_ROOM}.contract"),
    Format("csv", "one row a statement", "for a spreadsheet, or a quick look", "text", f"{_ROOM}.delimited"),
    Format("parquet", "a folder of typed tables: statements, articles, entities, events, links",
           "for DuckDB, pandas, polars, R, Spark", "folder", f"{_ROOM}.parquet"),
    Format("web-annotation", "W3C Web Annotations (JSON-LD), one a statement",
           "to lay statements over the articles in an annotation tool", "text", f"{_ROOM}.web_annotation"),
    Format("schema-org", "schema.org Quotation, Claim and NewsArticle (JSON-LD)",
           "for fact-check pages (ClaimReview) and search engines", "text", f"{_ROOM}.schema_org"),
    Format("brat", "a folder of .txt and .ann, laid out as PolNeAR is", "to correct by hand in brat, to train on",
           "folder", f"{_ROOM}.brat"),
    Format("spacy", "a folder of DocBin files with span groups", "to go on in spaCy, to train on", "folder",
           f"{_ROOM}.spacy_docs"),
    Format("gkg", "tab-separated lines in GDELT GKG 2.1 columns, quotations filled",
           "for programs written for GDELT", "text", f"{_ROOM}.gkg"),
    Format("events", "one row an event and pair of actor and recipient, as event data sets are (CSV)",
           "for conflict and co-operation research", "text", f"{_ROOM}.event_data"),
    Format("graphml", "a graph of who spoke to whom, and who relayed whom", "for Gephi, networkx, igraph, Cytoscape",
           "text", f"{_ROOM}.graphml"),
    Format("html", "a dossier: the statements with their sources, to read and print",
           "for an editor's desk or a file", "text", f"{_ROOM}.dossier"),
    Format("pdf", "the same dossier as PDF (needs Chromium)", "to send", "file", f"{_ROOM}.pdf"),
)  # fmt: skip
FORMATS = {one.name: one for one in _ALL}
"""The formats by name, in the order in which help shows them."""


def write(extracts: Iterable[Extract], format_: str, out: Path | None = None) -> None:
    """Write ``extracts`` in a format of ``FORMATS`` to ``out``, or to standard output when it is ``None``.

    A file appears under its name when it is complete; a folder is made, and must be empty if it is there.

    Raises:
        ExportError: the format is unknown or needs an ``out``, or ``out`` cannot be written.
        onrecord.extras.MissingExtraError: the format needs a library that is not installed.
    """
    chosen = FORMATS.get(format_)
    if chosen is None:
        raise ExportError(f"there is no format {format_!r}; there are {', '.join(FORMATS)}")
    if chosen.kind == "text":
        _write_text(chosen.chunks(extracts), out)
        return
    if out is None:
        raise ExportError(f"{chosen.name} is a {chosen.kind}, not a text; name the {chosen.kind} with --out")
    try:
        if chosen.kind == "folder":
            _make_empty(out)
        import_module(chosen.module).write(extracts, out)
    except OSError as error:
        raise ExportError(f"{out}: it cannot be written ({error.strerror or error}); name another place") from error


def _write_text(chunks: Iterator[str], out: Path | None) -> None:
    if out is None:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", newline="")
        for chunk in chunks:
            sys.stdout.write(chunk)
        sys.stdout.flush()
        return
    try:
        _write_whole(chunks, out)
    except OSError as error:
        raise ExportError(f"{out}: it cannot be written ({error.strerror or error}); name another place") from error


def _write_whole(chunks: Iterator[str], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name[:40]}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(chunks)
        made.chmod(0o666 & ~_umask())
        made.replace(out)
    finally:
        made.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _make_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ExportError(f"{folder}: the folder is not empty; name a new one, so that no old file is taken for new")
