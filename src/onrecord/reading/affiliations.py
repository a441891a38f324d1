"""Which country words tie somebody to: a state in them, a known body, a city or a region."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from onrecord.model import Span
from onrecord.reading.powers import Power, people_forms, power_by_code, powers_in

LONGEST = 6
"""Words of a place's or body's name that are looked up together, at most."""
_WORD = re.compile(r"[^\W_](?:[^\s,;:()“”\"]*[^\W_])?\.?")
_EUROPEAN = frozenset("EU EC EUCO COUNCIL-EU EP ECB EEAS CJEU FRONTEX EUROPOL".split())
_UNITED = re.compile(r"^(?:UN|ICJ|OCHA|WFP|FAO|ILO|IOM|ICAO|WHO|IAEA|IPCC)")
_NO_PLACE = frozenset(
    "Of Man Most Bar Best Police University College Union Bath Nice Split Reading Mobile Male".split()
)
"""Places whose names are other words as a rule."""


def country_in(words: str) -> str | None:
    """Return the alpha-3 code of the country that ``words`` (a name, a role, a description) tie somebody to.

    A state that is named in them comes first (*Russia's Baltic Fleet*), then a known body (*the Baltic Fleet*), then
    a city or region (*Shanghai police*), last a people's name with one letter wrong (*Kazahks*).
    """
    states = [sense for _, sense in powers_in(words) if sense.power.is_state]
    if states:
        return next((one for one in states if one.use != "people"), states[0]).power.code
    return _longest(words, _bodies()) or _longest(words, _places()) or _misspelt(words)


def bodies_in(text: str) -> Iterator[Span]:
    """Yield where ``text`` names a known body (a parliament, party, agency, force), the longest name first."""
    first, after = _first_words(), 0
    for word in _WORD.finditer(text):
        if word.start() < after:
            continue
        for name in first.get(word.group(), ()):
            end = word.start() + len(name)
            if text.startswith(name, word.start()) and not text[end : end + 1].isalnum():
                yield word.start(), end
                after = end
                break


def is_body(name: str) -> bool:
    """Tell whether ``name`` as a whole is that of a known body, or a people's with a letter wrong."""
    return name in _bodies() or _misspelt(name) is not None


def country_before(text: str, start: int) -> str | None:
    """Return the country whose possessive or adjective ends right before ``start`` (*Britain's* Defence Ministry)."""
    before = text[max(0, start - 40) : start]
    found = [(end, sense.power.code) for (_, end), sense in powers_in(before) if sense.power.is_state]
    found += [(end, _bodies()[before[at:end]]) for at, end in bodies_in(before)]
    end, country = max(found, default=(0, None))
    return country if re.fullmatch(r"(?:['’]s?)?[ \u00a0]", before[end:]) else None


def actor_code(power: Power | None) -> str | None:
    """Return a power's country; ``EUR``, ``UNO`` and ``IGO`` for the EU, the UN and other organisations of states.

    These are the codes that event data (ICEWS, POLECAT) use beside ISO 3166.
    """
    if power is None or power.country or power.is_state:
        return power.country if power else None
    if power.code in _EUROPEAN:
        return "EUR"
    return "UNO" if _UNITED.match(power.code) else "IGO"


def _longest(words: str, table: dict[str, str]) -> str | None:
    for phrase in _phrases(words):
        country = table.get(phrase) or (table.get(phrase.title()) if phrase.isupper() and len(phrase) > 3 else None)
        if country and power_by_code(country):
            return country
    return None


def _phrases(words: str) -> Iterator[str]:
    """Yield the phrases of ``words``, longer ones first, without possessive endings."""
    found = [re.sub(r"['’]s$|['’]$", "", match.group()) for match in _WORD.finditer(words)]
    for size in range(min(LONGEST, len(found)), 0, -1):
        for start in range(len(found) - size + 1):
            phrase = " ".join(found[start : start + size])
            if phrase[0].isupper() or size == len(found):
                yield phrase


@lru_cache(maxsize=1)
def _bodies() -> dict[str, str]:
    rows = csv.DictReader(files("onrecord.data").joinpath("institutions.csv").read_text("utf-8").splitlines())
    return {name: row["country"] for row in rows for name in row["names"].split("|")}


@lru_cache(maxsize=1)
def _first_words() -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = {}
    for name in sorted(_bodies(), key=len, reverse=True):
        if match := _WORD.match(name):
            by_word.setdefault(match.group(), []).append(name)
    return by_word


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    raw = gzip.decompress(files("onrecord.data").joinpath("places.csv.gz").read_bytes()).decode("utf-8")
    return {row[0]: row[1] for row in csv.reader(raw.splitlines()[1:]) if row[0] not in _NO_PLACE}


@lru_cache(maxsize=10_000)
def _misspelt(words: str) -> str | None:
    """Return the country of the only people whose plural is one letter (or one swap) away from a single word."""
    word = words.strip()
    if len(word) < 6 or not word[0].isupper() or not word.isalpha() or not word.endswith("s"):
        return None
    peoples = ((form.lower(), sense.power.code) for form, sense in people_forms() if form.endswith("s"))
    near = {code for form, code in peoples if _one_apart(word.lower(), form)}
    return next(iter(near)) if len(near) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    if one[0] != other[0] or abs(len(one) - len(other)) > 1 or len(other) < 6:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return (
        swapped
        or one[start + 1 :] == other[start + 1 :]
        or one[start:] == other[start + 1 :]
        or (one[start + 1 :] == other[start:])
    )
