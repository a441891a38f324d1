"""What benchmarks/fuzz.py fuzzes: every way into onrecord as a function of bytes, and what each begins with."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import importlib.util
import io
import json
import lzma
import re
import shutil
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.invented import harbour

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
SUFFIXES = (
    ".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".warc", ".warc.gz", ".wacz", ".rss", ".xml",
    ".jsonl.gz", ".csv.gz", ".tar", ".tar.gz", ".zip", ".txt.xz", ".html.bz2", ".jsonl.zst", ".txt.br", ".warc.zst",
)  # fmt: skip

OWN = {"origin": "http://127.0.0.1:8411"}
_ARTICLE = f"/articles/{harbour().article.id}"
FORMS = (
    "/read", f"{_ARTICLE}/statements", f"{_ARTICLE}/statements/s4/corrections",
    f"{_ARTICLE}/statements/s5/corrections", "/corrections/1/withdraw", "/sign-in",
)  # fmt: skip
DOORS = (
    f"/api{_ARTICLE}/statements", f"/api{_ARTICLE}/statements/s4/corrections", "/api/corrections/1/withdraw",
    "/api/drafts",
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
    """A page of the reading room or an answer of its API: any address, any cookie, any Origin."""
    first, cookie, origin = [*data.split(b"\n", 2), b"", b""][:3]
    headers = {b"cookie": _header(cookie), b"origin": _header(origin)}
    given = {name: value for name, value in headers.items() if value}
    _fine(_room().post("/read", headers=given))
    return _fine(_room().get(_address(first), headers=given))


def forms(data: bytes) -> object:
    """A form that a page of the room sends: its first byte chooses where to, the rest is the body."""
    client, form = _room(), FORMS[data[0] % len(FORMS)] if data else "/read"
    token = re.search(r'name="csrf" value="(\w{64})"', client.get("/read").text)
    assert token, "the page has a form"
    if data[:1] > b"\x7f":
        boundary = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + token[1].encode() + b"\r\n--x"
        body, kind = boundary + data[1:], "multipart/form-data; boundary=x"
    else:
        body, kind = b"csrf=" + token[1].encode() + b"&" + data[1:], "application/x-www-form-urlencoded"
    answer = _fine(client.post(form, content=body, headers={**OWN, "content-type": kind}))
    place = answer.headers.get("location", "")
    if answer.status_code == 303 and place.startswith("/read/"):
        _look_at_draft(client, place, token[1], keep=len(data) % 2 == 0)
    elif answer.status_code == 303:
        _fine(client.get(place))
    return None


def _look_at_draft(client: Any, place: str, token: str, *, keep: bool) -> None:
    while not _fine(client.get(f"{place}/state")).json()["over"]:
        time.sleep(0.001)
    _fine(client.get(place))
    kept = client.post(f"{place}/{'add' if keep else 'discard'}", content=f"csrf={token}",
                       headers={**OWN, "content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    if _fine(kept).headers.get("location", "").startswith("/articles/"):
        _fine(client.get(kept.headers["location"]))


def api(data: bytes) -> object:
    """What a program sends to the API: its first byte chooses where to, the rest is JSON."""
    place = DOORS[data[0] % len(DOORS)] if data else DOORS[0]
    return _fine(_room().post(place, content=data[1:], headers={**OWN, "content-type": "application/json"}))


def _address(first: bytes) -> str:
    return "/" + quote(first.lstrip(b"/")[:400], safe="/?&=%#")


def _header(value: bytes) -> bytes:
    """Return what of bytes can stand in a header."""
    return bytes(one for one in value[:200] if 32 <= one != 127).strip()


def _fine(answer: Any) -> Any:
    assert answer.status_code < 500 or answer.status_code == 503, f"{answer.status_code} for {answer.request.url}"
    return answer


def articles(data: bytes) -> object:
    """A whole reading, which checks its own offsets, and every way out of it but PDF."""
    from onrecord.article.html import read_page
    from onrecord.article.plain import read_plain
    from onrecord.export import FORMATS, whole, write

    if data[:1] == b"<":
        article = read_page(data[:3_000], origin="fuzz")
    else:
        article = read_plain(_text(data)[:1_500], origin="fuzz")
    extract = whole(_reader().read(article))
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        for name in FORMATS.keys() - {"pdf"}:
            write([extract], name, Path(folder, name))
    return None


TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (
        page,
        text,
        files,
        feed,
        transcript,
        stamps,
        rows,
        readings,
        dump,
        query,
        pages,
        forms,
        api,
        articles,
    )
}
_KEPT: dict[str, Any] = {}


def _reader() -> Any:
    if "reader" not in _KEPT:
        from onrecord.reading.reader import Reader

        _KEPT["reader"] = Reader(parse="shared")
    return _KEPT["reader"]


def _record() -> Any:
    if "record" not in _KEPT:
        from onrecord.record import Record

        record = Record(Path(tempfile.mkdtemp(dir=_memory()), "r.onrecord"))
        record.add(harbour())
        _KEPT["record"] = record
    return _KEPT["record"]


def _room() -> Any:
    """Return the client of a room that can be written to; a new one now and then, since its record grows."""
    from starlette.testclient import TestClient
    from tests.web.conftest import PlainReader, fill

    from onrecord.web import create_app

    _KEPT["asked"] = _KEPT.get("asked", -1) + 1
    if _KEPT["asked"] % 1_000 == 0:
        if "room" in _KEPT:
            _KEPT["room"].__exit__(None, None, None)
            shutil.rmtree(_KEPT["folder"])
        _KEPT["folder"] = tempfile.mkdtemp(dir=_memory())
        app = create_app(fill(Path(_KEPT["folder"], "r.onrecord")), rate=None, reader=PlainReader())
        client = TestClient(app, base_url=OWN["origin"], follow_redirects=False)
        _KEPT["room"] = client.__enter__()  # one event loop for all requests
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

        yield from (address[1:].encode() + b"\nonrecord_who=ann\nhttp://127.0.0.1:8411" for address in PAGES)
        yield from (f"api/{one}".encode() for one in ("articles", "statements?limit=2", "events", "review"))
    if name == "forms":
        yield from _forms(html)
    if name == "api":
        changes = ('{"kind": "direct"}', '{"speaker": {"name": "Kovac"}}', '{"date": {"start": "2031-05-13"}}')
        for place in range(len(DOORS)):
            for change in changes:
                for given in (f'"action": "change", "fields": {change}', f'"content": [[0, 9]], "fields": {change}'):
                    yield bytes([place]) + f'{{"who": "Ann", "why": "it stands there", {given}}}'.encode()
            yield bytes([place]) + b'{"who": "Ann", "action": "confirm"}'
            yield bytes([place]) + b'{"who": "Ann"}'
            yield bytes([place]) + b'{"text": "It rained, she said.", "kind": "text", "wait": 0.1}'


def _forms(html: bytes) -> Iterator[bytes]:
    """Yield filled forms: a text, an upload, a judgement on a statement, one that was missed, one taken back."""
    upload = b'\r\nContent-Disposition: form-data; name="file"; filename="a.html"\r\nContent-Type: text/html\r\n\r\n'
    bodies = (
        b"text=%E2%80%9CIt rained,%E2%80%9D she said.&publisher=A&published=2031-05-13&who=Ann&why=x&next=/review",
        b"action=confirm&who=Ann&next=/review?power=LRN",
        b"action=delete&who=Ann&why=no+statement",
        b"action=change&who=Ann&kind=direct&speaker=Kovac&addressee=the+press&act=deny&modality=stated",
        b"action=change&who=Ann&date_start=2031-05-13&date_end=2031-05-14&content=rejected&cue=said",
        b"content=rejected&speaker=Kovac&kind=indirect&who=Ann&source=Kovac&at=10&token=x",
    )
    for place in range(len(FORMS)):
        yield from (bytes([place]) + body for body in bodies)
        yield bytes([place + len(FORMS) * (128 // len(FORMS) + 1)]) + upload + html + b"\r\n--x--\r\n"


def _file(suffix: str, html: bytes, lines: bytes) -> bytes:
    if suffix in PACKERS:
        return PACKERS[suffix](lines if suffix.startswith(".jsonl") else html)
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
    if suffix in (".tar", ".tar.gz", ".zip"):
        return _bundle(suffix, html, lines)
    archive = _warc(html, packed=suffix != ".warc")
    if suffix == ".warc.zst":
        return _zstd(_warc(html, packed=False))
    if suffix != ".wacz":
        return archive
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("archive/a.warc.gz", archive)
    return packed.getvalue()


def _bundle(suffix: str, html: bytes, lines: bytes) -> bytes:
    packed = io.BytesIO()
    if suffix == ".zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("in/a.html", html)
            file.writestr("in/b.jsonl", lines)
        return packed.getvalue()
    with tarfile.open(fileobj=packed, mode="w:gz" if suffix == ".tar.gz" else "w") as archive:
        for name, data in (("in/a.html", html), ("é" * 150 + ".jsonl", lines), ("b.txt", b"It rained, she said.")):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def _zstd(data: bytes) -> bytes:
    """Return bytes packed, where a library for that is installed."""
    if importlib.util.find_spec("backports") is None:
        return b"\x28\xb5\x2f\xfd"
    packed: bytes = importlib.import_module("backports.zstd").compress(data)
    return packed


def _brotli(data: bytes) -> bytes:
    if importlib.util.find_spec("brotli") is None:
        return b"\x0b"
    packed: bytes = importlib.import_module("brotli").compress(data)
    return packed


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".txt.xz": lzma.compress, ".html.bz2": bz2.compress, ".jsonl.zst": _zstd, ".txt.br": _brotli,
}  # fmt: skip


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
    from tests.article.archives import Archive, chunked

    archive = Archive(packed=packed)
    archive.add("https://a.example/", html)
    archive.add("https://a.example/z", gzip.compress(html), headers=[("Content-Encoding", "gzip")])
    both = [("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")]
    archive.add("https://a.example/b", chunked(_brotli(html)), headers=both)
    return archive.data
