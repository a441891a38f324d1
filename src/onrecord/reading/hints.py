"""Patterns that are tried only on texts that have the words they need, which is quicker to see than to try them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as codes
from re import _parser as parser
from typing import Any

Words = tuple[str, ...]


class Hinted:
    """A pattern, and words of which a text must have at least one (in small letters) for the pattern to match."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        self.words = needed_words(pattern, flags)

    def may_match(self, small: str) -> bool:
        """Tell whether a text, given in small letters, has what the pattern needs."""
        for word in self.words:
            if word in small:
                return True
        return not self.words

    def search(self, text: str, small: str) -> re.Match[str] | None:
        """Return the first match in ``text``; ``small`` is the same in small letters."""
        return self.pattern.search(text) if self.may_match(small) else None

    def finditer(self, text: str, small: str) -> Iterator[re.Match[str]]:
        """Return the matches in ``text``; ``small`` is the same in small letters."""
        return self.pattern.finditer(text) if self.may_match(small) else iter(())


def needed_words(pattern: str, flags: int = 0) -> Words:
    """Return words, in small letters, of which every match of ``pattern`` holds one; none where none can be said."""
    words = _needed(parser.parse(pattern, flags))
    return tuple(word for word in words if not any(other in word for other in words if other != word))


def _needed(items: Sequence[Any]) -> Words:
    """Return what a sequence needs: of what its parts need, the words that are rarest, which are the longest."""
    found: list[Words] = []
    run = ""
    for code, argument in items:
        if code is codes.LITERAL:
            run += chr(argument)
            continue
        found += [(run.lower(),)] if run else []
        run = ""
        found.append(_needed_by(code, argument))
    found += [(run.lower(),)] if run else []
    return max(filter(None, found), key=lambda words: (min(map(len, words)), -len(words)), default=())


def _needed_by(code: Any, argument: Any) -> Words:
    if code is codes.SUBPATTERN:
        return _needed(argument[-1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return _needed(argument[2]) if argument[0] else ()
    if code is codes.BRANCH:
        branches = [_needed(branch) for branch in argument[1]]
        return tuple(dict.fromkeys(word for words in branches for word in words)) if all(branches) else ()
    return ()
