"""Readings and records leave in the formats that other people's programs read.

A format is a module with ``chunks(extracts)``, which yields the text of one file, or ``write(extracts, folder)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.export.extract import Extract, whole
    from onrecord.export.formats import FORMATS, ExportError, Format, write

__all__ = ["FORMATS", "ExportError", "Extract", "Format", "whole", "write"]


def __getattr__(name: str) -> Any:
    """Import the names of the room when they are first used: the table of formats needs no readings."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{'extract' if name in ('Extract', 'whole') else 'formats'}"), name)
