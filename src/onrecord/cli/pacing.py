"""How a long run shows itself: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.text import Text

if TYPE_CHECKING:
    from onrecord.cluster.pace import Pace

SECONDS = 30.0
"""How often a plain line is printed."""


@contextmanager
def shown(console: Console) -> Iterator[Callable[[Pace], None]]:
    """Give what is to be told of the pace, and show it until the end."""
    if not console.is_terminal:
        yield _Lines(console).tell
        return
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("starting", total=None)

        def tell(pace: Pace) -> None:
            progress.update(
                task, completed=pace.bytes_done, total=pace.bytes_total or None, description=line_of(pace)
            )

        yield tell


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console, self._last = console, time.monotonic()

    def tell(self, pace: Pace) -> None:
        """Print a line if the last one is some time ago."""
        if time.monotonic() - self._last >= SECONDS:
            self._last = time.monotonic()
            done = f"{100 * pace.bytes_done / pace.bytes_total:.0f} % · " if pace.bytes_total else ""
            self._console.print(Text(done + line_of(pace)), soft_wrap=True)


def line_of(pace: Pace) -> str:
    """Return how far it is in words: articles, rate, time left, failures, workers."""
    parts = [f"{pace.total['read']:,} articles", f"{pace.rate:.1f} a second"]
    parts += [f"{duration(pace.seconds_left)} left"] if pace.seconds_left is not None else []
    parts += [f"{pace.total['failure']:,} failures"] if pace.total["failure"] else []
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """Return a time as people say it: ``40 s``, ``12 min``, ``3 h 20 min``, ``4 d 2 h``."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"
