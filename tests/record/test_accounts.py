from __future__ import annotations

from pathlib import Path

from onrecord.model import DateRef, Event
from onrecord.record import Record
from onrecord.record.accounts import accounts, matrix
from tests.invented import HARBOUR, harbour, span


def test_events_are_told_with_their_words_and_counted_when_reported(tmp_path: Path) -> None:
    words = (span(HARBOUR, "rejected"), span(HARBOUR, "the demand"))
    events = (
        Event(id="v1", type="REJECT", actors=("e3",), recipients=("e1",), evidence=words, statement="s5"),
        Event(
            id="v2", type="COERCE", actors=("e3", "e4"), recipients=("e1",), status="threatened", evidence=words[:1],
            date=DateRef(start="2031-03-09", end="2031-03-09"),
        ),
    )  # fmt: skip
    with Record(tmp_path / "r") as record:
        record.add(harbour().model_copy(update={"events": events}))
        later, first = accounts(record)
    assert (later.event_id, later.day, later.actors) == ("v2", "2031-03-09", ("Lorn", "Ilya Strand"))
    assert (first.day, first.statement_id, first.words) == ("2031-03-03", "s5", "rejected … the demand")
    counted = matrix([later, first])
    assert (counted.actors, counted.recipients, counted.cells) == (("Lorn",), ("Édith Kováč",), ((1,),))
    assert counted.most == 1
    assert matrix([later]).cells == ()
    assert matrix([]).most == 0
