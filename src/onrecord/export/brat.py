"""brat standoff, in PolNeAR's layout: ``Attribution`` events that join a ``Source``, a ``Cue`` and a ``Content``.

Source of the format: https://brat.nlplab.org/standoff.html; of the layout: E. Newell, D. Margolin and D. Ruths, "An
Attribution Relations Corpus for Political News", LREC 2018.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.export.extract import Extract
from onrecord.model import ACTS, Article, Reading, Spans, Statement

CONFIGURATION = f"""[entities]
Source
Cue
Content

[relations]
continues Arg1:Attribution|Attribution-no-source, Arg2:Attribution|Attribution-no-source
nested-in Arg1:Attribution|Attribution-no-source, Arg2:Attribution|Attribution-no-source

[events]
Attribution Source:Source, Cue?:Cue, Content:Content
Attribution-no-source Cue?:Cue, Content:Content

[attributes]
Kind Arg:<EVENT>, Value:direct|mixed|indirect
Act Arg:<EVENT>, Value:{"|".join(ACTS)}
Modality Arg:<EVENT>, Value:asserted|hypothetical|conditional|negated|question|possible
"""

_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)")
_EVENT = re.compile(r"(E\d+)\t(Attribution(?:-no-source)?):(T\d+)((?: \S+:\S+)*)\s*$")
_RUNS = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Standoff:
    """One attribution of an ``.ann`` file: its spans, sorted, in code points of the text beside it."""

    id: str
    source: Spans
    cue: Spans
    content: Spans


def write(extracts: Iterable[Extract], folder: Path) -> None:
    """Write an ``.txt`` and an ``.ann`` for each article, and the ``annotation.conf`` that brat shows them by."""
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    for number, extract in enumerate(extracts, 1):
        name = f"{number:06d}-{_file_name(extract.reading.article)}"
        # brat counts the characters of the file as it is, so line endings must stay.
        (folder / f"{name}.txt").write_text(extract.reading.article.text, encoding="utf-8", newline="")
        (folder / f"{name}.ann").write_text(to_standoff(extract.reading), encoding="utf-8", newline="")


def to_standoff(reading: Reading) -> str:
    """Return the ``.ann`` of a reading. A span over several lines is written as its lines, as brat wants it."""
    lines: list[str] = []
    events = {one.id: f"E{number}" for number, one in enumerate(reading.statements, 1)}
    notes = 0
    for statement in reading.statements:
        event = events[statement.id]
        lines += _event(reading, statement, event, bound=sum(line[0] == "T" for line in lines))
        for name, value in (("Kind", statement.kind), ("Act", statement.act), ("Modality", statement.modality)):
            notes += 1
            lines.append(f"A{notes}\t{name} {event} {value}")
        if (speaker := reading.entity(statement.speaker)) is not None:
            lines.append(f"#{event[1:]}\tAnnotatorNotes {event}\t{' '.join(speaker.name.split())}")
    lines += _relations(reading, events)
    return "".join(line + "\n" for line in lines)


def load(ann: str) -> list[Standoff]:
    """Return the attributions of an ``.ann`` file, in its order; ``Content2`` and the like count as one content.

    Lines that are no attribution of this layout (notes, attributes, ``Discuss`` spans) are left alone.
    """
    bound: dict[str, list[tuple[int, int]]] = {}
    events: list[tuple[str, list[tuple[str, str]]]] = []
    for line in ann.split("\n"):
        if match := _BOUND.match(line):
            pairs = (piece.split() for piece in match[3].split(";"))
            bound[match[1]] = [(int(start), int(end)) for start, end in pairs]
        elif match := _EVENT.match(line):
            roles = [(role.rstrip("0123456789"), id_) for role, id_ in re.findall(r"(\S+?):(\S+)", match[4])]
            events.append((match[1], roles))
    return [_standoff(id_, roles, bound) for id_, roles in events]


def _standoff(id_: str, roles: list[tuple[str, str]], bound: dict[str, list[tuple[int, int]]]) -> Standoff:
    def spans(wanted: str) -> Spans:
        return tuple(sorted({span for role, id_ in roles if role == wanted for span in bound.get(id_, ())}))

    return Standoff(id_, spans("Source"), spans("Cue"), spans("Content"))


def by_lines(text: str, spans: Spans) -> Spans:
    """Return ``spans`` cut where lines end; no span of brat holds a line break."""
    return tuple(
        (start + run.start(), start + run.end())
        for start, end in spans
        for run in _RUNS.finditer(text[start:end])
        if run.group().strip()
    )


def _event(reading: Reading, statement: Statement, event: str, bound: int) -> Iterator[str]:
    text = reading.article.text
    name = "Attribution" if statement.source else "Attribution-no-source"
    arguments = []
    for role, spans in (("Content", statement.content), ("Cue", statement.cue), ("Source", statement.source)):
        if cut := by_lines(text, spans):
            bound += 1
            arguments.append(f"{role}:T{bound}")
            yield _text_bound(text, bound, role, cut)
    bound += 1
    trigger = by_lines(text, statement.cue) or by_lines(text, statement.content)[:1]
    yield _text_bound(text, bound, name, trigger)
    yield f"{event}\t{name}:T{bound} {' '.join(arguments)}"


def _text_bound(text: str, number: int, name: str, spans: Spans) -> str:
    offsets = ";".join(f"{start} {end}" for start, end in spans)
    words = " ".join(text[start:end] for start, end in spans).replace("\t", " ")
    return f"T{number}\t{name} {offsets}\t{words}"


def _relations(reading: Reading, events: dict[str, str]) -> Iterator[str]:
    number = 0
    for statement in reading.statements:
        for name, other in (("continues", statement.continues), ("nested-in", statement.nested_in)):
            if other is not None:
                number += 1
                yield f"R{number}\t{name} Arg1:{events[statement.id]} Arg2:{events[other]}"


def _file_name(article: Article) -> str:
    name = Path(article.origin.replace("\\", "/")).name or article.id
    return _UNSAFE.sub("-", name).strip("-.")[:80] or "article"
