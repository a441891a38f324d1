"""The small transformer that every learned answer shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.model import Span
from onrecord.reading.pieces import Cut, Pieces, cut_windows, split_pieces

Floats = npt.NDArray[np.float32]
UNFUSED = ["SkipLayerNormFusion"]
"""What ONNX Runtime leaves as it is: adding and normalising in one step takes it four times as long as in two."""
CONTENT = 2
"""The column of ``presence`` that tells of contents."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An article's word pieces with what the encoder knows of each, one row a piece.

    ``anchors`` are probabilities that a piece anchors a statement (by a cue, by a content without a cue),
    ``presence`` that it stands in some content; ``rows`` holds by name what other answers are read off.
    """

    pieces: Pieces
    anchors: Floats
    presence: Floats
    rows: dict[str, Floats]


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
        self._names = [output.name for output in self._session.get_outputs()]
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

    def encode(self, text: str, blocks: Sequence[Span]) -> Encoded:
        """Encode the blocks (paragraphs) of a text.

        Windows are encoded one by one: that is as fast as batches on a core, and what is found in an article does
        not depend on what else is read.
        """
        pieces = split_pieces(text, blocks, self._tokenizer)
        rows: dict[str, Floats] = {}
        for cut in cut_windows(pieces, *self.settings["window"]):
            core = slice(cut.core_start - cut.start, cut.core_end - cut.start)
            for name, output in self._run(pieces, cut).items():
                if name not in rows:
                    rows[name] = np.empty((len(pieces.ids), output.shape[1]), dtype=np.float32)
                rows[name][cut.core_start : cut.core_end] = output[core]
        if not rows:
            return Encoded(pieces, np.zeros((0, 2), np.float32), np.zeros(0, np.float32), rows)
        presence = _probability(rows.pop("presence")[:, CONTENT])
        return Encoded(pieces, _probability(rows.pop("anchor")), presence, rows)

    def _run(self, pieces: Pieces, cut: Cut) -> dict[str, Floats]:
        """Return the rows of a window.

        A full stop leads a text, as if a sentence stood before it: of a first piece the network learned little.
        """
        window, lead = slice(cut.start, cut.end), int(cut.start == 0)
        columns: dict[str, npt.NDArray[Any]] = {"ids": pieces.ids, "casing": pieces.casing, "quoting": pieces.quoting}
        given = {name: column[window].astype(np.int64) for name, column in columns.items()}
        if lead:
            given = {name: np.insert(column, 0, self._stop if name == "ids" else 0) for name, column in given.items()}
        results = self._session.run(self._names, {name: column[None] for name, column in given.items()})
        return {name: result[0, lead:] for name, result in zip(self._names, results, strict=True)}


def _probability(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)
