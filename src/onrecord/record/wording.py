"""The words of a quotation: tokens that know where they stand, their stems, and how much each of them tells."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from onrecord.model import Span

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]", re.U)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00a0": " "})

FUNCTION_WORDS = frozenset(
    "a an the and or but nor so yet if then than that this these those there here it its he his him she her hers "
    "they them their we us our ours you your yours i me my mine who whom whose which what when where why how as "
    "at by for from in into of on onto to with without within about over under between through during before "
    "after up down out off is are was were be been being am do does did done have has had having will would shall "
    "should can could may might must not no also just only very too more most much many some any all each both "
    "such own same other one well now again let say said says".split()
)  # fmt: skip

_CONTRACTIONS = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us",
    "it's": "it is",
    "that's": "that is", "there's": "there is", "what's": "what is", "he's": "he is", "she's": "she is",
    "i'm": "i am",
}  # fmt: skip
_ENDINGS = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign: as written, where it stands, in lower case and plain, and its stem."""

    text: str
    span: Span
    norm: str
    stem: str

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or digit."""
        return self.norm[:1].isalnum()


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words and signs of ``text[start:end]``; their spans count in ``text``."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        norm = normal(match[0])
        found.append(Word(match[0], match.span(), norm, stem(norm)))
    return found


def normal(word: str) -> str:
    """Return a word in lower case, without diacritics, with plain apostrophes and dashes, initials without points."""
    bare = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    bare = "".join(char for char in bare if not unicodedata.combining(char)).casefold()
    return bare.replace(".", "") if re.fullmatch(r"(?:[a-z]\.){2,}", bare) else bare


def opened(norm: str) -> list[str]:
    """Return the words that a contraction stands for: "can't" is "cannot", "we've" is "we have"."""
    if norm in _CONTRACTIONS:
        return _CONTRACTIONS[norm].split()
    for ending, whole in _ENDINGS.items():
        if norm.endswith(ending) and len(norm) > len(ending):
            return (norm[: -len(ending)] + whole).split()
    return [norm]


_SUFFIXES = (
    ("ational", "ate"), ("isation", "ise"), ("ization", "ise"), ("izing", "ise"), ("izes", "ise"), ("ized", "ise"),
    ("ize", "ise"), ("ements", ""), ("ement", ""), ("ments", ""), ("ment", ""), ("nesses", ""), ("ness", ""),
    ("ations", ""), ("ation", ""), ("ities", ""), ("ity", ""), ("ingly", ""), ("edly", ""), ("ically", "ic"),
    ("fully", "ful"), ("ally", "al"), ("ily", "y"), ("ly", ""), ("ions", ""), ("ion", ""), ("ings", ""), ("ing", ""),
    ("ied", "y"), ("ies", "y"), ("ees", "ee"), ("eed", "ee"), ("ed", ""), ("sses", "ss"), ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"), ("es", ""), ("able", ""), ("ible", ""), ("ive", ""), ("al", ""), ("ous", ""), ("s", ""),
    ("e", ""),
)  # fmt: skip
_IRREGULAR = dict(
    pair.split(":") for pair in (
        "men:man women:woman people:person children:child feet:foot met:meet went:go gone:go made:make took:take "
        "taken:take gave:give given:give found:find told:tell thought:think brought:bring fought:fight sent:send "
        "held:hold left:leave lost:lose meant:mean paid:pay began:begin begun:begin spoke:speak spoken:speak "
        "understood:understand knew:know known:know saw:see seen:see came:come became:become won:win kept:keep "
        "built:build led:lead signed:sign agreed:agree rose:rise risen:rise fell:fall fallen:fall stood:stand"
    ).split()
)  # fmt: skip


def stem(norm: str) -> str:
    """Return the stem of a plain word: a light stripping of English endings, so that "deployment" meets "deploy".

    Stems are kept in a record's ``passage_index``: who changes them adds a migration that makes it anew.
    """
    word = norm.removesuffix("'s").removesuffix("'")
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or not word.isalpha() or (word.endswith(("ss", "us", "is")) and len(word) < 6):
        return word
    for ending, instead in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    if len(word) <= 3:
        return word
    return word[:-1] + "i" if word.endswith("y") else word.rstrip("e")


def stems_of(text: str) -> list[str]:
    """Return the stems of a text's words, contractions opened, in order."""
    return [stem(part) for word in words_of(text) if word.is_word for part in opened(word.norm)]


FUNCTION_WEIGHT = 0.5
_FUNCTION_STEMS = frozenset(stem(word) for word in FUNCTION_WORDS) | FUNCTION_WORDS


class Weights:
    """How much a stem tells, in nats: less, the more passages it stands in.

    ``known(stem)`` says in how many of ``total`` passages a stem stands. A thousand passages are taken for granted,
    so that in a small record no chance decides; function words tell next to nothing, and ``names`` half: whoever is
    meant, everybody names the same countries.
    """

    def __init__(self, total: int, known: Callable[[str], int], names: Set[str] = frozenset()) -> None:
        self.total = total + 1000
        self._known = known
        self._names = names
        self._memo: dict[str, float] = {}

    def __call__(self, one: str) -> float:
        """Return the weight of a stem."""
        if one not in self._memo:
            weight = math.log((self.total + 1) / (self._known(one) + 1)) * (0.5 if one in self._names else 1.0)
            self._memo[one] = FUNCTION_WEIGHT if one in _FUNCTION_STEMS else weight
        return self._memo[one]

    def sum(self, stems: Iterable[str]) -> float:
        """Return the weights of several stems together."""
        return sum(map(self, stems))


def is_function(one: str) -> bool:
    """Return whether a stem is that of a function word."""
    return one in _FUNCTION_STEMS


def counts_of(texts: Sequence[Sequence[str]]) -> Callable[[str], int]:
    """Return a function that says in how many of ``texts`` (lists of stems) a stem stands."""
    seen: dict[str, int] = {}
    for stems in texts:
        for one in set(stems):
            seen[one] = seen.get(one, 0) + 1
    return lambda one: seen.get(one, 0)
