"""Every regular expression of the house against long hostile strings: none may run away.

The strings are runs of what patterns are made of, and of what each pattern itself would match again and again
(sampled from its own syntax tree), with an end that does not fit. Steps cannot be counted in ``re``; so time on the
processor is, with bounds so wide that only a step which grows faster than the square of the length goes over them.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as constants
from re import _parser as parser
from typing import Any

import pytest

import onrecord

LENGTH = 500
SECONDS = 0.5
"""For ``LENGTH`` characters: one that takes the square of its length takes 0.01, a cubic one far more."""
ROOT = Path(onrecord.__file__).parent
UNITS = (
    "a", "A", "1", " ", "\n", "\t", "\u00a0", ".", ",", "-", "(", '"', "“", "'", "<", "[", ":", "a ", "A ", "a.",
    "A. ", "a, ", "A, ", "1 ", "1/", "1-", "Aa ", "Aa, ", "the ", "The Aa ", "of the ", "a-", "A’", "(a) ", "<a ",
    "By ",
    "said ", "\n ", " \n",
)  # fmt: skip
ENDS = ("", "!", "\x00")


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages([str(ROOT)], "onrecord."):
        yield importlib.import_module(found.name)


def compiled(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value and in what it holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (list, tuple, set, frozenset)) and len(value) < 3_000:
        for one in value:
            yield from compiled(one, depth - 1)
    elif depth and isinstance(value, dict) and len(value) < 3_000:
        yield from compiled(list(value.values()), depth - 1)
    elif depth and type(value).__module__.startswith("onrecord.") and hasattr(value, "__dataclass_fields__"):
        yield from compiled([getattr(value, name) for name in value.__dataclass_fields__], depth - 1)


def written_in_place(path: Path) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that are written where they are used: ``re.sub(r"…", …)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if called and isinstance(node.func.value, ast.Name) and node.func.value.id == "re":  # type: ignore[attr-defined]
            first = node.args[0] if node.args else None  # type: ignore[attr-defined]
            if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                yield re.compile(first.value)


def patterns() -> dict[tuple[Any, int], re.Pattern[Any]]:
    found: dict[tuple[Any, int], re.Pattern[Any]] = {}
    for module in modules():
        for value in vars(module).values():
            found |= {(one.pattern, one.flags): one for one in compiled(value)}
    for path in ROOT.rglob("*.py"):
        found |= {(one.pattern, one.flags): one for one in written_in_place(path)}
    return found


def sample(tree: Any) -> str:
    """Return a short string that the syntax tree of a pattern matches, more or less."""
    out = []
    for kind, value in tree:
        if kind is constants.LITERAL:
            out.append(chr(value))
        elif kind is constants.NOT_LITERAL:
            out.append("a" if value != ord("a") else "b")
        elif kind is constants.ANY:
            out.append("a")
        elif kind is constants.IN:
            out.append(_member(value))
        elif kind is constants.BRANCH:
            out.append(sample(value[1][0]))
        elif kind is constants.SUBPATTERN:
            out.append(sample(value[3]))
        elif kind in REPEATS:
            out.append(sample(value[2]) * max(value[0], 1))
        elif kind is constants.ATOMIC_GROUP:
            out.append(sample(value))
    return "".join(out)


REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def _member(members: Any) -> str:
    negated = members[0][0] is constants.NEGATE
    for character in "aA1 .,-\n\t“(\u00a0:;!?’'\"%&@\u00e9":
        inside = any(_has(one, character) for one in members)
        if inside is not negated:
            return character
    kind, value = members[0]
    return chr(value[0]) if kind is constants.RANGE else chr(value) if kind is constants.LITERAL else "a"


def _has(member: Any, character: str) -> bool:
    kind, value = member
    if kind is constants.LITERAL:
        return bool(ord(character) == value)
    if kind is constants.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is constants.CATEGORY:
        shapes: dict[str, Callable[[str], bool]] = {
            "SPACE": str.isspace,
            "DIGIT": str.isdigit,
            "WORD": lambda one: one.isalnum() or one == "_",
        }
        name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        plain = name.removeprefix("NOT_")
        return plain in shapes and shapes[plain](character) is not name.startswith("NOT_")
    return False


def repeated(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield, for each repeat in a pattern, what leads to it and what it repeats."""
    lead = before
    for kind, value in tree:
        if kind in REPEATS:
            yield lead, sample(value[2])
            yield from repeated(value[2], lead)
        elif kind is constants.SUBPATTERN:
            yield from repeated(value[3], lead)
        elif kind is constants.BRANCH:
            for branch in value[1]:
                yield from repeated(branch, lead)
        elif kind in (constants.ASSERT, constants.ASSERT_NOT):
            yield from repeated(value[1], lead)
        lead += sample([(kind, value)])


def attacks(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Yield strings made to hurt a pattern."""
    for unit in UNITS:
        for end in ENDS[:2]:
            yield (unit * LENGTH)[:LENGTH] + end
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree: Any = parser.parse(
        source, pattern.flags & ~re.UNICODE & ~re.DEBUG if isinstance(pattern.pattern, bytes) else 0
    )
    whole = sample(tree)
    pieces = dict.fromkeys([*repeated(tree), ("", whole)])
    for lead, unit in list(pieces)[:60]:
        if unit:
            for end in ENDS[1:]:
                yield lead + (unit * LENGTH)[:LENGTH] + end
            yield ((lead + unit) * LENGTH)[:LENGTH] + "!"


def spent(pattern: re.Pattern[Any], attack: str) -> float:
    """Return the seconds of processor time that it takes to look for a pattern everywhere, at most a few matches."""
    subject: Any = attack if isinstance(pattern.pattern, str) else attack.encode("utf-8", "replace")
    began = time.process_time()
    pattern.match(subject)
    for _ in pattern.finditer(subject):
        pass
    return time.process_time() - began


FOUND = patterns()


def test_the_house_has_the_patterns_that_it_should_have() -> None:
    assert len(FOUND) > 300


def test_the_attacks_find_a_pattern_that_runs_away() -> None:
    bad = re.compile(r"(?:a|ab?)+c(?:\w+\s*)+!")
    tree = parser.parse(bad.pattern)
    assert {unit for _, unit in repeated(tree)} >= {"a", "b"}
    cubic = re.compile(r"\s*\s*\s*x")
    assert max(spent(cubic, one[:400]) for one in attacks(cubic)) > 20 * spent(re.compile(r"\s{0,9}x"), " " * 400)


@pytest.mark.parametrize("place", range(16))
def test_no_pattern_runs_away(place: int) -> None:
    several = list(FOUND.values())[place::16]
    slow = []
    for pattern in several:
        for attack in attacks(pattern):
            seconds = spent(pattern, attack)
            if seconds > SECONDS:
                slow.append((pattern.pattern[:80], attack[:30], round(seconds, 2)))
                break
    assert slow == []
