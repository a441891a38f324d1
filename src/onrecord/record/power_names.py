"""What a power is called for people to read."""

from __future__ import annotations

from onrecord.reading.powers import power_by_code

_UNIONS = {"EUR": "European Union", "UNO": "United Nations", "IGO": "Organisations of states"}
"""The codes of those who speak for no state, as in ``reading.affiliations``."""


def power_name(code: str) -> str:
    """Return what the power with a code is called, or the code where it is not known."""
    known = power_by_code(code)
    return known.name if known else _UNIONS.get(code, code)
