"""Where the blocks of a text stand: its lines, and the lines of hard-wrapped paragraphs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Span

WIDEST_WRAP, NARROWEST_WRAP = 100, 40
"""Characters: lines longer than the first are paragraphs; shorter than the second, they are no prose."""

_ENDS = ".!?:;\"'”’)]…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. ``span`` leaves out white space at both ends; ``after_blank`` opens a new block."""

    span: Span
    text: str
    indent: int
    after_blank: bool


def find_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank, whatever ends them."""
    lines: list[Line] = []
    offset, blank = 0, True
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            indent = len(raw) - len(raw.lstrip())
            start = offset + indent
            lines.append(Line((start, start + len(content)), content, indent, blank))
        blank = not content
        offset += len(raw)
    return lines


def find_blocks(lines: Sequence[Line], alone: Sequence[bool]) -> list[Span]:
    """Return the span of every block: a line, or the lines of one paragraph where the text is hard-wrapped.

    ``alone`` says which lines stand by themselves (a timestamp, a share bar) and are joined to no other.
    """
    width = max((len(line.text) for line in lines if len(line.text) <= WIDEST_WRAP), default=0)
    pairs = [
        not (left_alone or right_alone or right.after_blank) and len(left.text) <= WIDEST_WRAP
        for (left, left_alone), (right, right_alone) in pairwise(zip(lines, alone, strict=True))
    ]
    if width < NARROWEST_WRAP or not _is_wrapped(lines, pairs):
        return [line.span for line in lines]
    return list(_joined(lines, pairs, width))


def _is_wrapped(lines: Sequence[Line], pairs: Sequence[bool]) -> bool:
    together = [pair for pair, joined in zip(pairwise(lines), pairs, strict=True) if joined]
    broken = [pair for pair in together if pair[0].text[-1] not in _ENDS and pair[1].text[0].islower()]
    return len(broken) * 4 >= len(together) > 0


def _joined(lines: Sequence[Line], pairs: Sequence[bool], width: int) -> Iterator[Span]:
    start, end = lines[0].span
    for (left, right), together in zip(pairwise(lines), pairs, strict=True):
        full = len(left.text) + 1 + len(right.text.split(None, 1)[0]) > width - 4
        if not (together and full and right.indent <= left.indent):
            yield start, end
            start = right.span[0]
        end = right.span[1]
    yield start, end
