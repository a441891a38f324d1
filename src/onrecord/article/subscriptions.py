"""Feeds that are followed: what is new in each, asked for politely, and what was seen kept in a file.

A feed is asked only for what has changed (``If-None-Match``, ``If-Modified-Since``), not before its time, and less
often while it fails; ``Retry-After`` is obeyed (RFC 9110).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

from onrecord.article.errors import ArticleError
from onrecord.article.feed import Entry, read_entry, read_feed
from onrecord.article.fetching import FetchError
from onrecord.article.given import Given
from onrecord.article.intake import Intake, Unreadable, attempt
from onrecord.article.robots import Robots
from onrecord.model import Article

LONGEST_WAIT = 24 * 3600.0
MOST_SEEN = 5_000
"""Ids of entries that are remembered of a feed; feeds hold far fewer at a time."""


@dataclass(slots=True)
class FeedState:
    """What is known of a feed from earlier visits. Times are seconds since 1970."""

    etag: str | None = None
    modified: str | None = None
    next_visit: float = 0.0
    failures: int = 0
    seen: list[str] = field(default_factory=list)


class Subscriptions:
    """The feeds that are followed, their states in the file ``path``.

    Raises:
        ArticleError: the file is there but is no file of states.
    """

    def __init__(self, path: Path, *, every: float, clock: Callable[[], float] = time.time) -> None:
        self.path, self.every, self.clock = path, every, clock
        self.states: dict[str, FeedState] = {}
        try:
            if path.exists():
                loaded = json.loads(path.read_text(encoding="utf-8"))
                self.states = {url: FeedState(**state) for url, state in loaded.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise ArticleError(str(path), f"not a file of feeds' states ({error})", "move it away") from error

    def visit(self, url: str, intake: Intake) -> Iterator[Article | Unreadable]:
        """Yield what is new in a feed whose time has come. An entry counts as seen when it has been dealt with.

        Entries without a text are fetched from their page if the intake may and the site's robots.txt allows it.
        """
        state = self.states.setdefault(url, FeedState())
        if self.clock() < state.next_visit:
            return
        try:
            entries = self._entries(url, state, intake)
        except ArticleError as error:
            self._postpone(state, error.retry_after if isinstance(error, FetchError) else None)
            self.save()
            yield Unreadable(url, error.reason)
            return
        seen = set(state.seen)
        robots = Robots(intake.fetcher) if intake.fetcher is not None else None
        for entry in reversed([one for one in entries if one.id not in seen]):
            yield from self._read(entry, url, intake, robots)
            state.seen.append(entry.id)
            self.save()
        state.seen = state.seen[-MOST_SEEN:]
        state.failures, state.next_visit = 0, self.clock() + self.every
        self.save()

    def next_visit(self, urls: list[str]) -> float:
        """Return when the first of these feeds may be visited again."""
        return min((self.states[url].next_visit for url in urls if url in self.states), default=0.0)

    def save(self) -> None:
        """Write the states down; a crash leaves the file as it was."""
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        draft.write_text(json.dumps({url: asdict(state) for url, state in self.states.items()}), encoding="utf-8")
        draft.replace(self.path)

    def _entries(self, url: str, state: FeedState, intake: Intake) -> list[Entry]:
        if intake.fetcher is None:
            raise ArticleError(url, "nothing may be fetched", "give a fetcher")
        asked = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
        answer = intake.fetcher.fetch(url, {name: value for name, value in asked.items() if value})
        if answer.status == 304:
            return []
        found = read_feed(answer.body, origin=url)
        state.etag, state.modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        return found

    def _read(self, entry: Entry, feed: str, intake: Intake, robots: Robots | None) -> Iterator[Article | Unreadable]:
        if (
            not entry.html
            and entry.url
            and intake.fetch_linked
            and robots is not None
            and not robots.allow(entry.url)
        ):
            yield Unreadable(entry.url, "the site's robots.txt forbids it; open it in a browser and save it")
            return
        given = Given(url=entry.url, id=entry.url or entry.id)
        yield from attempt(partial(read_entry, entry, origin=feed, given=intake.given.over(given)), intake)

    def _postpone(self, state: FeedState, retry_after: float | None) -> None:
        state.failures += 1
        wait = min(LONGEST_WAIT, self.every * 2 ** min(state.failures, 10))
        state.next_visit = self.clock() + max(wait, min(retry_after or 0.0, LONGEST_WAIT))


def with_pages(intake: Intake, fetch: bool) -> Intake:
    """Return the intake that fetches the pages of entries without a text, or does not."""
    return replace(intake, fetch_linked=fetch)
