from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Article
from onrecord.record.wordings import compare
from onrecord.web.markup import word_diff
from onrecord.web.textdiff import Passage, text_diff


def article(*paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    body, place = [], 0
    for one in paragraphs:
        body.append((place, place + len(one)))
        place += len(one) + 2
    return Article(id=Article.identify(text), origin="o", text=text, body=tuple(body))


def side(passages: list[Passage], drop: str) -> str:
    return "\n\n".join(
        text for one in passages if (text := "".join(part.text for part in one.parts if part.change != drop))
    )


PARAGRAPHS = st.lists(st.text(st.sampled_from("ab \n.é𝔸"), min_size=1, max_size=30), min_size=1, max_size=5)


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_is_kept_and_put_in_is_the_later_text(before: list[str], after: list[str]) -> None:
    passages = text_diff(article(*before), article(*after))
    assert side(passages, "out") == "\n\n".join(after)


def test_a_changed_word_is_shown_in_its_paragraph() -> None:
    before, after = article("The ferry sails on Friday."), article("The ferry sails on Sunday.", "And back.")
    changed, came = text_diff(before, after)
    assert [(part.change, part.text) for part in changed.parts] == [
        ("kept", "The ferry sails on "), ("out", "Friday"), ("in", "Sunday"), ("kept", "."),
    ]  # fmt: skip
    assert (came.what, changed.what) == ("came", "changed")


WORDS = st.lists(
    st.sampled_from("we will not [never] … the ferry, stop. Friday two".split()), min_size=1, max_size=12
)


@given(WORDS, WORDS)
def test_a_word_diff_less_what_is_struck_out_is_the_quotation(quoted: list[str], official: list[str]) -> None:
    from html import unescape
    from re import DOTALL, sub

    said = " ".join(quoted)
    html = str(word_diff(compare(said, " ".join(official)), said))
    assert unescape(sub(r"<[^>]+>", "", sub(r"<del.*?</del>", "", html, flags=DOTALL))) == said
