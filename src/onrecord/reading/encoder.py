"""The small transformer that every learned answer shares."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.model import Span
from onrecord.reading.pieces import Cut, Pieces, cut_windows, split_pieces, text_starts

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
UNFUSED = ["SkipLayerNormFusion"]
"""What ONNX Runtime leaves as it is: adding and normalising in one step takes it four times as long as in two."""
CONTENT = 2
"""The column of ``presence`` that tells of contents."""


SYNTAX = ("labels", "dependent", "governor")
"""The rows that syntax is read off. They are most of all, and nobody keeps them."""
STRETCH = 8_192
"""Pieces from which on rows for syntax are handed over: more take memory, fewer time."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An article's word pieces with what the encoder knows of each, one row a piece.

    ``anchors`` are probabilities that a piece anchors a statement (by a cue, by a content without a cue),
    ``presence`` that it stands in some content; ``tried`` are the pieces that may be an anchor, if only of words that
    nobody else says. What decides roles: ``of_piece``, one row a piece; ``of_anchor`` and ``gates``, one row for each
    that is tried. ``texts`` are the pieces that a text by itself begins with.
    """

    pieces: Pieces
    texts: list[int]
    anchors: Floats
    presence: Floats
    tried: Ints
    of_piece: Floats
    of_anchor: Floats
    gates: Floats


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some blocks of a text, numbered from ``first`` up to ``last``, with their pieces and the ``rows`` of syntax."""

    first: int
    last: int
    pieces: Pieces
    rows: dict[str, Floats]


class _Stretches:
    """Hands the rows of syntax over as soon as whole blocks of them are there, and forgets them."""

    def __init__(self, pieces: Pieces, blocks: int, tell: Callable[[Stretch], None]) -> None:
        self._pieces, self._blocks, self._tell = pieces, blocks, tell
        self._parts: dict[str, list[Floats]] = {name: [] for name in SYNTAX}
        self._piece = self._block = 0

    def add(self, end: int, rows: dict[str, Floats]) -> None:
        """Take the rows of the next pieces, up to ``end``."""
        for name, several in self._parts.items():
            several.append(rows[name])
        numbers = self._pieces.blocks
        whole = end if end == len(numbers) else int(np.searchsorted(numbers, numbers[end]))
        if whole - self._piece >= STRETCH:
            self._hand_over(whole, int(numbers[whole]) if whole < len(numbers) else self._blocks)

    def end(self) -> None:
        """Hand over what is left."""
        if self._block < self._blocks:
            self._hand_over(len(self._pieces.blocks), self._blocks)

    def _hand_over(self, piece: int, block: int) -> None:
        size = piece - self._piece
        rows = {name: np.concatenate(several) for name, several in self._parts.items() if several}
        self._parts = {name: [rows[name][size:].copy()] if rows else [] for name in SYNTAX}
        given = {name: several[:size] for name, several in rows.items()}
        self._tell(Stretch(self._block, block, self._pieces.part(self._piece, piece), given))
        self._piece, self._block = piece, block


class Encoder:
    """MiniLM with casing and quotation marks, as int8 ONNX on the processor."""

    def __init__(self, threads: int = 1, folder: Path | None = None) -> None:
        """Load the packaged model, or the one in ``folder``; ``threads`` is how many cores a call uses."""
        import onnxruntime
        from tokenizers import Tokenizer

        self.folder = folder or Path(str(files("onrecord.data") / "statements"))
        self._options = onnxruntime.SessionOptions()
        self._options.intra_op_num_threads = threads
        self._options.inter_op_num_threads = 1
        self._options.log_severity_level = 3
        self.settings: dict[str, Any] = json.loads((self.folder / "settings.json").read_text(encoding="utf-8"))
        self._session = self.load_head("encoder.onnx")
        shapes = {output.name: output.shape for output in self._session.get_outputs()}
        self._names, self._width = list(shapes), int(shapes["of_piece"][-1])
        self._tokenizer = Tokenizer.from_str((self.folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._stop = int(self._tokenizer.token_to_id(".") or 0)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def load_head(self, name: str) -> Any:
        """Return an ONNX session for a graph beside the encoder's that works on its rows."""
        import onnxruntime

        data = (self.folder / name).read_bytes()
        return onnxruntime.InferenceSession(
            data, self._options, providers=["CPUExecutionProvider"], disabled_optimizers=UNFUSED
        )

    def encode(
        self,
        text: str,
        blocks: Sequence[Span],
        tell: Callable[[Stretch], None] | None = None,
        alone: Collection[int] = (),
    ) -> Encoded:
        """Encode the blocks (paragraphs) of a text; ``tell`` is handed the rows of syntax, a stretch after the other.

        Blocks that stand ``alone``, as titles do, are no part of the text around them: without a full stop they
        would be read as the beginning of its first sentence.

        Windows are encoded one by one: that is as fast as batches on a core, and what is found in an article does
        not depend on what else is read.
        """
        pieces = split_pieces(text, blocks, self._tokenizer)
        size = len(pieces.ids)
        anchors, presence = np.empty((size, 2), dtype=np.float32), np.empty(size, dtype=np.float32)
        of_piece = np.empty((size, self._width), dtype=np.float32)
        tried, of_tried = [np.empty(0, dtype=np.intp)], [(of_piece[:0], of_piece[:0])]
        stretches = _Stretches(pieces, len(blocks), tell) if tell else None
        texts, (longest, before, after) = text_starts(pieces.blocks, alone), self.settings["window"]
        for cut in cut_windows(pieces, longest, before, after, texts):
            rows, own = self._run(pieces, cut), slice(cut.core_start, cut.core_end)
            anchors[own], presence[own] = _probability(rows["anchor"]), _probability(rows["presence"][:, CONTENT])
            of_piece[own] = rows["of_piece"]
            possible = anchors[own].max(axis=1) >= self.settings["kept"]
            tried.append(np.flatnonzero(possible) + cut.core_start)
            of_tried.append((rows["of_anchor"][possible], rows["gate"][possible]))
            if stretches:
                stretches.add(cut.core_end, rows)
        if stretches:
            stretches.end()
        of_anchor, gates = (np.concatenate(several) for several in zip(*of_tried, strict=True))
        return Encoded(pieces, texts, anchors, presence, np.concatenate(tried), of_piece, of_anchor, gates)

    def _run(self, pieces: Pieces, cut: Cut) -> dict[str, Floats]:
        """Return the rows of a window's core.

        A full stop leads a text, as if a sentence stood before it: of a first piece the network learned little.
        """
        window, lead = slice(cut.start, cut.end), int(cut.leads)
        columns: dict[str, npt.NDArray[Any]] = {"ids": pieces.ids, "casing": pieces.casing, "quoting": pieces.quoting}
        given = {name: column[window].astype(np.int64) for name, column in columns.items()}
        if lead:
            given = {name: np.insert(column, 0, self._stop if name == "ids" else 0) for name, column in given.items()}
        results = self._session.run(self._names, {name: column[None] for name, column in given.items()})
        core = slice(cut.core_start - cut.start + lead, cut.core_end - cut.start + lead)
        return {name: result[0, core] for name, result in zip(self._names, results, strict=True)}


def _probability(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)
