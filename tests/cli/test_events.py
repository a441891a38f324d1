from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.cli.events import EVENT_COLUMNS, EXCHANGE_COLUMNS
from onrecord.record import Record

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
runner = CliRunner()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("events") / "samples.onrecord"
    pages = sorted(str(one) for one in SAMPLES.iterdir() if one.suffix in (".html", ".jsonl"))
    texts = sorted(str(one) for one in SAMPLES.glob("atlantic*.txt"))
    assert runner.invoke(app, ["add", "-r", str(where), *pages, *texts]).exit_code == 0
    return where


def shown(path: Path, *options: str) -> Any:
    done = runner.invoke(app, [*options, "-r", str(path), "-f", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_demand_its_answers_and_its_state_over_three_outlets(path: Path) -> None:
    found = shown(path, "exchanges", "--power", "Iceland", "--kind", "demand", "--state", "partly")
    (exchange,) = [one for one in found if one["power"] == "ISL" and len(one["items"]) == 3]
    assert exchange["to"] == "NOR"
    outcomes = {one["words"]: one["outcome"] for one in exchange["items"]}
    assert [outcome for words, outcome in outcomes.items() if "inspection" in words] == ["rejected"]
    assert [outcome for words, outcome in outcomes.items() if "catch" in words] == ["accepted"]
    opened, *answers = exchange["steps"]
    assert set(opened["outlets"]) == {"Atlantic Morning", "Fjord Wire", "Nordic Dispatch"}
    assert {step["power"] for step in answers} == {"NOR"}


def test_every_step_shows_words_of_its_article(path: Path) -> None:
    with Record(path, read_only=True) as record:
        for exchange in shown(path, "exchanges"):
            for step in exchange["steps"]:
                for report in [*step["reports"], *step["copies"]]:
                    reading = record.reading(report["article_id"])
                    assert reading is not None
                    assert reading.article.quote(report["spans"]) == report["words"]


def test_a_wire_copy_corroborates_nothing(path: Path) -> None:
    copied = [one for one in shown(path, "events") if one["copies"]]
    assert copied
    for one in copied:
        told = {report["article_id"] for report in one["told"]}
        assert not told & {report["article_id"] for report in one["copies"]}


def test_an_event_told_by_two_outlets_is_one(path: Path) -> None:
    charged = shown(path, "events", "--type", "accuse", "--power", "NOR")
    assert any(len(one["outlets"]) > 1 for one in charged)


def test_rows_of_events(path: Path) -> None:
    done = runner.invoke(app, ["events", "-r", str(path), "-f", "csv", "--since", "2031-05"])
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == EVENT_COLUMNS
    assert all(row["event_date_end"] >= "2031-05" for row in rows)
    assert {row["quad_code"] for row in rows} <= {"1", "2", "3", "4"}


def test_rows_of_exchanges(path: Path) -> None:
    done = runner.invoke(app, ["exchanges", "-r", str(path), "-f", "csv"])
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == EXCHANGE_COLUMNS
    assert {row["step"] for row in rows} >= {"opens", "rejects", "accepts"}


def test_text_names_state_and_outlets(path: Path) -> None:
    done = runner.invoke(app, ["exchanges", "-r", str(path), "--power", "Iceland", "--kind", "demand"])
    assert "demand of ISL to NOR  partly" in done.stdout
    assert "Nordic Dispatch" in done.stdout


@pytest.mark.parametrize(
    "options",
    [["events", "--type", "WAR"], ["events", "--since", "yesterday"], ["exchanges", "--state", "won"],
     ["exchanges", "--kind", "plea"], ["events", "--status", "sure"]],
)  # fmt: skip
def test_what_cannot_be_understood_is_wrong_usage(path: Path, options: list[str]) -> None:
    assert runner.invoke(app, [*options, "-r", str(path)]).exit_code == 2


def test_nothing_found_and_no_record(path: Path, tmp_path: Path) -> None:
    assert runner.invoke(app, ["events", "-r", str(path), "--power", "Chile"]).exit_code == 1
    assert runner.invoke(app, ["exchanges", "-r", str(tmp_path / "none.onrecord")]).exit_code == 1
