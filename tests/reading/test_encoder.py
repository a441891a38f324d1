from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.encoder import Encoder
from onrecord.reading.statements import Attribution
from onrecord.reading.trained import StatementModel

STORY = (
    "The government will not raise taxes this year, Finance Minister Anna Berg said on Tuesday.",
    "“We have no plans for that,” Berg told reporters in Oslo. “There is no need.”",
    "According to a report by the central bank, growth will slow to 1.2 percent.",
)
WORDS = st.sampled_from(
    [
        "said",
        "she",
        "Müller",
        "e\u0301te\u0301",
        "東京都",
        "“yes”",
        '"',
        "''",
        "😀👩‍👩‍👧",
        "\x00",
        "قال",
        "ABC",
        "1.2%",
        "'s",
        "x" * 300,
        "\u202e",
        ":",
    ]
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(threads=1)


@pytest.fixture(scope="module")
def model(encoder: Encoder) -> StatementModel:
    return StatementModel(encoder)


def lines(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def quoted(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(text[start:end] for start, end in spans)


def assert_sound(text: str, blocks: list[Span], found: list[Attribution]) -> None:
    for one in found:
        assert one.content
        assert 0 <= one.confidence <= 1
        for spans in (one.source, one.cue, one.content):
            assert all(any(left <= start < end <= right for left, right in blocks) for start, end in spans)
            assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_finds_source_cue_and_content(model: StatementModel) -> None:
    text = "\n\n".join(STORY)
    found = model.find_many([(text, lines(text))])[0]
    assert_sound(text, lines(text), found)
    first = found[0]
    assert quoted(text, first.source) == "Finance Minister Anna Berg"
    assert quoted(text, first.cue) == "said"
    assert quoted(text, first.content) == "The government will not raise taxes this year"
    assert any("told" in quoted(text, one.cue) and "Berg" in quoted(text, one.source) for one in found)
    assert any(quoted(text, one.cue) == "According to" for one in found)


def test_who_signs_a_quotation_says_it_though_another_name_stands_before(model: StatementModel) -> None:
    signed = [("“He has no answers for us.”", "Ada Lima"), ("“She frightens the whole town.”", "Otto Brandt")]
    text = "Here is what readers wrote.\n" + "\n".join(f"{words}\n― {name}" for words, name in signed)
    (found,) = model.find_many([(text, lines(text))])
    assert_sound(text, lines(text), found)
    assert [
        (quoted(text, one.content), quoted(text, one.source)) for one in found if "“" in quoted(text, one.content)
    ] == signed


@pytest.mark.parametrize("marks", [('"', '"'), ("``", "''"), ("«", "»")])
def test_reads_every_style_of_marks(model: StatementModel, marks: tuple[str, str]) -> None:
    text = "\n\n".join(STORY)
    other = text.replace("“", marks[0]).replace("”", marks[1])
    ours, theirs = model.find_many([(text, lines(text)), (other, lines(other))])
    assert [quoted(text, one.source) for one in ours] == [quoted(other, one.source) for one in theirs]
    assert [quoted(text, one.cue) for one in ours] == [quoted(other, one.cue) for one in theirs]


def test_reads_an_article_the_same_alone_and_among_others(model: StatementModel) -> None:
    articles = [("\n".join(STORY[: n + 1]), lines("\n".join(STORY[: n + 1]))) for n in range(3)]
    assert model.find_many(articles) == [model.find_many([one])[0] for one in articles]


def test_reads_nothing_where_there_is_nothing(model: StatementModel) -> None:
    assert model.find_many([]) == []
    assert model.find_many([("", []), (" \n", [(0, 2)]), ("\x00", [(0, 1)])]) == [[], [], []]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS | st.text(max_size=12), max_size=60), max_size=4))
def test_spans_lie_in_the_blocks_for_every_text(model: StatementModel, paragraphs: list[list[str]]) -> None:
    text = "\n".join(" ".join(words).replace("\n", " ") for words in paragraphs)
    blocks = lines(text)
    assert_sound(text, blocks, model.find_many([(text, blocks)])[0])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS | st.characters(), max_size=40))
def test_pieces_are_offsets_of_the_text_given(encoder: Encoder, words: list[str]) -> None:
    text = " ".join(words)
    encoded = encoder.encode(text, [(0, len(text))])
    assert len(encoded.anchors) == len(encoded.pieces.ids)
    spans = list(zip(encoded.pieces.starts.tolist(), encoded.pieces.ends.tolist(), strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[0] <= after[0] for before, after in pairwise(spans))


def test_a_word_of_a_million_letters_costs_little(model: StatementModel) -> None:
    text = "a" * 1_000_000
    assert_sound(text, [(0, len(text))], model.find_many([(text, [(0, len(text))])])[0])


def test_lone_surrogates_do_no_harm(model: StatementModel) -> None:
    text = "He said \ud800 it was \udfff over."
    assert_sound(text, [(0, len(text))], model.find_many([(text, [(0, len(text))])])[0])
