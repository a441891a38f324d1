"""What the page of an article shows, worked out in Python so that the templates only lay it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from onrecord.model import Reading
from onrecord.web.cards import Card, Cards
from onrecord.web.marking import Block, blocks
from onrecord.web.parts import Part, part_with, parts
from onrecord.web.written import initials

MOST_PEOPLE = 24
"""Speakers in the legend of an article, or of a part; those who speak most."""


@dataclass(frozen=True, slots=True)
class Person:
    """One speaker in the legend; ``first`` is the anchor of the first statement."""

    name: str
    office: str | None
    colour: str
    initials: str
    first: str
    count: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything on the page of an article, or of one part of a long one.

    ``cards`` are the statements of this part, ``every`` those of the article. ``before`` and ``after`` are where one
    goes on to from the first and the last statement of this part.
    """

    reading: Reading
    every: Cards
    blocks: list[Block]
    cards: dict[str, Card]
    people: list[Person]
    unnamed: int
    part: Part
    of: int
    path: str
    before: str | None
    after: str | None

    def part_path(self, number: int) -> str:
        """Return the address of a part."""
        return f"{self.path}?part={number}"

    def to(self, anchor: str) -> str:
        """Return where a statement stands: on this page, or in another part."""
        here = any(card.anchor == anchor for card in self.cards.values())
        return f"#{anchor}" if here else f"{self.path}?at={anchor}#{anchor}"


def article_page(reading: Reading, number: int | None = None, at: str = "", path: str = "") -> ArticlePage | None:
    """Return what the page of an article shows: its part ``number``, or else the part with the statement ``at``.

    ``None`` is returned when it has no such part.
    """
    found, cards = parts(reading), Cards(reading)
    chosen = _chosen(found, cards, number, at)
    if chosen is None:
        return None
    path = path or f"/articles/{reading.article.id}"

    def onward(numbers: range, place: int) -> str | None:
        for one in numbers:
            if told := found[one - 1].statements:
                return f"{path}?part={one}#{cards.anchor(told[place])}"
        return None

    people, unnamed = _people(cards, chosen)
    return ArticlePage(
        reading,
        cards,
        blocks(reading, chosen.start, chosen.end),
        {one: cards.card(one) for one in chosen.statements},
        people,
        unnamed,
        chosen,
        len(found),
        path,
        onward(range(chosen.number - 1, 0, -1), -1),
        onward(range(chosen.number + 1, len(found) + 1), 0),
    )


def _chosen(found: list[Part], cards: Cards, number: int | None, at: str) -> Part | None:
    if number is not None:
        return found[number - 1] if number <= len(found) else None
    statement = cards.find(at) if at else None
    return (part_with(found, statement) if statement else None) or found[0]


def _people(cards: Cards, part: Part) -> tuple[list[Person], int]:
    """Return who speaks in a part, in the order of the text, and how many more do in the article."""
    told = [cards.statements[one] for one in part.statements]
    counts = Counter(one.speaker for one in cards.reading.statements if one.speaker)
    firsts = {one.speaker: one.id for one in reversed(told) if one.speaker}
    speakers = [speaker for speaker in cards.colours if speaker in firsts]
    most = sorted(speakers, key=lambda one: -counts[one])[:MOST_PEOPLE]
    people = []
    for speaker in (one for one in speakers if one in most):
        entity, first = cards.entities[speaker], cards.anchor(firsts[speaker])
        colour = cards.colours[speaker]
        people.append(Person(entity.name, entity.office, colour, initials(entity.name), first, counts[speaker]))
    return people, len(counts) - len(people)
