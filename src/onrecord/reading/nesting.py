"""Which statement is told inside which other one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.nearness import Grid
from onrecord.reading.statements import Attribution


def nest(found: Sequence[Attribution]) -> list[Attribution]:
    """Set for each statement the smallest content of another one that holds all of it."""
    contents = Grid(one.content for one in found)
    return [replace(one, nested_in=_host(found, index, contents)) for index, one in enumerate(found)]


def _host(found: Sequence[Attribution], index: int, contents: Grid) -> int | None:
    own = (*found[index].source, *found[index].cue, *found[index].content)
    hosts = [
        (sum(end - start for start, end in found[i].content), i)
        for i in contents.near(own[:1])
        if i != index
        and all(any(a <= s and e <= b for a, b in found[i].content) for s, e in own)
        and found[i].content != found[index].content
    ]
    return min(hosts)[1] if hosts else None
