"""Which tokens, sentences and names a text has."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.model import Article, Span
from onrecord.reading.encoder import Encoded, Encoder
from onrecord.reading.parsers import Parser, SharedParser, SpacyParser

Part = Literal["title", "dateline", "body", "caption"]
ParseBy = Literal["shared", "spacy"]

TOLD: tuple[Part, ...] = ("title", "body")
"""What tells the story; the encoder reads it without datelines and captions in between."""

LONGEST_PASSAGE = 8_000
"""Characters: a longer paragraph is cut at a sentence end or a space, which bounds the parser's memory."""

_DATELINE = re.compile(
    r"[A-Z][A-ZÀ-Þ .,'’/-]{2,40}(?:,? [A-Z][\w.]+){0,3}(?:,? \d{1,2})?(?:,? \d{4})?,? ?(?:\([^()\n]{2,40}\) ?)?[-–—] "
)
"""The place and agency before a report's first words, ``GENEVA, March 3 (Agency) -``: no part of its sentence."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the article (a title, a dateline, a paragraph, a caption) with its tokens.

    ``start`` is the offset of the block's first character in the article's text; spaCy's own offsets count
    from there, so use ``span`` to go back to the article.
    """

    start: int
    doc: Doc
    part: Part
    text: str = field(init=False, repr=False)
    tokens: tuple[Token, ...] = field(init=False, repr=False)
    names: tuple[TokenSpan, ...] = field(init=False, repr=False)
    _starts: list[int] = field(init=False, repr=False)
    _ends: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what is asked for again and again: spaCy makes it anew at each time."""
        object.__setattr__(self, "text", self.doc.text)
        object.__setattr__(self, "tokens", tuple(self.doc))
        object.__setattr__(self, "names", tuple(self.doc.ents))
        object.__setattr__(self, "_starts", [token.idx for token in self.tokens])
        object.__setattr__(self, "_ends", [token.idx + len(token) for token in self.tokens])

    @property
    def end(self) -> int:
        """The offset in the article's text where the passage ends."""
        return self.start + len(self.text)

    def span(self, tokens: Token | TokenSpan) -> Span:
        """Return where ``tokens`` stand in the article's text."""
        if isinstance(tokens, Token):
            return self.start + tokens.idx, self.start + tokens.idx + len(tokens)
        return self.start + tokens.start_char, self.start + tokens.end_char

    def words_in(self, span: Span) -> tuple[Token, ...]:
        """Return the tokens that overlap ``span`` of the article's text, one by one."""
        first, last = bisect_right(self._ends, span[0] - self.start), bisect_left(self._starts, span[1] - self.start)
        return self.tokens[first:last]

    def tokens_in(self, span: Span) -> TokenSpan | None:
        """Return the tokens that overlap ``span`` of the article's text, or ``None`` when there are none."""
        start, end = max(span[0], self.start), min(span[1], self.end)
        if start >= end:
            return None
        first, last = bisect_right(self._ends, start - self.start), bisect_left(self._starts, end - self.start)
        return self.doc[first : max(first, last)]


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article's passages in the order of its text, and what the encoder knows of the pieces of title and body."""

    passages: list[Passage]
    encoded: Encoded


class Language:
    """English tokens, tags, dependency parses and named entities."""

    def __init__(self, encoder: Encoder | None = None, parse: ParseBy = "shared") -> None:
        """Load the models.

        Args:
            encoder: The one that other answers share; a new one by default.
            parse: Whose parse to take: what the encoder itself tells of it, or that of spaCy's small model, which
                takes more time (benchmarks/parses.py).
        """
        self._shared = encoder
        self._parser: Parser = SpacyParser() if parse == "spacy" else SharedParser(self._encoder)
        self.version = self._parser.version

    @cached_property
    def _encoder(self) -> Encoder:
        return self._shared or Encoder()

    def analyse(self, article: Article) -> list[Passage]:
        """Return the title, paragraphs and captions of ``article`` in the order of its text."""
        told, beside = _apart(article)
        docs = [self._parser.parse(article.text, [span for span, _ in some]) for some in (told, beside) if some]
        return _passages([*told, *beside], chain.from_iterable(docs))

    def read(self, article: Article) -> Analysed:
        """Return the passages of ``article``, and what the encoder knows of those that tell the story."""
        told, beside = _apart(article)
        titles = [number for number, (_, part) in enumerate(told) if part == "title"]
        docs, encoded = self._parser.read(article.text, [span for span, _ in told], self._encoder, titles)
        docs += self._parser.parse(article.text, [span for span, _ in beside]) if beside else []
        return Analysed(_passages([*told, *beside], docs), encoded)


def _apart(article: Article) -> tuple[list[tuple[Span, Part]], list[tuple[Span, Part]]]:
    """Return the blocks that tell the story, and the rest: each is parsed without the other in between."""
    blocks = list(_blocks(article))
    return [one for one in blocks if one[1] in TOLD], [one for one in blocks if one[1] not in TOLD]


def _passages(blocks: Sequence[tuple[Span, Part]], docs: Iterable[Doc]) -> list[Passage]:
    several = (Passage(start, doc, part) for ((start, _), part), doc in zip(blocks, docs, strict=True))
    return sorted(several, key=lambda passage: passage.start)


def passage_at(passages: Sequence[Passage], offset: int) -> Passage | None:
    """Return the passage of an article (in order) that holds the character at ``offset`` of its text."""
    index = bisect_right(passages, offset, key=lambda passage: passage.start) - 1
    return passages[index] if index >= 0 and offset < passages[index].end else None


def _blocks(article: Article) -> Iterator[tuple[Span, Part]]:
    parts: list[tuple[Span, Part]] = []
    for start, end in article.body:
        body = _after_dateline(article.text, (start, end))
        parts += [((start, body), "dateline"), ((body, end), "body")] if body > start else [((start, end), "body")]
    parts += [(span, "caption") for span in article.captions]
    if article.title_span:
        parts.append((article.title_span, "title"))
    for span, part in sorted(parts):
        for piece in _cut(article.text, span):
            yield piece, part


def _after_dateline(text: str, span: Span) -> int:
    match = _DATELINE.match(text, *span)
    return match.end() if match and match.end() < span[1] else span[0]


def _cut(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > LONGEST_PASSAGE:
        cut = _best_cut(text, start, start + LONGEST_PASSAGE)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _best_cut(text: str, start: int, limit: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, limit)]
    if ends and ends[-1] > start + LONGEST_PASSAGE // 2:
        return ends[-1]
    space = text.rfind(" ", start + 1, limit)
    return space + 1 if space > start else limit
