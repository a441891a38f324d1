from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record import Record
from onrecord.record.corrections import By, confirm, withdraw
from onrecord.record.reviewing import correction, doubts, latest_corrections, withdrawn
from tests.invented import harbour

ID = harbour().article.id


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "r.onrecord") as opened:
        opened.add(harbour())
        yield opened


def test_the_least_sure_comes_first_and_the_queue_goes_on(record: Record) -> None:
    everything = doubts(record)
    assert [one.confidence for one in everything] == sorted(one.confidence for one in harbour().statements)
    first = doubts(record, limit=2)
    rest = doubts(record, after=(first[-1].confidence, first[-1].row))
    assert first + rest == everything


def test_what_somebody_looked_at_leaves_the_queue_until_it_is_taken_back(record: Record) -> None:
    number = confirm(record, ID, "s4", By("Ann"))
    assert "s4" not in {one.statement_id for one in doubts(record)}
    withdraw(record, number, By("Ann"))
    assert "s4" in {one.statement_id for one in doubts(record)}
    assert withdrawn(record) == {number}


def test_the_latest_correction_comes_first(record: Record) -> None:
    numbers = [confirm(record, ID, name, By("Ann", name)) for name in ("s1", "s2", "s3")]
    assert [one.id for one in latest_corrections(record)] == numbers[::-1]
    assert [one.id for one in latest_corrections(record, before=numbers[2], limit=1)] == [numbers[1]]
    found = correction(record, numbers[0])
    assert found
    assert found.why == "s1"
    assert correction(record, 99) is None


def test_the_queue_needs_no_look_at_every_statement(record: Record) -> None:
    plan = record.query(
        "EXPLAIN QUERY PLAN SELECT id FROM statements WHERE corrected = 0 ORDER BY confidence, id LIMIT 20"
    )
    assert "statements_doubt" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
