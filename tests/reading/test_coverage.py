from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.coverage import UNNAMED, Coverage, add_alone, add_doubtful, add_quotations, complete
from onrecord.reading.pieces import Pieces
from onrecord.reading.quotations import find_quotations
from onrecord.reading.statements import Attribution

TEXT = """Lee said the port was open. "We will go home when it is shut," a spokesman for the union added.
Nobody else spoke."""
BLOCKS = [match.span() for match in re.finditer(r"[^\n]+", TEXT)]


def pieces_of(text: str) -> Pieces:
    """Words as pieces, lines as blocks."""
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    starts, ends = (np.array([span[i] for span in spans], dtype=np.int32) for i in (0, 1))
    nothing = np.zeros(len(spans), dtype=np.int8)
    blocks = np.array([text.count("\n", 0, start) for start, _ in spans], dtype=np.int32)
    return Pieces(starts, starts, ends, nothing, nothing, np.arange(len(spans), dtype=np.int32), blocks)


def coverage_of(text: str, *said: str) -> Coverage:
    pieces = pieces_of(text)
    presence = np.zeros(len(pieces.starts), dtype=np.float32)
    for words in said:
        start = text.index(words)
        presence[(pieces.starts >= start) & (pieces.ends <= start + len(words))] = 0.9
    return Coverage(pieces, presence)


def span_of(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def stating(source: str, cue: str, content: str, confidence: float = 1.0) -> Attribution:
    return Attribution((span_of(source),), (span_of(cue),), (span_of(content),), confidence)


SURE = stating("Lee", "said", "the port was open")
QUOTED = '"We will go home when it is shut,"'
DOUBTFUL = stating("a spokesman for the union", "added", QUOTED, 0.2)


def test_a_doubtful_statement_is_believed_where_nobody_else_is_found_to_say_it() -> None:
    coverage = coverage_of(TEXT, "the port was open", QUOTED)
    assert add_doubtful(coverage, [SURE], [DOUBTFUL]) == [SURE, DOUBTFUL]


def test_a_doubtful_statement_of_words_that_are_taken_is_not() -> None:
    coverage = coverage_of(TEXT, "the port was open", QUOTED)
    rival = stating("Lee", "said", QUOTED)
    assert add_doubtful(coverage, [rival], [DOUBTFUL]) == [rival]


def test_a_doubtful_statement_of_words_that_nobody_says_is_not() -> None:
    assert add_doubtful(coverage_of(TEXT, "the port was open"), [SURE], [DOUBTFUL]) == [SURE]


def test_a_quotation_that_nobody_claims_goes_to_who_is_quoted_beside_it() -> None:
    coverage = coverage_of(TEXT, QUOTED)
    found, alone = add_quotations(coverage, [SURE], find_quotations(TEXT, BLOCKS))
    assert found[0].content == (span_of("the port was open"), span_of(QUOTED))
    assert not alone
    assert add_quotations(coverage, found, find_quotations(TEXT, BLOCKS)) == (found, [])


def test_a_quotation_goes_to_a_cue_in_its_paragraph_though_that_one_is_quoted_in_another() -> None:
    text = TEXT.replace("Nobody else spoke.", '"Nobody else spoke to us."')
    start = text.index('"Nobody')
    beside = Attribution((), (span_of("a spokesman for the union added"),), ((start, len(text)),))
    blocks = [match.span() for match in re.finditer(r"[^\n]+", text)]
    found, alone = add_quotations(coverage_of(text, QUOTED), [beside], find_quotations(text, blocks))
    assert found == [replace(beside, content=(span_of(QUOTED), (start, len(text))))]
    assert not alone


def test_a_quotation_that_somebody_claims_in_part_is_left_alone() -> None:
    coverage = coverage_of(TEXT, "We will go home when it is")
    partly = stating("a spokesman for the union", "added", "shut")
    assert add_quotations(coverage, [partly], find_quotations(TEXT, BLOCKS)) == ([partly], [])


def test_a_quotation_that_nobody_is_quoted_beside_states_by_itself() -> None:
    text = TEXT.replace("Nobody else spoke.", '"Nobody else spoke to us on that day."')
    coverage = coverage_of(text, '"Nobody else spoke to us on that day."')
    blocks = [match.span() for match in re.finditer(r"[^\n]+", text)]
    start = text.index('"Nobody')
    found, alone = add_quotations(coverage, [SURE], find_quotations(text, blocks))
    assert found == [SURE]
    assert [one.span for one in alone] == [(start, len(text))]
    assert add_alone(coverage, found, alone, []) == [SURE, Attribution((), (), ((start, len(text)),), UNNAMED)]


@pytest.mark.parametrize(("content", "told"), [(QUOTED, True), (QUOTED[:-9], True), ("We will go", False)])
def test_who_is_heard_with_most_of_a_quotation_alone_says_it(content: str, told: bool) -> None:
    (quotation,) = find_quotations(TEXT, BLOCKS)
    heard = replace(stating("a spokesman for the union", "added", content), confidence=0.04)
    weaker = replace(stating("Lee", "said", QUOTED), confidence=0.03)
    nobody = Attribution((), (span_of("spoke"),), (span_of(QUOTED),), 0.1)
    (one,) = add_alone(coverage_of(TEXT, QUOTED), [], [quotation], [heard, weaker, nobody])
    assert (one.content, one.confidence) == ((span_of(QUOTED),), UNNAMED)
    assert one.source == (heard.source if told else weaker.source)


def test_a_quotation_that_is_not_said_states_nothing() -> None:
    assert add_quotations(coverage_of(TEXT), [], find_quotations(TEXT, BLOCKS)) == ([], [])


def test_a_content_is_completed_by_the_words_beside_it() -> None:
    coverage = coverage_of(TEXT, "Lee said the port was open", "We will go home")
    short = stating("Lee", "said", "port was")
    assert complete(TEXT, coverage, [short]) == [SURE]


def test_no_content_is_completed_over_the_end_of_a_paragraph() -> None:
    text = "Lee said the port was open\nNobody spoke"
    coverage = coverage_of(text, "the port was open", "Nobody spoke")
    assert complete(text, coverage, [SURE]) == [SURE]


def test_words_with_which_nobody_agrees_complete_nothing() -> None:
    short = stating("Lee", "said", "port was")
    assert complete(TEXT, coverage_of(TEXT), [short]) == [short]


def test_a_word_is_said_whole_or_not_at_all() -> None:
    pieces = pieces_of("Lee said the port was open")
    split = replace(pieces, words=pieces.words // 2)
    presence = np.array([0, 0, 0, 0.9, 0.9, 0], dtype=np.float32)
    coverage = Coverage(split, presence)
    assert coverage.unclaimed(((0, 26),)) == 0.0
    assert Coverage(pieces, presence).unclaimed(((0, 26),)) == 2 / 6


@given(st.text(alphabet='ab "\n.', max_size=60), st.data())
def test_shares_are_shares(text: str, data: st.DataObject) -> None:
    pieces = pieces_of(text)
    presence = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(pieces.ids), max_size=len(pieces.ids))))
    coverage = Coverage(pieces, presence.astype(np.float32))
    cut = st.integers(0, len(text))
    spans = tuple(tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(cut, cut), max_size=4)))
    assert 0.0 <= coverage.unclaimed(spans) <= 1.0  # type: ignore[arg-type]
    coverage.claim(spans)  # type: ignore[arg-type]
    assert coverage.unclaimed(spans) == 0.0  # type: ignore[arg-type]


@given(st.text(alphabet='ab ".,\n', max_size=60), st.data())
def test_completed_contents_hold_what_they_held(text: str, data: st.DataObject) -> None:
    words = [match.span() for match in re.finditer(r"\w+", text)]
    if not words:
        return
    pieces = pieces_of(text)
    presence = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(pieces.ids), max_size=len(pieces.ids))))
    content = tuple(sorted(data.draw(st.sets(st.sampled_from(words), min_size=1, max_size=3))))
    (one,) = complete(text, Coverage(pieces, presence.astype(np.float32)), [Attribution((), (), content)])
    assert all(any(a <= start and end <= b for a, b in one.content) for start, end in content)
    assert all(left[1] <= right[0] for left, right in pairwise(one.content))
    assert all("\n" not in text[start:end] for start, end in one.content)
