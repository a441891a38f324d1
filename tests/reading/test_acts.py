from __future__ import annotations

from functools import cache

import pytest

from onrecord.model import Article
from onrecord.reading.acts import ActReading, find_acts
from onrecord.reading.language import Language
from onrecord.reading.statements import Attribution


@cache
def _language() -> Language:
    return Language()


def read(text: str, cue: str, content: str) -> ActReading:
    article = Article(id=Article.identify(text), origin="t", text=text, body=((0, len(text)),))
    at, on = text.index(content), text.index(cue)
    attribution = Attribution((), ((on, on + len(cue)),), ((at, at + len(content)),))
    return find_acts(_language().analyse(article), [attribution])[0]


@pytest.mark.parametrize(
    ("text", "cue", "content", "act", "modality"),
    [
        ("She said the strait is open.", "said", "the strait is open", "assert", "asserted"),
        ("She urged Lorn to withdraw.", "urged", "Lorn to withdraw", "request", "asserted"),
        ("She demanded an answer.", "demanded", "an answer", "demand", "asserted"),
        ("She said Lorn must withdraw.", "said", "Lorn must withdraw", "demand", "asserted"),
        ("She called for calm.", "called", "for calm", "request", "asserted"),
        ("She called it a mistake.", "called", "it a mistake", "assert", "asserted"),
        ("He vowed to rebuild the pier.", "vowed", "to rebuild the pier", "promise", "asserted"),
        ('He said: "We will rebuild the pier."', "said", '"We will rebuild the pier."', "promise", "asserted"),
        ("He denied any part in it.", "denied", "any part in it", "deny", "negated"),
        ("He accused Lorn of piracy.", "accused", "Lorn of piracy", "accuse", "asserted"),
        ("Lorn rejected the offer.", "rejected", "the offer", "reject", "asserted"),
        ("Marl seconded the proposal.", "seconded", "the proposal", "agree", "asserted"),
        ("She asked whether it was true.", "asked", "whether it was true", "ask", "question"),
        (
            "She stressed that any new boarding will be met with severe consequences.",
            "stressed",
            "that any new boarding will be met with severe consequences",
            "threaten",
            "conditional",
        ),
        ("He said he might resign.", "said", "he might resign", "assert", "possible"),
        ('He said: "Let\'s imagine that the strait is shut."', "said", "\"Let's imagine", "assert", "hypothetical"),
        (
            "He said the ban stays unless Lorn pays.",
            "said",
            "the ban stays unless Lorn pays",
            "assert",
            "conditional",
        ),
        ("He did not say that it was safe.", "say", "that it was safe", "assert", "negated"),
    ],
)
def test_acts_and_modalities(text: str, cue: str, content: str, act: str, modality: str) -> None:
    found = read(text, cue, content)
    assert (found.act, found.modality) == (act, modality)
    assert ("act" in found.evidence) == (act != "assert")
    assert ("modality" in found.evidence) == (modality != "asserted")
    for spans in found.evidence.values():
        assert all(0 <= start < end <= len(text) for start, end in spans)
