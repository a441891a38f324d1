"""Small readings of invented reports, for the tests of whatever stands above ``model``."""

from __future__ import annotations

from typing import Any

from onrecord.model import (
    Article,
    DateRef,
    Entity,
    Furniture,
    Occasion,
    Place,
    ReaderInfo,
    Reading,
    Span,
    Statement,
)

HARBOUR = """HOME | WORLD | SHARE
Vessel stopped off Port Amity
The Meridian Post
Updated 14:20, 03-Mar-2031

Marl's foreign minister Édith Kováč said on Monday that "no vessel will be boarded again" unless talks fail.

"We expect an answer by Friday," she told reporters at a press conference in Port Amity. Her spokesman Tom Reyes \
said Kováč had warned Lorn's envoy that the strait "belongs to nobody".

Lorn rejected the demand. According to President Ilya Strand, the "boarding was lawful".

Picture: a patrol boat in the strait. /Invented Press
"""


def span(text: str, words: str, nth: int = 0) -> Span:
    """Return where ``words`` stand in ``text``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def harbour(version: str = "0.1.0", **article: Any) -> Reading:
    """Return a reading with a relayed and nested statement, every kind, furniture, a caption and a credit."""
    text = HARBOUR

    def at(words: str, nth: int = 0) -> tuple[Span]:
        return (span(text, words, nth),)

    monday = DateRef(start="2031-03-03", end="2031-03-03", evidence=at("Monday"))
    press = Occasion(kind="press conference", evidence=at("press conference"))
    return Reading(
        reader=ReaderInfo(version=version, models={"statements": "grammar"}),
        article=Article(
            **{
                "id": Article.identify(text),
                "origin": "harbour.txt",
                "text": text,
                "title": "Vessel stopped off Port Amity",
                "title_span": span(text, "Vessel stopped off Port Amity"),
                "body": tuple(
                    (span(text, first)[0], span(text, last)[1])
                    for first, last in (
                        ("Marl's", "talks fail."),
                        ('"We expect', '"belongs to nobody".'),
                        ("Lorn rej", 'lawful".'),
                    )
                ),
                "furniture": (
                    Furniture(span=span(text, "HOME | WORLD | SHARE"), kind="navigation"),
                    Furniture(span=span(text, "The Meridian Post"), kind="other"),
                    Furniture(span=span(text, "Updated 14:20, 03-Mar-2031"), kind="timestamp"),
                ),
                "publisher": "The Meridian Post",
                "section": "World",
                "updated": "2031-03-03T14:20:00",
                "captions": at("Picture: a patrol boat in the strait."),
                "credits": at("/Invented Press"),
                **article,
            }
        ),
        entities=(
            Entity(id="e1", name="Édith Kováč", kind="person", wikidata="Q900001", office="Foreign Minister of Marl"),
            Entity(id="e2", name="Tom Reyes", kind="person", office="spokesman"),
            Entity(id="e3", name="Lorn", kind="power", country="LRN"),
            Entity(id="e4", name="Ilya Strand", kind="person", office="President of Lorn"),
        ),
        statements=(
            Statement(
                id="s1",
                kind="mixed",
                source=at("Marl's foreign minister Édith Kováč"),
                cue=at("said"),
                content=(span(text, 'that "no vessel will be boarded again" unless talks fail'),),
                speaker="e1",
                date=monday,
                act="promise",
                modality="conditional",
                evidence={"modality": at("unless")},
                confidence=0.92,
            ),
            Statement(
                id="s2",
                kind="direct",
                source=at("she"),
                cue=at("told"),
                content=at('"We expect an answer by Friday,"'),
                speaker="e1",
                place=Place(name="Port Amity", evidence=at("Port Amity", 1)),
                occasion=press,
                act="demand",
                evidence={"addressee": at("reporters"), "act": at("expect")},
                confidence=0.97,
            ),
            Statement(
                id="s3",
                kind="indirect",
                source=at("Her spokesman Tom Reyes"),
                cue=at("said", 1),
                content=(span(text, 'Kováč had warned Lorn\'s envoy that the strait "belongs to nobody"'),),
                speaker="e2",
                confidence=0.88,
            ),
            Statement(
                id="s4",
                kind="mixed",
                source=at("Kováč", 1),
                cue=at("warned"),
                content=at('the strait "belongs to nobody"'),
                speaker="e1",
                addressee="e3",
                via=("e2",),
                act="threaten",
                nested_in="s3",
                evidence={"addressee": at("Lorn's envoy"), "via": at("Tom Reyes")},
                confidence=0.71,
            ),
            Statement(
                id="s5",
                kind="indirect",
                source=at("Lorn", 1),
                cue=at("rejected"),
                content=at("the demand"),
                speaker="e3",
                act="reject",
                confidence=0.8,
            ),
            Statement(
                id="s6",
                kind="mixed",
                source=at("President Ilya Strand"),
                cue=at("According to"),
                content=at('the "boarding was lawful"'),
                speaker="e4",
                act="deny",
                confidence=0.9,
            ),
        ),
    )


def simple(text: str, *, content: Span | None = None, speaker: str | None = None, **article: Any) -> Reading:
    """Return a reading of ``text`` with one statement, all of the text or the part that is given."""
    entities = (Entity(id="e1", name=speaker, kind="person"),) if speaker else ()
    statement = Statement(
        id="s1", kind="indirect", content=(content or (0, len(text)),), speaker="e1" if speaker else None
    )
    return Reading(
        reader=ReaderInfo(version="0.1.0"),
        article=Article(**{"id": Article.identify(text), "origin": "test", "text": text, **article}),
        entities=entities,
        statements=(statement,),
    )
