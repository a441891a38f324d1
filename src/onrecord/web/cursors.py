"""Where a list goes on: the last thing that was seen, as an opaque word of an address."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from onrecord.record import QueryError


class Cursor:
    """Values as a word, and back."""

    @staticmethod
    def write(*values: str | int | float) -> str:
        """Return ``values`` as a word of ``A-Z a-z 0-9 - _``."""
        return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    @staticmethod
    def read(word: str | None, *types: type) -> Any:
        """Return the values of a word as a tuple, or ``None`` when there is no word.

        Raises:
            QueryError: it is none that this room gave.
        """
        if not word:
            return None
        try:
            values = json.loads(base64.urlsafe_b64decode(word[:500] + "=" * (-len(word) % 4)))
        except (ValueError, binascii.Error, RecursionError) as error:
            raise QueryError("The cursor is none that this room gave: begin without one.") from error
        fits = isinstance(values, list) and len(values) == len(types) and all(
            isinstance(value, (int, float) if wanted is float else wanted) and not isinstance(value, bool)
            and not (isinstance(value, int) and abs(value) >= 1 << 62)
            for value, wanted in zip(values, types, strict=False)
        )  # fmt: skip
        if not fits:
            raise QueryError("The cursor is none that this room gave: begin without one.")
        return tuple(
            value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for value in values
        )
