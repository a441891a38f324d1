from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Reading
from onrecord.reading.language import Language
from onrecord.reading.reader import Reader


@pytest.fixture(scope="session")
def language() -> Language:
    return Language()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[..., Reading]:
    def read_text(text: str, **known: str) -> Reading:
        return reader.read(read_plain(text, origin="test", given=Given(**known)))  # type: ignore[arg-type]

    return read_text
