"""Web archives for tests, written by warcio, with the records that make reading them hard."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

STORY = (
    "<!doctype html><html lang=en><head><title>{0}</title></head><body><h1>{0}</h1>"
    "<p>The ministers of both countries met in the harbour on Tuesday and spoke for two hours about the herring.</p>"
    "<p>“We shall meet again,” one of them said {1}, while the ferry waited behind them for its passengers.</p>"
    "</body></html>"
)


def story(title: str, word: str = "quietly") -> bytes:
    """Return a page."""
    return STORY.format(title, word).encode()


class Archive:
    """A WARC in memory."""

    def __init__(self, *, packed: bool = True) -> None:
        self.stream = io.BytesIO()
        self.writer = WARCWriter(self.stream, gzip=packed)

    def add(
        self, url: str, body: bytes, kind: str | None = "text/html; charset=utf-8", status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        """Add a response."""
        fields = [*([("Content-Type", kind)] if kind else []), *headers]
        answer = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        self.writer.write_record(
            self.writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=answer)
        )

    def add_other(self, kind: str) -> None:
        """Add a record that is no response."""
        self.writer.write_record(
            self.writer.create_warc_record("https://a.example/", kind,
                                           payload=io.BytesIO(b"GET / HTTP/1.1\r\nx: y\r\n\r\n"),
                                           warc_content_type="application/warc-fields")
        )  # fmt: skip

    @property
    def data(self) -> bytes:
        """The bytes of the archive."""
        return self.stream.getvalue()


def chunked(body: bytes) -> bytes:
    """Return a body in chunks, as HTTP/1.1 sends it."""
    pieces = [body[start : start + 100] for start in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def hard(packed: bool = True) -> bytes:
    """Return a WARC of six pages that can be read, three that cannot, and records that are none."""
    made = Archive(packed=packed)
    made.writer.write_record(made.writer.create_warcinfo_record("a.warc", {"software": "test"}))
    made.add_other("metadata")
    made.add("https://a.example/plain", story("A plain page of the archive"))
    made.add("https://a.example/gzip", gzip.compress(story("A packed page of the archive")),
             headers=[("Content-Encoding", "gzip")])  # fmt: skip
    made.add("https://a.example/chunked", chunked(gzip.compress(story("A chunked page of the archive"))),
             headers=[("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])  # fmt: skip
    made.add("https://a.example/latin", story("A Latin page of the archive", "in Malmö").decode().encode("cp1252"),
             "text/html; charset=ISO-8859-1")  # fmt: skip
    greek = story("A Greek page of the archive", "Καλημέρα").decode().replace("“", '"').replace("”", '"')
    greek = greek.replace("<head>", '<head><meta charset="iso-8859-7">')
    made.add("https://a.example/greek", greek.encode("iso-8859-7"), "text/html")
    made.add("https://a.example/nul", story("A stray byte of the archive") + b"\0")
    made.add("https://a.example/gone", b"<html>not found</html>", status="404 Not Found")
    made.add("https://a.example/moved", b"", status="301 Moved Permanently", headers=[("Location", "/x")])
    made.add("https://a.example/picture", b"\x89PNG\r\n\x1a\n" + bytes(500), "image/png")
    made.add("https://a.example/no-kind", b"something", None)
    made.add("https://a.example/empty", b"")
    made.add("https://a.example/liar", bytes(range(256)) * 20, "text/html")
    made.add("https://a.example/torn", gzip.compress(story("A torn page of the archive"))[:-40],
             headers=[("Content-Encoding", "gzip")])  # fmt: skip
    made.add_other("request")
    return made.data


READABLE = ("plain", "gzip", "chunked", "latin", "greek", "nul")


def wacz(**parts: bytes) -> bytes:
    """Return a WACZ with these WARC files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        for name, data in parts.items():
            archive.writestr(f"archive/{name}.warc.gz", data)
    return made.getvalue()
