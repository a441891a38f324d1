"""What a statement puts in quotation marks."""

from __future__ import annotations

import re

from onrecord.model import Article, Span, Statement

_MARKED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)(?:[\"“”„«»]|$)")
_CURLY = re.compile(r"‘((?:[^‘’]|’(?=\w))+)’")


def quoted_parts(article: Article, statement: Statement) -> tuple[Span, ...]:
    """Return the spans of ``article.text`` that a statement quotes, the marks left out; none of an indirect one.

    A direct statement quotes all of its content. Quotation marks that only the surroundings close count too.
    """
    if statement.kind == "indirect":
        return ()
    found: list[Span] = []
    for start, end in statement.content:
        inner = [match.span(1) for match in _MARKED.finditer(article.text, start, end)]
        inner = inner or [match.span(1) for match in _CURLY.finditer(article.text, start, end)]
        found += inner if inner and statement.kind == "mixed" else [_bare(article.text, start, end)]
    return tuple(span for span in found if span[0] < span[1])


def _bare(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \"“”„«»‘'\n":
        start += 1
    while end > start and text[end - 1] in " \"“”„«»'\n":
        end -= 1
    return start, end
