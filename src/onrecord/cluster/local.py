"""The corpus is read by processes of this machine: one that takes in, and so many that read."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import wait

from onrecord.cluster.children import Child, read_articles, take_in
from onrecord.cluster.choices import MOST_DEATHS, Choices
from onrecord.cluster.errors import CorpusError
from onrecord.cluster.items import Item, Outcome
from onrecord.cluster.taking import Numbered
from onrecord.cluster.work import WORN
from onrecord.model import ReaderInfo

AHEAD = 2
"""Articles that a worker has at once: one that it reads, and the next, so that it never waits."""
_LIST = 16
_LIST_BYTES = 1 << 20
_STORE = 64
_STORE_BYTES = 8 << 20


class Local:
    """Yields what becomes of the items of ``sources``; whichever process dies, it goes on.

    ``fate`` says of an item at once what becomes of it, or ``None`` when it must be read; ``hello`` is told what the
    workers read with.
    """

    def __init__(
        self, sources: Iterator[Numbered], choices: Choices, workers: int,
        fate: Callable[[Item], Outcome | None], hello: Callable[[ReaderInfo], None],
    ) -> None:  # fmt: skip
        self._choices, self._fate, self._hello = choices, fate, hello
        self._taker = _Taker(sources, choices)
        self._workers = [_Worker(choices) for _ in range(workers)]
        self._again: deque[Item] = deque()
        self._deaths: Counter[bytes] = Counter()
        self._stillborn = 0

    def outcomes(self) -> Generator[Outcome]:
        """Yield what becomes of each item, as it comes.

        Raises:
            CorpusError: no worker can be started.
        """
        try:
            while True:
                yield from self._assign()
                self._taker.ask()
                watched = [worker.child.connection for worker in self._workers]
                if self._is_over():
                    return
                if self._taker.child is not None and self._taker.is_asked:
                    watched.append(self._taker.child.connection)
                ready = wait(watched, timeout=60.0)
                for number, worker in enumerate(list(self._workers)):
                    if worker.child.connection in ready:
                        yield from self._hear(number, worker)
                if self._taker.child is not None and self._taker.child.connection in ready:
                    yield from self._taker.hear()
        finally:
            self.stop()

    def stop(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.child.stop()
        self._taker.stop()

    def pids(self) -> list[int]:
        """Return the ids of the workers, for whoever wants to see them survive."""
        return [pid for worker in self._workers if (pid := worker.child.pid) is not None]

    def _is_over(self) -> bool:
        idle = not any(worker.given for worker in self._workers)
        return idle and not self._again and not self._taker.store and self._taker.is_finished

    def _assign(self) -> Iterator[Outcome]:
        # The emptiest first: a worker that has nothing must not wait for one that has something.
        for depth in range(AHEAD):
            for worker in self._workers:
                while worker.is_ready and len(worker.given) <= depth and (item := self._next()) is not None:
                    decided = self._fate(item)
                    if decided is not None:
                        yield decided
                    elif not worker.give(item):
                        break

    def _next(self) -> Item | None:
        if self._again:
            return self._again.popleft()
        return self._taker.pop()

    def _hear(self, number: int, worker: _Worker) -> Iterator[Outcome]:
        try:
            message = worker.child.receive()
        except EOFError:
            yield from self._bury(number, worker)
            return
        if isinstance(message, ReaderInfo):
            self._hello(message)
            worker.is_ready, self._stillborn = True, 0
        elif isinstance(message, Outcome):
            worker.given.popleft()
            self._deaths.pop(message.item.key, None)
            yield message
        else:
            raise CorpusError(f"no worker can be started: {message}")

    def _bury(self, number: int, worker: _Worker) -> Iterator[Outcome]:
        """Put a new worker in the place of a dead one, and the blame on what it read."""
        code = worker.child.how_it_died()
        if not worker.is_ready:
            self._stillborn += 1
            if self._stillborn >= MOST_DEATHS:
                raise CorpusError(f"no worker can be started: {_death(code)} while the reader was being loaded")
        given = list(worker.given)
        self._workers[number] = _Worker(self._choices)
        if code == WORN:
            self._again.extendleft(reversed(given))
            return
        if not given:
            return
        blamed, *innocent = given
        self._again.extendleft(reversed(innocent))
        self._deaths[blamed.key] += 1
        if code == 1 or self._deaths[blamed.key] >= MOST_DEATHS:
            del self._deaths[blamed.key]
            yield Outcome(blamed, "failure", _verdict(code, self._choices.seconds))
        else:
            self._again.append(blamed)


class _Worker:
    """A process that reads, and the items that it was given."""

    def __init__(self, choices: Choices) -> None:
        self.child = Child(read_articles, choices)
        self.given: deque[Item] = deque()
        self.is_ready = False

    def give(self, item: Item) -> bool:
        """Give an item; return whether the worker still lives, as far as one can tell."""
        self.given.append(item)
        return self.child.send(item)


class _Taker:
    """The process that takes in, the items that it has sent, and the source that it is at."""

    def __init__(self, sources: Iterator[Numbered], choices: Choices) -> None:
        self._sources, self._choices = sources, choices
        self.child: Child | None = None
        self.store: deque[Item] = deque()
        self.is_asked = self.is_finished = False
        self._size = 0
        self._at: Numbered | None = None
        self._last: Item | None = None
        self._deaths = 0

    def pop(self) -> Item | None:
        if not self.store:
            return None
        item = self.store.popleft()
        self._size -= len(item.article)
        return item

    def ask(self) -> None:
        """Ask for more items when few are in store."""
        if self.is_asked or self.is_finished or len(self.store) >= _STORE or self._size >= _STORE_BYTES:
            return
        if self._at is None:
            self._at, self._last, self._deaths = next(self._sources, None), None, 0
            if self._at is None:
                self.is_finished = True
                self.stop()
                return
            message: object = self._at
        else:
            message = "more"
        if self.child is None:
            self.child = Child(take_in, self._choices, _LIST, _LIST_BYTES)
        self.child.send(message)
        self.is_asked = True

    def hear(self) -> Iterator[Outcome]:
        """Store what has come, or begin again where a dead one stopped."""
        assert self.child is not None
        assert self._at is not None
        try:
            items: list[Item] = self.child.receive()
        except EOFError:
            yield from self._bury(self.child.how_it_died())
            return
        self.is_asked = False
        for item in items:
            if self._last is None or item.kind == "end" or item.number > self._last.number:
                self.store.append(item)
                self._size += len(item.article)
                # What came again after a death is no progress.
                self._last, self._deaths = item, 0
        if items[-1].kind == "end":
            self.child.send("more")
            self._at = None

    def _bury(self, code: int | None) -> Iterator[Outcome]:
        assert self._at is not None
        self.child, self.is_asked = None, False
        self._deaths += 1
        last, at = self._last, self._at
        if self._deaths >= MOST_DEATHS:
            # What kills it cannot be stepped over, since nobody knows where it ends; so the rest is left out.
            number = at.first if last is None else last.number + 1
            problem = f"taking it in killed {MOST_DEATHS} processes ({_death(code)}); the rest of it is left out"
            yield Outcome(Item(at.number, number, "failure", at.source.path), "failure", problem)
            yield Outcome(Item(at.number, number + 1, "end", at.source.path), "end")
            self._at = None
        else:
            # One by one, so that all before what kills it comes through.
            begin = (at.place, at.first) if last is None else (last.place, last.first)
            self._at = None
            self.child = Child(take_in, self._choices, 1, _LIST_BYTES)
            self._at = Numbered(at.number, at.source, at.size, *begin)
            self.child.send(self._at)
            self.is_asked = True

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()
            self.child = None


def _verdict(code: int | None, seconds: float) -> str:
    if code == 1:
        return f"reading it took longer than {seconds:g} seconds; give it more with --seconds, or split it"
    return f"reading it killed {MOST_DEATHS} workers ({_death(code)}); split it, or give the machine more memory"


def _death(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
