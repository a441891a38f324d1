"""Export a checkpoint: ``python -m training.statements.export CHECKPOINT OUT [--weights model|ema]``.

Writes two int8 ONNX graphs, the encoder (with the parts of the role head that depend on one piece alone) and the
rest of the role head, and the tokenizer. ``calibrate`` writes the settings beside them. Weights have 7 of the 8 bits:
processors without VNNI add pairs of 8-bit products in 16 bits, which 8-bit weights overflow.
"""

from __future__ import annotations

import argparse
import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from .network import Attention, Model, Roles, distance_bucket
from .parses import Silver, label_fits
from .train import base_model

Axes = dict[str, dict[int, str]]
FARTHEST = 160
"""Pieces from which on all distances to an anchor are in one bucket."""
ENCODED = ("anchor", "presence", "of_piece", "of_anchor", "gate", "labels", "dependent", "governor")


class EncoderGraph(nn.Module):
    """The encoder with the parts of the role head that depend on one piece alone."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder, self.roles, self.syntax = model.encoder, model.roles, model.syntax
        self.encoder.exported = True

    def forward(self, ids: Tensor, casing: Tensor, quoting: Tensor) -> tuple[Tensor, ...]:
        """Return the rows named by ``ENCODED``, each [1, pieces, …], of one window."""
        states, anchor, presence, middle = self.encoder(ids, casing, quoting, torch.ones_like(ids))
        roles = self.roles
        near = roles.of_piece(states), roles.of_anchor(states), torch.tanh(roles.gate(states))
        return (anchor, presence, *near, *self.syntax(middle, states))


class RolesGraph(nn.Module):
    """The rest of the role head."""

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self.roles = roles
        distances = torch.arange(-FARTHEST, FARTHEST + 1)
        self.register_buffer("buckets", distance_bucket(distances))

    def forward(self, anchors: Tensor, gates: Tensor, pieces: Tensor, distance: Tensor) -> Tensor:
        """Return role logits [anchors, reach, 4]; anchors that share their surroundings need no mask."""
        attention: Any = Attention.apply
        buckets = self.buckets[distance.clamp(-FARTHEST, FARTHEST) + FARTHEST]
        x = pieces + anchors[:, None] + pieces * gates[:, None] + self.roles.distance(buckets)
        for layer in self.roles.layers:
            own: Any = layer
            query, key, value = own.query_key_value(own.norm_attention(x)).chunk(3, dim=-1)
            x = x + own.out(attention(query, key, value, None, own.heads))
            x = x + own.feed(own.norm_feed(x))
        logits: Tensor = self.roles.out(self.roles.norm(x))
        return logits


def write(graph: nn.Module, inputs: dict[str, Tensor], axes: Axes, path: Path, quantised: list[str]) -> None:
    """Write ``graph`` as int8 ONNX; ``axes`` names the inputs and outputs whose sizes vary."""
    raw = path.with_suffix(".fp32.onnx")
    torch.onnx.export(
        graph,
        tuple(inputs.values()),
        str(raw),
        input_names=list(inputs),
        output_names=[name for name in axes if name not in inputs],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(raw),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=quantised,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    raw.unlink()


def main() -> None:
    """Export, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--silver", type=Path, required=True, help="what the labels are called")
    parser.add_argument("--weights", default="ema", choices=("ema", "model"), help="averaged or last")
    given = parser.parse_args()
    folder, _ = base_model()
    saved = torch.load(given.checkpoint, map_location="cpu")
    model = Model(folder, saved["sizes"])
    model.load_state_dict(saved[given.weights])
    model.eval()
    given.out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(0, 2000, (1, 40))
    text = {"ids": ids} | {name: torch.zeros_like(ids) for name in ("casing", "quoting")}
    axes: Axes = {name: {1: "pieces"} for name in (*text, *ENCODED)}
    write(EncoderGraph(model), text, axes, given.out / "encoder.onnx", ["MatMul", "Gather"])
    width = model.roles.of_piece.out_features
    near = {
        "anchors": torch.randn(3, width), "gates": torch.randn(3, width), "pieces": torch.randn(3, 50, width),
        "distance": torch.randint(-40, 40, (3, 50)),
    }  # fmt: skip
    axes = {name: {0: "anchors", 1: "reach"} for name in ("pieces", "distance", "roles")}
    axes |= {"anchors": {0: "anchors"}, "gates": {0: "anchors"}}
    write(RolesGraph(model.roles), near, axes, given.out / "roles.onnx", ["MatMul"])
    silver: Silver = pickle.loads(given.silver.read_bytes())
    distances = model.syntax.distance.weight[:, 0].tolist()
    names = {"tags": silver.tags, "labels": silver.labels, "names": silver.names, "distances": distances}
    told = names | {"parts": silver.parts, "fits": label_fits(silver).round(1).tolist()}
    (given.out / "syntax.json").write_text(json.dumps(told), encoding="utf-8")
    shutil.copy(Path(folder) / "tokenizer.json", given.out / "tokenizer.json")


if __name__ == "__main__":
    main()
