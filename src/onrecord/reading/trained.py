"""Who said what, by the trained model: anchors (cues) first, then the role of every word around each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.model import Article, Span, Spans
from onrecord.reading.encoder import Encoded, Encoder, Floats
from onrecord.reading.language import Passage
from onrecord.reading.quotations import Quotation, find_quotations, outermost
from onrecord.reading.statements import Attribution, in_order

NONE, SOURCE, CUE, CONTENT = range(4)
ANCHORS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words with one role."""

    span: Span
    role: int
    mean: float
    words: int


class StatementModel:
    """The trained statement finder. It reads text alone and needs no parse."""

    def __init__(self, encoder: Encoder | None = None, threads: int = 1) -> None:
        """``encoder`` is the one that other answers share; a new one is loaded by default."""
        self._encoder = encoder or Encoder(threads)
        self._roles = self._encoder.load_head("roles.onnx")
        self._settings: dict[str, Any] = self._encoder.settings
        self.version = str(self._settings["version"])

    def find(
        self, article: Article, passages: Sequence[Passage], quotations: Sequence[Quotation]
    ) -> list[Attribution]:
        """Return the attributions of the title and the body, in the order of their first span."""
        del quotations
        blocks = [(one.start, one.end) for one in passages if one.part in ("title", "body")]
        return _continued(blocks, self.find_many([(article.text, blocks)])[0])

    def find_many(self, articles: Sequence[tuple[str, Sequence[Span]]]) -> list[list[Attribution]]:
        """Return the attributions of several texts, given with the blocks (paragraphs) to read in each."""
        return [self._decode(text, blocks, self._encoder.encode(text, blocks)) for text, blocks in articles]

    def _decode(self, text: str, blocks: Sequence[Span], encoded: Encoded) -> list[Attribution]:
        quotations = outermost(find_quotations(text, blocks))
        found: list[Attribution] = []
        for probability, first, roles in self._anchored(encoded):
            words = encoded.pieces.words[first : first + len(roles)]
            one = _attribution(text, encoded, words, first, roles, quotations)
            score = probability * _certainty(roles)
            if one is not None and score >= self._settings["score"]:
                found.append(Attribution(one.source, one.cue, one.content, self._calibrate(score)))
        return in_order(_nested(_apart(found)))

    def _anchored(self, encoded: Encoded) -> list[tuple[float, int, Floats]]:
        """Return each anchor with its probability, the first piece of its surroundings, and their role logits."""
        reach = int(self._settings["reach"])
        found: list[tuple[float, int, Floats]] = []
        for cut, output in zip(encoded.windows, encoded.outputs, strict=True):
            core = encoded.anchors[cut.core_start : cut.core_end].max(axis=1)
            where = np.flatnonzero(core >= self._settings["anchor"]) + cut.core_start
            for start in range(0, len(where), ANCHORS_AT_ONCE):
                chosen = where[start : start + ANCHORS_AT_ONCE]
                logits = self._role_logits(output, chosen - cut.start, cut.end - cut.start, reach)
                for at, (first, rows) in zip(chosen, logits, strict=True):
                    found.append((float(encoded.anchors[at].max()), cut.start + first, rows))
        return found

    def _role_logits(
        self, output: dict[str, Floats], at: npt.NDArray[np.intp], size: int, reach: int
    ) -> list[tuple[int, Floats]]:
        first = np.maximum(at - reach, 0)
        last = np.minimum(at + reach, size)
        index = first[:, None] + np.arange(int((last - first).max()))[None]
        mask = index < last[:, None]
        index = np.minimum(index, size - 1)
        logits = self._roles.run(
            None,
            {
                "anchors": output["of_anchor"][at],
                "gates": output["gate"][at],
                "pieces": output["of_piece"][index],
                "distance": (index - at[:, None]).astype(np.int64),
                "mask": mask.astype(np.float32),
            },
        )[0]
        return [(int(first[i]), logits[i, : int(last[i] - first[i])]) for i in range(len(at))]

    def _calibrate(self, score: float) -> float:
        """Return how often statements of this score are right, by isotonic regression on held-out articles."""
        knots = self._settings["calibration"]
        return float(np.interp(score, knots["score"], knots["right"]))


def _certainty(roles: Floats) -> float:
    """Return the mean probability of the chosen role over the pieces that have one."""
    probabilities = _softmax(roles)
    chosen = probabilities.argmax(axis=1)
    named = chosen != NONE
    return float(probabilities.max(axis=1)[named].mean()) if named.any() else 0.0


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _attribution(
    text: str,
    encoded: Encoded,
    words: npt.NDArray[np.int32],
    first: int,
    roles: Floats,
    quotations: Sequence[Quotation],
) -> Attribution | None:
    runs = _runs(text, encoded, words, first, _softmax(roles))
    source = _joined(text, _kept(runs, SOURCE))
    cue = _joined(text, _kept(runs, CUE))
    content = _snapped(_joined(text, _kept(runs, CONTENT)), quotations)
    content = _without(text, content, (*source, *cue))
    return Attribution(source, cue, content) if content else None


def _runs(text: str, encoded: Encoded, words: npt.NDArray[np.int32], first: int, probabilities: Floats) -> list[_Run]:
    """Label words by the mean of their pieces and join neighbours; a lone mark takes its neighbours' label.

    No run goes over the end of a block.
    """
    own_blocks = encoded.pieces.blocks[first : first + len(words)]
    starts = encoded.pieces.starts[first : first + len(words)]
    ends = encoded.pieces.ends[first : first + len(words)]
    edges = np.flatnonzero(np.diff(words, prepend=words[0] - 1))
    sizes = np.diff(np.append(edges, len(words)))
    means = np.add.reduceat(probabilities, edges, axis=0) / sizes[:, None]
    labels = means.argmax(axis=1)
    spans = list(zip(starts[edges].tolist(), ends[np.append(edges[1:], len(words)) - 1].tolist(), strict=True))
    for i in range(1, len(labels) - 1):
        alone = labels[i] != labels[i - 1] and labels[i - 1] == labels[i + 1]
        if alone and not any(character.isalnum() for character in text[spans[i][0] : spans[i][1]]):
            labels[i] = labels[i - 1]
    runs = []
    where = own_blocks[edges]
    for (label, _), group in groupby(range(len(labels)), key=lambda i: (int(labels[i]), int(where[i]))):
        members = list(group)
        span = (spans[members[0]][0], spans[members[-1]][1])
        runs.append(_Run(span, label, float(means[members, label].mean()), len(members)))
    return runs


def _kept(runs: Sequence[_Run], role: int) -> list[_Run]:
    """Return the runs of a role: one for source and cue, and contents without slight ones beside a strong one."""
    own = [run for run in runs if run.role == role]
    if not own:
        return []
    best = max(own, key=lambda run: run.mean * min(run.words, 12))
    if role != CONTENT:
        return [best]
    return [run for run in own if run is best or run.mean >= (0.6 if run.words > 1 else 0.8)]


def _joined(text: str, runs: Sequence[_Run]) -> Spans:
    merged: list[Span] = []
    for start, end in (run.span for run in runs):
        while start < end and text[start] in " ,;:.\n":
            start += 1
        while end > start and text[end - 1] in " ,;:\n":
            end -= 1
        if start >= end or not any(character.isalnum() for character in text[start:end]):
            continue
        between = text[merged[-1][1] : start] if merged else ""
        if merged and "\n" not in between and not any(character.isalnum() for character in between):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _snapped(content: Spans, quotations: Sequence[Quotation]) -> Spans:
    """Complete a content to the marks of a quotation that it nearly fills."""
    snapped: list[Span] = []
    for start, end in content:
        for quotation in quotations:
            (left, right), (inner_left, inner_right) = quotation.span, quotation.inner
            if end <= left or right <= start:
                continue
            if abs(start - inner_left) <= 3 and end >= inner_right - 3:
                start = left
            if abs(end - inner_right) <= 3 and start <= inner_left:
                end = right
        snapped.append((start, end))
    return tuple(_merge(snapped))


def _merge(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(text: str, content: Spans, holes: Spans) -> Spans:
    pieces = list(content)
    for left, right in holes:
        pieces = [
            piece
            for start, end in pieces
            for piece in ([(start, end)] if end <= left or right <= start else [(start, left), (right, end)])
            if piece[0] < piece[1]
        ]
    return tuple((start, end) for start, end in pieces if any(character.isalnum() for character in text[start:end]))


def _apart(found: Sequence[Attribution]) -> list[Attribution]:
    """Of two statements with nearly one content, keep the surer."""
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda attribution: -attribution.confidence):
        if all(_alike(one.content, other.content) < 0.7 for other in kept):
            kept.append(one)
    return kept


def _alike(left: Spans, right: Spans) -> float:
    """Return intersection over union, in characters."""
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)
    total = sum(end - start for start, end in (*left, *right)) - shared
    return shared / total if total else 0.0


def _nested(found: Sequence[Attribution]) -> list[Attribution]:
    """Set for each statement the smallest content that holds all of it."""
    return [replace(one, nested_in=_host(found, index)) for index, one in enumerate(found)]


def _host(found: Sequence[Attribution], index: int) -> int | None:
    own = (*found[index].source, *found[index].cue, *found[index].content)
    hosts = [
        (sum(end - start for start, end in other.content), i)
        for i, other in enumerate(found)
        if i != index and all(any(a <= s and e <= b for a, b in other.content) for s, e in own)
    ]
    return min(hosts)[1] if hosts else None


def _continued(blocks: Sequence[Span], found: Sequence[Attribution]) -> list[Attribution]:
    """Make a statement of its own of what is quoted on in later paragraphs; it ``continues`` the first one."""
    ends = [end for _, end in blocks]
    split = list(found)
    for index, one in enumerate(found):
        home = bisect_left(ends, one.cue[0][1] if one.cue else one.content[0][1])
        later = tuple(span for span in one.content if bisect_left(ends, span[1]) > home)
        rest = tuple(span for span in one.content if span not in later)
        if rest and later:
            split[index] = replace(one, content=rest)
            split.append(Attribution((), (), later, one.confidence, continues=index))
    return in_order(split)
