"""Which words name an occasion of speaking, and how a sentence brings one up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.model import OccasionKind
from onrecord.reading.hints import Hinted, needed_words

_NOUNS: tuple[tuple[OccasionKind, str], ...] = (
    ("press conference", r"(?:press|news|joint|media) conference|presser"),
    ("phone call", r"(?:tele)?phone (?:call|conversation|talks)|(?:video|conference) call|phone"),
    ("interview", r"interview"),
    ("briefing", r"briefing"),
    ("broadcast", r"(?:live |state |national |public )?(?:television|radio|broadcast|TV)"),
    ("post", r"Twitter|Facebook|Instagram|Telegram|social media|(?:blog |Facebook |Twitter )?post|tweets?|X post"),
    ("letter", r"letter|e-?mail|memo"),
    ("statement", r"(?:written |joint |press )?statement|communiqué|communique|press release|news release"),
    ("hearing", r"hearing|testimony|court"),
    ("debate", r"debate|parliament|question time"),
    ("rally", r"(?:campaign |election )?rally|(?:pre-)?election campaign"),
    ("summit", r"summit|opening of [^,.;]{3,50}"),
    ("speech", r"speech|address|keynote|sermon|lecture"),
    ("report", r"report"),
    ("talks", r"talks|negotiations"),
    ("meeting", r"meeting|session"),
    ("comments", r"remarks|comments"),
)
_NEEDED = {kind: needed_words(noun) for kind, noun in _NOUNS}
"""Of each kind's nouns, what one of them at least has in it: where none of that is there, no pattern needs a try."""
_DETERMINERS = r"(?:(?:a|an|the|his|her|their|its|this|that|another|'s|’s|[A-Z][\w.]{1,20}(?:'s|’s))\s)?"
_ADJECTIVES = r"(?:[\w’'-]{2,20}\s){0,4}?"
_GENERAL = "at|in|during|as part of|as a part of|on the sidelines of|on the margins of"
_TOLD = _GENERAL + "|told|telling|tell|tells"
_IN = {
    "press conference": _TOLD,
    "briefing": _TOLD,
    "rally": _TOLD + "|addressing|addressed",
    "hearing": _TOLD + "|before",
    "debate": _TOLD + "|before",
    "summit": _TOLD,
    "talks": "during|in|at|after|following|on the sidelines of",
    "meeting": "during|in|at|after|following|told",
    "report": "in",
    "phone call": "in|during|on|by|over",
    "comments": "in",
    "letter": "in",
    "statement": "in|through",
    "post": "on|in|via|through",
    "broadcast": "on|by|in|via|during",
}
_AT = {
    kind: re.compile(
        rf"\b(?:{_IN.get(kind, _GENERAL)})\s{_DETERMINERS}{_ADJECTIVES}(?P<noun>{noun})\b",
        re.IGNORECASE if kind != "post" else 0,
    )
    for kind, noun in _NOUNS
}
_HELD = {
    kind: re.compile(
        r"\b(?:held|hold|holds|holding|had|gave|giving|convened|issued|issuing|released|releasing|published|sent|made|"
        rf"delivered|delivering|hosted)\s{_DETERMINERS}{_ADJECTIVES}(?P<noun>{noun})\b",
        re.IGNORECASE,
    )
    for kind, noun in _NOUNS
}
_MENTION = {
    kind: re.compile(rf"\b(?:the\s|that\s|'s\s|’s\s){_ADJECTIVES}(?P<noun>{noun})\b") for kind, noun in _NOUNS
}
_SPOKE: tuple[tuple[OccasionKind, Hinted], ...] = (
    ("phone call", Hinted(r"\b(?P<noun>spoke (?:by|on the) (?:tele)?phone|phoned|telephoned)\b")),
    (
        "meeting",
        Hinted(r"\b(?:after|following|before|on) (?P<noun>meeting) (?:with )?(?:[A-Z]|his |her |the |their )"),
    ),
    (
        "hearing",
        Hinted(
            r"\b(?P<noun>(?:testifying|testified|testify|giving evidence|gave evidence) (?:before|to|in|at)\b)", re.I
        ),
    ),
    (
        "comments",
        Hinted(
            r"\b(?P<noun>(?:speaking|spoke|talking|talked) to (?:the )?(?:press|reporters|journalists|media))\b", re.I
        ),
    ),
    (
        "speech",
        Hinted(r"\b(?P<noun>(?:speaking|spoke|addressing|addressed) (?:at|before|in front of)\s[^,.;]{3,60})", re.I),
    ),
)
_MET = Hinted(
    r"(?<!be )(?<!been )(?<!was )(?<!were )\b(?P<noun>met|gathered|convened)\b"
    r"(?=\s(?:in|at|on|with|for|behind|again|privately|over|[A-Z]|(?:his|her|their|the)\s\w+\s(?:president|minister|leader)))"
)
_AFTER = re.compile(
    r"\b(?:after|following)\s(?:the|their|his|her|that)\s(?:[\w-]{2,15}\s){0,2}(?P<noun>call|conversation|talks|meeting|"
    r"summit|speech|debate|press conference|hearing)\b"
)
_AFTER_KINDS: dict[str, OccasionKind] = {"call": "phone call", "conversation": "phone call"}
CUE_KINDS: dict[str, OccasionKind] = {"tweet": "post", "retweet": "post", "blog": "post", "phone": "phone call"}
"""Cue lemmas that are occasions themselves."""

JOINT: frozenset[OccasionKind] = frozenset({"press conference", "phone call", "talks", "meeting", "debate"})
"""Occasions at which others than the one who opens the scene speak."""


OWN_WORDS: frozenset[OccasionKind] = frozenset({"statement", "letter", "phone call", "speech"})
"""Occasions that somebody opens by speaking or writing: "issued a statement", beside the cue of what it says."""


@dataclass(frozen=True, slots=True)
class Named:
    """An occasion that a sentence names: where, in characters of the sentence; ``opens`` if it says it took place."""

    kind: OccasionKind
    start: int
    end: int
    opens: bool = True


def occasions_at(text: str) -> list[Named]:
    """Return the occasions that ``text`` says something was said at ("in an interview"), in their order."""
    return _sorted([*_found(_AT, text), *_spoken(text)])


def occasions_held(text: str) -> list[Named]:
    """Return the occasions that ``text`` says took place ("held a phone call")."""
    met = (_named("meeting", match) for match in _MET.finditer(text, text.lower()))
    return _sorted([*_found(_HELD, text), *_spoken(text), *met])


def occasions_recalled(text: str) -> list[Named]:
    """Return the occasions that ``text`` takes as known ("Tuesday's phone call", "the speech")."""
    return _sorted(_found(_MENTION, text, opens=False))


def occasion_before(text: str) -> OccasionKind | None:
    """Return the occasion that something is said to come after ("after the call")."""
    match = _AFTER.search(text)
    if match is None:
        return None
    noun = match["noun"].lower()
    return _AFTER_KINDS.get(noun, noun)  # type: ignore[arg-type]


def _found(patterns: Mapping[OccasionKind, re.Pattern[str]], text: str, *, opens: bool = True) -> Iterator[Named]:
    for kind in _kinds_in(text):
        for match in patterns[kind].finditer(text):
            yield _named(kind, match, opens=opens)


@lru_cache(maxsize=64)
def _kinds_in(text: str) -> tuple[OccasionKind, ...]:
    """Return the kinds of which ``text`` may have a noun: asked for in turn, for all ways to bring an occasion up."""
    small = text.lower()
    return tuple(kind for kind, needed in _NEEDED.items() if any(word in small for word in needed))


@lru_cache(maxsize=64)
def _spoken(text: str) -> tuple[Named, ...]:
    small = text.lower()
    return tuple(_named(kind, match) for kind, pattern in _SPOKE for match in pattern.finditer(text, small))


def _named(kind: OccasionKind, match: re.Match[str], *, opens: bool = True) -> Named:
    return Named(kind, match.start("noun"), match.end("noun"), opens)


def _sorted(found: Iterable[Named]) -> list[Named]:
    out: list[Named] = []
    for one in sorted(found, key=lambda named: (named.start, -named.end)):
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out
