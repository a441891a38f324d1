"""Who said what, by the trained model and the grammar together.

The model knows what is said and by whom in most of the news; the grammar knows what the model was never shown:
headlines, statements inside statements, relays (*according to*) around other people's statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Article, Span, Spans
from onrecord.reading.encoder import Encoded
from onrecord.reading.grammar import Grammar
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.nearness import Grid
from onrecord.reading.nesting import nest
from onrecord.reading.overlap import alike
from onrecord.reading.quotations import Quotation
from onrecord.reading.statements import Attribution, in_order, renumber
from onrecord.reading.titles import is_name
from onrecord.reading.trained import StatementModel
from onrecord.reading.turns import extend_released, find_spoken

SAME = 0.5
"""Share of characters that two findings of one statement have in common, of all that they have."""
WHOLE = 0.85
"""Share of a content that a statement inside it fills when the outer one does no more than relay it."""
LIKELY = 0.5
"""Confidence below which a statement that has no source, and that the grammar does not know, is left out."""

_BEFORE_NOUN = frozenset({"amod", "compound", "det", "nmod", "nummod", "poss"})
_NEAR_NOUN = 3
"""Tokens to a noun that completes a source, at most."""


class Hybrid:
    """The trained model, completed by the grammar."""

    def __init__(self, model: StatementModel | None = None, threads: int = 1) -> None:
        """``model`` is loaded from the package by default."""
        self._model = model or StatementModel(threads=threads)
        self._grammar = Grammar()
        self.version = f"{self._model.version} + {self._grammar.version}"

    def find(
        self,
        article: Article,
        passages: Sequence[Passage],
        quotations: Sequence[Quotation],
        encoded: Encoded | None = None,
    ) -> list[Attribution]:
        """Return the attributions of the title and the body, in the order of their first span."""
        learned = self._model.find(article, passages, quotations, encoded)
        ruled = self._grammar.find(article, passages, quotations)
        heard = [
            i for i, one in enumerate(learned) if not (_is_only_named(passages, one) or _is_of_a_day(passages, one))
        ]
        learned = renumber(learned, heard)
        learned = [_with_noun(passages, _without_subject(passages, one)) for one in learned]
        joined = extend_released(article.text, passages, combine(learned, ruled))
        named = [i for i, one in enumerate(joined) if not is_name(article.text, one, quotations)]
        spoken = find_spoken(article.text, passages, quotations)
        return with_spoken(article.text, renumber(joined, named), spoken)


def _is_only_named(passages: Sequence[Passage], one: Attribution) -> bool:
    """Tell whether the content is no more than the name that the cue has for its object: "Lavrov echoed Putin"."""
    passage = passage_at(passages, one.content[0][0]) if one.cue and len(one.content) == 1 else None
    words = passage.words_in(one.content[0]) if passage else ()
    named = bool(words) and all(word.pos_ == "PROPN" for word in words)
    objects = [word for word in words if word.dep_ == "dobj"]
    return named and any(passage.span(word.head) in one.cue for word in objects) if passage else False


def _is_of_a_day(passages: Sequence[Passage], one: Attribution) -> bool:
    """Tell whether no more than a day or an hour is said to speak: "Tuesday's call was meant to follow it up"."""
    passage = passage_at(passages, one.source[0][0]) if len(one.source) == 1 else None
    words = [word for word in passage.words_in(one.source[0]) if word.tag_ != "POS"] if passage else []
    return bool(words) and all(word.ent_type_ in ("DATE", "TIME") for word in words)


def _without_subject(passages: Sequence[Passage], one: Attribution) -> Attribution:
    """Take whom a passive cue is about out of a content that has more: "Holm was asked about the fares"."""
    if one.source or len(one.content) < 2 or not one.cue:
        return one
    passage = passage_at(passages, one.cue[0][0])
    if passage is None:
        return one
    children = (child for span in one.cue for word in passage.words_in(span) for child in word.children)
    subjects = tuple(passage.span(child) for child in children if child.dep_ == "nsubjpass")
    rest = tuple(span for span in one.content if not _meets(span, subjects))
    return replace(one, content=rest) if rest else one


def _with_noun(passages: Sequence[Passage], one: Attribution) -> Attribution:
    """Complete a source that ends before its noun: "a spokeswoman for Icelandic | skippers"."""
    passage = passage_at(passages, one.source[-1][0]) if one.source else None
    words = passage.words_in(one.source[-1]) if passage else ()
    if passage is None or not words or words[-1].dep_ not in _BEFORE_NOUN:
        return one
    last, noun = words[-1], words[-1].head
    added = (passage.span(last)[1], passage.span(noun)[1])
    if (
        not 0 < noun.i - last.i <= _NEAR_NOUN
        or noun.pos_ not in ("NOUN", "PROPN")
        or _meets(added, (*one.cue, *one.content))
    ):
        return one
    return replace(one, source=(*one.source[:-1], (one.source[-1][0], added[1])))


def with_spoken(text: str, found: Sequence[Attribution], spoken: Sequence[Attribution]) -> list[Attribution]:
    """Add what labels and dashes attribute; of the other findings there, only what is told by somebody else stays."""
    turns = Grid((*one.source, *one.cue, *one.content) for one in spoken)
    kept = renumber(found, [i for i, one in enumerate(found) if not _is_rivalled(text, one, spoken, turns)])
    moved = [
        replace(one, continues=one.continues + len(kept) if one.continues is not None else None) for one in spoken
    ]
    return nest(in_order([*kept, *moved]))


def _is_rivalled(text: str, one: Attribution, spoken: Sequence[Attribution], turns: Grid) -> bool:
    near = turns.near((*one.source, *one.cue, *one.content))
    return any(_rivals(text, one, spoken[i]) for i in near)


def _rivals(text: str, one: Attribution, turn: Attribution) -> bool:
    """Tell whether a finding takes a label for words said, has the same words, or ``I`` for a source."""
    spans = (*one.source, *one.cue, *one.content)
    if not any(_meets(span, (*turn.source, *turn.cue, *turn.content)) for span in spans):
        return False
    labelled = any(_meets(span, (*turn.source, *turn.cue)) for span in spans)
    own = not one.source or text[slice(*one.source[0])].casefold() in ("i", "we")
    return labelled or own or alike(one.content, turn.content) >= SAME


def combine(learned: Sequence[Attribution], ruled: Sequence[Attribution]) -> list[Attribution]:
    """Join two findings of one article, both in order: each statement once, references carried along."""
    relayed = [ruled[j] for j in _relayed(ruled)]
    places = Grid(one.content for one in relayed)
    told = [any(_touches(one, relayed[i]) for i in places.near(one.content)) for one in learned]
    contents = Grid(one.content for one in ruled)
    learned = renumber(learned, [i for i, one in enumerate(learned) if not told[i] and _stands(one, ruled, contents)])
    wholes = Grid((*one.source, *one.cue, *one.content) for one in learned)
    partner = {j: i for j in range(len(ruled)) if (i := _counterpart(ruled[j], learned, wholes)) is not None}
    added = [j for j in range(len(ruled)) if j not in partner and _is_worth(ruled[j], learned, wholes)]
    homes = {j: len(learned) + at for at, j in enumerate(added)} | partner
    partners: dict[int, list[Attribution]] = {}
    for j, i in partner.items():
        partners.setdefault(i, []).append(ruled[j])
    joined = [_completed(one, partners.get(at, [])) for at, one in enumerate(learned)]
    for j in added:
        before = ruled[j].continues
        joined.append(replace(ruled[j], continues=homes.get(before) if before is not None else None))
    return nest(in_order(joined))


def _stands(one: Attribution, ruled: Sequence[Attribution], contents: Grid) -> bool:
    """Tell whether to keep a statement of the model that is not relayed: likely, or of a source, or known."""
    return bool(one.source) or one.confidence >= LIKELY or _counterpart(one, ruled, contents) is not None


def _relayed(ruled: Sequence[Attribution]) -> list[int]:
    """Return the statements that are told whole inside another one, and their hosts: the model sees one level."""
    inner = [
        j
        for j, one in enumerate(ruled)
        if one.nested_in is not None and one.source and _fills(one, ruled[one.nested_in])
    ]
    return sorted({*inner, *(host for j in inner if (host := ruled[j].nested_in) is not None)})


def _fills(inner: Attribution, outer: Attribution) -> bool:
    spans = sorted((*inner.source, *inner.cue, *inner.content))
    held = sum(max(0, min(spans[-1][1], end) - max(spans[0][0], start)) for start, end in outer.content)
    return held >= WHOLE * sum(end - start for start, end in outer.content)


def _touches(one: Attribution, other: Attribution) -> bool:
    return any(_meets(span, other.content) for span in one.content)


def _counterpart(one: Attribution, others: Sequence[Attribution], places: Grid) -> int | None:
    best = max(places.near(one.content), key=lambda i: alike(one.content, others[i].content), default=None)
    return best if best is not None and alike(one.content, others[best].content) >= SAME else None


def _is_worth(one: Attribution, learned: Sequence[Attribution], wholes: Grid) -> bool:
    """Tell whether to believe a statement that the grammar alone has found.

    It is believed where the model has found nothing, and where it holds a whole statement of the model: a relay.
    """
    near = [learned[i] for i in wholes.near(one.content)]
    free = not any(_meets(span, other.content) for other in near for span in one.content)
    return free or any(other.source and _holds(one.content, (*other.source, *other.cue)) for other in near)


def _meets(span: Span, spans: Spans) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _holds(outer: Spans, inner: Spans) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def _completed(one: Attribution, ruled: Sequence[Attribution]) -> Attribution:
    """Give a statement of the model the source that the grammar alone has, or has right beside the cue."""
    other = next((one for one in ruled if one.source), None)
    if other is None or one.continues is not None:
        return one
    if not one.source:
        return replace(one, source=other.source, cue=one.cue or other.cue, continues=None)
    beside = other.cue and one.cue == other.cue and 0 <= other.source[0][0] - other.cue[-1][1] <= 1
    apart = not any(_meets(span, other.source) for span in one.source)
    return replace(one, source=other.source) if beside and apart else one
