"""Bytes become text, exactly as decoded; what cannot be an article is refused with a reason."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from onrecord.article.errors import ArticleError

MAX_CHARACTERS = 2_000_000
"""The longest text that is read as one article: a page of two million characters is a dump, not a report."""

_SAMPLE = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, *, origin: str, declared: str | None = None) -> str:
    """Return ``data`` as text: by its byte order mark, else as UTF-8, as ``declared``, or in the likeliest.

    What is UTF-8 by its bytes is UTF-8, whatever a server or a page says of it: chance does not make such bytes.

    Nothing but a byte order mark is taken away: line endings, no-break spaces and combining marks stay, so that
    offsets into the text are offsets into the decoded source.

    Raises:
        ArticleError: ``data`` is no text in any encoding, or ``check_text`` refuses it.
    """
    return check_text(_decoded(data, origin, declared), origin=origin)


def check_text(text: str, *, origin: str) -> str:
    """Return ``text`` unchanged when it can be an article.

    Raises:
        ArticleError: the text is empty, binary, longer than ``MAX_CHARACTERS``, or holds half a surrogate pair.
    """
    if not text or text.isspace():
        raise ArticleError(origin, "the text is empty", "give a file with an article in it")
    if len(text) > MAX_CHARACTERS:
        problem = f"the text has {len(text):,} characters, more than the {MAX_CHARACTERS:,} of the longest article"
        raise ArticleError(origin, problem, "split it into single articles")
    if "\x00" in text:
        raise ArticleError(origin, "the text holds NUL characters, so it is binary", "give the article's own text")
    if _mostly_control(text[:_SAMPLE]):
        problem = "the text is mostly control characters, so it is binary"
        raise ArticleError(origin, problem, "give the article's own text")
    _refuse_surrogates(text, origin)
    return text


def _decoded(data: bytes, origin: str, declared: str | None) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, origin)
    if b"\x00" in data:
        raise ArticleError(origin, "the file holds NUL bytes, so it is binary", "give a text or HTML file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        found = _as_declared(data, declared)
        return _guessed(data, origin) if found is None else found


def _as_declared(data: bytes, declared: str | None) -> str | None:
    # Pages that say Latin-1 mean Windows-1252, as browsers have it (WHATWG Encoding Standard, 4.2).
    name = (declared or "").strip().lower()
    encoding = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name
    try:
        return data.decode(encoding) if encoding and codecs.lookup(encoding)._is_text_encoding else None
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _strictly(data: bytes, encoding: str, origin: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"the byte order mark says {encoding}, but byte {error.start} does not fit it"
        raise ArticleError(origin, problem, "save the file as UTF-8") from error


def _guessed(data: bytes, origin: str) -> str:
    sample = data[:_SAMPLE]
    if _mostly_control(sample.decode("latin-1")):
        raise ArticleError(origin, "the file is mostly control characters, so it is binary", "give a text file")
    for encoding in _likely_encodings(sample):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ArticleError(origin, "the file is text in no known encoding", "save it as UTF-8")


def _likely_encodings(sample: bytes) -> Iterator[str]:
    # With few letters outside ASCII a detector has little to go by, and English text is then nearly always Western.
    beyond_ascii = sum(byte >= 0x80 for byte in sample)
    if beyond_ascii * 10 <= len(sample):
        yield "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is not None:
        yield best.encoding
    yield "cp1252"


def _mostly_control(text: str) -> bool:
    return len(_CONTROL.findall(text)) * 10 > len(text)


def _refuse_surrogates(text: str, origin: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = f"U+{ord(text[error.start]):04X}"
        problem = f"character {error.start} is {code}, half of a surrogate pair"
        raise ArticleError(origin, problem, "write the character itself, or both halves") from error
