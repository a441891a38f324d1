"""What is known of an article besides its text."""

from __future__ import annotations

from dataclasses import dataclass, fields

from onrecord.article.errors import ArticleError
from onrecord.article.timestamps import to_iso


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller, the line of input or the page's markup says of an article; ``None`` is not known.

    ``id`` becomes the article's ``origin``; ``published`` and ``updated`` may be any date that ``to_iso`` reads.
    """

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    section: str | None = None
    authors: tuple[str, ...] | None = None
    language: str | None = None
    id: str | None = None

    def over(self, other: Given) -> Given:
        """Return both together; where both know a thing, this one's word holds."""
        return Given(
            *(
                getattr(other, field.name) if getattr(self, field.name) is None else getattr(self, field.name)
                for field in fields(self)
            )
        )

    def dated(self, origin: str) -> Given:
        """Return the same with ``published`` and ``updated`` as ISO 8601.

        Raises:
            ArticleError: one of them is not a date, or can be read as two different days.
        """
        published = _iso("published", self.published, origin)
        updated = _iso("updated", self.updated, origin)
        return Given(published=published, updated=updated).over(self)


def _iso(field: str, value: str | None, origin: str) -> str | None:
    if value is None:
        return None
    stamp = to_iso(value)
    if stamp is None:
        raise ArticleError(origin, f"{field} is not a clear date: {value[:60]!r}", "write it as YYYY-MM-DD")
    return stamp
