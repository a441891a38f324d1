"""One open file becomes Articles: its suffix says what it is, and what has many articles is streamed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Row
from functools import partial
from typing import Any, BinaryIO, TypeAlias

from onrecord.article.decoding import check_text, decode
from onrecord.article.errors import ArticleError
from onrecord.article.feed import is_feed, read_entry, read_feed
from onrecord.article.given import Given
from onrecord.article.html import find_charset, read_html, read_page
from onrecord.article.intake import Intake, Unreadable, attempt
from onrecord.article.jsonl import is_article_object, read_object
from onrecord.article.kinds import (
    CSV,
    FEEDS,
    GONE_BACK_IN,
    HTML,
    JSON,
    LINES,
    PARQUET,
    STREAMED,
    WACZ,
    WARC,
    is_packed_twice,
    packing_of,
    suffix_of,
)
from onrecord.article.mapping import read_row
from onrecord.article.plain import read_plain
from onrecord.article.presets import OWN
from onrecord.article.rows import csv_rows, parquet_rows
from onrecord.article.signatures import LONGEST, refuse_other_kinds
from onrecord.article.unpacking import PIECE, Unpacked
from onrecord.article.warc import ArchivedPage, wacz_pages, warc_pages
from onrecord.model import Article

MAX_BYTES = 16 * 1024 * 1024
"""The largest file, line of JSONL or page of an archive that is loaded as one article."""
MOST_LINES_LOOKED_AT = 5

_LISTS = ("articles", "stories", "items", "results")
_MARKUP = re.compile(
    r"(?:\ufeff)?\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?<(?:!doctype html|html)\b",
    re.I | re.S,
)


class NoColumnError(ArticleError):
    """A table of which no column can hold a text."""


def read_stream(stream: BinaryIO, origin: str, intake: Intake) -> Iterator[Article | Unreadable]:
    """Yield the articles of one open file.

    Raises:
        ArticleError: the file as a whole cannot be read, or not any further.
        onrecord.extras.MissingExtraError: its format needs a library that is not installed.
    """
    kind = suffix_of(origin)
    if intake.split is not None:
        yield from _read_split(load(opened(stream, origin), origin), origin, intake)
    elif kind in STREAMED:
        start = intake.bookmark.start(origin, stream)
        yield from _STREAMERS[kind](opened(stream, origin), origin, intake, start)
    else:
        yield from read_whole(load(opened(stream, origin), origin), origin, intake)


def opened(stream: BinaryIO, origin: str) -> BinaryIO:
    """Return ``stream``, unpacked as it is read where ``origin`` is a packed file's name; ``.warc.gz`` is as it is.

    Raises:
        ArticleError: what is packed has its directory at its end, or is packed once more.
        onrecord.extras.MissingExtraError: a library that unpacks it is not installed.
    """
    kind, packing = suffix_of(origin), packing_of(origin)
    if packing is None or (kind in WARC and packing == "gzip"):
        return stream
    if is_packed_twice(origin):
        raise ArticleError(origin, "it is packed twice", "unpack it once")
    if kind in GONE_BACK_IN:
        raise ArticleError(origin, f"a packed {kind} cannot be streamed", f"unpack it, and give the {kind}")
    return io.BufferedReader(Unpacked(stream, packing), PIECE)


def load(stream: BinaryIO, origin: str, head: bytes = b"") -> bytes:
    """Return all of a stream that holds one article.

    Raises:
        ArticleError: it is larger than ``MAX_BYTES``.
    """
    data = head + stream.read(MAX_BYTES + 1 - len(head))
    if len(data) > MAX_BYTES:
        raise ArticleError(
            origin, f"larger than the {MAX_BYTES:,} bytes of one article", "split it, or give many articles as JSONL"
        )
    return data


def read_whole(data: bytes, origin: str, intake: Intake) -> Iterator[Article | Unreadable]:
    """Yield the articles of a file that is loaded: text, a page, JSON, or a feed."""
    refuse_other_kinds(data[:LONGEST], origin)
    kind = suffix_of(origin)
    if kind in FEEDS and (is_feed(data) or kind != ".xml"):
        yield from _read_feed(data, origin, intake)
        return
    declared = find_charset(data) if kind in HTML else None
    text = decode(data, origin=origin, declared=declared)
    if kind in JSON:
        yield from _read_json(text, origin, intake)
    elif kind in HTML or _MARKUP.match(text):
        make = partial(read_html, text, origin=origin, given=intake.given, notify=intake.notify)
        yield from attempt(make, intake)
    else:
        yield from attempt(partial(read_plain, text, origin=origin, given=intake.given), intake)


def _read_lines(stream: BinaryIO, origin: str, intake: Intake, start: int) -> Iterator[Article | Unreadable]:
    """Yield the articles of JSONL, line by line; the bookmark counts bytes of the unpacked file."""
    refuse_other_kinds(_beginning(stream), origin)
    before = _lines_before(stream, start)
    return each_line(bounded_lines(stream), origin, intake, number=before, place=start)


def _beginning(stream: BinaryIO) -> bytes:
    """Return the first bytes of a stream that nothing has been read of, if it can be looked into."""
    return stream.peek(LONGEST)[:LONGEST] if isinstance(stream, io.BufferedReader) else b""


def _lines_before(stream: BinaryIO, place: int) -> int:
    """Leave ``stream`` at ``place`` and return how many lines end before it."""
    lines, left = 0, place
    while left and (piece := stream.read(min(left, 1 << 20))):
        lines, left = lines + piece.count(b"\n"), left - len(piece)
    return lines


def bounded_lines(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yield each line and its length; of a line that is too long, only its beginning is kept."""
    while line := stream.readline(MAX_BYTES + 1):
        length, rest = len(line), line
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES + 1)
            length += len(rest)
        yield line, length


def each_line(
    lines: Iterable[tuple[bytes, int]], origin: str, intake: Intake, *, number: int = 0, place: int = 0
) -> Iterator[Article | Unreadable]:
    """Yield the article of each line of JSON, given with its length; an empty line is none."""
    empty = not number
    for line, length in lines:
        number += 1
        if line.strip():
            empty = False
            yield from attempt(partial(_read_line, line, f"{origin}:{number}", intake), intake)
        place += length
        intake.bookmark.reach(place)
    if empty:
        yield Unreadable(origin, 'the file is empty; give one {"text": "…"} a line')


def _read_line(line: bytes, origin: str, intake: Intake) -> Article:
    if len(line) > MAX_BYTES:
        raise ArticleError(origin, f"the line is longer than {MAX_BYTES:,} bytes", "split it into single articles")
    try:
        source = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(
            origin, f"byte {error.start} of the line is not UTF-8", "save the file as UTF-8"
        ) from error
    return _read_object(source, origin, intake)


def _read_object(source: str, origin: str, intake: Intake) -> Article:
    if intake.mapping is OWN:
        return read_object(source, origin=origin, given=intake.given)
    return read_row(_parse_object(source, origin), intake.mapping, origin=origin, given=intake.given)


def _parse_object(source: str, origin: str) -> dict[str, Any]:
    try:
        fields = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise ArticleError(origin, f"not valid JSON: {error}"[:300], "give one object a line") from error
    if not isinstance(fields, dict):
        raise ArticleError(origin, f"a JSON {type(fields).__name__}, not an object", "give one object a line")
    return fields


def _read_json(text: str, origin: str, intake: Intake) -> Iterator[Article | Unreadable]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(is_article_object(line) for line in lines[:MOST_LINES_LOOKED_AT]):
        yield from each_line(((line.encode(), 0) for line in text.split("\n")), origin, intake)
        return
    listed = _listed(text)
    if listed is None:
        yield from attempt(partial(_read_object, text, origin, intake), intake)
        return
    for number, item in enumerate(listed, 1):
        make = partial(_read_object, json.dumps(item), f"{origin}:{number}", intake)
        yield from attempt(make, intake)


def _listed(text: str) -> list[Any] | None:
    """Return the objects of a JSON list, or of an object that holds a list of articles and no text itself."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and "text" not in value:
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    return value if isinstance(value, list) else None


def _read_csv(stream: BinaryIO, origin: str, intake: Intake, start: int) -> Iterator[Article | Unreadable]:
    refuse_other_kinds(_beginning(stream), origin)
    return _read_rows(csv_rows(stream, origin=origin, start=start), origin, intake, start)


def _read_parquet(stream: BinaryIO, origin: str, intake: Intake, start: int) -> Iterator[Article | Unreadable]:
    return _read_rows(parquet_rows(stream, origin=origin, start=start), origin, intake, start)


def _read_rows(
    rows: Iterable[tuple[int, Row[str, Any]]], origin: str, intake: Intake, start: int
) -> Iterator[Article | Unreadable]:
    checked = False
    for number, row in rows:
        if not checked:
            _check_columns(row, origin, intake)
            checked = True
        make = partial(read_row, row, intake.mapping, origin=f"{origin}:{number}", given=intake.given)
        yield from attempt(make, intake)
        intake.bookmark.reach(number)
    if not checked and not start:
        yield Unreadable(origin, "the file has no rows; give one with an article a row")


def _check_columns(row: Row[str, Any], origin: str, intake: Intake) -> None:
    """Say once, not for every row, that no column can hold a text."""
    wanted = [column for name in ("text", "html", "url") for column in intake.mapping.columns.get(name, ())]
    if intake.mapping.prepare is None and not any(column.split(".")[0] in row or column in row for column in wanted):
        columns = ", ".join(list(map(str, row))[:30])[:300]
        problem = f"no column {' or '.join(wanted[:6])}; there are: {columns}"
        raise NoColumnError(origin, problem, "name it with --map text=COLUMN")


def _read_archive(stream: BinaryIO, origin: str, intake: Intake, start: int) -> Iterator[Article | Unreadable]:
    for page in warc_pages(stream, origin=origin, most_bytes=MAX_BYTES, notify=intake.notify, start=start):
        if isinstance(page, ArchivedPage):
            # What is at this place is not done yet: an interrupt comes back to it.
            intake.bookmark.reach(page.place)
        yield from _read_archived(page, origin, intake)


def _read_wacz(stream: BinaryIO, origin: str, intake: Intake, start: int) -> Iterator[Article | Unreadable]:
    pages = wacz_pages(stream, origin=origin, most_bytes=MAX_BYTES, notify=intake.notify)
    for number, page in enumerate(pages):
        if number >= start:
            intake.bookmark.reach(number)
            yield from _read_archived(page, origin, intake)


def _read_archived(page: ArchivedPage | ArticleError, origin: str, intake: Intake) -> Iterator[Article | Unreadable]:
    if isinstance(page, ArticleError):
        yield Unreadable(page.origin, page.reason)
        return
    known = intake.given.over(Given(url=page.url or None))
    make = partial(
        read_page, page.data, origin=f"{origin}:{page.place}", given=known, charset=page.charset, notify=intake.notify
    )
    yield from attempt(make, intake)


def _read_feed(data: bytes, origin: str, intake: Intake) -> Iterator[Article | Unreadable]:
    entries = read_feed(data, origin=origin)
    for number, entry in enumerate(entries, 1):
        yield from attempt(partial(read_entry, entry, origin=f"{origin}:{number}", given=intake.given), intake)
    if not entries:
        yield Unreadable(origin, "the feed has no entries; try another feed")


def _read_split(data: bytes, origin: str, intake: Intake) -> Iterator[Article | Unreadable]:
    assert intake.split is not None
    refuse_other_kinds(data[:LONGEST], origin)
    text = check_text(decode(data, origin=origin), origin=origin)
    number = 0
    for number, row in enumerate(intake.split(text), 1):
        make = partial(read_row, row, intake.mapping, origin=f"{origin}:{number}", given=intake.given)
        yield from attempt(make, intake)
    if not number:
        yield Unreadable(origin, "no articles of this shape in the file; check --from")


_Streamer: TypeAlias = Callable[[BinaryIO, str, Intake, int], Iterator[Article | Unreadable]]
_STREAMERS: dict[str, _Streamer] = {
    **dict.fromkeys(LINES, _read_lines),
    **dict.fromkeys(CSV, _read_csv),
    **dict.fromkeys(PARQUET, _read_parquet),
    **dict.fromkeys(WARC, _read_archive),
    **dict.fromkeys(WACZ, _read_wacz),
}
