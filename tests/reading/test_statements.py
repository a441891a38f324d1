from __future__ import annotations

from onrecord.reading.statements import alike


def test_alike_is_intersection_over_union() -> None:
    assert alike(((0, 10),), ((0, 10),)) == 1.0
    assert alike(((0, 10),), ((5, 15),)) == 5 / 15
    assert alike(((0, 10),), ((20, 30),)) == 0.0
