"""Measure the way in: how fast and in how much memory large files stream, and whether an interrupted reading goes on.

Run: python benchmarks/doors.py [--megabytes 1024] [--kinds jsonl,warc] [--read 200] [--keep FOLDER]

For each kind a file of that size is made on the fly, and read to articles by a process of its own, with the progress
bar and the bookmark of ``onrecord read``, but without looking for statements: that is another benchmark's question.
The process is interrupted (SIGINT) when 40 % is behind it, and started again; every article must come exactly once.
Peak memory is the largest of both processes' resident set. ``--read N`` then runs ``onrecord add`` whole, model and
all, over N articles, to tell what the reading adds. The text is made of invented sentences.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WORDS = (
    "harbour herring ferry quay minister board talks court owners council budget storm bridge letter answer "
    "spokesman decision vote market price fleet boat treaty border school hospital road winter paper plan report "
    "figure"
).split()
_NAMES = ("Ann Lee", "Bo Ek", "Katrin Holm", "Tom Reyes", "Ilya Strand", "Maria Dahl")
_ITEM = "<li><a href='/s/{0}' class='menu__item menu__item--{0}'>Section {0}</a></li>"
_MENU = "".join(_ITEM.format(number) for number in range(60))
_SCRIPT = "<script>window.data = {" + ",".join(f'"k{n}": "value {n}"' for n in range(400)) + "};</script>"


def sentence(rng: random.Random) -> str:
    """Return an invented sentence, every fourth of them a statement."""
    words = " ".join(rng.choices(_WORDS, k=rng.randint(8, 20)))
    if rng.random() < 0.25:
        return f"“The {words},” {rng.choice(_NAMES)} told reporters on Tuesday."
    return f"The {words} of the {rng.choice(_WORDS)}."


def story(rng: random.Random) -> list[str]:
    """Return the paragraphs of a report of about 4,000 characters."""
    return [" ".join(sentence(rng) for _ in range(rng.randint(2, 4))) for _ in range(12)]


def page(rng: random.Random, number: int) -> bytes:
    """Return a page of about 40,000 bytes, as heavy with menus and scripts as such pages are."""
    title = f"Report {number} of the {rng.choice(_WORDS)} and the {rng.choice(_WORDS)}"
    body = "".join(f"<p class='story__paragraph'>{paragraph}</p>" for paragraph in story(rng))
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{_SCRIPT}</head><body><nav><ul>{_MENU}</ul></nav>"
        f"<article><h1>{title}</h1>{body}</article><aside>{_MENU * 3}</aside>{_SCRIPT}"
        f"<footer>{_MENU}</footer></body></html>"
    ).encode()


def make_jsonl(path: Path, size: int) -> int:
    """Write JSONL of ``size`` bytes; return how many lines."""
    rng, number = random.Random(1), 0
    with path.open("wb") as stream:
        while stream.tell() < size:
            line = {"id": f"a{number}", "text": "\n\n".join(story(rng)), "published": "2031-05-05"}
            stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            number += 1
    return number


def make_warc(path: Path, size: int) -> int:
    """Write a WARC of ``size`` bytes, packed if its name says so; some responses are no pages. Return the pages."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    rng, number = random.Random(2), 0
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz")
        while stream.tell() < size:
            body = page(rng, number)
            for url, kind, data in (
                ("p", "text/html; charset=utf-8", body),
                ("i", "image/jpeg", rng.randbytes(9_000)),
            ):
                if kind[0] == "i" and number % 4:
                    continue
                answer = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
                address = f"https://quay.example/{url}/{number}"
                writer.write_record(
                    writer.create_warc_record(address, "response", payload=io.BytesIO(data), http_headers=answer)
                )
            number += 1
    return number


KINDS = {"jsonl": ("a.jsonl", make_jsonl), "warc": ("a.warc", make_warc), "warc.gz": ("a.warc.gz", make_warc)}


def child(path: str, place: str, seen: str) -> None:
    """Read ``path`` to articles, note each one's origin in ``seen``, and print the peak memory in KiB."""
    from rich.console import Console

    from onrecord.article.bookmark import Bookmark
    from onrecord.article.intake import Intake
    from onrecord.article.sources import count_bytes, read_sources
    from onrecord.article.tongue import ENGLISH
    from onrecord.cli.taking import _progress

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job has it ignored
    console = Console(stderr=True, force_terminal=True, width=80)
    with Bookmark(Path(place)) as bookmark, _progress(console) as progress, Path(seen).open("a") as out:
        task = progress.add_task("reading", total=count_bytes([path]))
        try:
            for one in read_sources([path], intake=Intake(languages=ENGLISH, bookmark=bookmark)):
                out.write(f"{type(one).__name__} {one.origin}\n")
                progress.update(task, completed=bookmark.bytes_done)
            bookmark.remove()
        finally:
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


@dataclass(frozen=True)
class Run:
    """What one process did."""

    seconds: float
    peak_mib: float
    drew_a_bar: bool


def run(path: Path, place: Path, seen: Path, stop_at: int | None) -> Run:
    """Read ``path`` in a process of its own, and interrupt it when its place has passed ``stop_at``."""
    command = [sys.executable, __file__, "--child", str(path), str(place), str(seen)]
    began = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        while stop_at is not None and process.poll() is None:
            time.sleep(0.1)
            if _place(place) >= stop_at:
                process.send_signal(signal.SIGINT)
                break
        out, _ = process.communicate()
        errors.seek(0)
        bar = "━".encode() in errors.read()
    return Run(time.monotonic() - began, int(out.split()[0]) / 1024, bar)


def _place(path: Path) -> int:
    lines = path.read_text().splitlines() if path.exists() else []
    places = [json.loads(line).get("place", 0) for line in lines[-1:]]
    return places[-1] if places else 0


def measure(kind: str, size: int, folder: Path) -> bool:
    """Make a file, read it in two goes, print a line; return whether all came once and in bounds."""
    name, make = KINDS[kind]
    path, place, seen = folder / name, folder / f"{kind}.place", folder / f"{kind}.seen"
    count = make(path, size)
    seen.unlink(missing_ok=True)
    runs = [run(path, place, seen, int(path.stat().st_size * 0.4)), run(path, place, seen, None)]
    lines = seen.read_text().splitlines()
    whole = len(lines) == len(set(lines)) == count and all(line.startswith("Article") for line in lines)
    peak, seconds = max(one.peak_mib for one in runs), sum(one.seconds for one in runs)
    megabytes = path.stat().st_size / 1e6
    bar = all(one.drew_a_bar for one in runs)
    print(
        f"{kind:8} {megabytes:6.0f} MB {count:7,} articles {seconds:6.0f} s {megabytes / seconds:6.1f} MB/s "
        f"{count / seconds:7.0f} articles/s  peak {peak:4.0f} MiB  bar {'yes' if bar else 'NO'}  "
        f"each once after the interrupt: {'yes' if whole else 'NO'}",
        flush=True,
    )
    path.unlink()
    return whole and bar and peak < 400


def measure_whole(articles: int, folder: Path) -> None:
    """Run ``onrecord add`` over some articles, with the statement model and all, and print a line."""
    path = folder / "whole.jsonl"
    count = make_jsonl(path, articles * 4_300)
    began = time.monotonic()
    command = [sys.executable, "-m", "onrecord", "add", str(path), "-r", str(folder / "whole.onrecord")]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    seconds = time.monotonic() - began
    print(
        f"onrecord add, whole: {count} articles {seconds:.0f} s {count / seconds:.1f} articles/s  peak {peak:.0f} MiB"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--kinds", default="jsonl,warc")
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def _folders(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> int:
    """Measure what the options ask for; exit with 1 when a bound is broken."""
    options = _options()
    if options.child:
        child(*options.child)
        return 0
    good = True
    for folder in _folders(options.keep):
        if options.read:
            measure_whole(options.read, folder)
        for kind in options.kinds.split(","):
            good &= measure(kind, options.megabytes * 1_000_000, folder)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
