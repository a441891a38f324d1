"""Articles that somebody pasted: read in the background, looked at, then added or thrown away."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal, Protocol

from onrecord.article.errors import ArticleError
from onrecord.article.files import read_whole
from onrecord.article.given import Given
from onrecord.article.intake import Intake, Unreadable
from onrecord.model import Article, Reading

MOST_DRAFTS = 20
Stage = Literal["waiting", "finding the story", "loading the reader", "reading", "ready", "failed"]
STAGES: tuple[Stage, ...] = ("waiting", "finding the story", "loading the reader", "reading", "ready")


class ReaderLike(Protocol):
    """What reads an article."""

    def read(self, article: Article) -> Reading: ...  # noqa: D102


@dataclass
class Draft:
    """One pasted article, and how far its reading has come; ``problem`` says why there is none."""

    id: str
    name: str
    stage: Stage = "waiting"
    reading: Reading | None = None
    problem: str | None = None
    characters: int = 0
    started: float = field(default_factory=time.monotonic)

    done: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.stage in ("ready", "failed")

    @property
    def seconds(self) -> int:
        """How long it has been."""
        return int(time.monotonic() - self.started)


class Drafts:
    """The drafts of a room, the latest ``MOST_DRAFTS`` of them, in memory alone. They are read one after another."""

    def __init__(self, reader: ReaderLike | None = None) -> None:
        self._reader = reader
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._lock = threading.Lock()
        self._desk = ThreadPoolExecutor(1, "onrecord-drafts")

    def take(self, data: bytes, name: str, given: Given) -> Draft:
        """Begin to read what was pasted; return at once."""
        draft = Draft(secrets.token_urlsafe(9), name)
        with self._lock:
            self._drafts[draft.id] = draft
            while len(self._drafts) > MOST_DRAFTS:
                self._drafts.popitem(last=False)
        self._desk.submit(self._read, draft, data, given)
        return draft

    def get(self, draft_id: str) -> Draft | None:
        """Return a draft, or ``None`` when it has gone."""
        with self._lock:
            return self._drafts.get(draft_id)

    def all(self) -> list[Draft]:
        """Return the drafts, the latest first."""
        with self._lock:
            return list(reversed(self._drafts.values()))

    def drop(self, draft_id: str) -> None:
        """Throw a draft away."""
        with self._lock:
            self._drafts.pop(draft_id, None)

    def _read(self, draft: Draft, data: bytes, given: Given) -> None:
        try:
            draft.stage = "finding the story"
            article = _article(data, draft.name, given)
            draft.characters = len(article.text)
            draft.stage = "loading the reader"
            reader = self._load()
            draft.stage = "reading"
            draft.reading = reader.read(article)
            draft.stage = "ready"
        except ArticleError as error:
            draft.problem, draft.stage = error.reason, "failed"
        except Exception as error:  # whatever it is, whoever waits must be told
            draft.problem, draft.stage = f"the reader stopped ({type(error).__name__}: {error})"[:300], "failed"
            raise
        finally:
            draft.done.set()

    def _load(self) -> ReaderLike:
        if self._reader is None:
            from onrecord.reading.reader import Reader  # seconds: only who pastes waits for it

            self._reader = Reader()
        return self._reader


def _article(data: bytes, name: str, given: Given) -> Article:
    found = list(read_whole(data, name, Intake(given=given)))
    if len(found) != 1:
        raise ArticleError(name, f"there are {len(found)} articles in it", "give one here, or use `onrecord add`")
    if isinstance(found[0], Unreadable):
        raise _told(found[0])
    return found[0]


def _told(unreadable: Unreadable) -> ArticleError:
    problem, _, remedy = unreadable.reason.rpartition("; ")
    return ArticleError(unreadable.origin, problem or unreadable.reason, remedy or "give another page")
