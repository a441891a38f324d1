"""One form for the many spellings of a name: diacritics, transliterations, doubled letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_FOLD = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "’": "'", "Ł": "l", "Ø": "o"})
_SPELLINGS = (("yy", "y"), ("iy", "y"), ("ii", "y"), ("ij", "y"), ("i", "y"), ("kh", "h"), ("ou", "u"), ("'", ""))


def fold(word: str) -> str:
    """Return ``word`` in lower case without diacritics."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_FOLD))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def spelling(word: str) -> str:
    """Return a form that the usual transliterations of a name share: Zelensky, Zelenskyy and Zelenskiy."""
    plain = fold(word).strip(".-'")
    for variant, common in _SPELLINGS:
        plain = plain.replace(variant, common)
    return re.sub(r"(.)\1", r"\1", plain)


@lru_cache(maxsize=100_000)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in their common spelling, without initials' dots and suffixes such as Jr."""
    words = (spelling(word) for word in re.split(r"[\s\u00a0]+", name) if word.strip(".,"))
    return tuple(word for word in words if word and word not in _SUFFIXES)


def alike(one: str, other: str) -> bool:
    """Tell whether two long words (in common spelling) may be one with a letter wrong, missing or swapped."""
    if min(len(one), len(other)) < 6 or one[0] != other[0] or abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


_ALIKE = 0.88
_COMPARED = 60


class Spellings:
    """Words that are found again with a letter wrong, missing or swapped.

    Only words that begin with the same letter and share their first or last three are compared, since a letter is not
    wrong in both; of many such words the first ``_COMPARED``, so that a text of names alone stays linear.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: dict[str, list[str]] = {}
        self._known: set[str] = set()
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Take in a word in its common spelling."""
        if word not in self._known:
            self._known.add(word)
            for key in _ends(word):
                self._words.setdefault(key, []).append(word)

    def like(self, word: str) -> list[str]:
        """Return the words that may be this one, in the order in which they came; itself if it is known."""
        near = dict.fromkeys(one for key in _ends(word) for one in self._words.get(key, [])[:_COMPARED])
        return [one for one in near if alike(word, one)] + [word] * (word in self._known and word not in near)


def _ends(word: str) -> tuple[str, str]:
    return word[:3], f"{word[:1]}…{word[-3:]}"
