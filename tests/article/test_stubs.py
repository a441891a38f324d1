import pytest

from onrecord.article.html import read_html
from onrecord.article.intake import Intake, accept
from onrecord.article.notices import Notice
from onrecord.article.plain import read_plain
from onrecord.article.prompts import is_prompt
from onrecord.article.stubs import is_stub

OPENING = "The ministers met in the harbour on Tuesday and spoke for two hours about the herring, the ministry said."
PROMPTS = (
    "Subscribe to continue reading", "Already a subscriber? Sign in", "To continue reading, create a free account.",
    "This article is for subscribers only.", "This content is available to members of the Quay Post.",
    "You have reached your limit of free articles.", "Unlock this article", "Start your free trial today",
    "Register now to keep reading this story", "You've read all your free articles this month.",
    "Subscriber-only content",
)  # fmt: skip
SAID = (
    "This article is the first of three.", "The subscribers of the company wrote to the board.",
    "You have read the letter, he said.", "To continue, reading the report is not needed.",
    "Start with the first page.",
    "Members of the board have access to the books.", "Sign of the times: fewer people read.",
)  # fmt: skip


def notices_of(page: str) -> list[Notice]:
    notices: list[Notice] = []
    article = read_html(page, origin="p", notify=notices.append)
    list(accept(article, Intake(notify=notices.append)))
    return notices


@pytest.mark.parametrize("text", PROMPTS)
def test_prompts(text: str) -> None:
    assert is_prompt(text)
    article = read_plain(f"Ministers meet over herring\n\n{OPENING}\n\n{text}\n", origin="x")
    assert is_stub(article)
    assert article.quote(article.body) == OPENING


@pytest.mark.parametrize("text", SAID)
def test_sentences_that_are_no_prompts(text: str) -> None:
    assert not is_prompt(text)
    assert not is_stub(read_plain(f"{OPENING}\n\n{text}\n", origin="x"))


@pytest.mark.parametrize(
    "mark",
    ['<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
     '<script type="application/ld+json">{"isAccessibleForFree":"False"}</script>',
     '<div class="article__paywall--wide">Pay</div>', '<section id="regwall">x</section>',
     "<p>Subscribe to continue reading</p>"],
)  # fmt: skip
def test_a_short_page_that_says_it_is_not_free_is_told_once(mark: str) -> None:
    story = f"<h1>Ministers meet over herring</h1><p>{OPENING}</p>"
    page = f"<html lang=en><body><article>{story}{mark}</article></body></html>"
    assert [notice.kind for notice in notices_of(page)] == ["stub"]


def test_a_whole_article_is_no_stub_whatever_the_page_says() -> None:
    body = "".join(f"<p>{OPENING[:-1]} in its report number {number}.</p>" for number in range(40))
    page = f'<html><body><article>{body}</article><div class="paywall"></div></body></html>'
    assert notices_of(page) == []


def test_an_amp_page_is_read_with_the_address_of_its_canonical_page() -> None:
    page = f"""<!doctype html><html ⚡ lang="en"><head>
    <link rel="canonical" href="https://quay.example/story">
    <style amp-boilerplate>body{{}}</style><script async src="https://cdn.ampproject.org/v0.js"></script></head><body>
    <amp-sidebar><ul><li>Home</li></ul></amp-sidebar><article><h1>Ministers meet over herring</h1><p>{OPENING}</p>
    <figure><amp-img src="a.jpg"></amp-img>
    <figcaption>The harbour on Tuesday.</figcaption></figure>
    <blockquote><p>“We shall meet again,” one of them said.</p></blockquote>
    <p>{OPENING}</p></article></body></html>"""
    article = read_html(page, origin="p")
    assert article.url == "https://quay.example/story"
    assert [article.text[start:end] for start, end in article.captions] == ["The harbour on Tuesday."]
    assert "“We shall meet again,” one of them said." in [article.text[start:end] for start, end in article.body]
