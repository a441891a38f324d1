"""Which PLOVER type a sentence tells of, given who acts and who is acted upon: a linear model of words by role.

The features say on which side of the two parties a word stands, and which verb governs them in the parse, with its
objects. ``training/events/train_types.py`` makes ``data/events/types.npz``, and the card beside it says from what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast

import numpy as np
import numpy.typing as npt
from spacy.tokens import Token

from onrecord.model import EVENT_TYPES, EventType
from onrecord.reading.event_cues import cue_of

_CONTENT = frozenset("VERB NOUN ADJ ADV ADP AUX PART".split())
_NAMED = frozenset("PERSON GPE NORP ORG FAC LOC DATE TIME CARDINAL ORDINAL MONEY PERCENT QUANTITY".split())
_ARGUMENTS = frozenset("dobj xcomp ccomp prep prt nsubjpass acomp attr agent dative oprd".split())
_INNER = frozenset("dobj prep amod compound neg".split())
_LONGEST = 120
"""Tokens: of a longer sentence the words around the two parties count."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The most likely type; ``margin`` is how far it lies before the next one."""

    type: EventType
    score: float
    margin: float
    verbs: tuple[str, ...]
    """The governing verbs that the model knows from its training."""


def guess_type(sentence: Sequence[Token], source: Collection[int], target: Collection[int]) -> Guess:
    """Return what the sentence says that ``source`` does to ``target`` (both by the tokens' ``i``)."""
    return _model().guess(features(sentence, source, target))


def knows_verb(token: Token) -> bool:
    """Tell whether the model was shown the verb as one that governs an actor: of no other is it ever sure."""
    return f"sv:{token.lemma_.lower()}" in _model().index


def features(sentence: Sequence[Token], source: Collection[int], target: Collection[int]) -> Counter[str]:
    """Return the features of a sentence in which ``source`` and ``target`` are marked; ``target`` may be empty."""
    tokens = _near(sentence, source, target)
    found = _by_side(tokens, source, target)
    here = {one.i: one for one in tokens}
    actor, other = _head(here, source), _head(here, target)
    if actor is not None:
        _by_path(found, here, actor, other, source, target)
    return found


def _near(sentence: Sequence[Token], source: Collection[int], target: Collection[int]) -> list[Token]:
    tokens = list(sentence)
    if len(tokens) <= _LONGEST:
        return tokens
    middle = min([*source, *target], default=tokens[0].i) - tokens[0].i
    return tokens[max(0, middle - 20) : max(0, middle - 20) + _LONGEST]


def _word(token: Token) -> str:
    return f"<{token.ent_type_}>" if token.ent_type_ in _NAMED else token.lemma_.lower()


def _by_side(tokens: Sequence[Token], source: Collection[int], target: Collection[int]) -> Counter[str]:
    found: Counter[str] = Counter({"bias": 1})
    left, right = sorted((_extent(source, -1), _extent(target, 1 << 30)))
    order = "S" if left == _extent(source, -1) else "T"
    parties = {*source, *target}
    for one in tokens:
        if one.i in parties or one.pos_ in ("PUNCT", "SPACE"):
            continue
        side = "mid" if left[1] < one.i < right[0] else "pre" if one.i <= left[1] else "post"
        word = _word(one)
        found[f"w:{word}"] += 1
        if one.pos_ in _CONTENT:
            found[f"{side}{order}:{word}"] += 1
        cue = cue_of(one)
        if cue is not None:
            found[f"cue:{cue.type}"] += 1
            found[f"cue{side}:{cue.type}"] += 1
    return found


def _extent(ids: Collection[int], absent: int) -> tuple[int, int]:
    return (min(ids), max(ids)) if ids else (absent, absent)


def _head(here: Mapping[int, Token], ids: Collection[int]) -> Token | None:
    known = [here[one] for one in sorted(ids) if one in here]
    return next((one for one in known if one.head.i not in ids or one.head.i == one.i), None)


def _upward(here: Mapping[int, Token], token: Token) -> list[Token]:
    return [token, *(one for one in token.ancestors if one.i in here)]


def _by_path(
    found: Counter[str],
    here: Mapping[int, Token],
    actor: Token,
    other: Token | None,
    source: Collection[int],
    target: Collection[int],
) -> None:
    above = _upward(here, actor)
    across = _upward(here, other) if other is not None else []
    for role, verb in _governing(above, across):
        _add_verb(found, role, verb, source, target)
    if other is not None:
        apart = [one for one in across[1:] if one not in above]
        found.update(f"tp:{one.lemma_.lower()}" for one in apart[:3])
        found.update(f"sp:{one.lemma_.lower()}" for one in [one for one in above[1:] if one not in across][:3])
        if across[1:]:
            found[f"th:{across[1].lemma_.lower()}"] += 1
            found[f"td:{other.dep_}"] += 1
        found[f"sd:{actor.dep_}"] += 1


def _governing(above: Sequence[Token], across: Sequence[Token]) -> list[tuple[str, Token]]:
    """Return the verb above the actor, the word above both, and the verb above the other."""
    verbs = [one for one in above[1:] if one.pos_ in ("VERB", "AUX")] or list(above[1:2])
    common = [one for one in above if one in across]
    others = [one for one in across[1:] if one.pos_ == "VERB"]
    return [(role, some[0]) for role, some in (("sv", verbs), ("lca", common), ("tv", others)) if some]


def _add_verb(found: Counter[str], role: str, verb: Token, source: Collection[int], target: Collection[int]) -> None:
    lemma = verb.lemma_.lower()
    found[f"{role}:{lemma}"] += 2
    for child in verb.children:
        if child.dep_ == "aux":
            found[f"{role}aux:{child.lemma_.lower()}"] += 1
        elif child.dep_ == "neg":
            found[f"{role}neg"] += 1
        elif child.dep_ in _ARGUMENTS:
            word = "<S>" if child.i in source else "<T>" if child.i in target else child.lemma_.lower()
            found[f"{role}+{child.dep_}:{word}"] += 1
            found[f"{role}:{lemma}+{child.dep_ if word[0] == '<' else word}"] += 1
            if child.dep_ in ("xcomp", "ccomp", "dobj"):
                found.update(f"{role}++:{word}+{one.lemma_.lower()}" for one in child.children if one.dep_ in _INNER)


class TypeModel:
    """Weights of the features for each of the sixteen types, with what each feature tells (idf)."""

    def __init__(self, names: Sequence[str], idf: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> None:
        self._index = {name: at for at, name in enumerate(names)}
        self.idf = idf
        self.weights = weights

    @property
    def index(self) -> Mapping[str, int]:
        """Where each feature stands."""
        return self._index

    def row(self, found: Mapping[str, int]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """Return the places and the values of the features that the model knows, of length one together."""
        known = [(self._index[name], count) for name, count in found.items() if name in self._index]
        places = np.array([at for at, _ in known], dtype=np.intp)
        counts = np.array([count for _, count in known], dtype=np.float32)
        values = ((1.0 + np.log(np.maximum(counts, 1.0))) * self.idf[places]).astype(np.float32)
        length = float(np.sqrt((values * values).sum())) or 1.0
        return places, (values / length).astype(np.float32)

    def scores(self, found: Mapping[str, int]) -> npt.NDArray[np.float32]:
        """Return one score a type, in the order of ``EVENT_TYPES``; above 0 speaks for it."""
        places, values = self.row(found)
        return cast("npt.NDArray[np.float32]", values @ self.weights[places])

    def guess(self, found: Mapping[str, int]) -> Guess:
        """Return the best type."""
        scores = self.scores(found)
        first, second = np.argsort(-scores)[:2]
        verbs = tuple(name[3:] for name in found if name[:3] in ("sv:", "tv:") and "+" not in name)
        return Guess(
            EVENT_TYPES[int(first)], float(scores[first]), float(scores[first] - scores[second]),
            tuple(one for one in verbs if f"sv:{one}" in self._index),
        )  # fmt: skip


@lru_cache(maxsize=1)
def _model() -> TypeModel:
    with (
        files("onrecord.data").joinpath("events").joinpath("types.npz").open("rb") as stream,
        np.load(stream) as kept,
    ):
        names = kept["names"].tobytes().decode("utf-8").split("\n")
        return TypeModel(names, kept["idf"].astype(np.float32), kept["weights"].astype(np.float32))
