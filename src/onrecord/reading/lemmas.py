"""Which word a dictionary lists a token under: *said* under *say*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

Key = tuple[str, str, str]
"""A word as written, its tag and its part of speech."""
LARGEST = 100_000
"""Words that are remembered; then the memory begins anew."""


def with_sets(pipeline: Pipeline) -> Pipeline:
    """Return ``pipeline``, its lemmatizer's words as sets: spaCy searches lists of up to 57,528."""
    known = cast(Any, pipeline.get_pipe("lemmatizer")).lookups.get_table("lemma_index")
    for part in known:
        known[part] = frozenset(known[part])
    return pipeline


class Lemmas:
    """spaCy's rules for English lemmas, asked once for each word, tag and part of speech."""

    def __init__(self, pipeline: Pipeline) -> None:
        """``pipeline`` has the components ``attribute_ruler`` and ``lemmatizer``."""
        self._pipeline = pipeline
        self._known: dict[Key, int] = {}

    def find(self, keys: Sequence[Key]) -> list[int]:
        """Return the lemma of each word, as its number in the vocabulary."""
        if len(self._known) > LARGEST:
            self._known.clear()
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if new:
            self._known |= zip(new, self._lemmas(new), strict=True)
        return [self._known[key] for key in keys]

    def _lemmas(self, keys: Sequence[Key]) -> list[int]:
        words, tags, parts = (list(column) for column in zip(*keys, strict=True))
        alone = list(range(len(keys)))
        doc = Doc(self._pipeline.vocab, words=words, tags=tags, pos=parts, deps=["dep"] * len(keys), heads=alone)
        self._pipeline.get_pipe("attribute_ruler")(doc)
        for token, part in zip(doc, parts, strict=True):
            token.pos_ = part
        self._pipeline.get_pipe("lemmatizer")(doc)
        return [token.lemma for token in doc]
