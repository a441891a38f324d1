"""Who said what, by the trained model: anchors (cues) first, then the role of every word around each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import groupby, islice, pairwise
from typing import Any

import numpy as np

from onrecord.model import Article, Span, Spans
from onrecord.reading.contested import apart, settle
from onrecord.reading.coverage import Coverage, add_alone, add_doubtful, add_quotations, complete
from onrecord.reading.encoder import Encoded, Encoder, Floats, Ints
from onrecord.reading.labels import CUE, NONE, Letters, Words, join_pieces, label, read_spans
from onrecord.reading.language import TOLD, Passage
from onrecord.reading.nesting import nest
from onrecord.reading.quotations import Quotation, find_quotations, outermost
from onrecord.reading.statements import Attribution, in_order
from onrecord.reading.turns import find_signed

_OPENERS = "\"“„«‘'`"
BESIDE = 32
"""Pieces of the paragraphs around an anchor's own whose roles are decided too."""
TOGETHER = 256
"""Anchors whose words are labelled at once: more take memory, fewer time."""


class StatementModel:
    """The trained statement finder. It reads text alone and needs no parse."""

    def __init__(self, encoder: Encoder | None = None, threads: int = 1) -> None:
        """``encoder`` is the one that other answers share; a new one is loaded by default."""
        self._encoder = encoder or Encoder(threads)
        self._roles = self._encoder.load_head("roles.onnx")
        self._settings: dict[str, Any] = self._encoder.settings
        self.version = str(self._settings["version"])

    def find(
        self,
        article: Article,
        passages: Sequence[Passage],
        quotations: Sequence[Quotation],
        encoded: Encoded | None = None,
    ) -> list[Attribution]:
        """Return the attributions of the title and the body, in the order of their first span."""
        del quotations
        told = [one for one in passages if one.part in TOLD]
        blocks = [(one.start, one.end) for one in told]
        titles = [number for number, one in enumerate(told) if one.part == "title"]
        encoded = encoded or self._encoder.encode(article.text, blocks, alone=titles)
        return _continued(article.text, blocks, self._decode(article.text, blocks, encoded))

    def find_many(self, articles: Sequence[tuple[str, Sequence[Span]]]) -> list[list[Attribution]]:
        """Return the attributions of several texts, given with the blocks (paragraphs) to read in each."""
        return [self._decode(text, blocks, self._encoder.encode(text, blocks)) for text, blocks in articles]

    def _decode(self, text: str, blocks: Sequence[Span], encoded: Encoded) -> list[Attribution]:
        quotations = outermost(find_quotations(text, blocks))
        found = self._believed(text, blocks, quotations, encoded)
        calibrated = [replace(one, confidence=self._calibrate(one.confidence)) for one in found]
        return in_order(nest(calibrated))

    def _believed(
        self, text: str, blocks: Sequence[Span], quotations: Sequence[Quotation], encoded: Encoded
    ) -> list[Attribution]:
        """Return the statements of a sufficient score, completed by what is said though none of them claims it."""
        least, lowest = self._settings["score"], self._settings["doubtful"]
        likely = encoded.anchors[encoded.tried].max(axis=1, initial=0.0) >= self._settings["anchor"]
        ask = partial(self._tried, text, quotations, Letters(text), encoded)
        tried = [*ask(np.flatnonzero(likely)), *find_signed(text, blocks, quotations)]
        found = apart(text, [one for one in tried if one.confidence >= least])
        coverage = Coverage(encoded.pieces, encoded.presence)
        found = add_doubtful(coverage, found, [one for one in tried if lowest <= one.confidence < least])
        found, alone = add_quotations(coverage, settle(text, found), quotations)
        if alone:
            paragraphs = {coverage.block(quotation.span) for quotation in alone}
            there = [block in paragraphs for block in encoded.pieces.blocks[encoded.tried].tolist()]
            found = add_alone(coverage, found, alone, ask(np.flatnonzero(~likely & np.array(there, dtype=np.bool_))))
        return complete(text, coverage, found)

    def _tried(
        self, text: str, quotations: Sequence[Quotation], letters: Letters, encoded: Encoded, rows: Ints
    ) -> list[Attribution]:
        """Return what is said of some anchors, given by their rows, with its score."""
        tried: list[Attribution] = []
        near = self._near(encoded, rows)
        while some := list(islice(near, TOGETHER)):
            labelled = label([words for _, words in some])
            for (score, words), labels in zip(some, labelled, strict=True):
                source, cue, content = read_spans(text, words, labels, quotations, letters)
                if content:
                    tried.append(Attribution(source, cue, content, score))
        return tried

    def _near(self, encoded: Encoded, tried: Ints) -> Iterator[tuple[float, Words]]:
        """Yield of each anchor how likely it is, by itself and by the roles of the words near it, and these words."""
        probabilities, pieces = encoded.anchors.max(axis=1, initial=0.0), encoded.pieces
        several = zip(tried.tolist(), encoded.tried[tried].tolist(), strict=True)
        for (first, last), group in groupby(several, key=lambda one: self._surroundings(encoded, one[1])):
            rows = np.fromiter((row for row, _ in group), dtype=np.intp)
            roles, near = self._roles_near(encoded, rows, first, last), slice(first, last)
            words = join_pieces(
                pieces.words[near], pieces.starts[near], pieces.ends[near], pieces.blocks[near], roles
            )
            chances = probabilities[encoded.tried[rows]].tolist()
            for chance, certainty, own in zip(chances, _certainties(roles), words, strict=True):
                yield chance * certainty, own

    def _surroundings(self, encoded: Encoded, at: int) -> Span:
        """Return the pieces whose roles are decided: the anchor's paragraph and of its text's others."""
        reach, blocks = int(self._settings["reach"]), encoded.pieces.blocks
        start, end = np.searchsorted(blocks, [blocks[at], blocks[at] + 1]).tolist()
        text = bisect_right(encoded.texts, at)
        first, last = encoded.texts[text - 1], [*encoded.texts, len(blocks)][text]
        return max(first, at - reach, start - BESIDE), min(last, at + reach, end + BESIDE)

    def _roles_near(self, encoded: Encoded, rows: Ints, first: int, last: int) -> Floats:
        """Return how likely each piece of ``[first, last)`` has each role to each anchor, given by its row.

        An anchor that is a cue rather than a content is its own cue.
        """
        given = {
            "anchors": encoded.of_anchor[rows],
            "gates": encoded.gates[rows],
            "pieces": np.repeat(encoded.of_piece[None, first:last], len(rows), axis=0),
            "distance": np.arange(first, last)[None] - encoded.tried[rows][:, None],
        }
        logits = self._roles.run(None, given)[0]
        logits[..., NONE] -= self._settings["named"]
        roles = _softmax(logits)
        by_cue = np.flatnonzero(np.diff(encoded.anchors[encoded.tried[rows]])[:, 0] <= 0)
        roles[by_cue, encoded.tried[rows[by_cue]] - first] = np.eye(roles.shape[-1], dtype=np.float32)[CUE]
        return roles

    def _calibrate(self, score: float) -> float:
        """Return how often statements of this score are right, by isotonic regression on held-out articles."""
        knots = self._settings["calibration"]
        return float(np.interp(score, knots["score"], knots["right"]))


def _certainties(roles: Floats) -> list[float]:
    """Return for each anchor the mean probability of the likeliest role over the pieces that have one."""
    others = reduce(np.maximum, (roles[..., role] for role in range(roles.shape[-1]) if role != NONE))
    likeliest, named = np.maximum(others, roles[..., NONE]), others > roles[..., NONE]
    return [float(own[has].mean()) if has.any() else 0.0 for own, has in zip(likeliest, named, strict=True)]


def _softmax(logits: Floats) -> Floats:
    """Return probabilities over the last axis, the roles: NumPy takes twice as long to add up so few at a time."""
    columns = [logits[..., role] for role in range(logits.shape[-1])]
    powers = np.exp(logits - reduce(np.maximum, columns)[..., None])
    total = reduce(np.add, (powers[..., role] for role in range(powers.shape[-1])))
    return np.asarray(powers / total[..., None], dtype=np.float32)


def _continued(text: str, blocks: Sequence[Span], found: Sequence[Attribution]) -> list[Attribution]:
    """Make statements of their own of what is quoted on in later paragraphs or after a full stop.

    They ``continue`` the one that has the cue.
    """
    ends = [end for _, end in blocks]
    split = list(found)
    for index, one in enumerate(found):
        parts: list[list[Span]] = [[one.content[0]]]
        for before, span in pairwise(one.content):
            apart = bisect_left(ends, span[1]) > bisect_left(ends, before[1])
            if apart or _is_new_sentence(text, one.cue, before, span):
                parts.append([])
            parts[-1].append(span)
        home = _home(one, parts, ends)
        split[index] = replace(one, content=tuple(parts[home]))
        others = [tuple(part) for number, part in enumerate(parts) if number != home]
        split += [Attribution((), (), part, one.confidence, continues=index) for part in others]
    return in_order(split)


def _home(one: Attribution, parts: Sequence[Sequence[Span]], ends: Sequence[int]) -> int:
    """Return the part that the cue belongs to: the last one before it in its paragraph, else the nearest one."""
    if not one.cue:
        return 0
    start, end = one.cue[0][0], one.cue[-1][1]
    paragraph = bisect_left(ends, end)
    before = [
        i for i, part in enumerate(parts) if part[-1][1] <= start and bisect_left(ends, part[-1][1]) == paragraph
    ]
    if before:
        return before[-1]
    gaps = [max(part[0][0] - end, start - part[-1][1], 0) for part in parts]
    return gaps.index(min(gaps))


def _is_new_sentence(text: str, cue: Spans, before: Span, span: Span) -> bool:
    """Tell whether a cue clause between two parts of a content ends with a full stop, a new quotation behind it."""
    between = text[before[1] : span[0]]
    told = any(before[1] <= start and end <= span[0] for start, end in cue)
    return told and between.rstrip().endswith((".", "!", "?")) and text[span[0]] in _OPENERS
