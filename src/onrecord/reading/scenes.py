"""Scenes: what one sentence introduces holds for those who take part in it, until another scene begins for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.model import DateRef, Occasion, Place, Span
from onrecord.reading.attendance import PRONOUNS, company_of, is_role, subject_span, words_of
from onrecord.reading.cues import DOCUMENTS
from onrecord.reading.days_of_speech import date_of, has_other_subject, is_initial, length_of
from onrecord.reading.lines import Line, cue_verb, cue_verbs
from onrecord.reading.occasion_words import (
    CUE_KINDS,
    JOINT,
    OWN_WORDS,
    Named,
    occasion_before,
    occasions_at,
    occasions_held,
    occasions_recalled,
)
from onrecord.reading.places import is_by, place_of
from onrecord.reading.statements import Attribution


@dataclass(slots=True)
class Scene:
    """What a sentence introduced. ``words`` are those of the speaker and the others who take part."""

    words: set[str]
    names: set[str]
    passage: int
    occasion: Occasion | None = None
    place: Place | None = None
    date: DateRef | None = None
    company: list[Span] = field(default_factory=list)
    narrated: bool = False
    open: bool = False

    def takes(self, words: set[str], names: set[str], passage: int) -> bool:
        """Tell whether somebody takes part; who "the two leaders" are, the next names beside them tell."""
        if names:
            return bool(names & self.names) or (self.open and passage == self.passage)
        return bool(words) and words <= self.words

    @property
    def reach(self) -> int:
        """For how many paragraphs the scene holds: a post is one utterance, a month or a year no occasion."""
        if self.is_kind("post"):
            return 0
        if self.narrated:
            return 1
        return -1 if self.occasion is None and self.date is not None and length_of(self.date) > 7 else _LONGEST_CARRY

    def is_kind(self, kind: str) -> bool:
        """Tell whether the scene is an occasion of this kind."""
        return self.occasion is not None and self.occasion.kind == kind

    def join(self, words: set[str], names: set[str], company: Sequence[Span]) -> None:
        """Let others take part."""
        self.words |= words
        self.names |= names
        self.company += [span for span in company if span not in self.company]


_BREAKS = re.compile(
    r"\b(?:earlier|previously|repeatedly|once|often|recently|reportedly|later|has|have|had|long)\b", re.IGNORECASE
)
_OWN_OCCASION = frozenset({"order", "instruct", "direct", "command", "task"})
_OBJECTS = frozenset({"dobj", "dative", "obj", "iobj"})
_LONGEST_CARRY = 5
_REMEMBERED = 200
"""Scenes that a sentence can come back to, at most, which keeps a long text from taking the square of its length."""
_TOGETHER = re.compile(r"\b(?:alongside|beside|flanked|accompanied|together with)\b", re.IGNORECASE)


class Stage:
    """Goes through the sentences in order and remembers the scenes."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self.attributions = attributions
        self.scenes: list[Scene] = []
        self.last: tuple[set[str], set[str]] = (set(), set())
        self.taken: dict[int, Scene] = {}

    def play(self, lines: Sequence[Line]) -> list[Scene | None]:
        """Return the scene of each attribution; one that continues another has the other's."""
        for line in lines:
            if line.cues:
                self._statements(line)
            else:
                self._narration(line)
        scenes: list[Scene | None] = []
        for index, attribution in enumerate(self.attributions):
            scene = self.taken.get(index)
            before = attribution.continues
            if scene is None and not attribution.cue and before is not None and before < index:
                scene = scenes[before]
            scenes.append(scene)
        return scenes

    def _narration(self, line: Line) -> None:
        words, names = words_of(line, subject_span(line))
        if held := occasions_held(line.text):
            self._introduce(line, held[0], words, names)
        elif recalled := occasions_recalled(line.text):
            self._recall(line, recalled[0], place_of(line))
        elif (
            line.root.tag_ == "VBD"
            and (date := date_of(line, line.root)) is not None
            and is_initial(line, date.evidence[0][0])
        ):
            self._narrate(line, words, names, date)
        if names:
            self.last = words, names

    def _narrate(self, line: Line, words: set[str], names: set[str], date: DateRef) -> None:
        """Begin a day on which somebody did something: what they say in this paragraph or the next is of it."""
        self.scenes.clear()
        if names:
            self._begin(Scene(words, names, line.number, date=date, narrated=True))

    def _introduce(self, line: Line, named: Named, words: set[str], names: set[str]) -> None:
        date, place = date_of(line, line.root), place_of(line)
        occasion = Occasion(kind=named.kind, evidence=(line.span_of(named),))
        everybody = words_of(line, None) if named.kind in JOINT else (words, names)
        company = company_of(line)
        current = self._scene_for(words, names, line)
        if current and current.occasion is None and date is None:
            current.occasion, current.place = occasion, place or current.place
            current.join(*everybody, company)
            return
        unnamed = not names and named.kind in JOINT
        self._begin(Scene(*everybody, line.number, occasion, place, date, company, open=unnamed))

    def _recall(self, line: Line, named: Named, place: Place | None) -> None:
        for scene in reversed(self.scenes):
            if scene.is_kind(named.kind):
                at, end = line.span_of(named)
                near = [one for one in line.dates if one.start and -14 < one.span[1] - at <= 3]
                after = [one for one in line.dates if one.start and 0 < one.span[0] - end < 5]
                if scene.date is None and (near or after):
                    scene.date = (near or after)[0].reference()
                scene.place = scene.place or place
                return

    def _statements(self, line: Line) -> None:
        root = line.root
        if root.tag_ == "VBD" and all(verb != root for verb in cue_verbs(line, self.attributions)):
            date = date_of(line, root)
            if date is not None and is_initial(line, date.evidence[0][0]):
                self._narrate(line, *words_of(line, subject_span(line)), date)
        named = occasions_at(line.text) or [one for one in occasions_held(line.text) if one.kind in OWN_WORDS]
        around = place_of(line), company_of(line)
        for index in line.cues:
            attribution = self.attributions[index]
            words, names = self._speaker(line, attribution)
            scene = self._scene_of(line, index, (words, names), named, around)
            if scene is not None:
                self.taken[index] = scene
                scene.passage = line.number
            if names or words:
                self.last = words, names
        self._place_by_recall(line)

    def _place_by_recall(self, line: Line) -> None:
        recalled = occasions_recalled(line.text) if self.scenes else []
        place = place_of(line, anywhere=True) if recalled else None
        if not place:
            return
        scene = self.scenes[-1]
        if scene.is_kind(recalled[0].kind) and scene.place is None:
            scene.place = place

    def _scene_of(
        self,
        line: Line,
        index: int,
        speaker: tuple[set[str], set[str]],
        named: Sequence[Named],
        around: tuple[Place | None, list[Span]],
    ) -> Scene | None:
        attribution, (words, names), (place, company) = self.attributions[index], speaker, around
        verb = cue_verb(line, attribution)
        if attribution.nested_in is not None or verb is None or verb.pos_ == "NOUN":
            return None
        if words & DOCUMENTS and (told := self._written(words)):
            return told
        date = date_of(line, verb, attribution)
        if place and any(start <= place.evidence[0][0] < end for start, end in attribution.source):
            place = None
        own = self._own_occasion(line, verb, named)
        carried = None if _is_broken(line, attribution, verb) else self._scene_for(words, names, line)
        alone = (place is not None and is_by(line, place, verb)) or _is_together(line, company)
        if date is None and own is None and (carried or not alone):
            if carried and place and not carried.place:
                carried.place = place
            return carried
        known = self._known(own, date, words, names)
        if known is not None:
            known.place = known.place or place
            return known
        if date is None and (kind := occasion_before(line.text)):
            date = next((scene.date for scene in reversed(self.scenes) if scene.is_kind(kind)), None)
        if date is None and carried is not None:
            date = carried.date
        everybody = words_of(line, None) if own and own.kind in JOINT else (words, names)
        scene = Scene(words | everybody[0], names | everybody[1], line.number, own, place, date, list(company))
        self._begin(scene)
        return scene

    def _begin(self, scene: Scene) -> None:
        self.scenes.append(scene)
        del self.scenes[:-_REMEMBERED]

    def _written(self, words: set[str]) -> Scene | None:
        """Return the scene of the statement or letter that speaks here: "the statement said"."""
        return next(
            (one for one in reversed(self.scenes) if one.occasion and words & set(one.occasion.kind.split())), None
        )

    def _known(self, own: Occasion | None, date: DateRef | None, words: set[str], names: set[str]) -> Scene | None:
        """Return an earlier scene of the same speaker that the sentence comes back to."""
        for scene in reversed(self.scenes):
            if not scene.takes(words, names, scene.passage + 2):
                continue
            same_day = date is not None and scene.date is not None and scene.date.start == date.start
            if own is None and same_day:
                return scene
            if own and scene.is_kind(own.kind) and (same_day or date is None):
                return scene
        return None

    def _own_occasion(self, line: Line, verb: Token, named: Sequence[Named]) -> Occasion | None:
        if kind := CUE_KINDS.get(verb.lemma_.lower()):
            return Occasion(kind=kind, evidence=(line.passage.span(verb),))
        cue_at = line.passage.span(verb)[0]
        for one in named:
            if has_other_subject(verb) and line.span_of(one)[0] < cue_at:
                continue
            at = line.span_of(one)[0]
            others = [line.passage.span(other)[0] for other in cue_verbs(line, self.attributions)]
            nearer = [other for other in others if abs(other - at) < abs(cue_at - at)]
            if not nearer or one.start < 40 or verb.dep_ in {"advcl", "conj", "xcomp"}:
                return Occasion(kind=one.kind, evidence=(line.span_of(one),))
        return None

    def _speaker(self, line: Line, attribution: Attribution) -> tuple[set[str], set[str]]:
        if not attribution.source:
            return words_of(line, subject_span(line))
        span = attribution.source[0]
        words, names = words_of(line, span)
        if words and words <= PRONOUNS:
            return self.last
        if words & DOCUMENTS or (not names and any(words <= scene.words for scene in self.scenes)):
            return words, names
        text = line.passage.text[span[0] - line.passage.start : span[1] - line.passage.start]
        if not names and text.lower().startswith("the ") and is_role(line, span):
            return self.last
        return words, names

    def _scene_for(self, words: set[str], names: set[str], line: Line) -> Scene | None:
        for scene in reversed(self.scenes):
            away = line.number - scene.passage
            if away <= _LONGEST_CARRY and away <= scene.reach and scene.takes(words, names, line.number):
                return scene
        return None


def _is_broken(line: Line, attribution: Attribution, verb: Token) -> bool:
    near = {child.lower_ for child in verb.children if child.dep_ in {"aux", "advmod", "npadvmod"}}
    if verb.i + 1 < len(verb.doc):
        near.add(verb.nbor(1).lower_)
    if verb.lemma_ in _OWN_OCCASION or _tells_outlet(verb):
        return True
    return any(_BREAKS.fullmatch(word) for word in near) or verb.lower_ in {"according", "reportedly"}


def _tells_outlet(verb: Token) -> bool:
    return verb.lemma_ == "tell" and any(
        child.ent_type_ == "ORG" and child.dep_ in _OBJECTS for child in verb.children
    )


def _is_together(line: Line, company: Sequence[Span]) -> bool:
    """Tell whether company is a scene without an occasion: "standing alongside Strand"."""
    return bool(company) and _TOGETHER.search(line.text) is not None
