"""Articles as JSON: one object a line, or one object a file."""

from __future__ import annotations

import json
from typing import Any

from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Article

_STRINGS = ("id", "title", "publisher", "published", "updated", "url", "section", "language")


def read_object(source: str, *, origin: str, given: Given | None = None) -> Article:
    """Return the article of one JSON object.

    ``text`` is required; ``id title publisher published updated url section authors language`` are taken where they
    are there and not null; other keys are left alone. Offsets count code points of the object's ``text``. The
    article's ``origin`` is the object's ``id``, else ``origin``; what ``given`` knows wins over the object.

    Raises:
        ArticleError: ``source`` is no such object, a field has the wrong type, or the text cannot be read.
    """
    fields = _parse(source, origin)
    text = fields.get("text")
    if not isinstance(text, str):
        raise ArticleError(origin, 'the object has no "text" that is a string', 'give {"text": "…"}')
    return read_plain(text, origin=origin, given=(given or Given()).over(_given(fields, origin)))


def is_article_object(source: str) -> bool:
    """Return whether ``source`` is a JSON object with a text, and so a line that ``read_object`` may read."""
    try:
        fields = json.loads(source)
    except (ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and "text" in fields


def _parse(source: str, origin: str) -> dict[str, Any]:
    try:
        fields = json.loads(source)
    except RecursionError as error:
        raise ArticleError(origin, "the JSON is nested too deeply", "give a flat object") from error
    except ValueError as error:
        raise ArticleError(origin, f"not valid JSON: {error}", 'give one {"text": "…"} a line') from error
    if not isinstance(fields, dict):
        raise ArticleError(origin, f"a JSON {type(fields).__name__}, not an object", 'give {"text": "…"}')
    return fields


def _given(fields: dict[str, Any], origin: str) -> Given:
    strings = {name: _string(fields, name, origin) for name in _STRINGS}
    return Given(**strings, authors=_authors(fields.get("authors"), origin))


def _string(fields: dict[str, Any], name: str, origin: str) -> str | None:
    value = fields.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str) or _is_broken(value):
        raise ArticleError(origin, f'"{name}" is not a proper string', "write it as text, or leave it out")
    return value


def _authors(value: object, origin: str) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and all(isinstance(name, str) and not _is_broken(name) for name in names):
        return tuple(name for name in names if name.strip())
    raise ArticleError(origin, '"authors" is not a list of names', 'write ["First Last"], or leave it out')


def _is_broken(value: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in value)
