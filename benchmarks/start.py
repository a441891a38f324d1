"""Measure how long a command takes from a new process to its end, in processor time, files cached.

Run: python benchmarks/start.py [--goes 5] [--all]

The best of several goes counts. ``--all`` measures the help of every command too.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "atlantic-morning-1.txt"
COMMAND = "import sys; from onrecord.cli import main; main()"


def seconds(arguments: Sequence[str], code: str = COMMAND, goes: int = 5) -> float:
    """Return the processor time of a new process that runs ``code`` with these arguments, the best of several."""
    best = float("inf")
    for _ in range(goes):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def main() -> None:
    """Print a line for each command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--goes", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="the help of every command too")
    given = parser.parse_args()
    commands = [["--help"], ["--version"], ["read", "--help"], ["read", str(SAMPLE)]]
    if given.all:
        from onrecord.cli import app

        commands += [[str(one.name), "--help"] for one in app.registered_commands]
    print(f"{'python -c pass':40s}{seconds([], 'pass', given.goes):7.2f} s")
    for arguments in commands:
        words = " ".join(Path(one).name for one in arguments)
        print(f"onrecord {words:31s}{seconds(arguments, goes=given.goes):7.2f} s")


if __name__ == "__main__":
    main()
