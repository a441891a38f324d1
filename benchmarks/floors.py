"""Hold the figures of a benchmark to those pinned in floors.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

FLOORS = Path(__file__).resolve().parent / "floors.json"


def check(figures: Mapping[str, float], data: str | None, *names: str, ceilings: Collection[str] = ()) -> int:
    """Return 1, and say why on standard error, when a floor is not held or the data is not what it was pinned on.

    Args:
        figures: What was measured; a figure that is missing counts as 0.
        data: The hash of what it was measured on; ``None`` where the data is made anew each time.
        names: Where floors.json has the floors: ``"dates", "dev"``.
        ceilings: Names of figures that must not be above what is pinned.
    """
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name in names:
        pinned = pinned.get(name, {})
    if not pinned:
        return _told([f"floors.json has none for {' '.join(names)}"])
    if data is not None and pinned["data_sha256"] != data:
        return _told([f"the data is not what the floors were pinned on: {data}, not {pinned['data_sha256']}"])
    faults = []
    for name, least in pinned["floors"].items():
        value = figures.get(name, 0.0)
        if value > least if name in ceilings else value < least:
            faults.append(f"{name}: {value:.3f} does not hold {least}")
    return _told(faults)


def _told(faults: list[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))
