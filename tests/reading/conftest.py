from __future__ import annotations

import pytest

from onrecord.reading.language import Language


@pytest.fixture(scope="session")
def language() -> Language:
    return Language()
