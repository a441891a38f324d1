"""Tar and ZIP files of articles: their files are streamed one after another, as those of a folder are read.

Nothing is written to the disk, so names lead nowhere. Links, devices, sparse files and bundles in bundles are not
read.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from onrecord.article.bookmark import Bookmark
from onrecord.article.errors import ArticleError
from onrecord.article.faults import Articles, told
from onrecord.article.files import opened, read_stream
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.kinds import BUNDLES, GONE_BACK_IN, SUFFIXES, ZIP, is_wanted, suffix_of
from onrecord.article.notices import Notice
from onrecord.article.tar import Kind, tar_members
from onrecord.article.zips import is_link, opened_entry, opened_zip

LONGEST_NAME = 500
_PASSED_OVER: dict[Kind, str] = {"link": "a link", "device": "a device or pipe", "sparse": "a sparse file"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file in a bundle; it can be opened until the next one is asked for."""

    name: str
    kind: Kind
    open: Callable[[], BinaryIO]


def read_bundle(stream: BinaryIO, origin: str, intake: Intake) -> Articles:
    """Yield the articles of the files in a bundle; their origins are ``origin!NAME``. The bookmark counts files.

    Raises:
        ArticleError: it is no such bundle, or is a bomb.
        ValueError: it is damaged or breaks off; what stood before has been read.
        onrecord.extras.MissingExtraError: a library that unpacks it is not installed.
    """
    start, found = intake.bookmark.start(origin, stream), False
    inside = replace(intake, bookmark=Bookmark())
    for number, entry in enumerate(_entries(stream, origin), 1):
        own = f"{origin}!{entry.name[:LONGEST_NAME]}"
        if number > start and _is_article(entry, own, intake):
            found = True
            yield from told(partial(_read_entry, entry, own, inside), own, intake, of_folder=True)
            intake.bookmark.reach(number)
    if not found and not start:
        yield Unreadable(origin, f"no articles in it; it has no file with {', '.join(sorted(SUFFIXES - BUNDLES))}")


def _is_article(entry: _Entry, own: str, intake: Intake) -> bool:
    parts = PurePosixPath(entry.name.replace("\\", "/")).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts
    if not parts or hidden or entry.kind == "folder" or not is_wanted(parts[-1]):
        return False
    if entry.kind != "file":
        intake.notify(Notice(own, "no page", f"{_PASSED_OVER.get(entry.kind, 'no file')} in an archive"))
    return entry.kind == "file"


def _read_entry(entry: _Entry, own: str, intake: Intake) -> Articles:
    if (kind := suffix_of(own)) in BUNDLES | GONE_BACK_IN:
        raise ArticleError(own, f"a {kind} inside an archive is not opened", "take it out, and give it by itself")
    try:
        with closing(entry.open()) as stream:
            yield from read_stream(stream, own, intake)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise ArticleError(own, f"it cannot be unpacked ({error})", "get a whole copy of the archive") from error


def _entries(stream: BinaryIO, origin: str) -> Iterator[_Entry]:
    unpacked = opened(stream, origin)
    if suffix_of(origin) not in ZIP:
        for member in tar_members(unpacked):
            yield _Entry(member.name, member.kind, partial(_itself, member.stream))
        return
    if not stream.seekable():
        raise ArticleError(origin, "a ZIP must lie on the disk", "save it to a file")
    with opened_zip(stream, origin) as archive:
        for entry in archive.infolist():
            kind: Kind = "folder" if entry.is_dir() else "link" if is_link(entry) else "file"
            own = f"{origin}!{entry.filename[:LONGEST_NAME]}"
            yield _Entry(entry.filename, kind, partial(opened_entry, archive, entry, own))


def _itself(stream: BinaryIO) -> BinaryIO:
    return stream
