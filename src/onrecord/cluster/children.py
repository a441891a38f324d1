"""Processes of our own that may die: one takes the input in, the others read."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from onrecord.cluster.choices import Choices
from onrecord.cluster.items import Item
from onrecord.cluster.taking import Numbered, take
from onrecord.cores import one_core_each

_GRACE = 5.0


class Child:
    """A process that runs ``work(connection, *arguments)``, and the driver's end of the connection to it."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(work, theirs, *arguments), daemon=True)
        with one_core_each():
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int | None:
        """The id of the process."""
        return self._process.pid

    def send(self, message: object) -> bool:
        """Send a message; return whether it could be sent: not to one who died."""
        try:
            self.connection.send(message)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def receive(self) -> Any:
        """Return the next message.

        Raises:
            EOFError: the process has died.
        """
        try:
            return self.connection.recv()
        except (OSError, EOFError) as error:
            raise EOFError from error

    def how_it_died(self) -> int | None:
        """Wait for the end and return the exit code; negative is the signal that killed it."""
        self.connection.close()
        self._process.join(_GRACE)
        return self._process.exitcode

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join(_GRACE)
        self.connection.close()


def _run(work: Callable[..., None], connection: Connection, *arguments: Any) -> None:
    # An interrupt at the terminal reaches the whole group; it is for the driver, which stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        work(connection, *arguments)


def read_articles(connection: Connection, choices: Choices) -> None:
    """Read the items that arrive, and send what became of each; end with the driver.

    The first message is the reader's ``info``, or a text that says why there is no reader.
    """
    waiting: queue.SimpleQueue[Item] = queue.SimpleQueue()
    try:
        from onrecord.cluster.work import WORN, Work

        work = Work(choices)
    except Exception as error:
        connection.send(f"{type(error).__name__}: {error}"[:1000])
        return
    connection.send(work.info)
    # Drained all the time: a driver must not wait for a pipe that is full while an article is being read.
    threading.Thread(target=_drain, args=(connection, waiting), daemon=True).start()
    while True:
        connection.send(work.read(waiting.get()))
        if work.is_worn():
            os._exit(WORN)


def _drain(connection: Connection, waiting: queue.SimpleQueue[Item]) -> None:
    with suppress(EOFError, OSError):
        while True:
            waiting.put(connection.recv())
    os._exit(0)  # the driver is gone, and nobody wants what is being read


def take_in(connection: Connection, choices: Choices, most_items: int, most_bytes: int) -> None:
    """Send the items of each source that arrives, in lists that are asked for one by one."""
    while True:
        numbered: Numbered = connection.recv()
        for items in _lists(take(numbered, choices), most_items, most_bytes):
            connection.send(items)
            connection.recv()


def _lists(items: Iterator[Item], most_items: int, most_bytes: int) -> Iterator[list[Item]]:
    group: list[Item] = []
    size = 0
    for item in items:
        group.append(item)
        size += len(item.article)
        if len(group) >= most_items or size >= most_bytes:
            yield group
            group, size = [], 0
    if group:
        yield group
