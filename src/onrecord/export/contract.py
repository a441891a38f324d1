"""JSONL: one reading a line, as ``Reading.to_json`` gives it, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from onrecord.export.extract import Extract, whole
from onrecord.export.formats import ExportError
from onrecord.model import Reading


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield each reading, whole, as a line of JSON."""
    for extract in extracts:
        yield extract.reading.to_json() + "\n"


def read_lines(lines: Iterable[bytes], origin: str) -> Iterator[Extract]:
    """Yield the readings of JSONL that ``chunks`` or ``onrecord read --format jsonl`` wrote.

    Raises:
        ExportError: a line is no reading; the message says which, and why.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield whole(Reading.from_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            problem = f"{origin}:{number}: not a reading ({where}: {first['msg']})"
            raise ExportError(f"{problem}; give what `onrecord read --format jsonl` wrote") from error
