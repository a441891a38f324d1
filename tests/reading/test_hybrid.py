from __future__ import annotations

import pytest

from onrecord.article.plain import read_plain
from onrecord.model import Article, Spans
from onrecord.reading.hybrid import Hybrid, combine
from onrecord.reading.language import Language
from onrecord.reading.statements import Attribution


def found(
    content: Spans, source: Spans = (), cue: Spans = (), *, continues: int | None = None, nested_in: int | None = None
) -> Attribution:
    return Attribution(source, cue, content, 0.8, continues, nested_in)


def test_one_statement_found_twice_is_one_with_the_models_words() -> None:
    learned = [found(((10, 50),), ((0, 4),), ((5, 9),))]
    ruled = [found(((10, 48),), ((0, 3),), ((5, 9),))]
    assert combine(learned, ruled) == learned


def test_source_that_only_the_grammar_found_is_taken() -> None:
    (one,) = combine([found(((10, 50),))], [found(((10, 50),), ((0, 4),), ((5, 9),))])
    assert (one.source, one.cue) == (((0, 4),), ((5, 9),))


def test_statement_where_the_model_found_nothing_is_added() -> None:
    learned = [found(((10, 50),), ((0, 4),), ((5, 9),))]
    ruled = [found(((100, 150),), ((90, 94),), ((95, 99),))]
    assert combine(learned, ruled) == [*learned, *ruled]


def test_rival_cut_of_a_content_is_left_to_the_model() -> None:
    learned = [found(((10, 100),), ((0, 4),), ((5, 9),))]
    ruled = [found(((60, 80),), ((50, 54),), ((55, 59),))]
    assert combine(learned, ruled) == learned


def test_relay_and_what_it_relays_are_the_grammars() -> None:
    learned = [found(((20, 60),), ((75, 80),), ((62, 74),))]
    outer = found(((0, 60),), ((75, 80),), ((62, 74),))
    inner = found(((20, 60),), ((0, 7),), ((8, 19),), nested_in=0)
    combined = combine(learned, [outer, inner])
    assert [one.source for one in combined] == [((75, 80),), ((0, 7),)] or [one.source for one in combined] == [
        ((0, 7),),
        ((75, 80),),
    ]
    assert next(one for one in combined if one.source == ((0, 7),)).nested_in is not None


def test_carried_over_speaker_keeps_its_statement() -> None:
    learned = [found(((10, 50),), ((0, 4),), ((5, 9),))]
    ruled = [found(((10, 50),), ((0, 4),), ((5, 9),)), found(((60, 90),), continues=0)]
    assert combine(learned, ruled)[1].continues == 0


class Says:
    """A model that finds one statement: who, how, what."""

    version = "test"

    def __init__(self, *words: str) -> None:
        self.words = words

    def find(self, article: Article, *_: object) -> list[Attribution]:
        source, cue, content = (
            ((article.text.index(words), article.text.index(words) + len(words)),) for words in self.words
        )
        return [found(content, source, cue)]


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("Solvang echoed Holm in her comments.", ("Solvang", "echoed", "Holm"), 0),
        ("Solvang echoed Holm in her comments.", ("Solvang", "echoed", "Holm in her comments"), 1),
        ("Solvang said Oslo had agreed.", ("Solvang", "said", "Oslo had agreed"), 1),
    ],
)
def test_a_name_that_the_cue_has_for_its_object_is_nothing_said(
    language: Language, text: str, words: tuple[str, ...], kept: int
) -> None:
    article = read_plain(text, origin="test")
    model = Says(*words)
    statements = Hybrid(model).find(article, language.analyse(article), [])  # type: ignore[arg-type]
    assert len([one for one in statements if one.confidence == 0.8]) == kept


class Asked:
    """A model that takes everything beside the cue of a sentence for its content."""

    version = "test"

    def __init__(self, cue: str) -> None:
        self.cue = cue

    def find(self, article: Article, *_: object) -> list[Attribution]:
        start, text = article.text.index(self.cue), article.text.rstrip(". \n")
        end = start + len(self.cue)
        return [found(((0, start - 1), (end + 1, len(text))), (), ((start, end),))]


def test_whom_a_passive_is_about_is_not_what_is_said(language: Language) -> None:
    article = read_plain("Prime Minister Holm was questioned about the fares.", origin="test")
    (one,) = Hybrid(Asked("was questioned about")).find(article, language.analyse(article), [])  # type: ignore[arg-type]
    assert [article.text[start:end] for start, end in one.content] == ["the fares"]


def test_what_is_said_on_both_sides_of_a_passive_stays(language: Language) -> None:
    article = read_plain("The bridge, it was said, is safe.", origin="test")
    (one,) = Hybrid(Asked("it was said")).find(article, language.analyse(article), [])  # type: ignore[arg-type]
    assert [article.text[start:end] for start, end in one.content] == ["The bridge,", " is safe"]


@pytest.mark.parametrize(
    ("text", "source", "whole"),
    [
        (
            "The unions in both countries said the quota was too low.",
            "The unions in both",
            "The unions in both countries",
        ),
        ("The unions in both countries said the quota was too low.", "The unions", "The unions"),
        ("Oslo said the quota was too low.", "Oslo", "Oslo"),
    ],
)
def test_a_source_goes_to_the_end_of_its_noun(language: Language, text: str, source: str, whole: str) -> None:
    article = read_plain(text, origin="test")
    model = Says(source, "said", "the quota was too low")
    (one,) = Hybrid(model).find(article, language.analyse(article), [])  # type: ignore[arg-type]
    assert [article.text[start:end] for start, end in one.source] == [whole]


def test_a_day_is_nobody_who_speaks(language: Language) -> None:
    article = read_plain("Tuesday's call was meant to follow up on the letter.", origin="test")
    day = Attribution(((0, 9),), ((15, 24),), ((10, 14), (25, 50)), 0.2)

    class Finder:
        version = "test"

        def find(self, *_: object) -> list[Attribution]:
            return [day]

    assert Hybrid(Finder()).find(article, language.analyse(article), []) == []  # type: ignore[arg-type]
