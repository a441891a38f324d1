"""What a reader of many articles is told besides the articles themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

NoticeKind = Literal["language", "stub", "no page"]
"""``language``: set aside, nobody here reads it. ``stub``: only the opening stands on the page, and it is read.
``no page``: a failed page of an archive, or a table of something else in a folder; passed over."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about one article or page that was set aside, passed over, or is not whole."""

    origin: str
    kind: NoticeKind
    detail: str


Notify: TypeAlias = Callable[[Notice], None]


def ignore(notice: Notice) -> None:
    """Tell nobody."""
    del notice
