import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article.errors import ArticleError
from onrecord.article.given import Given
from onrecord.article.plain import read_plain
from onrecord.model import Article

STORY = (
    "The ministers of both countries met in the harbour on Tuesday and spoke for two hours.",
    '"We shall meet again," one of them said.',
    "The ferry was not on the agenda, according to a statement.",
)
PIECES = st.sampled_from(
    [*STORY, "Download", "03:26", "Europe;", "By Ann Lee", "Read more: Ports", "Updated 10:00, 5 May 2031",
     "(", "\u200b", "Ministers meet in the harbour again", "Fjord Wire", "Photo: Ann Lee", "Reporting by Ann Lee",
     "***", "“A", "»", "\ufeff"]
)  # fmt: skip
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", " ", "\u00a0"])


def parts(article: Article) -> list[tuple[int, int]]:
    return sorted(span for _, span in article.spans())


def words(article: Article, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [article.text[start:end] for start, end in spans]


def furniture(article: Article) -> list[tuple[str, str]]:
    return [(article.text[piece.span[0] : piece.span[1]], piece.kind) for piece in article.furniture]


def covers_once(article: Article) -> None:
    last = 0
    for start, end in parts(article):
        assert last <= start < end <= len(article.text)
        assert not article.text[last:start].strip()
        assert article.text[start:end] == article.text[start:end].strip()
        last = end
    assert not article.text[last:].strip()


def test_a_scraped_page() -> None:
    head = [
        "Skip to main content",
        "Ministers meet over herring",
        "By Ann Lee",
        "Published 5 May 2031",
        "Fjord Wire",
        "World",
    ]
    foot = ["Share on Facebook", "Related", "The ferry that never came", "Why herring is dear"]
    text = "\n".join(head) + "\n\n" + "\n\n".join([STORY[0], "01:10", *STORY[1:], *foot])
    article = read_plain(text, origin="page.txt")
    assert (article.title, article.publisher, article.section) == (
        "Ministers meet over herring",
        "Fjord Wire",
        "World",
    )
    assert (article.published, article.updated, article.authors) == ("2031-05-05", None, ("Ann Lee",))
    assert words(article, article.body) == list(STORY)
    assert [kind for _, kind in furniture(article)] == [
        "navigation", "byline", "timestamp", "other", "section", "duration", "share",
        "navigation", "promotion", "promotion",
    ]  # fmt: skip
    covers_once(article)


def test_a_plain_text_is_all_body() -> None:
    article = read_plain("\n\n".join(STORY), origin="a")
    assert words(article, article.body) == list(STORY)
    assert (article.title, article.furniture, article.credits, article.captions) == (None, (), (), ())
    assert article.text == "\n\n".join(STORY)


def test_a_short_line_without_a_full_stop_stays_in_the_story() -> None:
    text = "\n\n".join([STORY[0], "A difficult spring", STORY[1]])
    assert words(read_plain(text, origin="a"), read_plain(text, origin="a").body)[1] == "A difficult spring"


def test_text_that_is_only_furniture_is_kept_as_the_story() -> None:
    article = read_plain("Share", origin="a")
    assert words(article, article.body) == ["Share"]


def test_hard_wrapped_paragraphs_are_whole() -> None:
    text = (
        "The ministers of both countries met in the harbour on Tuesday and\n"
        "spoke for two hours about herring, ferries and the price of diesel,\n"
        "which has risen.\n\n"
        '"We shall meet again," one of them said, and the other one nodded\n'
        "at him.\n"
    )
    article = read_plain(text, origin="a")
    assert len(article.body) == 2
    assert words(article, article.body)[1].endswith("nodded\nat him.")


def test_lines_that_are_paragraphs_are_apart() -> None:
    article = read_plain("\n".join(STORY), origin="a")
    assert words(article, article.body) == list(STORY)


def test_what_is_given_wins_and_a_given_title_is_found_in_the_text() -> None:
    text = "Ministers meet over herring\n\n" + "\n\n".join(STORY)
    known = Given(title="Ministers  meet over Herring", publisher="Wire", published="5 May 2031", id="n1")
    article = read_plain(text, origin="a", given=known)
    assert article.title_span == (0, 27)
    assert (article.publisher, article.published, article.origin) == ("Wire", "2031-05-05", "n1")


def test_a_given_title_that_is_not_in_the_text_has_no_span() -> None:
    article = read_plain("\n\n".join(STORY), origin="a", given=Given(title="Elsewhere"))
    assert (article.title, article.title_span) == ("Elsewhere", None)


def test_a_given_date_that_is_none_is_refused() -> None:
    with pytest.raises(ArticleError, match="published is not a clear date"):
        read_plain(STORY[0], origin="a", given=Given(published="yesterday"))


def test_an_open_date_is_not_guessed() -> None:
    article = read_plain("Published 03/04/2031\n\n" + STORY[0], origin="a")
    assert article.published is None
    assert furniture(article) == [("Published 03/04/2031", "timestamp")]


@pytest.mark.parametrize("text", ["word " * 390_000, "x" * 1_900_000, "Share\n" * 50_000, '"' * 300_000])
def test_long_texts_are_read(text: str) -> None:
    covers_once(read_plain(text, origin="a"))


@given(st.lists(st.tuples(PIECES, ENDS), min_size=1, max_size=25))
@settings(max_examples=150)
def test_every_character_of_a_page_lies_in_one_part(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    article = read_plain(text, origin="a")
    assert article.text == text
    covers_once(article)
    assert article.body


@given(st.text(max_size=300))
def test_random_text_is_read_or_refused(text: str) -> None:
    try:
        article = read_plain(text, origin="a")
    except ArticleError:
        return
    covers_once(article)
