"""The pages in ``../shared/cases``: real ones, kept outside the project."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from onrecord.article.plain import read_plain
from onrecord.model import Article

CASES = Path(__file__).parents[3] / "shared" / "cases"
NAMES = [
    "amazon-fires-g7", "benin-nigeria-afcfta", "erdogan-hagia-sophia",
    "rouhani-persian-gulf", "uk-us-diplomat-immunity", "ukraine-resignation-rejected",
]  # fmt: skip


def load(article: str, expected: str) -> tuple[Article, dict[str, Any]]:
    if not (CASES / article).exists():
        message = f"the shared cases are not there: {CASES}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with (CASES / article).open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    return read_plain(text, origin=article), json.loads((CASES / expected).read_text(encoding="utf-8"))


def words(article: Article, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [article.text[start:end] for start, end in spans]


def test_the_seed_is_read_as_a_page() -> None:
    article, expected = load("seed_article.txt", "seed_expected.json")
    page = expected["page"]
    assert (article.title, article.publisher, article.section) == (page["title"], page["publisher"], page["section"])
    assert article.updated is not None
    assert article.updated.startswith(page["updated"])
    assert article.published is None
    assert words(article, tuple(piece.span for piece in article.furniture)) == page["furniture"]
    assert words(article, article.credits) == page["credits"]
    assert words(article, article.captions) == [page["caption"]]
    contents = [span for statement in expected["statements"][1:] for span in statement["content"]]
    assert all(any(start <= left and right <= end for start, end in article.body) for left, right in contents)


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_story_stays_whole(name: str) -> None:
    article, expected = load(f"dev/{name}.txt", f"dev/{name}.expected.json")
    page = expected["page"]
    assert words(article, tuple(piece.span for piece in article.furniture)) == page["furniture"]
    if page["furniture"]:
        assert article.published == page["published"]
    assert (article.title, article.credits, article.captions) == (None, (), ())
    contents = [span for statement in expected["statements"] for span in statement["content"]]
    assert all(any(start <= left and right <= end for start, end in article.body) for left, right in contents)
