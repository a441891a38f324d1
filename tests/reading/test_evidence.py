"""Every field of a statement points at the words behind it, or is null."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Reading, Statement

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = tomllib.loads((ROOT / "benchmarks/passages/development.toml").read_text(encoding="utf-8"))["passage"]
PIECES = [
    "Foreign Minister Ana Kovac",
    "Marl's president Ilya Strand",
    "she",
    "the statement",
    "a Lorn official",
    " said",
    " told Reuters",
    " warned",
    " urged Lorn to withdraw, to pay and to apologise",
    " denied",
    " asked whether",
    " added",
    " according to a statement issued by Tom Reyes",
    " in an interview with Radio Amity",
    " wrote on Telegram",
    " on Tuesday",
    " since 2030",
    " at 18:00 GMT on Sunday",
    " in Amity",
    " at a press conference with Ilya Strand",
    " that the strait is open",
    " that any new boarding will be met with force",
    " unless Lorn pays",
    ": “We will leave.”",
    ", “if talks fail,”",
    " three demands: the ships, the crew and an apology",
    ", as quoted by the RIA news agency",
    ".\n\n",
    ". ",
    ", ",
    "“",
    "”",
    " and",
]


def assert_evidence(statement: Statement) -> None:
    for field in ("speaker", "addressee", "via", "participants"):
        value = getattr(statement, field)
        inherited = field == "speaker" and not statement.source and statement.continues
        assert bool(value) <= bool(statement.evidence.get(field) or inherited), (field, statement)
    assert (statement.act == "assert") == ("act" not in statement.evidence)
    assert (statement.modality == "asserted") == ("modality" not in statement.evidence)
    for field in ("date", "place", "occasion", "channel", "document"):
        part = getattr(statement, field)
        assert part is None or part.evidence, (field, statement)
    assert (statement.modality == "conditional") == bool(statement.condition)
    assert len(statement.items) != 1


@pytest.mark.parametrize("passage", PASSAGES, ids=[one["text"][:30] for one in PASSAGES])
def test_every_field_has_its_words(passage: dict[str, str], read: Callable[..., Reading]) -> None:
    reading = read(passage["text"], published=passage.get("day"))
    for statement in reading.statements:
        assert_evidence(statement)


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=14).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_it_is_in_any_jumble_of_such_words(read: Callable[..., Reading], text: str) -> None:
    for statement in read(text or "x", published="2031-04-16").statements:
        assert_evidence(statement)


@given(st.text(alphabet="abAB .,;:“”\"'’?!-\n\u00a0", min_size=1, max_size=60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_is_read_without_a_crash(read: Callable[..., Reading], noise: str) -> None:
    for statement in read(f"Kovac said {noise} on Tuesday, “if {noise}” told Reuters.").statements:
        assert_evidence(statement)
