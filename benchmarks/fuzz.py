"""Fuzz every parser: whatever the bytes, an input is read or refused with a message, in bounded time and memory.

Run: python benchmarks/fuzz.py [--minutes 6] [--only page,files] [--keep DIR]

With atheris installed (``pip install atheris``; it is no dependency) mutations follow the coverage of our code;
without it, samples are mutated at random. Each target runs in a process of its own for its share of the time. A
failure is what a user would see as a traceback, an input that takes more than ``SECONDS``, or more memory than
``MEGABYTES``; each place in the code is told once, with the input kept in DIR. Exit code 1 when there was any.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import importlib.util
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
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
SECONDS, MEGABYTES = 10, 3_000
LONGEST = 60_000
"""Bytes: longer inputs are for benchmarks/growth.py and tests/test_patterns.py."""
SUFFIXES = (
    ".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".warc", ".warc.gz", ".wacz", ".rss", ".xml",
    ".jsonl.gz", ".csv.gz",
)  # fmt: skip

Target = Callable[[bytes], object]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass" if data[:1] < b"\x80" else "replace") if _fits(data) else ""


def _fits(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def page(data: bytes) -> object:
    """A page's bytes."""
    from onrecord.article.html import read_page

    return read_page(data, origin="fuzz")


def text(data: bytes) -> object:
    """A text's bytes, in whatever encoding the first of them names."""
    from onrecord.article.decoding import decode
    from onrecord.article.plain import read_plain

    names = (None, "utf-16", "shift_jis", "koi8-r", "utf-7", "idna", "hex", "x-user-defined")
    declared = names[data[0] % len(names)] if data else None
    return read_plain(decode(data[1:], origin="fuzz", declared=declared), origin="fuzz")


def files(data: bytes) -> object:
    """A file of any kind: the first byte chooses its suffix, the second a preset."""
    from onrecord.article.intake import Intake
    from onrecord.article.presets import PRESETS
    from onrecord.article.sources import read_sources

    if len(data) < 2:
        return None
    presets = [None] * 8 + list(PRESETS.values())
    intake = Intake().shaped(presets[data[1] % len(presets)], None)
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder, "a" + SUFFIXES[data[0] % len(SUFFIXES)])
        path.write_bytes(data[2:])
        return list(read_sources([str(path)], intake=intake))


def feed(data: bytes) -> object:
    """A feed, its entries, and a list of feeds."""
    from onrecord.article.errors import ArticleError
    from onrecord.article.feed import feeds_in_opml, read_entry, read_feed

    with contextlib.suppress(ArticleError):
        list(feeds_in_opml(data, origin="fuzz"))
    for entry in read_feed(data, origin="fuzz"):
        with contextlib.suppress(ArticleError):
            read_entry(entry, origin="fuzz")
    return None


def transcript(data: bytes) -> object:
    """An official transcript."""
    from onrecord.article.transcript import read_transcript, sentences_of

    words = _text(data)
    found = read_transcript(words, origin="fuzz")
    for turn in found.turns:
        list(sentences_of(found.article.text, *turn.span))
    return found


def stamps(data: bytes) -> object:
    """A line that may be a date."""
    from onrecord.article.mapping import loose_date
    from onrecord.article.timestamps import find_day_first, read_stamps, to_iso

    words = _text(data)
    return to_iso(words), read_stamps(words), find_day_first(words), loose_date(words)


def rows(data: bytes) -> object:
    """A mapping of columns, and a row of a table."""
    from onrecord.article.mapping import parse_mapping, read_row
    from onrecord.article.presets import PRESETS

    first, _, rest = _text(data).partition("\n")
    if first.startswith("text="):
        parse_mapping(first)
    try:
        row = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    shapes = list(PRESETS.values())
    return read_row(row, shapes[len(first) % len(shapes)].mapping, origin="fuzz") if isinstance(row, dict) else None


def readings(data: bytes) -> object:
    """Readings as JSONL, and a table of offices."""
    from onrecord.export.contract import read_lines
    from onrecord.reading.office_table import read_terms

    if data[:7] == b"country":
        with tempfile.NamedTemporaryFile(dir=_memory()) as file:
            Path(file.name).write_bytes(data)
            return read_terms(Path(file.name))
    return list(read_lines(io.BytesIO(data), "fuzz"))


def dump(data: bytes) -> object:
    """A dump that a record is restored from."""
    from onrecord.record import Record
    from onrecord.record.dump import restore

    with tempfile.TemporaryDirectory(dir=_memory()) as folder, Record(Path(folder, "r.onrecord")) as record:
        return restore(record, _text(data).splitlines())


def query(data: bytes) -> object:
    """What somebody types into the search: parsed, and asked of a record."""
    from onrecord.record import Filters, search

    words, _, rest = _text(data).partition("\n")
    named = dict(zip(("speaker", "since", "power", "confidence", "act"), rest.split("\n"), strict=False))
    return search(_record(), words, Filters(**named))


def pages(data: bytes) -> object:
    """A request to the reading room: any address, any form."""
    from urllib.parse import quote

    first, _, body = data.partition(b"\n")
    address = "/" + quote(first.lstrip(b"/")[:400], safe="/?&=%#")
    kinds = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "")
    headers = {"origin": "http://127.0.0.1:8411", "content-type": kinds[len(body) % 4]}
    client = _room()
    answers = [client.get(address, follow_redirects=False), client.post(address, content=body, headers=headers)]
    assert all(answer.status_code < 500 or answer.status_code == 503 for answer in answers), address
    return None


def articles(data: bytes) -> object:
    """A whole reading, which checks its own offsets, and every way out of it."""
    from onrecord.article.plain import read_plain

    return _reader().read(read_plain(_text(data)[:1_500], origin="fuzz")).to_json()


TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (page, text, files, feed, transcript, stamps, rows, readings, dump, query, pages, articles)
}
_KEPT: dict[str, Any] = {}


def _reader() -> Any:
    if "reader" not in _KEPT:
        from onrecord.reading.reader import Reader

        _KEPT["reader"] = Reader()
    return _KEPT["reader"]


def _record() -> Any:
    if "record" not in _KEPT:
        from tests.invented import harbour

        from onrecord.record import Record

        record = Record(Path(tempfile.mkdtemp(dir=_memory()), "r.onrecord"))
        record.add(harbour())
        _KEPT["record"] = record
    return _KEPT["record"]


def _room() -> Any:
    if "room" not in _KEPT:
        from starlette.testclient import TestClient
        from tests.web.conftest import PlainReader, fill

        from onrecord.web import create_app

        path = fill(Path(tempfile.mkdtemp(dir=_memory()), "r.onrecord"))
        app = create_app(path, rate=None, reader=PlainReader())
        _KEPT["room"] = TestClient(app, base_url="http://127.0.0.1:8411")
    return _KEPT["room"]


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def refused() -> tuple[type[BaseException], ...]:
    """Return the errors that tell a user what is wrong."""
    from onrecord.article.errors import ArticleError
    from onrecord.article.mapping import MappingError
    from onrecord.export.formats import ExportError
    from onrecord.reading.office_table import OfficesError
    from onrecord.record import QueryError, RecordError

    return ArticleError, MappingError, ExportError, OfficesError, RecordError, QueryError


def seeds(name: str) -> Iterator[bytes]:
    """Yield inputs to begin with: our samples, and small files of every kind made of them."""
    samples = [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix != ".md"]
    html = (SAMPLES / "nordic-dispatch-1.html").read_bytes()
    lines = (SAMPLES / "fjord-wire.jsonl").read_bytes()
    yield from samples
    if name == "files":
        for place, suffix in enumerate(SUFFIXES):
            for preset in (b"\0", bytes([8 + place % 8])):
                yield bytes([place]) + preset + _file(suffix, html, lines)
    if name == "feed":
        yield _feed(html)
        yield b'<opml version="2.0"><body><outline xmlUrl="https://a.example/rss"/></body></opml>'
        yield b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><title>&b;</title>'
    if name == "stamps":
        for one in (
            "13 May 2031 18:42 GMT",
            "2031-05-13T18:42:00+02:00",
            "Updated 03/04/2031, 6.42 pm",
            "Tue., Sept. 3rd",
        ):
            yield one.encode()
    if name == "rows":
        yield b'text=body,date=when\n{"text": "a", "published": "2031-05-13", "authors": ["A"], "language": "en"}'
    if name == "readings":
        from tests.invented import harbour

        yield harbour().to_json().encode()
        yield b"country,role,office,holder,wikidata,start,end,evidence\nNOR,,minister,Ann Lee,Q1,2031-01-01,,x\n"
    if name == "dump":
        from onrecord.record.dump import dump as dumped

        yield "\n".join(dumped(_record())).encode()
    if name == "query":
        yield b'"open strait" NOT ferry*\nkovac\n2031-05\nLRN\n0.5\ndeny'
        yield b"(a OR b) AND c"
    if name == "pages":
        from tests.web.places import PAGES

        yield from (address[1:].encode() + b"\ntext=abc&publisher=x&published=2031-05-13" for address in PAGES)
        yield b'api/v1/articles\n{"by": {"who": "ann", "why": ""}, "statement": "s1", "action": "confirm"}'


def _file(suffix: str, html: bytes, lines: bytes) -> bytes:
    if suffix in (".html", ".txt"):
        return html if suffix == ".html" else (SAMPLES / "atlantic-morning-1.txt").read_bytes()
    if suffix.startswith(".jsonl"):
        return gzip.compress(lines) if suffix.endswith(".gz") else lines
    if suffix == ".json":
        return b"[" + b",".join(line for line in lines.splitlines() if line) + b"]"
    if suffix.startswith((".csv", ".tsv")):
        table = b'title,text,date\n"a, b","It rained. ""No,"" she said.",2031-05-13\n'
        return gzip.compress(table) if suffix.endswith(".gz") else table
    if suffix in (".rss", ".xml"):
        return _feed(html)
    if suffix == ".parquet":
        return _parquet()
    archive = _warc(html, packed=suffix != ".warc")
    if suffix != ".wacz":
        return archive
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("archive/a.warc.gz", archive)
    return packed.getvalue()


def _feed(html: bytes) -> bytes:
    body = html.decode().replace("<", "&lt;")
    return (
        '<rss version="2.0"><channel><title>A</title><language>en</language><item><title>B</title>'
        f"<link>https://a.example/b</link><pubDate>Tue, 13 May 2031 18:42:00 GMT</pubDate>"
        f"<description>{body}</description></item></channel></rss>"
    ).encode()


def _parquet() -> bytes:
    import pyarrow
    import pyarrow.parquet

    packed = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"title": ["a"], "text": ["It rained, she said."]}), packed)
    return packed.getvalue()


def _warc(html: bytes, *, packed: bool) -> bytes:
    from tests.article.archives import Archive

    archive = Archive(packed=packed)
    archive.add("https://a.example/", html)
    archive.add("https://a.example/z", gzip.compress(html), headers=[("Content-Encoding", "gzip")])
    return archive.data


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
        frames = [one for one in traceback.extract_tb(error.__traceback__) if "onrecord" in one.filename]
        last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno} ({str(error)[:120]!r})"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def run(name: str, seconds: float, keep: Path, dice: random.Random) -> None:
    """Fuzz one target in this process, and print a line of JSON for each failure and at the end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20)) if not _guided() else None
    target, fine, known, began, number = TARGETS[name], refused(), set[str](), time.monotonic(), 0

    def one(data: bytes) -> None:
        nonlocal number
        number += 1
        found = tried(target, data, fine)
        if found is not None and (place := found.split(" (")[0]) not in known:
            known.add(place)
            path = keep / f"{name}-{len(known)}.bin"
            path.write_bytes(data)
            print(json.dumps({"target": name, "failure": found, "input": str(path)}), flush=True)
        if number % 500 == 0 or time.monotonic() - began > seconds:
            print(json.dumps({"target": name, "inputs": number, "places": len(known)}), flush=True)
        if time.monotonic() - began > seconds:
            os._exit(0)

    corpus = [data[:LONGEST] for data in seeds(name)]
    if _guided():
        import atheris

        folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-", dir=_memory()))
        for place, data in enumerate(corpus):
            (folder / str(place)).write_bytes(data)
        options = [
            f"-max_len={LONGEST}",
            f"-rss_limit_mb={MEGABYTES}",
            "-timeout=120",
            "-verbosity=0",
            "-close_fd_mask=2",
        ]
        atheris.Setup(
            [sys.argv[0], str(folder), f"-artifact_prefix={keep}/{name}-", "-close_fd_mask=2", *options], one
        )
        atheris.Fuzz()
    for data in corpus:
        one(data)
    while True:
        one(mutated(dice.choice(corpus), corpus, dice))


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


def main() -> int:
    """Run the targets one after another and print what each found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "onrecord-fuzz")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    if given.one:
        if _guided():
            import atheris

            with atheris.instrument_imports(include=["onrecord"]):
                refused()
                import onrecord.article.sources
                import onrecord.article.transcript
                import onrecord.record.dump  # noqa: F401
        run(given.one, given.minutes * 60, given.keep, random.Random(given.one))
    names = given.only.split(",")
    print(
        f"{'coverage-guided (atheris)' if _guided() else 'random mutations'}, {given.minutes:g} minutes", flush=True
    )
    failed = 0
    for name in names:
        command = [
            sys.executable,
            __file__,
            "--one",
            name,
            "--minutes",
            str(given.minutes / len(names)),
            "--keep",
            str(given.keep),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        told = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
        inputs = max((one["inputs"] for one in told if "inputs" in one), default=0)
        failures = [one for one in told if "failure" in one]
        ended = "" if ran.returncode == 0 else f", ended with {ran.returncode}: {ran.stderr[-300:]}"
        failed += len(failures) + bool(ended)
        print(f"{name:12s}{inputs:9,d} inputs, {len(failures)} failures{ended}", flush=True)
        for one in failures:
            print(f"  {one['failure']}  {one['input']}", flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
