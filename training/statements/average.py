"""Average the weights of checkpoints: ``python -m training.statements.average OUT CHECKPOINT CHECKPOINT …``.

Checkpoints of one run at different learning rates err differently; their mean errs less (Izmailov et al. 2018). Of
each checkpoint the running average is taken, where it has one; one that is named twice counts twice.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor


def main() -> None:
    """Average, by the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    given = parser.parse_args()
    several = [torch.load(path, map_location="cpu") for path in given.checkpoints]
    torch.save(
        {"sizes": several[0]["sizes"], "ema": averaged([one.get("ema") or one["model"] for one in several])},
        given.out,
    )


def averaged(several: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of the weights that all of ``several`` have; the others are the last one's."""
    last = several[-1]
    shared = [name for name in last if all(name in one for one in several) and last[name].is_floating_point()]
    return last | {name: torch.stack([one[name] for one in several]).mean(dim=0) for name in shared}


if __name__ == "__main__":
    main()
