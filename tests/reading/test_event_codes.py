from __future__ import annotations

import pytest

from onrecord.model import EVENT_TYPES, EventStatus, EventType
from onrecord.reading.event_codes import cameo_root, quad_class, without_status
from onrecord.reading.sectors import sector_in


def test_every_type_has_a_cameo_root() -> None:
    assert {cameo_root(one) for one in EVENT_TYPES} <= {f"{root:02}" for root in range(3, 20)}


@pytest.mark.parametrize(
    ("type_", "status", "coded"),
    [
        ("AID", "reported", "AID"), ("AID", "planned", "AGREE"), ("SANCTION", "threatened", "THREATEN"),
        ("ASSAULT", "hypothetical", "THREATEN"), ("CONSULT", "denied", "REJECT"), ("REQUEST", "planned", "REQUEST"),
        ("ASSAULT", "historical", "ASSAULT"),
    ],
)  # fmt: skip
def test_a_coding_without_status(type_: EventType, status: EventStatus, coded: EventType) -> None:
    assert without_status(type_, status) == coded
    assert quad_class(coded)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Norwegian troops", "MIL"), ("Norwegian police", "COP"), ("the Norwegian prime minister", "GOV"),
        ("Malian rebels", "REB"), ("former Norwegian president", "ELI"), ("Norwegian lawmakers", "LEG"),
        ("policemen", "COP"), ("Norway", None), ("", None), ("the opposition", "OPP"),
    ],
)  # fmt: skip
def test_the_sector_is_in_the_words_for_the_role(phrase: str, code: str | None) -> None:
    assert sector_in(phrase) == code
