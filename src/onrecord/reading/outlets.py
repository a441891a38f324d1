"""Which newspapers, agencies and broadcasters a report names beside a statement: who carried it, who was told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.hints import Hinted
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.nearness import Grid
from onrecord.reading.phrases import noun_phrase
from onrecord.reading.statements import Attribution

_REPORTED_BY = Hinted(r"\b(?:as\s+)?(?:reported|quoted|cited|carried|relayed)\s+by\s+", re.IGNORECASE)
_SAID_TO = Hinted(
    r"\b(?:told|telling|(?:interview|remarks|comments|conversation|appearance|statement)s?\s+(?:with|to|on|for))\s+"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s")
_OUTLET = re.compile(
    r"\b(?:\w*News|Times|Post|Herald|Tribune|Journal|Gazette|Mail|Telegraph|Guardian|Observer|Reporter|Chronicle|"
    r"Today|Reuters|AFP|TASS|Tass|Xinhua|Interfax|RIA|Anadolu|IRNA|Yonhap|Kyodo|Ansa|ANSA|dpa|DPA|Sputnik|Bloomberg|"
    r"Associated Press|Press Association|BBC|CNN|CBS|NBC|ABC|NPR|PBS|MSNBC|CNBC|ITV|RTE|NRK|ARD|ZDF|CGTN|NHK|CBC|RFI|"
    r"Fox|Sky|Al Jazeera|Politico|Axios|Economist|Spiegel|Bild|Le Monde|Le Figaro|El País|Television|TV|Radio|"
    r"Broadcasting|Magazine|Newsweek|Daily|Weekly|Channel [0-9]+|agency|newspaper|newspapers|"
    r"broadcaster)\b|\w\.(?:com|net|org)\b"
    r"|\b(?:radio|television|TV|news) (?:network|programme|program|show|channel|station|website)\b"
    r"|\b(?:podcast|talk show|newscast|tabloid|newswire)\b|\bnetwork [A-Z]"
    r"|\b[Tt]he (?:\w+ )?(?:daily|paper|magazine|network|channel|station|website|weekly)\b"
)
"""Words by which the name of a newspaper, agency or broadcaster is known."""


def outlets_beside(
    passages: Sequence[Passage], attributions: Sequence[Attribution], index: int, contents: Grid
) -> Iterator[tuple[Span, Span]]:
    """Yield the outlets beside a statement, outside every content, each with the whole phrase.

    They are whoever it was ``quoted by``, and the newspaper or broadcaster that it was said to. ``contents`` is where
    the attributions' contents are.
    """
    one = attributions[index]
    passage = passage_at(passages, (one.cue or one.content)[0][0])
    if passage is None:
        return
    small = passage.text.lower()
    patterns = [hinted.pattern for hinted in (_SAID_TO, _REPORTED_BY) if hinted.may_match(small)]
    reach = sentence_around(passage, one) if patterns else (0, 0)
    for pattern in patterns:
        for match in pattern.finditer(passage.text, *reach):
            start, end = passage.start + match.start(), passage.start + match.end()
            said = (span for other in contents.near(((start, end),)) for span in attributions[other].content)
            head = None if any(s < end and start < e for s, e in said) else _name_at(passage, end)
            if head is None:
                continue
            source = noun_phrase(passage, head)
            words = passage.text[source[0] - passage.start : source[1] - passage.start]
            if pattern is _REPORTED_BY.pattern or is_outlet(words):
                yield source, (start, max(end, source[1]))


def is_outlet(words: str) -> bool:
    """Tell whether words name a newspaper, an agency or a broadcaster, by what such names are made of."""
    return _OUTLET.search(words) is not None


def sentence_around(passage: Passage, one: Attribution) -> Span:
    """Return the stretch of the passage's text from a statement's first sentence to its last one."""
    text = passage.text
    spans = sorted((*one.source, *one.cue, *one.content))
    first = max(spans[0][0] - passage.start, 0)
    before = [match.end() for match in _SENTENCE_END.finditer(text, 0, first)]
    last = min(max(end for _, end in spans), passage.end) - passage.start
    if text[:last].rstrip("\"'”’)]").endswith((".", "!", "?")) and text[last : last + 1] in ("", " ", "\n"):
        return (before[-1] if before else 0), last
    stop = _SENTENCE_END.search(text, last)
    return (before[-1] if before else 0), stop.start() if stop else len(text)


def _name_at(passage: Passage, offset: int) -> Token | None:
    """Return the head of the name or noun phrase that starts at ``offset``."""
    tokens = passage.tokens_in((offset, offset + 1))
    named = tokens is not None and tokens[0].is_title and tokens[0].pos_ == "VERB"
    if tokens is None or not (named or tokens[0].pos_ in ("PROPN", "DET", "NOUN", "ADJ", "X")):
        return None
    return _head_of_phrase(tokens[0])


def _head_of_phrase(token: Token) -> Token:
    while (
        token.head is not token
        and token.head.i > token.i
        and token.dep_ in ("det", "compound", "amod", "nmod", "poss")
    ):
        token = token.head
    return token
