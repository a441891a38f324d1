"""Fuzz every parser: whatever the bytes, an input is read or refused with a message, in bounded time and memory.

Run: python benchmarks/fuzz.py [--minutes 30] [--slice 30] [--only page,files] [--keep DIR]

Each target of ``fuzz_targets`` gets the same processor time, start left out: in turns of ``--slice`` seconds, each in
a process of its own (a fork of this one), until ``--minutes`` have passed by the clock. Every turn is a line of
``DIR/turns.jsonl``; the same DIR given again goes on, and the table counts all turns in it.

With atheris installed (``pip install atheris``; it is no dependency) mutations follow the coverage of our code, and
what reached something new is kept in DIR for the next turn; without it, samples are mutated at random. A failure is
what a user would see as a traceback, an input that takes more than ``SECONDS`` of processor time, or more memory than
``MEGABYTES``; each place in the code is told once a turn, with the input kept in DIR. Exit code 1 when there was any.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from fuzz_targets import TARGETS, Target, refused, seeds  # noqa: E402

SECONDS, MEGABYTES = 10, 3_000
LONGEST = 60_000
"""Bytes: longer inputs are for benchmarks/growth.py and tests/test_patterns.py."""


class TooSlowError(Exception):
    """An input took longer than ``SECONDS``."""


def tried(target: Target, data: bytes, fine: tuple[type[BaseException], ...]) -> str | None:
    """Return where in our code an input fails, or ``None`` when it is read or refused."""

    def stop(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        target(data[:LONGEST])
    except fine:
        return None
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        frames = [one for one in traceback.extract_tb(error.__traceback__) if "/src/onrecord/" in one.filename]
        last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno} ({str(error)[:120]!r})"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


@dataclass
class Turn:
    """One target's turn in this process: what was tried, and where it failed."""

    name: str
    seconds: float
    keep: Path
    pipe: int

    def __post_init__(self) -> None:
        self.target, self.fine = TARGETS[self.name], refused()
        self.known: set[str] = set()
        self.inputs = 0
        with contextlib.suppress(*self.fine):
            self.target(b"<p>It rained, she said on Tuesday.</p>")  # loads what is loaded once
        self.began = time.process_time()

    def one(self, data: bytes) -> None:
        """Try an input; the last one ends the process."""
        self.inputs += 1
        found = tried(self.target, data, self.fine)
        if found is not None and (place := found.split(" (")[0]) not in self.known:
            self.known.add(place)
            path = self.keep / f"{self.name}-{sha256(data).hexdigest()[:8]}.bin"
            path.write_bytes(data)
            self.tell(failure=found, input=str(path))
        spent = time.process_time() - self.began
        if spent >= self.seconds:
            self.tell(inputs=self.inputs, seconds=round(spent, 1))
            os._exit(0)

    def tell(self, **what: object) -> None:
        """Print a line for the process that counts."""
        os.write(self.pipe, json.dumps(what).encode() + b"\n")


def take_turn(turn: Turn, dice: random.Random) -> None:
    """Fuzz until the turn is over, which ends the process."""
    corpus = [data[:LONGEST] for data in seeds(turn.name)]
    if _guided():
        import atheris

        folder = turn.keep / "corpus" / turn.name
        folder.mkdir(parents=True, exist_ok=True)
        for data in corpus:
            (folder / sha256(data).hexdigest()[:16]).write_bytes(data)
        limits = [f"-max_len={LONGEST}", f"-rss_limit_mb={MEGABYTES}", "-timeout=120"]
        quiet = ["-verbosity=0", "-close_fd_mask=2", f"-artifact_prefix={turn.keep}/{turn.name}-"]
        atheris.Setup([sys.argv[0], str(folder), f"-seed={dice.randrange(1, 1 << 31)}", *limits, *quiet], turn.one)
        atheris.Fuzz()
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    for data in corpus:
        turn.one(data)
    while True:
        turn.one(mutated(dice.choice(corpus), corpus, dice))


def mutated(data: bytes, corpus: list[bytes], dice: random.Random) -> bytes:
    """Return an input changed in a few places: bytes flipped, stretches doubled, dropped or taken from another."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(changed) + 1), dice.choice((1, 2, 8, 100, 2_000))
        match dice.randrange(5):
            case 0:
                changed[at : at + length] = b""
            case 1:
                changed[at:at] = changed[max(at - length, 0) : at] * dice.choice((1, 2, 50))
            case 2:
                other = dice.choice(corpus)
                start = dice.randrange(len(other) + 1)
                changed[at:at] = other[start : start + length]
            case 3:
                changed[at : at + 1] = bytes([dice.randrange(256)])
            case _:
                changed[at:at] = dice.choice(TOKENS)
        del changed[LONGEST:]
    return bytes(changed)


TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<", b">", b"&#0;", b"<![CDATA[", b"{", b"[[[[[[", b'"',
    b"\\ud800", b"\r", b"\x85", b"\xe2\x80\xa8", b"9" * 30, b"-", b"1e999", b"NaN", b"null", b"://", b"%00", b"../",
    b"=cmd", b"\xe2\x80\x9c", b"\xe2\x80\x9d", b"\xe2\x80\xae", b"<!--", b"<textarea>",
)  # fmt: skip


def _guided() -> bool:
    return importlib.util.find_spec("atheris") is not None


def _prepare() -> None:
    """Import what is fuzzed, so that its coverage is seen, and the forks need not."""
    if not _guided():
        _import_all()
        return
    import atheris

    with atheris.instrument_imports(include=["onrecord"]):
        _import_all()


def _import_all() -> None:
    import onrecord.article.sources
    import onrecord.article.transcript
    import onrecord.export.formats
    import onrecord.reading.reader
    import onrecord.record.dump
    import onrecord.web.app  # noqa: F401

    refused()


def have_turn(name: str, number: int, given: argparse.Namespace) -> dict[str, object]:
    """Run one turn of a target in a process of its own and return what came of it."""
    reading, writing = os.pipe()
    errors = given.keep / f"{name}.errors"
    child = os.fork()
    if not child:
        os.close(reading)
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        try:
            take_turn(Turn(name, given.slice, given.keep, writing), random.Random(f"{name} {number}"))
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = [json.loads(line) for line in pipe]
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    failures = [f"{one['failure']}  {one['input']}" for one in told if "failure" in one]
    if ended:
        failures.append(f"ended with {ended}: {errors.read_text(encoding='utf-8', errors='replace')[-300:]}")
    last = told[-1] if told and "inputs" in told[-1] else {"inputs": 0, "seconds": 0.0}
    return {"target": name, "inputs": last["inputs"], "seconds": last["seconds"], "failures": failures}


def main() -> int:
    """Give the targets their turns, and print what each found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30, help="by the clock; the turn that has begun is finished")
    parser.add_argument("--slice", type=float, default=30, help="seconds of processor time of one turn")
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "onrecord-fuzz")
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    _prepare()
    print("coverage-guided (atheris)" if _guided() else "random mutations", flush=True)
    turns = given.keep / "turns.jsonl"
    taken = defaultdict[str, int](int)
    for line in turns.read_text(encoding="utf-8").splitlines() if turns.exists() else ():
        taken[json.loads(line)["target"]] += 1
    until = time.monotonic() + given.minutes * 60
    while time.monotonic() < until:
        name = min(given.only.split(","), key=lambda one: taken[one])
        turn = have_turn(name, taken[name], given)
        taken[name] += 1
        with turns.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(turn) + "\n")
        for failure in turn["failures"]:  # type: ignore[attr-defined]
            print(f"  {name}: {failure}", flush=True)
    return table(turns)


def table(turns: Path) -> int:
    """Print inputs, processor time and failures of each target; return 1 when there was a failure."""
    told = [json.loads(line) for line in turns.read_text(encoding="utf-8").splitlines()]
    for name in TARGETS:
        own = [one for one in told if one["target"] == name]
        seconds, failures = sum(one["seconds"] for one in own), sum(len(one["failures"]) for one in own)
        inputs = sum(one["inputs"] for one in own)
        print(f"{name:12s}{len(own):5d} turns{seconds / 60:8.1f} min{inputs:11,d} inputs{failures:5d} failures")
    minutes, inputs = sum(one["seconds"] for one in told) / 60, sum(one["inputs"] for one in told)
    print(f"{'all':12s}{len(told):5d} turns{minutes:8.1f} min{inputs:11,d} inputs")
    return int(any(one["failures"] for one in told))


if __name__ == "__main__":
    sys.exit(main())
