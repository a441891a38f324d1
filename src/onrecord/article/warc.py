"""Web archives: the pages in a WARC file, or in the WARC files of a WACZ, one after another in constant memory.

Source of the formats: ISO 28500:2017 (WARC 1.1); Webrecorder, *WACZ Format 1.1.1*, 2021.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import IO, Any, BinaryIO

from onrecord.article.bodies import read_body
from onrecord.article.errors import ArticleError
from onrecord.article.notices import Notice, Notify
from onrecord.article.zips import opened_entry, opened_zip
from onrecord.extras import MissingExtraError, need

_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as a server sent it: its bytes unpacked, and the charset that the server named."""

    url: str
    data: bytes
    charset: str | None
    place: int


def warc_pages(
    stream: IO[bytes], *, origin: str, most_bytes: int, notify: Notify, start: int = 0
) -> Iterator[ArchivedPage | ArticleError]:
    """Yield the HTML pages of a WARC file; ``place`` is the byte at which a page's record begins.

    Records that are no successful responses with HTML are passed over, with a notice when a page failed. A page that
    is too large or cannot be unpacked comes out as an ``ArticleError``, and the next record goes on.

    Raises:
        ArticleError: the archive is broken so that nothing after it can be found.
        onrecord.extras.MissingExtraError: warcio is not installed.
    """
    iterator = need("warcio.archiveiterator", "warc").ArchiveIterator
    broken = need("warcio.exceptions", "warc").ArchiveLoadFailed
    if start:
        stream.seek(start)
    place = start
    # Headers are parsed here, record by record: a response that is none must not end the archive.
    records = iterator(stream, no_record_parse=True)
    try:
        for record in records:
            found = _page(record, most_bytes)
            # Only now: asking for the offset reads the record to its end.
            place = records.get_record_offset()
            if isinstance(found, ArchivedPage):
                yield replace(found, place=place)
            elif isinstance(found, _Problem):
                yield ArticleError(f"{origin}:{place}", found.what, found.remedy)
            elif found is not None:
                notify(Notice(f"{origin}:{place}", "no page", found))
    except (broken, ValueError, OSError, EOFError) as error:
        reason = f"the archive is broken after byte {place:,} ({error})"[:300]
        raise ArticleError(origin, reason, "what stood before was read; get a whole copy for the rest") from error


def wacz_pages(
    stream: BinaryIO, *, origin: str, most_bytes: int, notify: Notify
) -> Iterator[ArchivedPage | ArticleError]:
    """Yield the pages of every WARC file in a WACZ; ``place`` counts within that file. Nothing goes to disk.

    Raises:
        ArticleError: it is no ZIP file, holds no WARC file, or one of them is broken.
    """
    with opened_zip(stream, origin, "WACZ") as archive:
        entries = {one.filename: one for one in archive.infolist()}
        names = sorted(name for name in entries if name.lower().endswith((".warc", ".warc.gz")))
        if not names:
            raise ArticleError(origin, "there is no WARC file in it", "give a WACZ with archive/*.warc.gz")
        for name in names:
            own = f"{origin}!{name}"
            with closing(opened_entry(archive, entries[name], own)) as part:
                yield from warc_pages(part, origin=own, most_bytes=most_bytes, notify=notify)


@dataclass(frozen=True, slots=True)
class _Problem:
    what: str
    remedy: str


def _page(record: Any, most_bytes: int) -> ArchivedPage | _Problem | str | None:
    """Return the page in a record, what is wrong with it, what a server answered instead, or ``None`` for no page."""
    headers = _http_headers(record) if record.rec_type == "response" else None
    if headers is None:
        return None
    kind, charset = content_type(headers.get_header("Content-Type") or "")
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if kind not in _PAGES:
        return None
    if (status := headers.get_statuscode()) != "200":
        return f"{url} answered {status[:3]}"
    encoding, transfer = (headers.get_header(name) or "" for name in ("Content-Encoding", "Transfer-Encoding"))
    try:
        data = read_body(record.raw_stream, encoding, transfer, most_bytes + 1)
    except MissingExtraError as error:
        return _Problem(f"{url} is packed as {encoding}", str(error))
    except (ValueError, OSError, EOFError, zlib.error) as error:
        return _Problem(f"{url} cannot be unpacked ({error})"[:300], "archive the page again")
    if len(data) > most_bytes:
        return _Problem(f"{url} is larger than the {most_bytes:,} bytes of one page", "leave it out")
    return ArchivedPage(url, data, charset, 0)


def _http_headers(record: Any) -> Any:
    """Return the headers of a response, which the record then unpacks its content by; ``None`` when it has none."""
    loader = need("warcio.recordloader", "warc").ArcWarcRecordLoader(verify_http=True)
    broken = need("warcio.statusandheaders", "warc").StatusAndHeadersParserException
    try:
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        record.http_headers = loader.load_http_headers(
            record.rec_type, url.strip("<>"), record.raw_stream, record.length
        )
    except (broken, EOFError, ValueError):
        return None
    return record.http_headers


def content_type(value: str) -> tuple[str, str | None]:
    """Return the media type and the charset of a ``Content-Type``."""
    kind, *parameters = value.split(";")
    for parameter in parameters:
        name, _, given = parameter.partition("=")
        if name.strip().lower() == "charset" and given.strip(" \"'"):
            return kind.strip().lower(), given.strip(" \"'").lower()
    return kind.strip().lower(), None
