"""Readings and records leave in the formats that other people's programs read.

A format is a module with ``chunks(extracts)``, which yields the text of one file, or ``write(extracts, folder)``.
"""

from onrecord.export.extract import Extract, whole
from onrecord.export.formats import FORMATS, ExportError, Format, write

__all__ = ["FORMATS", "ExportError", "Extract", "Format", "whole", "write"]
