"""Whether what a statement says is asserted at all: negated, hypothetical, conditional, asked or possible."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from spacy.tokens import Token

from onrecord.model import Modality, Span, Spans
from onrecord.reading.act_cues import withholds
from onrecord.reading.contents import SENTENCE_END, Stretch, cue_tokens
from onrecord.reading.hints import Hinted
from onrecord.reading.language import Passage

_HYPOTHETICAL = Hinted(
    r"\b(?:let(?:'s|’s|\sus)\s(?:imagine|suppose|assume|say|pretend)|imagine(?:\sthat|\sif)?|suppose(?:\sthat)?|supposing"
    r"|what if|hypothetically|if (?:I|he|she|it|they|we|you|the\s\w{1,15}) were\b"
    r"|had (?:it|he|she|they|we) (?:not )?been"
    r"|would(?:\s(?:not|never)|n't|n’t)?(?:\shave|'ve|’ve)\s(?!to\b)(?:been\s)?\w{2,15})\b",
    re.IGNORECASE,
)
_PROVIDED = (
    r"(?<!was )(?<!were )(?<!been )(?<!be )(?<!is )(?<!are )(?<!had )(?<!has )"
    r"provided(?: that|(?!\s(?:with|by|to|for|an?)\b))"
)
_CONDITIONAL = Hinted(
    rf"\b(?:if|unless|{_PROVIDED}|as long as|on condition that|in case|only when|should (?:it|he|she|they)"
    r"(?=\s\w+))\b(?!\s(?:anything|ever|not all|any\b|not necessarily|(?:I|we|you) (?:may|like|will)\b|necessary"
    r"|possible|so\b))",
    re.IGNORECASE,
)
_SHOULD = re.compile(r"^[\s\"“‘']*(?:[Ss]hould|[Ww]ere)\s(?!not\b)[^.?!]{3,120}?,\s(?![^.!]*\?)")
MET_WITH = Hinted(
    r"\b(?:any|further|new|another|every)\b.{1,80}\b(?:will|would) (?:be met|be answered|meet|face|trigger|bring)\b",
    re.I | re.S,
)
_POSSIBLE = Hinted(r"\b(?:may|might|could(?!\snot|n['’]t|\shave)|(?i:possibly|perhaps|maybe))\b")
_ASKED_IF = re.compile(r"\b(?:whether|as if|even if|only if|if only|asked if|wonder(?:ed|s)? if)\b", re.IGNORECASE)
_SENTENCE = re.compile(rf"(?:{SENTENCE_END}|\[(?:\.\.\.|…)\])\s")
_MARK = re.compile(r"[.!?\[]")
"""What ``_SENTENCE`` begins with."""
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither"})


_REFUSALS = frozenset({"decline", "refuse", "fail"})


def modality_of(passages: Sequence[Passage], cue: Spans, content: Sequence[Stretch]) -> tuple[Modality, Span] | None:
    """Return the modality of a statement and the word that decides it; ``None`` when it is asserted.

    Conditions and hypotheses are read in the first sentence: what a later one makes conditional leaves it asserted.
    """
    if negation := _negated_cue(passages, cue, content):
        return "negated", negation
    for part in content[:1]:
        first = first_sentence(part.text)
        for modality, find in _MODALITIES:
            match = find(first, first.lower())
            if match and (modality != "hypothetical" or _is_past(part, match)):
                return modality, part.span(match)
    return _question(content) or _possible(content)


def _is_past(part: Stretch, match: re.Match[str]) -> bool:
    """Tell whether "would have" is followed by a participle: "would have any effect" supposes nothing."""
    if not match.group().lower().startswith("would"):
        return True
    tokens = part.passage.tokens_in(part.span(match))
    return tokens is not None and any(token.tag_ in {"VBN", "VBD"} for token in tokens[-2:])


def first_sentence(text: str) -> str:
    """Return the first sentence of a content."""
    ends = (mark.start() for mark in _MARK.finditer(text) if _SENTENCE.match(text, mark.start()))
    return text[: next(ends, len(text))]


def _condition(text: str, small: str) -> re.Match[str] | None:
    for match in _CONDITIONAL.finditer(text, small):
        asked = _ASKED_IF.search(text, max(0, match.start() - 8), match.end())
        if not asked and (match.start() > 0 or re.search(r",|\bthen\b|\bwill\b|\bwould\b", text)):
            return match
    return None


def _inverted(text: str, small: str) -> re.Match[str] | None:
    """Find "Should the vote go against us, …"."""
    opens = "should" in small or "were" in small
    return re.match(r"[\s\"“‘']*(?:should|were)\b", text, re.IGNORECASE) if opens and _SHOULD.match(text) else None


_MODALITIES: tuple[tuple[Modality, Callable[[str, str], re.Match[str] | None]], ...] = (
    ("hypothetical", _HYPOTHETICAL.search),
    ("conditional", _condition),
    ("conditional", _inverted),
    ("conditional", MET_WITH.search),
)


def _question(content: Sequence[Stretch]) -> tuple[Modality, Span] | None:
    for part in content:
        if match := re.match(r"[\s\"“]*(whether|if)\b", part.text):
            return "question", part.span(match, 1)
    if content:
        part = content[-1]
        bare = part.text.rstrip("\"”’' )")
        if bare.endswith("?"):
            return "question", (part.start + len(bare) - 1, part.start + len(bare))
    return None


def _possible(content: Sequence[Stretch]) -> tuple[Modality, Span] | None:
    """A hedge counts when it is on the first verb: what stands further in bears on a part only."""
    for part in content[:1]:
        if (match := _POSSIBLE.search(part.text, part.text.lower())) and len(part.text[: match.start()].split()) <= 8:
            return "possible", part.span(match)
    return None


def _negated_cue(passages: Sequence[Passage], cue: Spans, content: Sequence[Stretch]) -> Span | None:
    for passage, token in cue_tokens(passages, cue):
        if token.lemma_.lower() in {"deny", "denial"} and not withholds(token):
            return passage.span(token)
        for child in token.children:
            if not (child.dep_ == "neg" or (child.i == token.i - 1 and child.lower_ in _NEGATIONS)):
                continue
            at = passage.span(child)
            if not any(part.start <= at[0] < part.start + len(part.text) for part in content):
                return at
        if refusal := _refusal_over(token):
            return passage.span(refusal)
    return None


def _refusal_over(token: Token) -> Token | None:
    """Return the word by which a cue did not happen: "refused to say", "without saying"."""
    head = token.head
    if token.dep_ == "xcomp" and head.lemma_ in _REFUSALS:
        return head
    if token.dep_ == "pcomp" and head.lower_ == "without" and head.head.lemma_ != "go":
        return head
    return None
