"""What speaks for a person as the one whom he or she means, and how much each of it weighs.

The features are the classic ones (Lappin and Leass 1994; Soon et al. 2001); the weights are those of a conditional
logit over the candidates of a pronoun, fitted on GUM by ``training/antecedents/fit.py``.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from onrecord.model import Span
from onrecord.reading.drafts import Draft
from onrecord.reading.mentions import Mention

FARTHEST = 14
"""Sentences: a pronoun does not reach back farther."""
_LAST = 40
"""Mentions of a person that are looked at, at most."""

FEATURES = (
    "same sentence", "one back", "two back", "sentences back", "clause before", "subject", "subject one back",
    "subject same sentence", "name", "role", "spoke", "out of quotation", "in quotation", "not in body",
    "mentions", "lately", "all names", "most mentioned", "last mentioned", "last subject", "same gender",
    "unknown gender", "owner of same clause", "object of own verb", "said it in marks", "said it without",
    "fronted", "first named", "reflexive subject", "nested", "possessive before", "possessive name",
    "speaks again", "last speaker", "without a name",
)  # fmt: skip


class Saying:
    """Where people speak: the sources of the statements, and what each of them covers."""

    def __init__(self, statements: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> None:
        """Take pairs of source and content."""
        pairs = list(statements)
        self._sources = sorted(span for source, _ in pairs for span in source)
        self._contents = sorted((span, tuple(source)) for source, content in pairs for span in content if source)
        self._longest = max((span[1] - span[0] for span, _ in self._contents), default=0)

    def speaks(self, offset: int) -> bool:
        """Tell whether the character at ``offset`` is part of a source."""
        at = bisect_left(self._sources, (offset + 1, 0))
        return any(start <= offset < end for start, end in self._sources[max(at - 3, 0) : at])

    def last_before(self, offset: int) -> list[Span]:
        """Return the spans of the source that begins last before ``offset``."""
        at = bisect_left(self._sources, (offset, 0))
        return self._sources[max(at - 1, 0) : at]

    def sources_over(self, offset: int) -> list[Span]:
        """Return the sources of the statements whose content holds ``offset``, the innermost one first."""
        first = bisect_left(self._contents, ((offset - self._longest, 0), ()))
        last = bisect_left(self._contents, ((offset + 1, 0), ()))
        holding = [one for one in self._contents[first:last] if one[0][0] <= offset < one[0][1]]
        holding.sort(key=lambda one: one[0][1] - one[0][0])
        return [span for _, source in holding for span in source]


class Scene:
    """A pronoun with the persons whom it may mean."""

    def __init__(self, mention: Mention, people: Sequence[Draft], saying: Saying, text: str) -> None:
        self._mention = mention
        self._saying = saying
        self._reflexive = text[slice(*mention.head)].lower().endswith("self")
        self._sources = saying.sources_over(mention.head[0])
        self._speaks = saying.speaks(mention.head[0])
        self._last_source = saying.last_before(mention.head[0])
        self.people = [one for one in people if may_mean(mention, one)]
        self._before = {id(one): self._mentions_before(one) for one in self.people}
        self.people = [one for one in self.people if self._before[id(one)]]
        self._counts = {id(one): bisect_left(one.mentions, mention.head[0], key=_head) for one in self.people}
        self._most = max(self._counts.values(), default=0)
        self._latest = max((self._before[id(one)][0].head[0] for one in self.people), default=-1)
        subjects = [m.head[0] for one in self.people for m in self._before[id(one)] if m.subject]
        self._latest_subject = max(subjects, default=-1)
        self._first = min((one.mentions[0].head[0] for one in self.people), default=-1)

    def _mentions_before(self, person: Draft) -> list[Mention]:
        end = bisect_left(person.mentions, self._mention.head[0], key=_head)
        near = []
        for one in reversed(person.mentions[max(end - _LAST, 0) : end]):
            if self._mention.sentence - one.sentence > FARTHEST:
                break
            if not one.span[0] <= self._mention.head[0] < one.span[1]:
                near.append(one)
        told = [one for one in near if not one.quoted]
        return near if self._mention.quoted else told or near

    def best(self) -> Draft | None:
        """Return the person for whom most speaks, or ``None`` without a candidate.

        Whoever says the quoted words is *I* in them, and he or she only when nobody else can be.
        """
        weights = _weights()
        others = [one for one in self.people if not (self._mention.quoted and self._says_it(one))]
        people = others or self.people
        if len(people) < 2:
            return next(iter(people), None)
        return max(people, key=lambda one: _dot(weights, self.features(one)))

    def _says_it(self, person: Draft) -> bool:
        return any(_holds(source, one) for source in self._sources for one in _mentions_in(person, source))

    def features(self, person: Draft) -> list[float]:
        """Return the features of a candidate in the order of ``FEATURES``."""
        mention, near = self._mention, self._before[id(person)]
        last = near[0]
        gap = mention.sentence - last.sentence
        here = [one for one in near if one.sentence == mention.sentence]
        back = [one for one in near if one.sentence == mention.sentence - 1]
        count, most = self._counts[id(person)], self._most
        spoken = self._says_it(person)
        names = person.named
        object_ = not mention.subject and not mention.owns
        values = {
            "same sentence": gap == 0,
            "one back": gap == 1,
            "two back": gap == 2,
            "sentences back": math.log1p(gap),
            "clause before": math.log1p(mention.head[0] - last.head[0]) / 5,
            "subject": last.subject,
            "subject one back": any(one.subject for one in back),
            "subject same sentence": any(one.subject for one in here),
            "name": last.kind == "name",
            "role": last.kind == "role",
            "spoke": self._saying.speaks(last.head[0]),
            "out of quotation": last.quoted and not mention.quoted,
            "in quotation": mention.quoted and not last.quoted,
            "not in body": last.part != "body" and mention.part == "body",
            "mentions": math.log1p(count),
            "lately": math.log1p(sum(mention.sentence - one.sentence <= 4 for one in near)),
            "all names": math.log1p(names),
            "most mentioned": count == most,
            "last mentioned": last.head[0] == self._latest,
            "last subject": any(one.head[0] == self._latest_subject for one in near),
            "same gender": person.gender is not None and person.gender == mention.gender,
            "unknown gender": person.gender is None,
            "owner of same clause": mention.owns and any(one.subject for one in here),
            "object of own verb": object_ and not self._reflexive and bool(here) and here[0].subject,
            "said it in marks": mention.quoted and spoken,
            "said it without": not mention.quoted and spoken,
            "fronted": not mention.subject and not here,
            "first named": person.mentions[0].head[0] == self._first,
            "reflexive subject": self._reflexive and any(one.subject for one in here),
            "nested": last.owner is not None and last.kind != "pronoun",
            "possessive before": last.owns and last.kind == "pronoun",
            "possessive name": last.owns and last.kind != "pronoun",
            "speaks again": self._speaks and self._saying.speaks(last.head[0]),
            "last speaker": self._speaks and any(_holds(span, one) for span in self._last_source for one in near),
            "without a name": names == 0,
        }
        return [float(values[name]) for name in FEATURES]


def _mentions_in(person: Draft, span: Span) -> Sequence[Mention]:
    first, last = (bisect_left(person.mentions, edge, key=_head) for edge in span)
    return person.mentions[first:last]


def _holds(span: Span, mention: Mention) -> bool:
    return span[0] <= mention.head[0] and mention.head[1] <= span[1]


def _head(mention: Mention) -> int:
    return mention.head[0]


def may_mean(mention: Mention, person: Draft) -> bool:
    """Tell whether the genders of a pronoun and a person agree, as far as they are known."""
    return not (person.gender and mention.gender and person.gender != mention.gender)


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    rows = csv.DictReader(files("onrecord.data").joinpath("antecedents.csv").read_text("utf-8").splitlines())
    by_name = {row["feature"]: float(row["weight"]) for row in rows}
    return tuple(by_name[name] for name in FEATURES)
