from __future__ import annotations

import pytest

from onrecord.model import Act, Article
from onrecord.reading.contents import stretches
from onrecord.reading.items import find_items
from onrecord.reading.language import Language


def items(language: Language, text: str, act: Act) -> list[str]:
    article = Article(id=Article.identify(text), origin="t", text=text, body=((0, len(text)),))
    found = find_items(list(stretches(language.analyse(article), ((0, len(text)),))), act)
    return [text[slice(*span)] for span in found]


@pytest.mark.parametrize(
    ("text", "act", "found"),
    [
        (
            "Lorn to open the strait, to free the crew and to pay for the ship",
            "request",
            ["to open the strait", "to free the crew", "to pay for the ship"],
        ),
        (
            "Lorn to open the strait, free the crew and pay",
            "request",
            ["to open the strait", "free the crew", "pay"],
        ),
        (
            "“our two demands: that the ban be lifted and that the crew go home”",
            "demand",
            ["that the ban be lifted", "that the crew go home"],
        ),
        ("an inquiry and an apology", "demand", ["an inquiry", "an apology"]),
        ("higher pay, safer cranes and a pier", "demand", ["higher pay", "safer cranes", "a pier"]),
        ("an apology", "demand", []),
        ("“our four demands: a ship, a crew and a pier”", "demand", []),
        ("that the strait is open and the crew is free", "assert", []),
        ("“we will build homes, we will build schools, and nobody will be left out”", "promise", []),
    ],
)
def test_lists(language: Language, text: str, act: Act, found: list[str]) -> None:
    assert items(language, text, act) == found
