"""The words of a search become an FTS5 expression that cannot be malformed.

``word``, ``"a phrase"``, ``prefix*``, ``AND`` (also by writing words side by side), ``OR``, ``NOT``, and brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from onrecord.record.errors import QueryError

LONGEST = 1000
MOST_TERMS = 64
DEEPEST = 16
SHORTEST_PREFIX = 3

_TOKEN = re.compile(r'\s+|(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)(?P<end>"\*?|$)|(?P<word>[^\s()"]+)')
_OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def parse(query: str) -> str:
    """Return ``query`` as an FTS5 expression; the empty string when it asks for nothing.

    Raises:
        QueryError: a quotation mark or bracket is not closed, an operator has nothing to work on, or no word is left.
    """
    if len(query) > LONGEST:
        raise QueryError(f"The search is {len(query)} characters long; {LONGEST} is the most.")
    tokens = _split("".join(char if char.isprintable() or char.isspace() else " " for char in query))
    if not tokens:
        return ""
    parser = _Parser(tokens)
    expression = parser.either(0)
    if parser.peek():
        raise QueryError("There is a closing bracket without an opening one.")
    return expression


def _split(query: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(query):
        if match["word"] in _OPERATORS:
            tokens.append(_Token(match["word"], match["word"]))
        elif match["word"] is not None:
            tokens.append(_Token("term", _term(match["word"].rstrip("*"), match["word"].endswith("*"))))
        elif match["phrase"] is not None:
            if not match["end"]:
                raise QueryError(
                    f'The quotation mark before {match["phrase"].strip()[:30]!r} is not closed: write "…".'
                )
            tokens.append(_Token("term", _term(match["phrase"], match["end"].endswith("*"))))
        elif not match[0].isspace():
            tokens.append(_Token(match[0], match[0]))
    if sum(token.kind == "term" for token in tokens) > MOST_TERMS:
        raise QueryError(f"The search has more than {MOST_TERMS} words.")
    return tokens


def _term(text: str, prefix: bool) -> str:
    if not any(unicodedata.category(char)[0] in "LN" for char in text):
        raise QueryError(f"{text[:30]!r} has no letter or digit to look for.")
    if prefix and len(text.split()[-1]) < SHORTEST_PREFIX:
        raise QueryError(
            f"{text[:30]}* begins too many words; write at least {SHORTEST_PREFIX} letters before the *."
        )
    return f'"{text}" *' if prefix else f'"{text}"'


class _Parser:
    """Recursive descent: OR binds loosest, then AND (or nothing), then NOT."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place].kind if self.place < len(self.tokens) else ""

    def take(self) -> _Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def either(self, depth: int) -> str:
        parts = [self.every(depth)]
        while self.peek() == "OR":
            self.take()
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def every(self, depth: int) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        while True:
            negated = self.peek() == "NOT"
            if negated:
                self.take()
            (unwanted if negated else wanted).append(self.one(depth))
            if self.peek() == "AND":
                self.take()
            elif self.peek() not in ("term", "NOT", "("):
                break
        if not wanted:
            raise QueryError("NOT needs words to take away from: write them before it, as in: gas NOT pipeline.")
        expression = wanted[0] if len(wanted) == 1 else f"({' AND '.join(wanted)})"
        return f"({expression} NOT ({' OR '.join(unwanted)}))" if unwanted else expression

    def one(self, depth: int) -> str:
        kind = self.peek()
        if kind == "term":
            return self.take().text
        if kind != "(":
            raise QueryError(self._complaint(kind))
        if depth >= DEEPEST:
            raise QueryError(f"Brackets are more than {DEEPEST} deep.")
        self.take()
        expression = self.either(depth + 1)
        if self.peek() != ")":
            raise QueryError("A bracket is not closed.")
        self.take()
        return expression

    def _complaint(self, kind: str) -> str:
        if kind in _OPERATORS:
            return f'{kind} needs words on both sides; to look for the word itself, write "{kind.lower()}".'
        if kind == ")":
            return "There is nothing inside a pair of brackets, or a closing bracket too many."
        return "A word is missing at the end."
