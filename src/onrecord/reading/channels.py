"""By what means words reached the public: an outlet that was told them, or a medium that carried them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Channel, Span, Spans
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.nearness import Grid
from onrecord.reading.outlets import is_outlet, outlets_beside, sentence_around
from onrecord.reading.statements import Attribution

_NETWORKS = (
    r"(?:Twitter|Facebook|Instagram|Telegram|TikTok|YouTube|Truth Social|WeChat|Weibo|LinkedIn|Threads|Bluesky"
    r"|Mastodon|VKontakte|WhatsApp|Snapchat|Reddit|Signal|X(?=[\s,.;]))"
)
_MEDIA = re.compile(
    r"\b(?:on|via|through|over|by|in)\s(?:(?:a|an|his|her|its|their|the)\s)?(?:\w+\s(?:post|message|video|thread)\s(?:on|to)\s)?"
    rf"(?:(?:post|message|video|thread)\s(?:on|to)\s)?(?P<name>{_NETWORKS}|social media"
    r"|(?:(?:live|state|national|public|local|commercial|Russian|American|British)[\s-](?:run\s)?){0,2}(?:television|TV|radio)"
    r"(?:\sstation)?|(?:official\s)?website|(?:tele)?phone|video ?link|e-?mail|text message)\b",
)
_HOST = re.compile(
    r"(?:['’]s)?\s(?:host|reporter|anchor|correspondent|journalist|editor|columnist|presenter|commentator)\b"
)
_CUES = {"tweet": "Twitter", "retweet": "Twitter"}


def find_channels(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> list[Channel | None]:
    """Return the outlet or medium of each statement, ``None`` where the sentence names none.

    "told Reuters", "in an interview with Radio Amity", "on state television", "wrote on Telegram", "tweeted". What is
    carried over from another statement ("“…,” she added") keeps its channel; the words of a content name none.
    """
    found: list[Channel | None] = []
    places = _Places(attributions)
    for index, one in enumerate(attributions):
        before = one.continues
        if one.cue:
            found.append(next(_channels(passages, attributions, index, places), None))
        else:
            found.append(found[before] if before is not None and before < index else None)
    return found


class _Places:
    """Where the contents of statements are, and the cues of those that stand inside no other."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self.contents = Grid(one.content for one in attributions)
        self.cues = Grid(one.cue if one.nested_in is None else () for one in attributions)


def _channels(
    passages: Sequence[Passage], attributions: Sequence[Attribution], index: int, places: _Places
) -> Iterator[Channel]:
    one = attributions[index]
    passage = passage_at(passages, one.cue[0][0])
    if passage is None:
        return
    text = passage.text
    for source, evidence in outlets_beside(passages, attributions, index, places.contents):
        if _is_nearest(attributions, index, evidence, places.cues) and not _is_carrier(text, passage.start, evidence):
            words = text[source[0] - passage.start : source[1] - passage.start]
            host = _HOST.search(words)
            owner = re.match(r"(.+?)['’]s\s", words)
            name = owner[1] if owner and is_outlet(owner[1]) else words[: host.start()] if host else words
            yield Channel(name=name, evidence=((source[0], source[0] + len(name)),))
    for match in _MEDIA.finditer(text, *sentence_around(passage, one)):
        span = passage.start + match.start("name"), passage.start + match.end("name")
        if not _is_said(attributions, span, places.contents) and _is_nearest(attributions, index, span, places.cues):
            yield Channel(name=match["name"], evidence=(span,))
    verb = passage.tokens_in(one.cue[0])
    for token in verb or ():
        if token.lemma_.lower() in _CUES:
            yield Channel(name=_CUES[token.lemma_.lower()], evidence=(passage.span(token),))


def _is_carrier(text: str, start: int, evidence: Span) -> bool:
    """Tell whether an outlet only carried what was said elsewhere: "as quoted by the agency"."""
    words = text[evidence[0] - start : evidence[1] - start]
    return re.match(r"(?:as\s)?(?:reported|quoted|cited|carried|relayed)\b", words, re.IGNORECASE) is not None


def _is_said(attributions: Sequence[Attribution], span: Span, contents: Grid) -> bool:
    near = (attributions[i] for i in contents.near((span,)))
    return any(start < span[1] and span[0] < end for one in near for start, end in one.content)


def _is_nearest(attributions: Sequence[Attribution], index: int, span: Span, cues: Grid) -> bool:
    """Tell whether no other statement's cue stands nearer to the words."""
    if attributions[index].nested_in is not None or not attributions[index].cue:
        return False
    own = _distance(attributions[index].cue, span)
    near = cues.near(((max(span[0] - own, 0), span[1] + own),))
    return all(_distance(attributions[other].cue, span) >= own for other in near)


def _distance(cue: Spans, span: Span) -> int:
    return min(max(start - span[1], span[0] - end, 0) for start, end in cue)
