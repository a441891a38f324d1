"""The words of an article that a person means: given as they stand there, or by their place."""

from __future__ import annotations

import re

from onrecord.model import Article, Span, Spans, StatementKind
from onrecord.reading.quotations import find_quotations
from onrecord.reading.statements import Attribution, kind_of
from onrecord.record.errors import RecordError

_PLACES = re.compile(r"\s*\d{1,12}\s*[-–]\s*\d{1,12}\s*(?:,\s*\d{1,12}\s*[-–]\s*\d{1,12}\s*)*")
_PLACE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_BETWEEN = re.compile(r"\s+(?:…|\.\.\.)\s+")


def pointed(text: str, given: str, near: int | None = None) -> Spans:
    """Return the spans of ``text`` that a person means.

    ``given`` is ``START-END`` in code points, or several of them behind commas, or the words as they stand (line
    breaks do not matter), or pieces of them in order with `` … `` between. Words that stand several times are those
    nearest to ``near``.

    Raises:
        RecordError: the words do not stand there, or stand several times and ``near`` is not given.
    """
    if _PLACES.fullmatch(given):
        return tuple((int(start), int(end)) for start, end in _PLACE.findall(given))
    whole = _find(text, given, near, 0)
    if whole:
        return (whole,)
    found: list[Span] = []
    for piece in _BETWEEN.split(given):
        here = _find(text, piece, found[-1][1] if found else near, found[-1][1] if found else 0)
        if here is None:
            raise RecordError(
                f"the words {given[:60]!r} do not stand in this text; give them exactly, or as START-END"
            )
        found.append(here)
    return tuple(found)


def pointer(text: str, spans: Spans, most: int = 5_000) -> str:
    """Return spans as a person gives them: the words, or where they are many or broken, ``START-END``."""
    words = " … ".join(text[start:end] for start, end in spans)
    if spans and len(words) <= most:
        try:
            if pointed(text, " ".join(words.split()), spans[0][0]) == spans:
                return words
        except RecordError:
            pass
    return places(spans)


def places(spans: Spans) -> str:
    """Return spans as ``START-END`` behind commas."""
    return ", ".join(f"{start}-{end}" for start, end in spans)


def quoted_kind(article: Article, content: Spans) -> StatementKind:
    """Return the kind of a content by its quotation marks: all of it stands inside them, some of it, or none."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", article.text)]
    return kind_of(article.text, Attribution((), (), content), find_quotations(article.text, lines))


def _find(text: str, words: str, near: int | None, since: int) -> Span | None:
    parts = words.split()
    if not parts:
        return None
    found = [
        match.span() for match in re.finditer(r"\s+".join(map(re.escape, parts)), text) if match.start() >= since
    ]
    if len(found) > 1 and near is None:
        problem = f"the words {words[:60]!r} stand {len(found)} times in this text"
        raise RecordError(f"{problem}; give more of them, or START-END")
    return min(found, key=lambda span: abs(span[0] - (near or 0))) if found else None
