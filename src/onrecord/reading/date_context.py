"""Whether words that look like a date are one: what the words around them must confirm."""

from __future__ import annotations

import re

from onrecord.reading.date_words import Rule
from onrecord.reading.language import Passage

_NOT_DAYS = re.compile(
    r"(?:Black|Good|Bloody|Easter|Super|Ash|Palm|Cyber|Holy|Maundy|Giving|Shrove|Fat|Casual|Every|every|each|Each|\ba|one)\s$"
)
_SAYS_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|of|from|before|after|through|for|between|and|to|last|next|this|early|"
    r"mid|late|every|each|on)|,|[-–—])[\s-]{0,2}$",
    re.IGNORECASE,
)
_NAMES_TOO = frozenset({"may", "march", "april", "june", "august"})
_SAYS_YEAR = re.compile(
    r"\b(?:in|since|until|till|of|during|circa|early|mid|late|for|year|after|before|from|by|between|through|and|to|"
    r"the)[\s-]$|[(\[]$",
    re.IGNORECASE,
)
_SAYS_OLD_YEAR = re.compile(r"(?:\b(?:[Ii]n|[Aa]round|[Aa]bout|circa|year|since|after|until)|\bca?\.|[-–(])\s?$")
_OWN_AGE = re.compile(r"\b(?:his|her|their|my|your|our|its|low|high|upper|lower|mid)[\s-]$", re.IGNORECASE)
_A = re.compile(r"\b(?:a|an|the|this)\s$", re.IGNORECASE)
_WINDOW = 24


def is_date(passage: Passage, match: re.Match[str], rule: Rule) -> bool:
    """Tell whether a match of ``rule`` names a day, by the words before and after it."""
    before = passage.text[max(0, match.start() - _WINDOW) : match.start()]
    if match.group().startswith(("Today", "Tonight", "Tomorrow", "This M")) and re.search(r"[A-Z][\w.]+\s$", before):
        return False
    if "name" in match.groupdict() and _NOT_DAYS.search(before):
        return False
    if rule.check == "month":
        return _is_month(passage, match, before)
    if rule.check == "year":
        return _is_year(passage, match, before)
    if rule.check == "old year":
        return _is_old_year(passage, match, before)
    return rule.check != "decade" or _OWN_AGE.search(before) is None


def _is_month(passage: Passage, match: re.Match[str], before: str) -> bool:
    word = match["month"]
    if word.endswith(".") or (len(word) <= 3 and word != "May"):
        return _SAYS_MONTH.search(before) is not None
    if word.lower() not in _NAMES_TOO or match["which"]:
        return True
    tokens = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    if tokens is None or not _SAYS_MONTH.search(before) or before.rstrip()[-1:] == ",":
        return False
    after = passage.doc[tokens.end] if tokens.end < len(passage.doc) else None
    return after is None or not (after.pos_ == "PROPN" or after.lower_ in {"said", "says", "told", "'s", "’s"})


def _is_year(passage: Passage, match: re.Match[str], before: str) -> bool:
    tokens = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    if tokens is None:
        return False
    labelled = any(token.ent_type_ == "DATE" for token in tokens)
    after = passage.doc[tokens.end] if tokens.end < len(passage.doc) else None
    if "short" in match.groupdict():
        return _SAYS_YEAR.search(before) is not None
    if after is not None and after.tag_ in {"NN", "NNP"} and (after.is_title or _A.search(before)):
        return True
    if after is not None and after.tag_ in {"NNS", "CD"} and after.lower_ == after.text:
        return labelled and after.tag_ == "NNS" and _SAYS_YEAR.search(before) is not None
    return labelled or len(match.groupdict().get("to") or "") == 4 or _SAYS_YEAR.search(before) is not None


def _is_old_year(passage: Passage, match: re.Match[str], before: str) -> bool:
    """A year of three figures is one where a calendar's word stands before it and nothing is counted after it."""
    tokens = passage.tokens_in((passage.start + match.start(), passage.start + match.end()))
    if tokens is None or not _SAYS_OLD_YEAR.search(before):
        return False
    after = passage.doc[tokens.end] if tokens.end < len(passage.doc) else None
    counts = after is not None and (after.pos_ in {"NOUN", "NUM", "ADJ", "PROPN", "SYM"} or after.text == "%")
    return not counts and (tokens[0].ent_type_ == "DATE" or before.rstrip().endswith(("c.", "ca.", "year")))
