"""Which language an article is written in, by its own words.

Source: M. Lui and T. Baldwin, "langid.py: An Off-the-shelf Language Identification Tool", ACL 2012, as py3langid.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from unicodedata import name

from onrecord.model import Article

ENGLISH = frozenset({"en"})
FEWEST_LETTERS = 60
"""Fewer letters say nothing, since a headline of names is in every language; unless they are of another script."""
LONGEST_SAMPLE = 800


def find_language(article: Article) -> str:
    """Return the ISO 639-1 code of the story's language; what the source says of it where the words are few."""
    sample = " ".join(article.text[start:end] for start, end in _pieces(article))[:LONGEST_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    foreign = sum(not name(letter, "").startswith("LATIN") for letter in letters[:FEWEST_LETTERS])
    if len(letters) < FEWEST_LETTERS and foreign * 2 <= len(letters):
        return article.language
    code: str = _identifier().classify(sample)[0]
    return code


def _pieces(article: Article) -> tuple[tuple[int, int], ...]:
    return article.body or ((0, min(len(article.text), LONGEST_SAMPLE)),)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
