"""The dossier as PDF, printed by a Chromium or Chrome that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from onrecord.export import dossier
from onrecord.export.extract import Extract
from onrecord.export.formats import ExportError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 300


def write(extracts: Iterable[Extract], out: Path) -> None:
    """Print the dossier to ``out``.

    Raises:
        ExportError: no browser is installed, or it failed.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise ExportError("PDF needs Chromium or Chrome, and none is installed; export html and print that")
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder, "dossier.html"), Path(folder, "dossier.pdf")
        with page.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(dossier.chunks(extracts))
        _print(browser, page, printed, Path(folder, "profile"))
        shutil.copyfile(printed, out)


def _print(browser: str, page: Path, printed: Path, profile: Path) -> None:
    # Chromium's sandbox does not start for root; the page is ours, escaped, and its policy forbids scripts.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [
        browser, "--headless", "--disable-gpu", *root, f"--user-data-dir={profile}", "--no-pdf-header-footer",
        f"--print-to-pdf={printed}", page.as_uri(),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise ExportError(f"{browser} could not print the dossier; export html and print that") from error
    if not printed.is_file():
        raise ExportError(f"{browser} printed nothing; export html and print that")
