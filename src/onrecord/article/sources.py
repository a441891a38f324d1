"""Files, directories and the standard input become Articles, one after another; what cannot be read is told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.article.decoding import decode
from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.html import read_html
from onrecord.article.jsonl import is_article_object, read_object
from onrecord.article.plain import read_plain
from onrecord.model import Article

MAX_BYTES = 16 * 1024 * 1024
"""The largest file, or line of JSONL, that is loaded as one article."""

STANDARD_INPUT = "-"
_HTML, _LINES, _JSON = {".html", ".htm", ".xhtml"}, {".jsonl", ".ndjson"}, {".json"}
SUFFIXES = frozenset({".txt", ".text", ".md"} | _HTML | _LINES | _JSON)
"""Which files of a directory are read; a file that is named itself is read whatever its suffix."""

_ABOUT_THE_FOLDER = {"readme", "license", "licence", "changelog", "contributing"}
_LOOKED_AT = 5
_MARKUP = re.compile(
    r"(?:\ufeff)?\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?<(?:!doctype html|html)\b",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that did not become an Article, and why; ``reason`` says what to do about it too."""

    origin: str
    reason: str


def read_sources(
    paths: Iterable[str], given: Given | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Article | Unreadable]:
    """Yield the articles in ``paths``, lazily and in order; one that cannot be read is told and the rest go on.

    A path is a file, a directory (read with all below it, by the suffixes in ``SUFFIXES``) or ``-`` for ``stdin``.
    An article's ``origin`` is its path as given, ``path:LINE`` for a line of JSONL, or the id that the line gives.
    JSONL is read line by line, so its size does not matter. What ``given`` knows holds for every article. Links are
    never followed out of a directory, and nothing named inside an article is ever opened.
    """
    known = given or Given()
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _read_stdin(stdin, known)
        elif Path(path).is_dir():
            yield from _read_directory(path, known)
        else:
            yield from _read_file(path, known)


def count_sources(paths: Iterable[str]) -> int:
    """Return how many files ``read_sources`` will open, without opening them; ``-`` counts as one."""
    return sum(sum(1 for _ in _files_in(path)) if Path(path).is_dir() else 1 for path in paths)


def _read_directory(path: str, given: Given) -> Iterator[Article | Unreadable]:
    empty = True
    for file in _files_in(path):
        empty = False
        yield from _read_file(file, given)
    if empty:
        yield Unreadable(path, f"no articles in this directory; it has no file with {', '.join(sorted(SUFFIXES))}")


def _files_in(path: str) -> Iterator[str]:
    root = os.path.realpath(path)
    for folder, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(folder, name)
            if _is_wanted(file) and _lies_in(file, root):
                yield str(file)


def _is_wanted(file: Path) -> bool:
    hidden = file.name.startswith(".")
    return not hidden and file.suffix.lower() in SUFFIXES and file.stem.lower() not in _ABOUT_THE_FOLDER


def _lies_in(file: Path, root: str) -> bool:
    if not file.is_symlink():
        return True
    return os.path.realpath(file).startswith(root.rstrip(os.sep) + os.sep)


def _read_file(path: str, given: Given) -> Iterator[Article | Unreadable]:
    try:
        with Path(path).open("rb") as stream:
            if Path(path).suffix.lower() in _LINES:
                yield from _read_lines(stream, path, given)
            else:
                yield from _read_whole(_load(stream, path), path, given)
    except ArticleError as error:
        yield Unreadable(error.origin, error.reason)
    except (OSError, ValueError) as error:
        yield Unreadable(path, _explain(error))


def _explain(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the path"
    if isinstance(error, PermissionError):
        return "this file may not be read; check its permissions"
    return f"this file cannot be read ({error}); check the path"


def _load(stream: BinaryIO, origin: str, head: bytes = b"") -> bytes:
    data = head + stream.read(MAX_BYTES + 1 - len(head))
    if len(data) > MAX_BYTES:
        raise ArticleError(
            origin, f"larger than the {MAX_BYTES:,} bytes of one article", "split it, or give many articles as JSONL"
        )
    return data


def _read_whole(data: bytes, origin: str, given: Given) -> Iterator[Article | Unreadable]:
    suffix = Path(origin).suffix.lower()
    text = decode(data, origin=origin)
    if suffix in _JSON:
        yield from _read_json(text, origin, given)
    elif suffix in _HTML or _MARKUP.match(text):
        yield read_html(text, origin=origin, given=given)
    else:
        yield read_plain(text, origin=origin, given=given)


def _read_json(text: str, origin: str, given: Given) -> Iterator[Article | Unreadable]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(is_article_object(line) for line in lines[:_LOOKED_AT]):
        yield from _each_line((line.encode() for line in text.split("\n")), origin, given)
    else:
        yield read_object(text, origin=origin, given=given)


def _read_lines(stream: BinaryIO, origin: str, given: Given) -> Iterator[Article | Unreadable]:
    yield from _each_line(_bounded_lines(stream), origin, given)


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(MAX_BYTES + 1):
        yield line
        rest = line
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES + 1)


def _each_line(lines: Iterable[bytes], origin: str, given: Given) -> Iterator[Article | Unreadable]:
    empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        try:
            yield _read_line(line, f"{origin}:{number}", given)
        except ArticleError as error:
            yield Unreadable(error.origin, error.reason)
    if empty:
        yield Unreadable(origin, 'the file is empty; give one {"text": "…"} a line')


def _read_line(line: bytes, origin: str, given: Given) -> Article:
    if len(line) > MAX_BYTES:
        raise ArticleError(origin, f"the line is longer than {MAX_BYTES:,} bytes", "split it into single articles")
    try:
        source = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(
            origin, f"byte {error.start} of the line is not UTF-8", "save the file as UTF-8"
        ) from error
    return read_object(source, origin=origin, given=given)


def _read_stdin(stream: BinaryIO | None, given: Given) -> Iterator[Article | Unreadable]:
    if stream is None:
        yield Unreadable(STANDARD_INPUT, "there is no standard input here; give a file")
        return
    try:
        first = [line for line in (stream.readline(MAX_BYTES + 1) for _ in range(_LOOKED_AT)) if line]
        if _are_objects(first):
            yield from _each_line(_chained(first, stream), STANDARD_INPUT, given)
        else:
            data = _load(stream, STANDARD_INPUT, b"".join(first))
            yield from _read_whole_stdin(data, given)
    except ArticleError as error:
        yield Unreadable(error.origin, error.reason)
    except (OSError, ValueError) as error:
        yield Unreadable(STANDARD_INPUT, f"the standard input cannot be read ({error}); give a file")


def _read_whole_stdin(data: bytes, given: Given) -> Iterator[Article | Unreadable]:
    text = decode(data, origin=STANDARD_INPUT)
    if is_article_object(text):
        yield read_object(text, origin=STANDARD_INPUT, given=given)
    else:
        yield from _read_whole(data, STANDARD_INPUT, given)


def _are_objects(lines: list[bytes]) -> bool:
    filled = [line for line in lines if line.strip()]
    return bool(filled) and all(is_article_object(line.decode("utf-8-sig", "replace")) for line in filled)


def _chained(first: list[bytes], stream: BinaryIO) -> Iterator[bytes]:
    yield from first
    yield from _bounded_lines(stream)
