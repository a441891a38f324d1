"""Export a checkpoint: ``python -m training.statements.export CHECKPOINT OUT [--weights model|ema]``.

Writes two int8 ONNX graphs, the encoder (with the parts of the role head that depend on one piece alone) and the
rest of the role head, and the tokenizer. ``calibrate`` writes the settings beside them.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from .network import Model, Roles, distance_bucket
from .train import base_model

Axes = dict[str, dict[int, str]]
ENCODED = ("states", "anchor", "of_piece", "of_anchor", "gate")


class EncoderGraph(nn.Module):
    """The encoder with the parts of the role head that depend on one piece alone."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder, self.roles = model.encoder, model.roles

    def forward(self, ids: Tensor, casing: Tensor, quoting: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the rows named by ``ENCODED``, each [windows, pieces, …]."""
        body: Any = self.encoder.body
        embedded = body.embeddings.word_embeddings(ids) + self.encoder.casing(casing) + self.encoder.quoting(quoting)
        x = body.embeddings(inputs_embeds=embedded)
        blocked = (1.0 - mask.to(x.dtype))[:, None, None] * -1e4
        for layer in body.encoder.layer:
            x = attend(layer, x, blocked)
        roles = self.roles
        return x, self.encoder.anchor(x), roles.of_piece(x), roles.of_anchor(x), torch.tanh(roles.gate(x))


def attend(layer: Any, x: Tensor, blocked: Tensor) -> Tensor:
    """Run a BERT layer written out, so that the export sees plain matrix products."""
    own, heads = layer.attention.self, layer.attention.self.num_attention_heads
    windows, pieces, width = x.shape
    query, key, value = (
        f(x).view(windows, pieces, heads, width // heads).transpose(1, 2) for f in (own.query, own.key, own.value)
    )
    weights = torch.softmax(query @ key.transpose(-1, -2) * (width // heads) ** -0.5 + blocked, dim=-1)
    mixed = (weights @ value).transpose(1, 2).reshape(windows, pieces, width)
    x = layer.attention.output(mixed, x)
    result: Tensor = layer.output(layer.intermediate(x), x)
    return result


class RolesGraph(nn.Module):
    """The rest of the role head."""

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self.roles = roles

    def forward(self, anchors: Tensor, gates: Tensor, pieces: Tensor, distance: Tensor, mask: Tensor) -> Tensor:
        """Return role logits [anchors, reach, 4]."""
        near = self.roles.distance(distance_bucket(distance))
        x = pieces + anchors[:, None] + pieces * gates[:, None] + near
        return self.roles.decide(x, mask)


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
        str(raw), str(path), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=quantised
    )
    raw.unlink()


def main() -> None:
    """Export, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", default="ema", choices=("ema", "model"), help="averaged or last")
    given = parser.parse_args()
    folder, _ = base_model()
    model = Model(folder)
    model.load_state_dict(torch.load(given.checkpoint, map_location="cpu")[given.weights])
    model.eval()
    given.out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(0, 2000, (2, 40))
    text = {"ids": ids} | {name: torch.zeros_like(ids) for name in ("casing", "quoting")}
    text["mask"] = torch.ones_like(ids)
    by_piece = {0: "windows", 1: "pieces"}
    axes: Axes = dict.fromkeys((*text, *ENCODED), by_piece)
    write(EncoderGraph(model), text, axes, given.out / "encoder.onnx", ["MatMul", "Gather"])
    width = model.roles.of_piece.out_features
    near = {
        "anchors": torch.randn(3, width), "gates": torch.randn(3, width), "pieces": torch.randn(3, 50, width),
        "distance": torch.randint(-40, 40, (3, 50)), "mask": torch.ones(3, 50),
    }  # fmt: skip
    axes = {name: {0: "anchors", 1: "reach"} for name in ("pieces", "distance", "mask", "roles")}
    axes |= {"anchors": {0: "anchors"}, "gates": {0: "anchors"}}
    write(RolesGraph(model.roles), near, axes, given.out / "roles.onnx", ["MatMul"])
    shutil.copy(Path(folder) / "tokenizer.json", given.out / "tokenizer.json")


if __name__ == "__main__":
    main()
