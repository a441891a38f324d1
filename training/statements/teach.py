"""Ask the teacher: ``python -m training.statements.teach TEACHER OUT --base FOLDER --silver FILE [--part 0 --of 2]``.

What the teacher holds likely of each piece of the training texts is kept beside what the annotators said, for the
student to learn from (Hinton et al. 2015). The texts that PolNeAR does not have, of which nobody annotated the
statements, are told by the teacher alone.
"""

from __future__ import annotations

import argparse
import pickle
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import data
from .lessons import Halves, Lesson, Probabilities
from .network import distance_bucket
from .parses import Silver
from .teacher import Teacher
from .train import HELD_OUT, ROOT, base_model, pad, surroundings

BATCH = 4
LIKELY = 0.3
"""How likely an anchor is, in the teacher's eyes, whose roles it is asked for."""


def taught(
    examples: list[data.Example], tokenizer: Tokenizer, teacher: Teacher, part: tuple[int, int], seed: int
) -> list[data.Window]:
    """Return the windows of a pass over the examples with their lessons; ``part`` is which of how many parts."""
    windows = data.epoch(examples, tokenizer, seed)[part[0] :: part[1]]
    for number, group in enumerate(data.batches(windows, BATCH, random.Random(seed))):
        for one, lesson in zip(group, ask(teacher, group), strict=True):
            one.lesson = lesson
        if number % 20 == 0:
            print(f"{number * BATCH} of {len(windows)} windows", flush=True)
    return windows


@torch.inference_mode()  # type: ignore[untyped-decorator]
def ask(teacher: Teacher, windows: list[data.Window]) -> list[Lesson]:
    """Return the teacher's opinion of some windows."""
    ids, casing, quoting, mask, _ = pad(windows, "cpu")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states, anchor, presence, _ = teacher.encoder(ids, casing, quoting, mask)
    anchors, present = anchor.float().sigmoid(), presence.float().sigmoid()
    at = [
        (row, piece)
        for row, one in enumerate(windows)
        for piece in sorted({where for where, _, _ in one.anchors} | _likely(anchors[row].numpy(), one.core))
    ]
    sizes = [len(one.ids) for one in windows]
    lessons = [
        Lesson(_halves(anchors[row, :size]), _halves(present[row, :size]), []) for row, size in enumerate(sizes)
    ]
    if not at:
        return lessons
    rows, index, near = surroundings(at, sizes)
    index = index.clamp(max=states.shape[1] - 1)
    pieces = torch.tensor([piece for _, piece in at])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        distance = distance_bucket(index - pieces[:, None])
        logits = teacher.roles(states[rows, pieces], states[rows[:, None], index], distance, near)
    roles = _halves(logits.float().softmax(-1))
    for number, (row, piece) in enumerate(at):
        there = int(near[number].sum())
        lessons[row].roles.append((piece, int(index[number, 0]), roles[number, :there]))
    return lessons


def _likely(anchors: Probabilities, core: tuple[int, int]) -> set[int]:
    inside = anchors[core[0] : core[1]].max(axis=1)
    return set((np.flatnonzero(inside >= LIKELY) + core[0]).tolist())


def _halves(given: torch.Tensor) -> Halves:
    return np.asarray(given.numpy(), dtype=np.float16)


def main() -> None:
    """Ask, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path, help="its checkpoint")
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", required=True, help="the folder of mpnet-base")
    parser.add_argument("--silver", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--part", type=int, default=0, help="which part of the texts")
    parser.add_argument("--of", type=int, default=1, help="so many parts, for as many processes")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="of a pass over PolNeAR each")
    parser.add_argument("--annotated", action="store_true", help="ask of PolNeAR's texts alone")
    given = parser.parse_args()
    torch.set_num_threads(1)
    teacher = Teacher(given.base)
    teacher.load_state_dict(torch.load(given.teacher, map_location="cpu")["ema"])
    teacher.eval()
    _, tokenizer = base_model()
    silver: Silver = pickle.loads(given.silver.read_bytes())
    examples = data.load("train", given.shared)
    random.Random(7).shuffle(examples)
    examples = [replace(one, parse=silver.articles[one.name]) for one in examples[HELD_OUT:]]
    others = [data.Example("", text, [], parse, told=False) for text, parse in silver.others]
    passes: list[list[data.Window]] = []
    asked = [(examples, seed) for seed in given.seeds]
    asked[1:1] = [] if given.annotated else [(others, 0)]
    for texts, seed in asked:
        passes.append(taught(texts, tokenizer, teacher, (given.part, given.of), seed))
        given.out.write_bytes(pickle.dumps(passes))  # so that an end before the last pass loses that one alone


if __name__ == "__main__":
    main()
