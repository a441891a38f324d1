"""CSV and Parquet files as rows, one after another, in bounded memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.article.errors import ArticleError
from onrecord.extras import need

LONGEST_CELL = 16 * 1024 * 1024
LONGEST_ROW = 4 * LONGEST_CELL
ROWS_A_BATCH = 64
_SNIFFED = 64 * 1024


def csv_rows(stream: BinaryIO, *, origin: str, start: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a CSV file with a heading, each with its number (from 1), after the first ``start``.

    The delimiter is the comma, semicolon or tab that the heading has most of. Bytes that are not UTF-8 come out as
    lone surrogates, which ``check_text`` refuses for the row alone.

    Raises:
        ArticleError: there is no heading, or a cell is longer than ``LONGEST_CELL``, or a row than ``LONGEST_ROW``.
    """
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        heading = text.readline(_SNIFFED)
        delimiter = max(",;\t", key=heading.count)
        columns = next(csv.reader([heading], delimiter=delimiter), [])
        if not heading.strip():
            raise ArticleError(origin, "the file is empty", "give a CSV with a line of column names")
        lines = _Lines(text, origin)
        rows = csv.reader(lines, delimiter=delimiter)
        for number, cells in enumerate(rows, 1):
            lines.taken = 0
            if cells and number > start:
                yield number, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise ArticleError(origin, f"the CSV is broken: {error}", "check its quotation marks") from error
    finally:
        if not stream.closed:
            text.detach()


class _Lines:
    """The lines of a file, as long as those of one row together do not take more than ``LONGEST_ROW``."""

    def __init__(self, text: io.TextIOWrapper, origin: str) -> None:
        self._text, self._origin = text, origin
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_ROW):
            self.taken += len(line)
            if self.taken >= LONGEST_ROW:
                problem = f"a row is longer than {LONGEST_ROW:,} characters"
                raise ArticleError(self._origin, problem, "check its quotation marks and line ends")
            yield line


def parquet_rows(stream: BinaryIO, *, origin: str, start: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a Parquet file, each with its number (from 1), after the first ``start``.

    Raises:
        ArticleError: it is no Parquet file.
        onrecord.extras.MissingExtraError: pyarrow is not installed.
    """
    arrow, parquet = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    try:
        file = parquet.ParquetFile(stream, pre_buffer=False)
        number = 0
        for batch in file.iter_batches(batch_size=ROWS_A_BATCH):
            if number + batch.num_rows > start:
                for place, row in enumerate(batch.to_pylist(), number + 1):
                    if place > start:
                        yield place, row
            number += batch.num_rows
    except arrow.ArrowException as error:
        raise ArticleError(
            origin, f"not a Parquet file that can be read ({error})"[:200], "write it again"
        ) from error
