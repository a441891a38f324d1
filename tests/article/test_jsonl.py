import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.jsonl import read_object


def test_all_fields_are_taken_and_unknown_ones_left() -> None:
    fields = {
        "id": "n1", "text": "He said no.", "title": "No", "publisher": "Wire", "published": "2031-05-05",
        "updated": None, "url": "https://a.example", "section": "World", "authors": ["Ann Lee"],
        "language": "en", "more": [1],
    }  # fmt: skip
    article = read_object(json.dumps(fields), origin="f:1")
    assert (article.origin, article.title, article.title_span, article.authors) == ("n1", "No", None, ("Ann Lee",))
    assert (article.published, article.updated, article.section) == ("2031-05-05", None, "World")


def test_what_is_given_wins() -> None:
    assert read_object('{"text": "No.", "publisher": "A"}', origin="f", given=Given(publisher="B")).publisher == "B"


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "3", '{"title": "no text"}', '{"text": 3}', '{"text": ""}', '{"text": "a\\ud800b"}',
     '{"text": "a\\u0000"}',
     '{"text": "a", "title": 3}', '{"text": "a", "url": "\\ud800"}', '{"text": "a", "authors": 3}', "[" * 100_000],
)  # fmt: skip
def test_a_bad_object_is_refused(line: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_object(line, origin="f:7")
    assert caught.value.origin == "f:7"


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_any_json_is_read_or_refused(value: object) -> None:
    with suppress(ArticleError):
        read_object(json.dumps({"text": value, "title": value}), origin="f:1")
