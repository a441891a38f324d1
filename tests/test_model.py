from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from onrecord.model import Article, Entity, Furniture, Link, ReaderInfo, Reading, Statement

ROOT = Path(__file__).resolve().parents[1]
TEXT = "Ann Lee said it was over."


def reading(**changes: Any) -> Reading:
    statement = Statement(
        id="s1", kind="indirect", source=((0, 7),), cue=((8, 12),), content=((13, 24),), speaker="e1"
    )
    parts: dict[str, Any] = {
        "reader": ReaderInfo(version="0"),
        "article": Article(id=Article.identify(TEXT), origin="x", text=TEXT, body=((0, 25),)),
        "entities": (Entity(id="e1", name="Ann Lee", kind="person", mentions=((0, 7),)),),
        "statements": (statement,),
    }
    return Reading(**(parts | changes))


def test_json_round_trip() -> None:
    one = reading()
    assert Reading.from_json(one.to_json()) == one
    assert one.to_dict()["schema"] == "onrecord/reading/1"
    assert one.to_dict()["statements"][0]["content"] == [[13, 24]]


def test_link_is_written_with_from() -> None:
    two = (*reading().statements, Statement(id="s2", kind="indirect", content=((0, 7),)))
    one = reading(statements=two, links=(Link.model_validate({"kind": "echoes", "from": "s2", "to": "s1"}),))
    assert one.to_dict()["links"][0]["from"] == "s2"
    assert Reading.from_json(one.to_json()) == one


def test_schema_in_docs_is_the_code() -> None:
    written = json.loads((ROOT / "docs/schema/reading-1.json").read_text(encoding="utf-8"))
    assert written == Reading.model_json_schema(by_alias=True), "run: python docs/schema/write.py"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"statements": (Statement(id="s1", kind="direct", content=((20, 26),)),)}, "span ends at 26"),
        ({"statements": (Statement(id="s1", kind="direct", content=((0, 3),), speaker="e9"),)}, "'e9'"),
        ({"statements": (Statement(id="s1", kind="direct", content=((0, 3),), continues="s7"),)}, "'s7'"),
        (
            {"entities": (Entity(id="e1", name="A", kind="person"), Entity(id="e1", name="B", kind="person"))},
            "two things",
        ),
        ({"links": (Link.model_validate({"kind": "echoes", "from": "s1", "to": "s9"}),)}, "'s9'"),
    ],
)
def test_a_reading_checks_itself(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        reading(**changes)


@pytest.mark.parametrize("spans", [((3, 3),), ((-1, 2),), ((4, 2),), ((0, 4), (2, 6)), ((5, 6), (0, 2))])
def test_spans_are_sorted_apart_and_not_empty(spans: Any) -> None:
    with pytest.raises(ValidationError):
        Statement(id="s1", kind="direct", content=spans)


def test_article_checks_itself() -> None:
    with pytest.raises(ValidationError, match="ends at 9"):
        Article(id="x", origin="x", text="short", body=((0, 9),))
    with pytest.raises(ValidationError, match="title"):
        Article(id="x", origin="x", text="short", title_span=(0, 3))
    pieces = (Furniture(span=(0, 3), kind="other"), Furniture(span=(2, 5), kind="other"))
    with pytest.raises(ValidationError, match="apart"):
        Article(id="x", origin="x", text="short", furniture=pieces)
    with pytest.raises(ValidationError, match="ISO 8601"):
        Article(id="x", origin="x", text="short", published="yesterday")


def test_values_are_frozen_and_strict() -> None:
    one = reading()
    with pytest.raises(ValidationError):
        one.article.text = "other"
    with pytest.raises(ValidationError):
        Entity.model_validate({"id": "e1", "name": "A", "kind": "person", "surprise": 1})
    with pytest.raises(ValidationError):
        Statement.model_validate({"id": "s1", "kind": "direct", "content": [[0, "3"]]})


def test_day_prefers_published() -> None:
    article = Article(id="x", origin="x", text="t", published="2022-02-01", updated="2022-02-02T13:04:00")
    assert article.day == "2022-02-01"
    assert Article(id="x", origin="x", text="t", updated="2022-02-02T13:04:00").day == "2022-02-02"
    assert Article(id="x", origin="x", text="t").day is None
