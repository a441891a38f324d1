"""The small transformer that every learned answer shares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.model import Span
from onrecord.reading.pieces import CONTEXT_AFTER, CONTEXT_BEFORE, PIECES, Cut, Pieces, cut_windows, split_pieces

Floats = npt.NDArray[np.float32]

BATCH = 8
"""Windows that are encoded at once; more need more memory and are no faster on one core."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An article's word pieces with what the encoder knows of each, one row a piece.

    ``anchors`` are probabilities that a piece anchors a statement (by a cue, by a content without a cue);
    ``outputs`` holds the other rows by name, ``states`` among them.
    """

    pieces: Pieces
    anchors: Floats
    windows: tuple[Cut, ...]
    outputs: tuple[dict[str, Floats], ...]


class Encoder:
    """MiniLM with casing and quotation marks, as int8 ONNX on the processor."""

    def __init__(self, threads: int = 1) -> None:
        """Load the packaged model; ``threads`` is how many of the processor's cores a call uses."""
        import onnxruntime
        from tokenizers import Tokenizer

        folder = files("onrecord.data") / "statements"
        self._options = onnxruntime.SessionOptions()
        self._options.intra_op_num_threads = threads
        self._options.inter_op_num_threads = 1
        self._options.log_severity_level = 3
        self.settings: dict[str, Any] = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        self._session = self.load_head("encoder.onnx")
        self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def load_head(self, name: str) -> Any:
        """Return an ONNX session for a packaged graph that works on the encoder's rows."""
        import onnxruntime

        data = (files("onrecord.data") / "statements" / name).read_bytes()
        return onnxruntime.InferenceSession(data, self._options, providers=["CPUExecutionProvider"])

    def encode(self, text: str, blocks: Sequence[Span]) -> Encoded:
        """Encode the blocks of one text."""
        return self.encode_many([(text, blocks)])[0]

    def encode_many(self, articles: Sequence[tuple[str, Sequence[Span]]]) -> list[Encoded]:
        """Encode several articles; their windows share batches, the longest first."""
        split = [split_pieces(text, blocks, self._tokenizer) for text, blocks in articles]
        cuts = [tuple(cut_windows(pieces, PIECES, CONTEXT_BEFORE, CONTEXT_AFTER)) for pieces in split]
        jobs = [(i, j) for i, windows in enumerate(cuts) for j in range(len(windows))]
        jobs.sort(key=lambda job: cuts[job[0]][job[1]].start - cuts[job[0]][job[1]].end)
        done: dict[tuple[int, int], dict[str, Floats]] = {}
        for start in range(0, len(jobs), BATCH):
            batch = jobs[start : start + BATCH]
            done |= zip(batch, self._run([(split[i], cuts[i][j]) for i, j in batch]), strict=True)
        return [
            _gather(pieces, windows, tuple(done[i, j] for j in range(len(windows))))
            for i, (pieces, windows) in enumerate(zip(split, cuts, strict=True))
        ]

    def _run(self, batch: Sequence[tuple[Pieces, Cut]]) -> Iterator[dict[str, Floats]]:
        longest = max(cut.end - cut.start for _, cut in batch)
        columns = {
            name: np.zeros((len(batch), longest), dtype=np.int64) for name in ("ids", "casing", "quoting", "mask")
        }
        for row, (pieces, cut) in enumerate(batch):
            size = cut.end - cut.start
            for name in ("ids", "casing", "quoting"):
                columns[name][row, :size] = getattr(pieces, name)[cut.start : cut.end]
            columns["mask"][row, :size] = 1
        names = [output.name for output in self._session.get_outputs()]
        results = self._session.run(names, columns)
        for row, (_, cut) in enumerate(batch):
            yield {name: result[row, : cut.end - cut.start] for name, result in zip(names, results, strict=True)}


def _gather(pieces: Pieces, windows: tuple[Cut, ...], outputs: tuple[dict[str, Floats], ...]) -> Encoded:
    anchors = np.zeros((len(pieces.ids), 2), dtype=np.float32)
    for cut, output in zip(windows, outputs, strict=True):
        core = slice(cut.core_start - cut.start, cut.core_end - cut.start)
        anchors[cut.core_start : cut.core_end] = 1.0 / (1.0 + np.exp(-output["anchor"][core]))
    return Encoded(pieces, anchors, windows, outputs)
