"""Small corpora of invented reports, and readers that are quick, or deadly, by what stands in the text."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from collections.abc import Mapping as Row
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.article.bookmark import Bookmark
from onrecord.article.intake import Intake
from onrecord.article.notices import Notify
from onrecord.cluster.choices import Choices
from onrecord.model import Article, Entity, ReaderInfo, Reading, Statement
from onrecord.reading.office_table import OfficeTable

WORDS = "harbour ferry quay council budget storm letter answer vote market fleet border winter road paper".split()
POISON = "the vial that nobody may open"
FAULT = "the page that is torn"
SLOW = "the clock that has stopped"
GERMAN = "Die Fähre werde im Juni fahren, sagte die Bürgermeisterin am Dienstag vor der Presse in der Stadt."


class Quick:
    """Finds one statement in every article, at once; some articles end it."""

    info = ReaderInfo(version="quick", models={"statements": "none"})

    def __init__(self, pause: float = 0.0) -> None:
        self._pause = pause

    def read(self, article: Article) -> Reading:
        if POISON in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if FAULT in article.text:
            raise ValueError("a page is missing")
        time.sleep(600.0 if SLOW in article.text else self._pause)
        statement = Statement(id="s1", kind="indirect", content=((0, len(article.text)),), speaker="e1")
        speaker = Entity(id="e1", name="Ann Lee", kind="person")
        return Reading(reader=self.info, article=article, entities=(speaker,), statements=(statement,))


class Growing(Quick):
    """Keeps 8 MB for every article, and says in the speaker's name which process it is."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[bytes] = []

    def read(self, article: Article) -> Reading:
        self._kept.append(os.urandom(8 << 20))
        speaker = Entity(id="e1", name=str(os.getpid()), kind="person")
        return super().read(article).model_copy(update={"entities": (speaker,)})


class Other(Quick):
    info = ReaderInfo(version="another")


def quick(offices: OfficeTable | None) -> Quick:
    return Quick()


def unhurried(offices: OfficeTable | None) -> Quick:
    return Quick(0.02)


def growing(offices: OfficeTable | None) -> Quick:
    return Growing()


def other(offices: OfficeTable | None) -> Quick:
    return Other()


def broken(offices: OfficeTable | None) -> Quick:
    raise OSError("the model is not there")


@dataclass(frozen=True, slots=True)
class DeadlyIntake(Choices):
    """Taking in a row with the poison ends the process."""

    def intake(self, bookmark: Bookmark, notify: Notify, *, addresses: bool = False) -> Intake:
        made = Choices.intake(self, bookmark, notify, addresses=addresses)
        return replace(made, mapping=replace(made.mapping, prepare=_taste))


def _taste(row: Row[str, Any]) -> Row[str, Any]:
    if POISON in row["text"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return row


QUICK = Choices(reader=quick)


def text(chance: random.Random) -> str:
    """Return an invented report; two are hardly ever the same."""
    sentences = (f"The {' '.join(chance.choices(WORDS, k=9))} was safe, the mayor said." for _ in range(4))
    return "\n\n".join(sentences)


def texts(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [text(chance) for _ in range(count)]


def write_lines(path: Path, stories: list[str]) -> Path:
    lines = (json.dumps({"id": f"{path.stem}-{number}", "text": one}) for number, one in enumerate(stories))
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def write_pages(path: Path, stories: list[str]) -> Path:
    """Write a web archive in which every third page has failed."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, story in enumerate(stories):
            for status in ("404 Not Found", "200 OK") if number % 3 == 0 else ("200 OK",):
                paragraphs = "".join(f"<p>{one}</p>" for one in story.split("\n\n"))
                page = f"<!doctype html><html lang=en><body><h1>The quay {number}</h1>{paragraphs}</body></html>"
                headers = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
                payload = io.BytesIO(page.encode())
                record = writer.create_warc_record(
                    f"https://quay.example/{number}", "response", payload=payload, http_headers=headers
                )
                writer.write_record(record)
    return path


def column(folder: Path, table: str, name: str) -> list[Any]:
    """Return a column of all parts of a table."""
    return [value for path in parts(folder, table) for value in pq.read_table(path, columns=[name])[name].to_pylist()]


def parts(folder: Path, table: str) -> Iterator[Path]:
    yield from sorted((folder / table).glob("*.parquet"))


def aside(folder: Path, table: str) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / f"{table}.parquet").to_pylist())


def ids(stories: list[str]) -> list[str]:
    return sorted({Article.identify(story) for story in stories})
