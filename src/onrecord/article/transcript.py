"""An official transcript or release becomes an Article with turns: who speaks where, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.article.timestamps import to_iso
from onrecord.model import Article, Span

_ROLES = (
    r"question|answer|remark|reply|moderator|journalist|reporter|interviewer|host|speaker|chair(?:man|woman|person)?|"
    r"the president|president|the prime minister|prime minister|staff|voice|participant"
)
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.\-]*"
_SMALL = r"of|the|for|and|to|in|de|van|von|al|bin|on"
_NAME = rf"{_WORD}(?:,? (?:{_WORD}|{_SMALL})){{0,18}}"
_ASIDE = r"(?:\s?\([^()\n]{1,60}\))?"
_LINE = re.compile(rf"^[ \t]*(?P<label>(?:{_NAME}|(?i:{_ROLES})){_ASIDE})[ \t]?:[ \t]+(?=\S)", re.M)
_INLINE = re.compile(
    rf"(?:^|(?<=[.?!…”\"'»)\]] )|(?<=\* ))"
    rf"(?P<label>(?:{_WORD}(?:,? (?:{_WORD}|{_SMALL})){{1,18}}|(?i:{_ROLES})){_ASIDE})"
    r" ?: (?=\S)"
)
_ALONE = re.compile(rf"(?i:{_ROLES})(?i:{_ASIDE})")
_SHOUTED = re.compile(r"[A-Z][A-Z.'’\- ]+")
_DAY = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|"
    r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?, \d{4})\b"
)
_HEAD = 800
_SENTENCE_END = re.compile(r"(?:(?<=[.?!…])|(?<=[.?!…][\"”’'»)\]]))\s+(?=[\"“‘'«(\[]?[A-ZÀ-ÖØ-ÞĀ-Ž0-9])|\n\s*\n\s*")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Gen|Sen|Rep|Gov|vs|etc)|\b[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without a break. ``speaker`` is the label as it stands; ``None`` where there is none.

    ``span`` and ``sentences`` are ``[start, end)`` in code points of the article's text, the label left out.
    """

    speaker: str | None
    span: Span
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """An official text and its turns."""

    article: Article
    turns: tuple[Turn, ...]


def read_transcript(text: str, *, origin: str, given: Given | None = None) -> Transcript:
    """Return the transcript in ``text``; a text without speaker labels is one turn of nobody named.

    A label stands at the start of a line, or after the end of a sentence where the lines are lost; it is a name or a
    role, perhaps with an aside in brackets, and a colon.

    Raises:
        ArticleError: the text is empty, not text, or longer than an article can be.
    """
    return transcript_of(read_plain(text, origin=origin, given=given))


def transcript_of(article: Article) -> Transcript:
    """Return an article as a transcript: its turns, and the day that its head names where nothing else says it."""
    if article.day is None and (day := _day(article.text)):
        article = article.model_copy(update={"published": day})
    return Transcript(article, tuple(turns_of(article.text)))


def turns_of(text: str) -> Iterator[Turn]:
    """Yield the turns of a text, in order."""
    labels = list(_labels(text))
    if not labels:
        yield from _turn(text, None, 0, len(text))
        return
    yield from _turn(text, None, 0, labels[0].start())
    for label, after in zip(labels, [*(one.start() for one in labels[1:]), len(text)], strict=True):
        yield from _turn(text, " ".join(label["label"].split()), label.end(), after)


def sentences_of(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]``, without the white space around them."""
    place = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _ABBREVIATED.search(text, max(place, match.start() - 6), match.start()):
            continue
        yield from _trimmed(text, place, match.start())
        place = match.end()
    yield from _trimmed(text, place, end)


def _labels(text: str) -> Iterator[re.Match[str]]:
    at_lines = [one for one in _LINE.finditer(text) if _is_label(one["label"], at_line=True)]
    if len(at_lines) >= 2:
        yield from at_lines
    else:
        yield from (one for one in _INLINE.finditer(text) if _is_label(one["label"], at_line=False))


def _is_label(label: str, *, at_line: bool) -> bool:
    if _ALONE.fullmatch(label) or len(label.split()) > 1:
        return True
    return at_line and bool(_SHOUTED.fullmatch(label) or label.istitle())


def _turn(text: str, speaker: str | None, start: int, end: int) -> Iterator[Turn]:
    for span in _trimmed(text, start, end):
        sentences = tuple(sentences_of(text, *span))
        if sentences:
            yield Turn(speaker, span, sentences)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _day(text: str) -> str | None:
    for match in _DAY.finditer(text[:_HEAD]):
        try:
            found = to_iso(match[0])
        except ValueError:
            continue
        if found:
            return found
    return None
