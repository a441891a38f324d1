from __future__ import annotations

import pytest

from onrecord.reading.quotations import find_quotations
from onrecord.reading.statements import Attribution
from onrecord.reading.titles import is_name, is_title


def judged(text: str, cue: str, source: str = "") -> bool:
    quotations = find_quotations(text, [(0, len(text))])
    at = text.index(cue)
    who = ((text.index(source), text.index(source) + len(source)),) if source else ()
    return is_name(text, Attribution(who, ((at, at + len(cue)),), (quotations[0].span,)), quotations)


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("The ship, nicknamed “Old Lady”, sailed on.", "nicknamed", ""),
        ("A report titled “Fish and Men” came out.", "titled", ""),
        ("She had read “The Long Winter of Cod” twice.", "had read", "She"),
    ],
)
def test_names_are_no_statements(text: str, cue: str, source: str) -> None:
    assert judged(text, cue, source)


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("Larsen wrote “We will not sign.”", "wrote", "Larsen"),
        ("The sign read “No fishing beyond this point”", "read", "The sign"),
        ("Berg said “Old Lady”", "said", "Berg"),
        ("Berg dubbed the plan “a joke”", "dubbed", "Berg"),
    ],
)
def test_words_that_somebody_says_are(text: str, cue: str, source: str) -> None:
    assert not judged(text, cue, source)


def test_is_title() -> None:
    assert is_title("The Old Man and the Sea".split())
    assert not is_title("We Will Not Sign.".split())
    assert not is_title("Herring".split())
