"""Files that are no text tell so by their first bytes; whoever gives one is told what it is and what to do."""

from __future__ import annotations

from onrecord.article.errors import ArticleError

LONGEST = 262
"""So many bytes are looked at."""
_UNPACK = "unpack it, or name it by what it is (.jsonl{0}, .html{0}, .tar{0} …)"
_SAVE = "save it as text or HTML"
_KNOWN = (
    (b"\x1f\x8b\x08", "gzip", _UNPACK.format(".gz")),
    (b"\xfd7zXZ\0", "xz", _UNPACK.format(".xz")),
    (b"\x28\xb5\x2f\xfd", "Zstandard", _UNPACK.format(".zst")),
    (b"PK\x03\x04", "a ZIP, or a document of a word processor", f"name it .zip or .wacz if it is one; else {_SAVE}"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the folder"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and give the folder"),
    (b"%PDF-", "a PDF", _SAVE),
    (b"{\\rtf", "RTF", _SAVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of a word processor", _SAVE),
    (b"PAR1", "Parquet", "end its name in .parquet"),
    (b"\x89PNG\r\n", "a picture", "give the text of the article"),
    (b"\xff\xd8\xff", "a picture", "give the text of the article"),
    (b"SQLite format 3\0", "a database", "a record is opened with --record"),
)


def refuse_other_kinds(head: bytes, origin: str) -> None:
    """Look at the first bytes of what should be text.

    Raises:
        ArticleError: they are those of something else.
    """
    for mark, name, remedy in _KNOWN:
        if head.startswith(mark):
            raise ArticleError(origin, f"what is in it is {name}", remedy)
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        raise ArticleError(origin, "what is in it is bzip2", _UNPACK.format(".bz2"))
    if head[257:262] == b"ustar":
        raise ArticleError(origin, "what is in it is a tar", "end its name in .tar, or .tar.gz if it is packed")
