"""What the name of a file says: what kind it is, how it is packed, and whether somebody wants it read."""

from __future__ import annotations

from pathlib import PurePath

HTML, LINES, JSON = {".html", ".htm", ".xhtml"}, {".jsonl", ".ndjson"}, {".json"}
CSV, PARQUET, WARC, WACZ = {".csv", ".tsv"}, {".parquet"}, {".warc"}, {".wacz"}
FEEDS = {".rss", ".atom", ".xml"}
TAR, ZIP = {".tar"}, {".zip"}
BUNDLES = TAR | ZIP
STREAMED = LINES | CSV | PARQUET | WARC | WACZ
GONE_BACK_IN = PARQUET | WACZ | ZIP
"""Kinds whose directory stands at their end, so that they must lie on the disk as they are."""
SUFFIXES = frozenset(
    {".txt", ".text", ".md"} | HTML | LINES | JSON | CSV | PARQUET | WARC | WACZ | BUNDLES | (FEEDS - {".xml"})
)
"""Which files of a folder or bundle are read, packed or not; one that is named itself is read whatever its suffix."""

_PACKINGS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard", ".br": "Brotli"}
_PACKED_TARS = {".tgz": "gzip", ".tbz2": "bzip2", ".tbz": "bzip2", ".txz": "xz", ".tzst": "Zstandard"}
_ABOUT_THE_FOLDER = {"readme", "license", "licence", "changelog", "contributing"}


def suffix_of(path: str) -> str:
    """Return what kind of file a name says it is: its suffix in lower case, or that before ``.gz`` and the like."""
    suffixes = [one.lower() for one in PurePath(path).suffixes[-2:]]
    if suffixes and suffixes[-1] in _PACKED_TARS:
        return ".tar"
    if suffixes and suffixes[-1] in _PACKINGS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def packing_of(path: str) -> str | None:
    """Return how a name says that the file is packed, by the names of ``unpacking.KINDS``."""
    last = PurePath(path).suffix.lower()
    return _PACKINGS.get(last) or _PACKED_TARS.get(last)


def is_packed_twice(path: str) -> bool:
    """Tell whether a name says that a file was packed, and packed again."""
    return packing_of(path) is not None and suffix_of(path) in _PACKINGS.keys() | _PACKED_TARS.keys()


def is_wanted(name: str) -> bool:
    """Tell whether a file of a folder, by its name alone, is one to read."""
    unpacked = PurePath(name).stem if PurePath(name).suffix.lower() in _PACKINGS else name
    about = PurePath(unpacked).stem.lower() in _ABOUT_THE_FOLDER
    return not name.startswith(".") and not about and suffix_of(name) in SUFFIXES
