from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from spacy.tokens import DocBin

from onrecord.export import whole, write
from onrecord.export.spacy_docs import register
from onrecord.model import Reading
from tests.export.readings import hostile, readings, with_events


def check(reading: Reading) -> None:
    doc = reading.to_spacy()
    assert doc.text == reading.article.text
    for group in ("source", "cue", "content"):
        expected = [(one.id, *span) for one in reading.statements for span in getattr(one, group)]
        assert [(span.id_, span.start_char, span.end_char) for span in doc.spans[group]] == expected


@pytest.mark.parametrize("reading", [with_events(), hostile()])
def test_spans_have_the_contract_s_offsets(reading: Reading) -> None:
    check(reading)


@settings(max_examples=100, deadline=None)
@given(readings())
def test_spans_of_any_text_have_the_contract_s_offsets(reading: Reading) -> None:
    check(reading)


def test_spacy_loads_the_docbin(tmp_path: Path) -> None:
    write(map(whole, [with_events(), hostile()]), "spacy", tmp_path / "out")
    register()
    (file,) = (tmp_path / "out").iterdir()
    docs = list(DocBin().from_disk(file).get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == [with_events().article.text, hostile().article.text]
    content = docs[0].spans["content"][3]
    assert (content.id_, content.label_, content.text) == ("s4", "mixed", 'the strait "belongs to nobody"')
    assert content._.onrecord["act"] == "threaten"
    assert docs[0]._.onrecord["article"]["title"] == "Vessel stopped off Port Amity"
    assert [span.label_ for span in docs[0].spans["events"]] == ["REJECT", "ASSAULT"]
