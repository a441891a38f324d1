"""Libraries that only some formats need: they are extras, and whoever lacks one is told what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtraError(ImportError):
    """A format needs a library that is not installed; the message says how to install it."""


def need(module: str, extra: str) -> Any:
    """Import and return ``module``, which comes with ``onrecord[extra]``.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        if error.name is not None and error.name.partition(".")[0] != library:
            raise
        raise MissingExtraError(
            f"this needs {library}, which is not installed; run: pip install 'onrecord[{extra}]'", name=module
        ) from error
