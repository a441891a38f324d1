"""What stands in quotation marks, across paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks. ``span`` includes the marks, ``inner`` does not.

    ``depth`` is 0 for an outermost quotation. ``closed`` is false when the closing mark is missing.
    ``continues`` is the index of the quotation of an earlier paragraph that this one carries on.
    """

    span: Span
    inner: Span
    closed: bool = True
    depth: int = 0
    continues: int | None = None


def find_quotations(text: str, blocks: Sequence[Span]) -> list[Quotation]:
    """Return the quotations in ``blocks`` (paragraphs, in order), sorted by where they start."""
    raise NotImplementedError
