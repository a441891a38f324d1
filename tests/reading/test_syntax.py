"""Where sentences may begin, and labels that agree with their heads."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest

from onrecord.article.plain import read_plain
from onrecord.reading.encoder import Encoder
from onrecord.reading.language import Language
from onrecord.reading.syntax import Syntax, Tokens, may_begin


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("They were told of the U.S. | “ willingness to talk ”", 7),
        ("The envoy “ repeated that ”", 3),
        ("The envoy “ repeated that ”", 1),
        ("The U.S. envoy", 2),
    ],
)
def test_no_sentence_begins_inside_another(words: str, place: int) -> None:
    assert not begins(words, place)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("They left the U.S. | Nobody stayed", 4),
        ("He said so . | “ We go . ”", 4),
        ("“ We go . ” | He left", 5),
        ("What now ? | they asked", 3),
        ("First : | this", 2),
    ],
)
def test_a_sentence_begins_after_an_ending(words: str, place: int) -> None:
    assert begins(words, place)


@pytest.mark.parametrize(
    ("text", "passive"),
    [("The treaty was signed by the ministers in Oslo.", True), ("The ministers signed the treaty in Oslo.", False)],
)
def test_subjects_agree_with_the_voice_of_their_verb(text: str, passive: bool) -> None:
    (passage,) = Language(Encoder(), "shared").analyse(read_plain(text, origin="test"))
    labels = {token.dep_ for token in passage.tokens}
    assert ("nsubjpass" in labels) == passive
    assert ("nsubj" in labels) != passive


def test_labels_fit_what_they_hang_on() -> None:
    syntax = Syntax(Encoder().folder)
    nouns, verbs = (syntax._fits[:, syntax._parts[syntax.tags.index(tag)], 0] for tag in ("NN|NOUN", "VBD|VERB"))
    relative, complement = syntax.labels.index("relcl"), syntax.labels.index("ccomp")
    assert nouns[relative] > verbs[relative]
    assert verbs[complement] > nouns[complement]


def begins(words: str, place: int) -> bool:
    """Tell whether a sentence that is told to begin at a word may; words are set as in print."""
    several = [word for word in words.split() if word != "|"]
    text = " ".join(several).replace("“ ", "“").replace(" ”", "”").replace(" .", ".").replace(" ?", "?")
    ends = list(accumulate(several, lambda end, word: text.index(word, end) + len(word), initial=0))[1:]
    starts = [end - len(word) for end, word in zip(ends, several, strict=True)]
    tokens = Tokens(np.asarray(starts, dtype=np.int32), np.asarray(ends, dtype=np.int32), several, [0])
    told = np.zeros(len(several), dtype=np.bool_)
    told[place] = True
    return bool(may_begin(tokens, np.arange(len(several)), told)[place])
