import csv
import io

import pytest

from onrecord.export.event_data import COLUMNS
from onrecord.model import EventType
from onrecord.reading.event_codes import quad_class
from tests.export.readings import with_events


def test_one_row_a_pair_and_nothing_planned_counts_as_done() -> None:
    reading = with_events()
    rows = list(csv.DictReader(io.StringIO(reading.to_events_csv())))
    assert tuple(rows[0]) == COLUMNS
    pairs = [(row["event_type"], row["actor_name"], row["recipient_name"], row["happened"]) for row in rows]
    assert pairs == [("REJECT", "Lorn", "Édith Kováč", "1"), ("ASSAULT", "", "", "0")]
    start, end = map(int, rows[0]["evidence_spans"].split("-"))
    assert reading.article.text[start:end] == rows[0]["evidence"]


@pytest.mark.parametrize(
    ("type_", "quad"),
    [("AGREE", "verbal co-operation"), ("CONCEDE", "verbal co-operation"), ("AID", "material co-operation"),
     ("REQUEST", "verbal conflict"), ("THREATEN", "verbal conflict"), ("PROTEST", "material conflict")],
)  # fmt: skip
def test_quad_classes(type_: EventType, quad: str) -> None:
    assert quad_class(type_) == quad
