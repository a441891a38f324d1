"""Rows of syntax come by stretches of whole blocks, each once, and what is read off them does not depend on where."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.plain import read_plain
from onrecord.model import Span
from onrecord.reading import encoder as encoders
from onrecord.reading.encoder import SYNTAX, Encoder, Stretch
from onrecord.reading.language import Language
from onrecord.reading.pieces import Pieces, cut_windows, text_starts

STORY = [
    f"The minister of the {number}th district said on Tuesday that the ferry, which had been late, would not be sold."
    for number in range(40)
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def blocks_of(parts: list[str]) -> tuple[str, list[Span]]:
    text = "\n\n".join(parts)
    spans: list[Span] = []
    for part in parts:
        start = spans[-1][1] + 2 if spans else 0
        spans.append((start, start + len(part)))
    return text, spans


def told(encoder: Encoder, parts: list[str]) -> list[Stretch]:
    text, blocks = blocks_of(parts)
    stretches: list[Stretch] = []
    encoder.encode(text, blocks, stretches.append)
    return stretches


def test_stretches_are_whole_blocks_and_leave_none_out(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "STRETCH", 100)
    parts = [*STORY[:20], "\x00", *STORY[20:], "\x00"]
    stretches = told(encoder, parts)
    assert len(stretches) > 1
    assert stretches[0].first == 0
    assert stretches[-1].last == len(parts)
    assert all(before.last == after.first for before, after in pairwise(stretches))
    for one in stretches:
        assert set(one.rows) == set(SYNTAX)
        assert all(len(rows) == len(one.pieces.ids) for rows in one.rows.values())
        assert all(one.first <= block < one.last for block in set(one.pieces.blocks.tolist()))


def test_the_rows_are_those_of_one_stretch(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = told(encoder, STORY)
    monkeypatch.setattr(encoders, "STRETCH", 100)
    stretches = told(encoder, STORY)
    for name in SYNTAX:
        assert np.array_equal(np.concatenate([one.rows[name] for one in stretches]), whole.rows[name])


@pytest.mark.parametrize("parts", [[], ["\x00"], ["\x00", "\x00"]])
def test_blocks_without_pieces_are_told_too(encoder: Encoder, parts: list[str]) -> None:
    assert [(one.first, one.last) for one in told(encoder, parts)] == ([(0, len(parts))] if parts else [])


def test_the_parse_does_not_depend_on_the_stretches(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    article = read_plain("\n\n".join([*STORY, '"We go." He left. "', "so", "(AP) - It is."]), origin="test")
    found = []
    for pieces in (1, 100, 8_192):
        monkeypatch.setattr(encoders, "STRETCH", pieces)
        passages = Language(encoder, "shared").analyse(article)
        tokens = [(token, passage) for passage in passages for token in passage.tokens]
        found.append([(one.text, one.tag_, one.dep_, one.head.i, one.ent_type_, p.span(one)) for one, p in tokens])
    assert found[0] == found[1] == found[2]


def test_rows_of_anchors_are_kept_for_those_that_are_tried(encoder: Encoder) -> None:
    encoded = encoder.encode(*blocks_of(STORY))
    likely = encoded.anchors.max(axis=1) >= encoder.settings["kept"]
    assert encoded.tried.tolist() == np.flatnonzero(likely).tolist()
    assert 0 < len(encoded.tried) == len(encoded.of_anchor) == len(encoded.gates) < len(encoded.of_piece)


def test_a_title_is_read_as_if_nothing_stood_behind_it(encoder: Encoder) -> None:
    text, blocks = blocks_of(["Union urges calm", *STORY])
    size = len(encoder.encode(text, blocks[:1]).pieces.ids)
    encoded = encoder.encode(text, blocks, alone=[0])
    title, story = encoder.encode(text, blocks[:1]), encoder.encode(text, blocks[1:])
    assert encoded.texts == [0, size]
    assert np.array_equal(encoded.anchors, np.concatenate([title.anchors, story.anchors]))
    assert not np.array_equal(encoded.anchors, encoder.encode(text, blocks).anchors)


@given(st.lists(st.integers(0, 9), max_size=400).map(sorted), st.sets(st.integers(0, 9)))
def test_cores_cover_every_piece_once_and_no_window_leaves_its_text(numbers: list[int], alone: set[int]) -> None:
    size, nothing = len(numbers), np.zeros(len(numbers), dtype=np.int32)
    pieces = Pieces(
        nothing,
        nothing,
        nothing,
        nothing.astype(np.int8),
        nothing.astype(np.int8),
        nothing,
        np.array(numbers, dtype=np.int32),
    )
    texts = text_starts(pieces.blocks, alone)
    cuts = list(cut_windows(pieces, 50, 8, 4, texts))
    assert [place for cut in cuts for place in range(cut.core_start, cut.core_end)] == list(range(size))
    for cut in cuts:
        own = {block if block in alone else -1 for block in numbers[cut.start : cut.end]}
        assert len(own) == 1
        assert cut.end - cut.start <= 50
        assert cut.leads == (cut.core_start in texts)
