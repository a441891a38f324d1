"""Where, at what occasion and on which day a statement was made, and to whom.

What one sentence introduces is a scene. It holds for the statements that follow by those who take part in it, until
another scene begins for them. What the words of a statement speak *about* never makes a scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as day

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.model import Article, DateRef, Occasion, Place, Span
from onrecord.reading.addressees import find_addressees
from onrecord.reading.dates import DateMention
from onrecord.reading.language import Passage
from onrecord.reading.occasion_words import (
    CUE_KINDS,
    JOINT,
    Named,
    occasion_before,
    occasions_at,
    occasions_held,
    occasions_recalled,
)
from onrecord.reading.statements import Attribution

__all__ = ["Setting", "find_addressees", "find_settings"]


@dataclass(frozen=True, slots=True)
class Setting:
    """The occasion, place and day of the utterance itself; ``None`` for what the article does not say."""

    occasion: Occasion | None = None
    place: Place | None = None
    date: DateRef | None = None


@dataclass(slots=True)
class _Scene:
    """What a sentence introduced. ``words`` are those of the speaker and the others who take part."""

    words: set[str]
    names: set[str]
    passage: int
    occasion: Occasion | None = None
    place: Place | None = None
    date: DateRef | None = None


@dataclass(slots=True)
class _Line:
    """A sentence: its own words with the contents of statements blanked out, its dates, its statements."""

    passage: Passage
    number: int
    tokens: TokenSpan
    text: str
    dates: list[DateMention] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.passage.start + self.tokens.start_char

    def named_span(self, named: Named) -> Span:
        return self.start + named.start, self.start + named.end


_BREAKS = re.compile(
    r"\b(?:earlier|previously|repeatedly|once|often|recently|reportedly|later|has|have|had|long)\b", re.IGNORECASE
)
_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "it", "him", "her"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_VENUES = frozenset({"in", "at", "from", "outside", "inside"})
_OWN_OCCASION = frozenset({"order", "instruct", "direct", "command", "task"})
_OBJECTS = frozenset({"dobj", "dative", "obj", "iobj"})
_LONGEST_CARRY = 5
_NEAR = 28


def find_settings(
    article: Article, passages: Sequence[Passage], attributions: Sequence[Attribution], dates: Sequence[DateMention]
) -> list[Setting]:
    """Return the setting of each attribution, in their order.

    A date, place or occasion counts when it stands in the clause of the cue, or in a scene that the speaker takes
    part in. The words inside a content never count. Every field has its evidence.
    """
    return _Stage(attributions).play(_lines(passages, attributions, dates))


class _Stage:
    """Goes through the sentences in order and remembers the scenes."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self.attributions = attributions
        self.scenes: list[_Scene] = []
        self.last: tuple[set[str], set[str]] = (set(), set())
        self.taken: dict[int, _Scene] = {}

    def play(self, lines: Sequence[_Line]) -> list[Setting]:
        for line in lines:
            if line.cues:
                self._statements(line)
            else:
                self._narration(line)
        settings: list[Setting] = []
        for index, attribution in enumerate(self.attributions):
            scene = self.taken.get(index)
            if scene is not None:
                settings.append(Setting(scene.occasion, scene.place, scene.date))
            elif not attribution.cue and attribution.continues is not None and attribution.continues < index:
                settings.append(settings[attribution.continues])
            else:
                settings.append(Setting())
        return settings

    def _narration(self, line: _Line) -> None:
        words, names = _bag(line, _subject_span(line))
        date, place = _date_of(line, line.tokens.root), _place_of(line)
        held = occasions_held(line.text)
        if held:
            self._introduce(line, held[0], words, names, date, place)
        elif recalled := occasions_recalled(line.text):
            self._recall(line, recalled[0], place)
        elif date is not None and line.tokens.root.tag_ == "VBD" and _initial(line, date):
            self.scenes.clear()
        if names:
            self.last = words, names

    def _introduce(
        self, line: _Line, named: Named, words: set[str], names: set[str], date: DateRef | None, place: Place | None
    ) -> None:
        occasion = Occasion(kind=named.kind, evidence=(line.named_span(named),))
        everybody = _bag(line, None) if named.kind in JOINT else (words, names)
        current = self._scene_for(words, names, line)
        if current and current.occasion is None and date is None:
            current.occasion, current.place = occasion, place or current.place
            current.words |= everybody[0]
            current.names |= everybody[1]
            return
        self.scenes.append(_Scene(everybody[0], everybody[1], line.number, occasion, place, date))

    def _recall(self, line: _Line, named: Named, place: Place | None) -> None:
        for scene in reversed(self.scenes):
            if scene.occasion and scene.occasion.kind == named.kind:
                near = [one for one in line.dates if one.start and -14 < one.span[1] - line.named_span(named)[0] <= 3]
                after = [one for one in line.dates if one.start and 0 < one.span[0] - line.named_span(named)[1] < 5]
                if scene.date is None and (near or after):
                    scene.date = (near or after)[0].reference()
                scene.place = scene.place or place
                return

    def _statements(self, line: _Line) -> None:
        named = occasions_at(line.text) or [
            one for one in occasions_held(line.text) if one.kind in {"statement", "letter", "phone call", "speech"}
        ]
        for index in line.cues:
            attribution = self.attributions[index]
            words, names = self._speaker(line, attribution)
            scene = self._scene_of(line, index, words, names, named)
            if scene is not None:
                self.taken[index] = scene
                scene.passage = line.number
            if names or words:
                self.last = words, names
        self._place_by_recall(line)

    def _place_by_recall(self, line: _Line) -> None:
        recalled, place = occasions_recalled(line.text), _place_of(line, anywhere=True)
        if not recalled or not place or not self.scenes:
            return
        scene = self.scenes[-1]
        if scene.occasion and scene.occasion.kind == recalled[0].kind and scene.place is None:
            scene.place = place

    def _scene_of(
        self, line: _Line, index: int, words: set[str], names: set[str], named: Sequence[Named]
    ) -> _Scene | None:
        attribution = self.attributions[index]
        verb = _cue_verb(line, attribution)
        if attribution.nested_in is not None or verb is None or verb.pos_ == "NOUN":
            return None
        date, place = _date_of(line, verb, attribution), _place_of(line)
        own = self._own_occasion(line, verb, named)
        carried = None if _is_broken(line, attribution, verb) else self._scene_for(words, names, line)
        if date is None and own is None:
            if carried and place and not carried.place:
                carried.place = place
            return carried
        known = self._known(own, date, words, names, carried)
        if known is not None:
            known.place = known.place or place
            return known
        if date is None and (kind := occasion_before(line.text)):
            date = next((scene.date for scene in reversed(self.scenes) if _is_kind(scene, kind)), None)
        if date is None and carried is not None:
            date = carried.date
        everybody = _bag(line, None) if own and own.kind in JOINT else (words, names)
        scene = _Scene(words | everybody[0], names | everybody[1], line.number, own, place, date)
        self.scenes.append(scene)
        return scene

    def _known(
        self, own: Occasion | None, date: DateRef | None, words: set[str], names: set[str], carried: _Scene | None
    ) -> _Scene | None:
        """Return an earlier scene of the same speaker that the sentence comes back to."""
        for scene in reversed(self.scenes):
            if not _takes_part(words, names, scene):
                continue
            same_day = date is not None and scene.date is not None and scene.date.start == date.start
            if own is None and same_day:
                return scene
            if own and scene.occasion and scene.occasion.kind == own.kind and (same_day or date is None):
                return scene
        return None

    def _own_occasion(self, line: _Line, verb: Token, named: Sequence[Named]) -> Occasion | None:
        if kind := CUE_KINDS.get(verb.lemma_.lower()):
            return Occasion(kind=kind, evidence=(line.passage.span(verb),))
        cue_at = line.passage.span(verb)[0]
        for one in named:
            if _has_other_subject(verb) and line.named_span(one)[0] < cue_at:
                continue
            other = [line.passage.span(_root)[0] for _root in _verbs(line, self.attributions)]
            nearer = [at for at in other if abs(at - line.named_span(one)[0]) < abs(cue_at - line.named_span(one)[0])]
            if not nearer or one.start < 40 or verb.dep_ in {"advcl", "conj", "xcomp"}:
                return Occasion(kind=one.kind, evidence=(line.named_span(one),))
        return None

    def _speaker(self, line: _Line, attribution: Attribution) -> tuple[set[str], set[str]]:
        if not attribution.source:
            return _bag(line, _subject_span(line))
        span = attribution.source[0]
        words, names = _bag(line, span)
        if words and words <= _PRONOUNS:
            return self.last
        if not names and any(scene for scene in self.scenes if words <= scene.words):
            return words, names
        text = line.passage.text[span[0] - line.passage.start : span[1] - line.passage.start]
        if not names and text.lower().startswith("the ") and _is_role(line, span):
            return self.last
        return words, names

    def _scene_for(self, words: set[str], names: set[str], line: _Line) -> _Scene | None:
        for scene in reversed(self.scenes):
            if line.number - scene.passage <= _LONGEST_CARRY and _takes_part(words, names, scene):
                return scene
        return None


def _is_kind(scene: _Scene, kind: str) -> bool:
    return scene.occasion is not None and scene.occasion.kind == kind


def _takes_part(words: set[str], names: set[str], scene: _Scene) -> bool:
    if names:
        return bool(names & scene.names)
    return bool(words) and words <= scene.words


def _is_broken(line: _Line, attribution: Attribution, verb: Token) -> bool:
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


def _is_role(line: _Line, span: Span) -> bool:
    tokens = line.passage.tokens_in(span)
    return tokens is not None and tokens.root.pos_ == "NOUN" and tokens.root.ent_type_ not in _PLACES | {"ORG"}


def _bag(line: _Line, span: Span | None) -> tuple[set[str], set[str]]:
    """Return the words of a phrase (of the whole sentence for ``None``) and the last names among them."""
    tokens = line.tokens if span is None else line.passage.tokens_in(span)
    words: set[str] = set()
    names: set[str] = set()
    for token in tokens if tokens is not None else ():
        at = token.idx - line.tokens.start_char
        if not token.is_alpha or not 0 <= at < len(line.text) or line.text[at] == " ":
            continue
        if token.pos_ not in {"DET", "ADP", "CCONJ", "PART"}:
            words.add(token.lower_)
        if _ends_name(token):
            names.add(token.lower_)
    return words, names


def _ends_name(token: Token) -> bool:
    """Whether a token is the last of a person's or body's name, the part that later mentions repeat."""
    if token.pos_ != "PROPN" or token.ent_type_ in {"NORP", "DATE", "TIME"}:
        return False
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is None or following.pos_ != "PROPN"


def _lines(
    passages: Sequence[Passage], attributions: Sequence[Attribution], dates: Sequence[DateMention]
) -> list[_Line]:
    contents = sorted(span for attribution in attributions for span in attribution.content)
    lines: list[_Line] = []
    for number, passage in enumerate(passages):
        if passage.part == "caption":
            continue
        for tokens in passage.doc.sents:
            if tokens.text.strip():
                lines.append(_line(passage, number, tokens, contents, dates))
    for index, attribution in enumerate(attributions):
        if attribution.cue and (line := _line_at(lines, attribution.cue[0][0])):
            line.cues.append(index)
    for line in lines:
        line.cues.sort(key=lambda index: attributions[index].cue[0])
    return lines


def _line(
    passage: Passage, number: int, tokens: TokenSpan, contents: Sequence[Span], dates: Sequence[DateMention]
) -> _Line:
    start, end = passage.start + tokens.start_char, passage.start + tokens.end_char
    text = tokens.text
    for left, right in contents:
        left, right = max(left, start), min(right, end)
        if left < right:
            text = text[: left - start] + " " * (right - left) + text[right - start :]
    outside = [
        one for one in dates if start <= one.span[0] < end and text[one.span[0] - start : one.span[1] - start].strip()
    ]
    return _Line(passage, number, tokens, text, outside)


def _line_at(lines: Sequence[_Line], offset: int) -> _Line | None:
    return next((line for line in lines if line.start <= offset < line.start + len(line.text)), None)


def _verbs(line: _Line, attributions: Sequence[Attribution]) -> Iterator[Token]:
    for index in line.cues:
        verb = _cue_verb(line, attributions[index])
        if verb is not None:
            yield verb


def _cue_verb(line: _Line, attribution: Attribution) -> Token | None:
    tokens = line.passage.tokens_in(attribution.cue[0])
    return tokens.root if tokens is not None else None


def _subject_span(line: _Line) -> Span | None:
    for child in line.tokens.root.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return line.passage.span(line.passage.doc[child.left_edge.i : child.i + 1])
    return (line.start, line.start + 1)


def _date_of(line: _Line, verb: Token, attribution: Attribution | None = None) -> DateRef | None:
    """Return the narrowest date that the clause of ``verb`` bears."""
    found = [one for one in line.dates if one.start and _bears(line, verb, one, attribution)]
    if not found:
        return None
    return min(found, key=lambda one: (_length(one), one.span)).reference()


def _length(mention: DateMention) -> int:
    if mention.start is None or mention.end is None:
        return 0
    return (day.fromisoformat(mention.end) - day.fromisoformat(mention.start)).days


def _bears(line: _Line, verb: Token, mention: DateMention, attribution: Attribution | None) -> bool:
    if attribution and any(start <= mention.span[0] < end for start, end in attribution.source):
        return False
    tokens = line.passage.tokens_in(mention.span)
    if tokens is None or tokens.root.dep_ == "poss":
        return False
    over = _governor(tokens.root)
    if over is not None and over in _clause(verb):
        return True
    if attribution is None:
        return False
    return _beside(line, attribution, mention) or (_is_initial(line, mention) and not _has_other_subject(verb))


def _beside(line: _Line, attribution: Attribution, mention: DateMention) -> bool:
    text, base = line.passage.text, line.passage.start
    cue = attribution.cue[0]
    if cue[1] <= mention.span[0] < cue[1] + _NEAR:
        between = text[cue[1] - base : mention.span[0] - base]
        return not re.search(r"[,;:\"“”]|\b(?:that|to|of|and)\b", between)
    if attribution.source and attribution.source[0][1] <= mention.span[0] < cue[0]:
        return "," not in text[attribution.source[0][1] - base : mention.span[0] - base]
    return False


def _is_initial(line: _Line, mention: DateMention) -> bool:
    return mention.span[0] - line.start <= 12


def _initial(line: _Line, date: DateRef) -> bool:
    return date.evidence[0][0] - line.start <= 12


def _has_other_subject(verb: Token) -> bool:
    return verb.dep_ in {"relcl", "acl", "ccomp"}


def _governor(token: Token) -> Token | None:
    current = token
    for _ in range(12):
        if current.pos_ in {"VERB", "AUX"}:
            return current
        if current.head is current:
            return None
        current = current.head
    return None


def _clause(verb: Token) -> set[Token]:
    """Return the verbs that share a clause and a subject with ``verb``: what it hangs on, and what speaks with it."""
    verbs, current = {verb}, verb
    for _ in range(4):
        has_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in current.children)
        if has_subject or current.dep_ not in {"conj", "advcl", "xcomp", "acl", "dep"} or current.head is current:
            break
        current = current.head
        verbs.add(current)
    for one in tuple(verbs):
        verbs |= {
            child
            for child in one.children
            if child.dep_ in {"advcl", "prep", "pcomp"}
            and child.lemma_ in {"speak", "address", "talk", "appear", "meet"}
        }
    return verbs


def _place_of(line: _Line, *, anywhere: bool = False) -> Place | None:
    """Return the place that the sentence is set in: "in Oslo" by its verb, its opening or its occasion."""
    for preposition in line.tokens:
        if preposition.lower_ not in _VENUES or line.text[preposition.idx - line.tokens.start_char] == " ":
            continue
        entity = _place_after(preposition)
        if entity is not None and _sets_scene(line, preposition, entity, anywhere):
            return Place(name=entity.text, evidence=(line.passage.span(entity),))
    return None


def _place_after(preposition: Token) -> TokenSpan | None:
    """Return the name of a place right after a preposition; "in" makes a place of any name that is not a time."""
    start = end = preposition.i + 1
    doc = preposition.doc
    if end < len(doc) and doc[end].ent_type_ in _PLACES:
        entity = next((one for one in doc.ents if one.start <= end < one.end), None)
        return entity if entity is not None and entity.start == start else None
    while preposition.lower_ == "in" and end < len(doc) and doc[end].pos_ == "PROPN":
        if doc[end].ent_type_ in {"DATE", "TIME", "EVENT", "WORK_OF_ART", "LAW"}:
            return None
        end += 1
    return doc[start:end] if end > start else None


def _sets_scene(line: _Line, preposition: Token, entity: TokenSpan, anywhere: bool) -> bool:
    lead = line.text[: entity.start_char - line.tokens.start_char]
    named = occasions_at(lead) or occasions_held(lead)
    if named and len(lead) - named[-1].end < 80:
        return True
    if anywhere and occasions_recalled(lead):
        return True
    if len(lead) <= 24:
        return "," not in lead[-12:-4] and preposition.head.pos_ in {"VERB", "AUX", "ADP", "PROPN"}
    return preposition.head.lemma_ in {"say", "speak", "tell", "announce", "declare"}
