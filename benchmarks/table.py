"""Make the README's table: scores, speed, memory and start time of onrecord and its peers, all in one run.

Run: python benchmarks/table.py [--shared ../shared] [--sample N] [--rounds 2] [--peers DIR] [--write]

Each system reads the same PolNeAR articles in a process of its own that is bound to the same core, in turns, so that
what disturbs one disturbs all; speed is words a second of processor time, the best of the rounds. Scores are counted
by the functions of benchmarks/statements.py. ``--peers DIR`` is where textacy is installed (benchmarks/peers.py says
how). It is the only finder of attributions in English news that installs from PyPI; the figures of the others were
published or measured before (benchmarks/statements.py). ``--write`` puts the table between its marks in README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import statements
from onrecord.cores import SETTINGS
from onrecord.model import Reading
from onrecord.reading.statements import Attribution

if TYPE_CHECKING:
    from onrecord.reading.language import ParseBy

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- table: benchmarks/table.py --write -->", "<!-- end of table -->"
CORE = 0
CITRON_SPEED = 2_923 / 5_153
"""What Citron reads where textacy reads one word, by ../shared/corpora/README.md."""
SYSTEMS = {
    "reading": "onrecord, whole reading",
    "spacy": "onrecord, whole reading with spaCy's parse",
    "model": "onrecord, statements alone",
    "textacy": "textacy, quotations alone",
}
PUBLISHED = {
    "Citron": "Citron's code, retrained",
    "GGT": "GenderGapTracker's rules",
    "human": "one human annotator against another",
}
ORDER = ("e", "a", "b", "c", "d", "f")

Read = Callable[[Sequence[str]], list[list[Attribution]]]


@dataclass(frozen=True)
class Measured:
    """One system's row."""

    scores: dict[str, float]
    words: float
    megabytes: float
    start: float


def attributions(reading: Reading) -> list[Attribution]:
    """Return the statements of a reading as attributions, those that carry on another one joined to it."""
    places = {one.id: index for index, one in enumerate(reading.statements)}
    found = [
        Attribution(
            one.source, one.cue, one.content, one.confidence, places[one.continues] if one.continues else None
        )
        for one in reading.statements
    ]
    return statements.joined(found)


def reading_reader(parse: ParseBy = "shared") -> Read:
    """Return what reads texts whole: layout, statements, people, dates, acts, events, links."""
    from onrecord.article.plain import read_plain
    from onrecord.reading.reader import Reader

    reader = Reader(parse=parse)
    return lambda texts: [attributions(reader.read(read_plain(text, origin="table"))) for text in texts]


def model_reader() -> Read:
    """Return what finds statements alone."""
    from gum import paragraphs
    from onrecord.reading.trained import StatementModel

    model = StatementModel(threads=1)
    return lambda texts: model.find_many([(text, paragraphs(text)) for text in texts])


def textacy_reader() -> Read:
    """Return what finds quotations as textacy does, parse and all."""
    from peers import textacy_finder

    find = textacy_finder()
    if find is None:
        raise SystemExit("textacy is not installed; benchmarks/peers.py says how, --peers says where")
    return lambda texts: [find(text) for text in texts]


READERS: dict[str, Callable[[], Read]] = {
    "reading": reading_reader,
    "spacy": partial(reading_reader, "spacy"),
    "model": model_reader,
    "textacy": textacy_reader,
}


def work(name: str, shared: Path, sample: int) -> None:
    """Be one system: read when asked, and answer with a line of JSON."""
    os.sched_setaffinity(0, {CORE})
    scorers = statements.load_scorers(shared)
    articles = statements.sampled(scorers.polnear.load("dev"), sample)
    texts = [one["text"] for one in articles]
    read = READERS[name]()
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        began = time.process_time()
        found = read(texts)
        answer: dict[str, Any] = {"seconds": time.process_time() - began}
        answer["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if line.strip() == "score":
            counts = statements.score(scorers, articles, found)
            answer["scores"] = {key: statements.f1(counts, key) for key in ORDER}
        print(json.dumps(answer), flush=True)


def start_time(name: str, environment: dict[str, str]) -> float:
    """Return the processor time of a new process that reads one short article and ends, the best of three."""
    sample = str(ROOT / "samples" / "atlantic-morning-1.txt")
    code = (
        "import sys; from table import READERS; READERS[sys.argv[1]]()([open(sys.argv[2], encoding='utf-8').read()])"
    )
    command = [sys.executable, "-c", code, name, sample]
    if name == "reading":
        command = [sys.executable, "-c", "from onrecord.cli import main; main()", "read", sample]
    best = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, env=environment, capture_output=True, cwd=ROOT / "benchmarks")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def environment_of(name: str, peers: Path | None) -> dict[str, str]:
    """Return the variables of a system's process: one thread, our modules, and for a peer the folder it is in."""
    paths = [str(ROOT / "src"), str(ROOT / "benchmarks"), *([str(peers)] if peers and name == "textacy" else [])]
    single = dict.fromkeys(SETTINGS, "1")
    return {**os.environ, **single, "PYTHONPATH": os.pathsep.join(paths)}


def measure(names: Sequence[str], given: argparse.Namespace) -> dict[str, Measured]:
    """Let the systems read in turns, and return their rows."""
    environments = {name: environment_of(name, given.peers) for name in names}
    workers = {name: _worker(name, given, environments[name]) for name in names}
    answers: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    try:
        for name in names:
            _answer(workers[name], name)
        for round_ in range(given.rounds):
            for name in names:
                _pipe(workers[name].stdin).write("score\n" if not round_ else "read\n")
                _pipe(workers[name].stdin).flush()
                answers[name].append(_answer(workers[name], name))
    finally:
        for worker in workers.values():
            worker.terminate()
            worker.wait()
    words = statements.words_in(statements.sampled(_articles(given.shared), given.sample))
    return {
        name: Measured(
            several[0]["scores"],
            words / min(one["seconds"] for one in several),
            max(one["megabytes"] for one in several),
            start_time(name, environments[name]),
        )
        for name, several in answers.items()
    }


def _articles(shared: Path) -> list[dict[str, Any]]:
    return list(statements.load_scorers(shared).polnear.load("dev"))


def _worker(name: str, given: argparse.Namespace, environment: dict[str, str]) -> subprocess.Popen[str]:
    options = ["--shared", str(given.shared), "--sample", str(given.sample)]
    return subprocess.Popen(
        [sys.executable, __file__, "--worker", name, *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def _answer(worker: subprocess.Popen[str], name: str) -> dict[str, Any]:
    line = _pipe(worker.stdout).readline()
    if not line.startswith("{"):
        raise SystemExit(f"{SYSTEMS[name]}: it ended without an answer")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def table(rows: dict[str, Measured]) -> list[str]:
    """Return the table in Markdown: our rows and textacy's as measured now, the others as published."""
    labels = [statements.FIGURES[key] for key in ORDER]
    peer = rows.get("textacy")
    lines = [
        f"| F1 in % | {' | '.join(labels)} | words/s | beside textacy | memory | start |",
        "|---" * (len(ORDER) + 5) + "|",
    ]
    for name, row in rows.items():
        scores = " | ".join(f"{row.scores[key]:.1f}" for key in ORDER)
        ratio = f"{row.words / peer.words:.2f}" if peer else ""
        costs = f"{row.words:,.0f} | {ratio} | {row.megabytes:.0f} MB | {row.start:.1f} s"
        lines.append(f"| {SYSTEMS[name]} | {scores} | {costs} |")
    for name, label in PUBLISHED.items():
        scores = " | ".join(f"{statements.OTHERS[name][key]:.1f}" for key in ORDER)
        ratio = f"{CITRON_SPEED:.2f}" if name == "Citron" else ""
        lines.append(f"| {label} | {scores} | | {ratio} | | |")
    return lines


def losses(rows: dict[str, Measured]) -> str:
    """Return a sentence that names every column in which somebody else is better than the whole reading."""
    own = rows["reading"]
    said = []
    for key in ORDER:
        others = {SYSTEMS[name]: row.scores[key] for name, row in rows.items() if name == "textacy"}
        others |= {label: statements.OTHERS[name][key] for name, label in PUBLISHED.items()}
        better = [f"{label} {score:.1f}" for label, score in others.items() if score > own.scores[key]]
        said += [f"{statements.FIGURES[key]} ({own.scores[key]:.1f}; {', '.join(better)})"] if better else []
    peer = rows.get("textacy")
    if peer is not None:
        said += [f"speed ({own.words / peer.words:.2f} of textacy's)"] if own.words < peer.words else []
        said += [f"memory ({own.megabytes:.0f} MB to {peer.megabytes:.0f})"] if own.megabytes > peer.megabytes else []
        said += [f"start time ({own.start:.1f} s to {peer.start:.1f})"] if own.start > peer.start else []
    return f"Where a whole reading loses: {'; '.join(said)}." if said else "A whole reading loses in none of these."


def report(rows: dict[str, Measured], given: argparse.Namespace, number: int) -> list[str]:
    """Return what stands between the marks of the README."""
    sample = f" --sample {given.sample}" if given.sample else ""
    intro = (
        f"PolNeAR's development part ({number} articles), by `python benchmarks/table.py{sample}`: one core,\n"
        "one run, in turns; words a second of processor time; memory is the peak; start is a new process that reads\n"
        "one article. The rows without a speed were published, or measured on the test part before."
    )
    return [intro, "", *table(rows), "", losses(rows)]


def write(lines: Sequence[str]) -> None:
    """Put the report between its marks in the README."""
    text = README.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise SystemExit(f"{README.name} needs one line {BEGIN!r} and one {END!r} after it")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    README.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after, encoding="utf-8")


def main() -> int:
    """Print the table, and write it when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--sample", type=int, default=0, help="read so many articles only")
    parser.add_argument("--rounds", type=int, default=2, help="how often each system reads them")
    parser.add_argument("--peers", type=Path, default=os.environ.get("ONRECORD_PEERS"), help="where textacy is")
    parser.add_argument("--without-peers", action="store_true", help="measure onrecord alone")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not (given.shared / "scorers" / "polnear.py").exists():
        print(f"no corpora at {given.shared}: nothing was measured", file=sys.stderr)
        return int(os.environ.get("CI") == "true")
    if given.worker:
        work(given.worker, given.shared, given.sample)
        return 0
    if given.write and given.without_peers:
        parser.error("the README's table needs the peers")
    names = [name for name in SYSTEMS if name != "textacy" or not given.without_peers]
    rows = measure(names, given)
    lines = report(rows, given, len(statements.sampled(_articles(given.shared), given.sample)))
    print("\n".join(lines))
    if given.write:
        write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
