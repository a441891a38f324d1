"""PolNeAR articles become windows of word pieces with their labels; quotation marks are re-styled on the way."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.reading.pieces import Pieces, cut_windows, last_pieces, split_pieces
from onrecord.reading.quotations import find_quotations, outermost

from .parses import Parse, Tree, moved, within

if TYPE_CHECKING:
    from .lessons import Lesson

WINDOW = (511, 24, 16)
"""Word pieces in a window, and how many of them only give context before and after its core."""
Span = tuple[int, int]
Labels = npt.NDArray[np.int8]
SOURCE, CUE, CONTENT = 1, 2, 3
ROLES = {"source": SOURCE, "cue": CUE, "content": CONTENT}
STYLES = ((None, 0.4), ("straight", 0.22), ("curly", 0.18), ("doubled", 0.07), ("single", 0.05), ("unclosed", 0.08))
_OPEN_CLOSE = {"straight": ('"', '"'), "curly": ("“", "”"), "doubled": ("``", "''"), "single": ("‘", "’")}
_NOISE = ("02:17", "Share this article", "Read more", "Advertisement", "Follow us", "Updated 09:40", "Image 3 of 5")


@dataclass(slots=True)
class Example:
    """An article's text with its attributions, as PolNeAR gives them or re-styled."""

    name: str
    text: str
    attributions: list[dict[str, list[Span]]]
    parse: Parse | None = None
    told: bool = True
    """Whether its statements are known."""


@dataclass(slots=True)
class Window:
    """What the network sees at once. ``anchors`` are (piece, kind, role of every piece), where they are ``told``.

    ``somebodys`` says of each piece, a row, which roles it has in any statement, a column for each but "nothing".
    """

    ids: npt.NDArray[np.int32]
    casing: Labels
    quoting: Labels
    core: tuple[int, int]
    somebodys: npt.NDArray[np.bool_]
    anchors: list[tuple[int, int, Labels]] = field(default_factory=list)
    tree: Tree | None = None
    told: bool = True
    lesson: Lesson | None = None
    """What the teacher holds of it, if it was asked."""


def load(split: str, shared: Path) -> list[Example]:
    """Load a part of PolNeAR with the scorers' own loader."""
    sys.path.insert(0, str(shared / "scorers"))
    import polnear  # type: ignore[import-not-found]

    return [
        Example(one["name"], one["text"], [_spans(a) for a in one["attributions"]]) for one in polnear.load(split)
    ]


def _spans(attribution: dict[str, Any]) -> dict[str, list[Span]]:
    return {role: [(int(s), int(e)) for s, e in attribution[role]] for role in ROLES}


def paragraphs(text: str) -> list[Span]:
    """Return the lines of ``text`` that hold anything, trimmed."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped)
            found.append((start, start + len(stripped)))
        at += len(line)
    return found


def restyle(example: Example, style: str | None, rng: random.Random) -> Example:
    """Rewrite the quotation marks in one style, or leave out some closing marks; move every span along."""
    if style is None:
        return example
    edits: list[tuple[int, int, str]] = []
    for quotation in outermost(find_quotations(example.text, paragraphs(example.text))):
        mark = example.text[quotation.span[0]]
        if mark not in '"“`«':
            continue
        if style == "unclosed":
            if quotation.closed and rng.random() < 0.12:
                edits.append((quotation.inner[1], quotation.span[1], ""))
            continue
        opener, closer = _OPEN_CLOSE[style]
        edits.append((quotation.span[0], quotation.inner[0], opener))
        if quotation.closed:
            edits.append((quotation.inner[1], quotation.span[1], closer))
    return rewrite(example, edits)


def add_noise(example: Example, rng: random.Random) -> Example:
    """Put a few lines of page furniture between the paragraphs."""
    ends = [end for _, end in paragraphs(example.text)]
    chosen = sorted(rng.sample(ends, k=min(len(ends), rng.randint(1, 3))))
    return rewrite(example, [(end, end, "\n" + rng.choice(_NOISE)) for end in chosen])


def rewrite(example: Example, edits: Sequence[tuple[int, int, str]]) -> Example:
    """Apply ``edits`` (start, end, new text; in order, apart) and move the spans with the text."""
    pieces, at = [], 0
    starts, shifts, shift = [0], [0], 0
    for start, end, new in edits:
        pieces += [example.text[at:start], new]
        at = end
        shift += len(new) - (end - start)
        starts.append(end if end > start else start)
        shifts.append(shift)
    pieces.append(example.text[at:])
    index = np.asarray(starts)

    def move(offset: int, inclusive: bool) -> int:
        at_edit = int(np.searchsorted(index, offset, side="right" if inclusive else "left")) - 1
        return offset + shifts[max(at_edit, 0)]

    inserted = {start for start, end, _ in edits if start == end}

    def move_edge(offset: int, ends: bool) -> int:
        return move(offset, offset not in inserted) if ends else move(offset, False) if offset else 0

    attributions = [
        {role: [(move_edge(s, False), move_edge(e, True)) for s, e in spans] for role, spans in one.items()}
        for one in example.attributions
    ]
    parse = moved(example.parse, move_edge) if example.parse else None
    return Example(example.name, "".join(pieces), attributions, parse, example.told)


def windows(example: Example, tokenizer: Tokenizer) -> list[Window]:
    """Cut an article into labelled windows."""
    pieces = split_pieces(example.text, paragraphs(example.text), tokenizer)
    labels = [
        (anchor, kind, roles)
        for one in example.attributions
        if (labelled := _label(pieces, one))
        for anchor, kind, roles in [labelled]
    ]
    somebodys = np.zeros((len(pieces.ids), len(ROLES)), dtype=np.bool_)
    for _, _, roles in labels:
        somebodys |= roles[:, None] == np.arange(1, len(ROLES) + 1)
    found = []
    lasts = last_pieces(pieces, example.parse.starts, example.parse.ends) if example.parse else None
    for window in cut_windows(pieces, *WINDOW):
        one = Window(
            pieces.ids[window.start : window.end],
            pieces.casing[window.start : window.end],
            pieces.quoting[window.start : window.end],
            (window.core_start - window.start, window.core_end - window.start),
            somebodys[window.start : window.end],
        )
        one.told = example.told
        if example.parse and lasts is not None:
            one.tree = within(example.parse, lasts, window.start, window.end)
        taken: set[int] = set()
        for anchor, kind, roles in labels:
            if window.core_start <= anchor < window.core_end and anchor not in taken:
                taken.add(anchor)
                one.anchors.append((anchor - window.start, kind, roles[window.start : window.end]))
        found.append(one if window.start else with_stop(one, tokenizer))
    return found


def with_stop(window: Window, tokenizer: Tokenizer) -> Window:
    """Put a full stop before a text's first piece, as the encoder does."""
    casing, quoting = np.insert(window.casing, 0, 0), np.insert(window.quoting, 0, 0)
    ids = np.concatenate([[tokenizer.token_to_id(".")], window.ids]).astype(window.ids.dtype)
    anchors = [(at + 1, kind, np.concatenate([[0], roles]).astype(roles.dtype)) for at, kind, roles in window.anchors]
    tree = replace(window.tree, pieces=window.tree.pieces + 1) if window.tree else None
    core, somebodys = (window.core[0] + 1, window.core[1] + 1), np.insert(window.somebodys, 0, False, axis=0)
    return Window(ids, casing, quoting, core, somebodys, anchors, tree, window.told)


def _label(pieces: Pieces, attribution: dict[str, list[Span]]) -> tuple[int, int, Labels] | None:
    roles = np.zeros(len(pieces.ids), dtype=np.int8)
    for role, number in (("content", CONTENT), ("source", SOURCE), ("cue", CUE)):
        for start, end in attribution[role]:
            roles[(pieces.starts < end) & (pieces.ends > start)] = number
    for kind, number in ((0, CUE), (1, CONTENT)):
        where = np.flatnonzero(roles == number)
        if where.size:
            return int(where[0]), kind, roles
    return None


def epoch(examples: Sequence[Example], tokenizer: Tokenizer, seed: int) -> list[Window]:
    """Return a pass over ``examples`` as shuffled windows, marks re-styled by ``seed``."""
    rng = random.Random(seed)
    names, weights = zip(*STYLES, strict=True)
    found: list[Window] = []
    for example in examples:
        one = restyle(example, rng.choices(names, weights)[0], rng)
        if rng.random() < 0.08:
            one = add_noise(one, rng)
        found += windows(one, tokenizer)
    rng.shuffle(found)
    return found


def batches(found: Sequence[Window], size: int, rng: random.Random) -> Iterator[list[Window]]:
    """Yield batches of windows of similar length, in random order."""
    order = sorted(range(len(found)), key=lambda i: len(found[i].ids) + rng.random() * 24)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [found[i] for i in group]
