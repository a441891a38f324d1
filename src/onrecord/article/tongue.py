"""Which language an article is written in, by its own words.

Source: M. Lui and T. Baldwin, "langid.py: An Off-the-shelf Language Identification Tool", ACL 2012, as py3langid.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from unicodedata import name

from onrecord.model import Article

ENGLISH = frozenset({"en"})
FEWEST_LETTERS = 60
"""Fewer letters say nothing, since a headline of names is in every language; unless they are of another script."""
LONGEST_SAMPLE = 800
PLAIN_SHARE = 0.08
"""Words that only English has in a text of English; examples of 68 other languages have at most 0.03 of them."""
PLAIN_WORDS = 20
"""Words in each half of the sample that must be there to say so."""

_ONLY_ENGLISH = frozenset(
    "the of and that with from his their which would said has been were this they who by it she are not its about "
    "after he".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def find_language(article: Article) -> str:
    """Return the ISO 639-1 code of the story's language; what the source says of it where the words are few."""
    sample = " ".join(article.text[start:end] for start, end in _pieces(article))[:LONGEST_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    foreign = sum(not name(letter, "").startswith("LATIN") for letter in letters[:FEWEST_LETTERS])
    if len(letters) < FEWEST_LETTERS and foreign * 2 <= len(letters):
        return article.language
    if is_plainly_english(sample):
        return "en"
    code: str = _identifier().classify(sample)[0]
    return code


def is_plainly_english(sample: str) -> bool:
    """Tell whether both halves of a text are full of words that only English has.

    Then nothing else needs to be asked, and loading the identifier's model takes longer than reading an article.
    """
    words = [word.casefold() for word in _WORD.findall(sample)]
    halves = words[: len(words) // 2], words[len(words) // 2 :]
    return all(
        len(half) >= PLAIN_WORDS and sum(word in _ONLY_ENGLISH for word in half) >= PLAIN_SHARE * len(half)
        for half in halves
    )


def _pieces(article: Article) -> tuple[tuple[int, int], ...]:
    return article.body or ((0, min(len(article.text), LONGEST_SAMPLE)),)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
