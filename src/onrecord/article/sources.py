"""Files, directories, addresses and the standard input become Articles, one after another; what cannot be is told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from onrecord.article.bundles import read_bundle
from onrecord.article.decoding import decode
from onrecord.article.errors import ArticleError
from onrecord.article.faults import told
from onrecord.article.files import (
    MAX_BYTES,
    MOST_LINES_LOOKED_AT,
    bounded_lines,
    each_line,
    load,
    read_stream,
    read_whole,
)
from onrecord.article.given import Given
from onrecord.article.intake import Intake, Unreadable, attempt, fetch_article
from onrecord.article.jsonl import is_article_object, read_object
from onrecord.article.kinds import BUNDLES, SUFFIXES, is_wanted, suffix_of
from onrecord.model import Article

__all__ = [
    "MAX_BYTES",
    "STANDARD_INPUT",
    "SUFFIXES",
    "Source",
    "Unreadable",
    "count_bytes",
    "count_sources",
    "find_sources",
    "read_source",
    "read_sources",
]

STANDARD_INPUT = "-"


def read_sources(
    paths: Iterable[str], given: Given | None = None, *, stdin: BinaryIO | None = None, intake: Intake | None = None
) -> Iterator[Article | Unreadable]:
    """Yield the articles in ``paths``, lazily and in order; one that cannot be read is told and the rest go on.

    A path is a file, a directory (read with all below it, by the suffixes in ``SUFFIXES``), an ``http`` or ``https``
    address (opened only when the intake has a fetcher) or ``-`` for ``stdin``. An article's ``origin`` is its path as
    given, ``path:NUMBER`` for a line, row, entry or byte of a file with many, or the id that the source gives.
    JSONL, CSV, Parquet, web archives, tars and ZIPs are streamed, so their size does not matter. What ``given`` knows
    holds for every article. Links are never followed out of a directory, and nothing named inside an article is ever
    opened.
    """
    chosen = replace(intake or Intake(), given=given) if given is not None else intake or Intake()
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _read_stdin(stdin, chosen)
        elif is_address(path):
            yield from attempt(partial(fetch_article, path, chosen, chosen.given), chosen)
        elif Path(path).is_dir():
            yield from _read_directory(path, chosen)
        else:
            yield from _read_file(path, chosen)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, address or standard input among those that ``read_sources`` opens."""

    path: str
    of_folder: bool = False


def find_sources(paths: Iterable[str]) -> Iterator[Source]:
    """Yield what ``read_sources`` would open, in its order, without opening it; an empty folder stands for itself."""
    for path in paths:
        if path == STANDARD_INPUT or is_address(path) or not Path(path).is_dir():
            yield Source(path)
            continue
        empty = True
        for file in _files_in(path):
            empty = False
            yield Source(file, of_folder=True)
        if empty:
            yield Source(path)


def read_source(source: Source, intake: Intake, *, stdin: BinaryIO | None = None) -> Iterator[Article | Unreadable]:
    """Yield the articles of one source, as ``read_sources`` does; the intake's bookmark says where to begin."""
    if source.of_folder:
        return _read_file(source.path, intake, of_folder=True)
    return read_sources([source.path], stdin=stdin, intake=intake)


def is_address(path: str) -> bool:
    """Return whether a source is an address of the web."""
    return path.lower().startswith(("http://", "https://"))


def count_sources(paths: Iterable[str]) -> int:
    """Return how many files ``read_sources`` will open, without opening them; ``-`` counts as one."""
    return sum(1 for path in paths for _ in _files(path))


def count_bytes(paths: Iterable[str]) -> int:
    """Return how many bytes the files hold that ``read_sources`` will open; what has no size counts as none."""
    return sum(_size(file) for path in paths for file in _files(path))


def _files(path: str) -> Iterator[str]:
    if path != STANDARD_INPUT and not is_address(path) and Path(path).is_dir():
        yield from _files_in(path)
    else:
        yield path


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size
    except (OSError, ValueError):
        return 0


def _read_directory(path: str, intake: Intake) -> Iterator[Article | Unreadable]:
    empty = True
    for file in _files_in(path):
        empty = False
        yield from _read_file(file, intake, of_folder=True)
    if empty:
        yield Unreadable(path, f"no articles in this directory; it has no file with {', '.join(sorted(SUFFIXES))}")


def _files_in(path: str) -> Iterator[str]:
    root = os.path.realpath(path)
    for folder, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(folder, name)
            if is_wanted(name) and _lies_in(file, root):
                yield str(file)


def _lies_in(file: Path, root: str) -> bool:
    """Tell whether an entry is a file of the folder: no pipe or device, which may never end, no link out of it."""
    if not file.is_symlink():
        return file.is_file()
    return file.is_file() and os.path.realpath(file).startswith(root.rstrip(os.sep) + os.sep)


def _read_file(path: str, intake: Intake, *, of_folder: bool = False) -> Iterator[Article | Unreadable]:
    if not intake.bookmark.is_finished(path):
        yield from told(partial(_opened, path, intake), path, intake, of_folder=of_folder)
    intake.bookmark.finish(path, _size(path))


def _opened(path: str, intake: Intake) -> Iterator[Article | Unreadable]:
    with Path(path).open("rb") as stream:
        read = read_bundle if suffix_of(path) in BUNDLES else read_stream
        yield from read(stream, path, intake)


def _read_stdin(stream: BinaryIO | None, intake: Intake) -> Iterator[Article | Unreadable]:
    if stream is None:
        yield Unreadable(STANDARD_INPUT, "there is no standard input here; give a file")
        return
    try:
        if intake.split is not None:
            yield from read_stream(stream, STANDARD_INPUT, intake)
            return
        first = [line for line in (stream.readline(MAX_BYTES + 1) for _ in range(MOST_LINES_LOOKED_AT)) if line]
        if _are_objects(first, intake):
            yield from each_line(_chained(first, stream), STANDARD_INPUT, intake)
        else:
            yield from _read_whole_stdin(load(stream, STANDARD_INPUT, b"".join(first)), intake)
    except ArticleError as error:
        yield Unreadable(error.origin, error.reason)
    except (OSError, ValueError) as error:
        yield Unreadable(STANDARD_INPUT, f"the standard input cannot be read ({error}); give a file")


def _read_whole_stdin(data: bytes, intake: Intake) -> Iterator[Article | Unreadable]:
    text = decode(data, origin=STANDARD_INPUT)
    if is_article_object(text):
        yield from attempt(partial(read_object, text, origin=STANDARD_INPUT, given=intake.given), intake)
    else:
        yield from read_whole(data, STANDARD_INPUT, intake)


def _are_objects(lines: list[bytes], intake: Intake) -> bool:
    filled = [line for line in lines if line.strip()]
    if intake.mapping.columns.get("text") != ("text",):
        return bool(filled) and all(line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") for line in filled)
    return bool(filled) and all(is_article_object(line.decode("utf-8-sig", "replace")) for line in filled)


def _chained(first: list[bytes], stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    yield from ((line, len(line)) for line in first)
    yield from bounded_lines(stream)
