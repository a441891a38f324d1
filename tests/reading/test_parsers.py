"""Both parses give documents of the same text; what the encoder tells is a tree in every sentence."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.article.plain import read_plain
from onrecord.reading.language import Language, ParseBy

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))


@lru_cache
def language(parse: ParseBy) -> Language:
    return Language(parse=parse)


def sound(text: str) -> None:
    article = read_plain(text, origin="test")
    for passage in language("shared").analyse(article):
        assert article.text[passage.start : passage.end] == passage.text == passage.doc.text
        for sentence in passage.doc.sents:
            assert sum(token.head == token for token in sentence) == 1
            assert all(token.head.sent == sentence for token in sentence)
        for token in passage.tokens:
            start, end = passage.span(token)
            assert article.text[start:end] == token.text
            assert token.pos_
            assert token.dep_
            assert token.lemma_ or token.is_space
            assert (token.dep_ == "ROOT") == (token.head == token)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_articles_become_trees(path: Path) -> None:
    sound(path.read_text(encoding="utf-8"))


@given(
    st.lists(
        st.sampled_from(["He said", "cannot", "gonna", " ", "\n\n", "“Yes,”", ".", "Oslo", "\u200b", "🇳🇴", "a" * 300])
    )
)
@example(["cannot"])
@example(["\u200b"])
@example([" ", "gonna"])
@settings(max_examples=40, deadline=None)
def test_any_text_becomes_trees(parts: list[str]) -> None:
    sound("x" if not "".join(parts).strip() else " ".join(parts))


def test_a_sentence_without_end_is_cut() -> None:
    sound("and they went on " * 400)


@pytest.mark.parametrize("path", SAMPLES[:4], ids=lambda path: path.stem)
def test_the_encoder_learned_from_spacy(path: Path) -> None:
    article = read_plain(path.read_text(encoding="utf-8"), origin="test")
    ours, theirs = (
        [token for passage in language(parse).analyse(article) for token in passage.tokens if not token.is_space]
        for parse in ("shared", "spacy")
    )
    assert [token.text for token in ours] == [token.text for token in theirs]
    pairs = list(zip(ours, theirs, strict=True))
    assert sum(a.tag_ == b.tag_ for a, b in pairs) / len(pairs) > 0.93
    assert sum(a.head.i == b.head.i for a, b in pairs) / len(pairs) > 0.8
    assert sum(a.ent_type_ == b.ent_type_ for a, b in pairs) / len(pairs) > 0.85


def test_the_first_word_of_a_text_is_no_worse_than_others() -> None:
    (passage,) = language("shared").analyse(read_plain("Norway said on Monday that it would wait.", origin="test"))
    assert (passage.tokens[0].dep_, passage.tokens[0].ent_type_) == ("nsubj", "GPE")


@given(st.text(alphabet="ab .,'\"\n", min_size=1, max_size=40), st.data())
@settings(max_examples=60, deadline=None)
def test_tokens_under_a_span_are_those_that_spacy_gives(text: str, data: st.DataObject) -> None:
    for passage in language("shared").analyse(read_plain(text + "x", origin="test")):
        start = data.draw(st.integers(passage.start, passage.end - 1))
        end = data.draw(st.integers(start + 1, passage.end))
        found = passage.tokens_in((start, end))
        wanted = passage.doc.char_span(start - passage.start, end - passage.start, alignment_mode="expand")
        assert found is not None
        assert wanted is not None
        assert (found.start, found.end) == (wanted.start, wanted.end)
        assert list(found) == list(passage.words_in((start, end)))


@pytest.mark.parametrize("parse", ["shared", "spacy"])
def test_the_vocabulary_begins_anew_and_documents_keep_theirs(
    monkeypatch: pytest.MonkeyPatch, parse: ParseBy
) -> None:
    monkeypatch.setattr("onrecord.reading.parsers.NEW_WORDS", 20)
    reader = Language(parse=parse)
    text = "{0}a said that the {0}b was gone."
    several = [[*reader.analyse(read_plain(text.format("qx" * n), origin="test"))] for n in range(1, 21)]
    vocabularies = {id(passages[0].doc.vocab): passages[0].doc.vocab for passages in several}
    assert 1 < len(vocabularies) < len(several)
    assert (
        max(len(one.strings) for one in vocabularies.values())
        < min(len(one.strings) for one in vocabularies.values()) + 20 + 40
    )
    for number, (passage,) in enumerate(several, 1):
        assert passage.tokens[0].text == "qx" * number + "a"
        assert passage.tokens[1].lemma_ == "say"
