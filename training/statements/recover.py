"""Recover a checkpoint from what ships: ``python -m training.statements.recover FOLDER CHECKPOINT``.

The int8 weights become floats again, so that training can go on from the shipped model (``--start CHECKPOINT``) where
its checkpoint is gone.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

Arrays = dict[str, npt.NDArray[np.float32]]


def main() -> None:
    """Recover, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what holds encoder.onnx and roles.onnx")
    parser.add_argument("checkpoint", type=Path)
    given = parser.parse_args()
    weights: dict[str, Tensor] = {}
    for name in ("encoder.onnx", "roles.onnx"):
        weights |= recovered(onnx.load(str(given.folder / name)))
    syntax = json.loads((given.folder / "syntax.json").read_text(encoding="utf-8"))
    weights["syntax.distance.weight"] = torch.tensor(syntax["distances"], dtype=torch.float32)[:, None]
    given.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    sizes = tuple(len(syntax[name]) for name in ("tags", "labels", "names"))
    torch.save({"sizes": sizes, "model": weights}, given.checkpoint)
    print(f"{len(weights)} tensors in {given.checkpoint}")


def recovered(graph: onnx.ModelProto) -> dict[str, Tensor]:
    """Return the parameters of a graph by the names that they have in ``network.Model``."""
    arrays: Arrays = {one.name: numpy_helper.to_array(one) for one in graph.graph.initializer}
    found = {name: value for name, value in arrays.items() if name.endswith((".weight", ".bias"))}
    for name in arrays:
        if name.endswith(".weight_quantized"):
            found[name.removesuffix("_quantized")] = _floats(arrays, name.removesuffix("_quantized"))
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.graph.node:
        for given in node.input:
            users.setdefault(given, []).append(node)
    for node in graph.graph.node:
        if node.op_type == "MatMulInteger":
            bias = _bias(node, users, arrays)
            found[bias.removesuffix(".bias") + ".weight"] = _floats(
                arrays, node.input[1].removesuffix("_quantized")
            ).T
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}


def _floats(arrays: Arrays, name: str) -> npt.NDArray[np.float32]:
    levels = arrays[f"{name}_quantized"].astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)
    return np.asarray(levels * arrays[f"{name}_scale"], dtype=np.float32)


def _bias(node: onnx.NodeProto, users: dict[str, list[onnx.NodeProto]], arrays: Arrays) -> str:
    """Return the name of the bias that is added to a product: the product's weight has the same name."""
    while True:
        node = next(one for one in users[node.output[0]] if one.op_type in ("Cast", "Mul", "Add"))
        if node.op_type == "Add":
            return str(next(name for name in node.input if name in arrays))


if __name__ == "__main__":
    main()
