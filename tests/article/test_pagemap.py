from html import unescape
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from onrecord.article.errors import ArticleError
from onrecord.article.html import read_html
from onrecord.article.pagemap import PageMap
from tests.article.pages import make_page

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.html"))
PAGE = """<html><head><title>No</title><script>The ferry sails.</script></head>
<body><h1>Ferry &amp; quay, again</h1>
<p>The <b>ferry</b>\r\n sails &#8212; in June,&nbsp;the <a href="/x">board &quot;of
the quay&quot;</a> said on Tuesday in its report.</p>
<p>The ferry sails.</p></body>
</html>"""


def bare(text: str) -> str:
    return "".join(text.split())


def shown(source: str) -> str:
    """Return the visible text of a stretch of source, without white space."""
    return bare(unescape(html.fromstring(f"<div>{source}</div>").text_content()))


def test_a_span_is_found_with_the_markup_inside_it() -> None:
    article = read_html(PAGE, origin="p")
    at = article.text.index("ferry sails — in June")
    place = PageMap(PAGE, article).locate((at, at + len("ferry sails — in June")))
    assert place is not None
    assert PAGE[place[0] : place[1]] == "ferry</b>\r\n sails &#8212; in June"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_part_of_a_sample_has_its_place(path: Path) -> None:
    source = path.read_bytes().decode()
    article = read_html(source, origin="p")
    found = PageMap(source, article)
    for _, (start, end) in article.spans():
        place = found.locate((start, end))
        assert place is not None
        assert shown(source[place[0] : place[1]]) == bare(article.text[start:end])


def test_whatever_has_a_place_stands_there() -> None:
    """Of hostile pages: where a word is located, the source has that word; and most words are."""
    located = words = 0
    for seed in range(0, 300, 3):
        source = make_page(seed)
        try:
            article = read_html(source, origin="p")
        except ArticleError:
            continue
        found = PageMap(source, article)
        for _, (start, end) in article.spans():
            for word in article.text[start:end].split()[:20]:
                at = article.text.index(word, start)
                place = found.locate((at, at + len(word)))
                words += 1
                if place is not None:
                    located += 1
                    assert source[place[0]] in (word[0], "&")
    assert located > words * 0.8


def test_what_does_not_stand_in_the_source_has_no_place() -> None:
    article = read_html(PAGE, origin="p")
    assert PageMap("<p>Another page altogether.</p>", article).locate((0, 5)) is None
