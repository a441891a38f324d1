"""GUM's documents as running text, with what their annotation says in offsets of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Span

_RELATION = re.compile(r"([a-z-]+(?:_m)?):(\d+)(?:->(\d+))?:")


@dataclass
class Clause:
    """An elementary discourse unit: its number, its tokens' span, and its primary relation to another one."""

    number: int
    start: int
    end: int
    relation: str
    head: int | None


@dataclass
class Document:
    """A document of GUM as running text; paragraphs are lines."""

    name: str
    text: str = ""
    created: str | None = None
    tokens: list[tuple[int, int, str]] = field(default_factory=list)
    """Start, end and the last column of the .conllu file."""
    tags: list[str] = field(default_factory=list)
    """The treebank's part of speech (the fifth column) of each token."""
    heads: list[int] = field(default_factory=list)
    """The token that each token depends on, as an index into ``tokens``; a sentence's root names itself."""

    @property
    def genre(self) -> str:
        """Return the genre, as the document's name has it."""
        return self.name.split("_")[1]

    def clauses(self) -> list[Clause]:
        """Return the elementary discourse units in their order."""
        found: list[Clause] = []
        for start, end, notes in self.tokens:
            marked = re.search(r"Discourse=([^|]*)", notes)
            relation = _RELATION.match(marked[1]) if marked else None
            if relation:
                number, head = int(relation[2]), int(relation[3]) if relation[3] else None
                found.append(Clause(number, start, end, relation[1], head))
            elif found:
                found[-1].end = end
        return found


def paragraphs(text: str) -> list[Span]:
    """Return the lines that hold anything, trimmed."""
    return [match.span() for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]


def read(path: Path) -> Document:
    """Read one .conllu file."""
    document, first = Document(path.stem), 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# meta::dateCreated"):
            document.created = line.split("=", 1)[1].strip()
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            document.text = document.text.rstrip() + "\n" if document.text else ""
        columns = line.split("\t")
        if len(columns) < 10 or not columns[0].isdigit():
            continue
        first = len(document.tokens) if columns[0] == "1" else first
        start = len(document.text)
        document.text += columns[1]
        document.tokens.append((start, len(document.text), columns[9]))
        document.tags.append(columns[4])
        document.heads.append(first + int(columns[6]) - 1 if columns[6] != "0" else len(document.heads))
        if "SpaceAfter=No" not in columns[9]:
            document.text += " "
    return document


def read_all(folder: Path) -> Iterator[Document]:
    """Read a folder's documents by name."""
    return (read(path) for path in sorted(folder.glob("*.conllu")))
