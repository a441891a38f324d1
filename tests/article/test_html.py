import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.html import read_html

PARAGRAPHS = (
    "The ministers of both countries met in the harbour on Tuesday and spoke for two hours about the herring.",
    "“We shall meet again &amp; soon,” one of them said, while the ferry waited behind them for its passengers.",
    "The ferry was not on the agenda, according to a statement that both governments published later that day.",
)
HEAD = """<meta property="og:site_name" content="Fjord Wire"><link rel="canonical" href="https://fjord-wire.example/1">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Ministers meet &amp; part",
"datePublished": "2031-05-05T10:00:00Z", "dateModified": "2031-05-06", "author": [{"name": "Ann Lee"}],
"articleSection": "World"}]}</script>"""


def page(body: str, head: str = HEAD) -> str:
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'


def story() -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def test_a_page_with_markup() -> None:
    figure = "<figure><img src=x><figcaption>The harbour.</figcaption></figure>"
    nav = "<nav><a href=/>Home</a></nav>"
    article = read_html(
        page(f"{nav}<article><h1>Ministers meet &amp; part</h1>{story()}{figure}</article>"), origin="p"
    )
    assert (article.title, article.publisher, article.section) == ("Ministers meet & part", "Fjord Wire", "World")
    assert (article.published, article.updated) == ("2031-05-05T10:00:00+00:00", "2031-05-06")
    assert (article.authors, article.language, article.url) == (("Ann Lee",), "en", "https://fjord-wire.example/1")
    assert [article.text[start:end] for start, end in article.body] == [p.replace("&amp;", "&") for p in PARAGRAPHS]
    assert [article.text[start:end] for start, end in article.captions] == ["The harbour."]
    assert article.title_span == (0, 21)


def test_what_is_given_wins() -> None:
    article = read_html(page(story()), origin="p", given=Given(title="Another", publisher="Wire"))
    assert (article.title, article.title_span, article.publisher) == ("Another", None, "Wire")


def test_a_page_without_structure_is_read_all_the_same() -> None:
    article = read_html("<html><body>Only a few words<br>and a few more", origin="p")
    assert article.text == "Only a few words\n\nand a few more"


def test_scripts_are_not_text_and_nothing_is_fetched() -> None:
    source = page(f"<script>alert('no')</script><iframe src='file:///etc/passwd'></iframe>{story()}", head="")
    assert "alert" not in read_html(source, origin="p").text


@pytest.mark.parametrize("source", ["<html><body></body></html>", "<html><script>x()</script></html>", "<!-- x -->"])
def test_a_page_without_text_is_refused(source: str) -> None:
    with pytest.raises(ArticleError):
        read_html(source, origin="p")


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 50_000 + "deep",
        "<" * 100_000,
        "&" * 100_000 + "&#xD800; &#0; &#99999999;",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>Text.</p>",
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "\\ud800"}</script><p>Text.</p>',
        "<p " + "a=1 " * 50_000 + ">Text.</p>",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>&e; Text.</p></html>',
    ],
)
def test_hostile_markup_is_read_or_refused(source: str) -> None:
    try:
        article = read_html(source, origin="p")
    except ArticleError:
        return
    assert "root:" not in article.text


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<h1>", "<table><td>", "<figure><figcaption>", "</", "<!--",
     "<a href=//x>", "&amp", "&#0;", "Some words of a story. ", "<script>", "</script>", "\x1b", "<quote>",
     "<blockquote>", "<li>", "é", "<meta "]
)  # fmt: skip


@given(st.lists(TAGS, min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_broken_markup_never_crashes(pieces: list[str]) -> None:
    try:
        article = read_html("".join(pieces), origin="p")
    except ArticleError:
        return
    assert article.text.strip()
