"""A thousand pages that no two browsers would show alike: none may crash the reader, and offsets hold in all."""

from itertools import pairwise

import pytest

from onrecord.article.errors import ArticleError
from onrecord.article.html import read_html
from onrecord.model import Article
from tests.article.pages import SENTENCES, make_page

PAGES = 1_000


@pytest.fixture(scope="module")
def results() -> list[Article | ArticleError]:
    found: list[Article | ArticleError] = []
    for seed in range(PAGES):
        try:
            found.append(read_html(make_page(seed), origin=str(seed)))
        except ArticleError as error:
            found.append(error)
    return found


def test_every_page_is_read_or_refused_with_a_reason(results: list[Article | ArticleError]) -> None:
    articles = [one for one in results if isinstance(one, Article)]
    assert len(results) == PAGES
    assert len(articles) > PAGES * 0.8
    assert all(one.reason for one in results if isinstance(one, ArticleError))


def test_every_visible_character_is_in_exactly_one_part(results: list[Article | ArticleError]) -> None:
    for article in results:
        if isinstance(article, Article):
            parts = sorted(span for _, span in article.spans())
            assert all(left[1] <= right[0] for left, right in pairwise(parts))
            assert all(article.text[start:end].strip() == article.text[start:end] != "" for start, end in parts)
            covered = "".join(article.text[start:end] for start, end in parts)
            assert "".join(covered.split()) == "".join(article.text.split())
            assert article.id == Article.identify(article.text)


def test_the_story_is_text_and_source_is_not(results: list[Article | ArticleError]) -> None:
    articles = [one for one in results if isinstance(one, Article)]
    assert sum(sentence in article.text for article in articles for sentence in SENTENCES) > PAGES * 2
    for seed in range(0, PAGES, 10):
        try:
            text = read_html(make_page(seed, whole=True), origin=str(seed)).text
        except ArticleError:
            continue
        assert not any(source in text for source in ("document.write", "alert(1)", "etc/passwd", "</p>"))
