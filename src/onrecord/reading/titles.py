"""Which quotation marks hold a name: a title of a work, a nickname, a word that the writer keeps a distance from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Spans
from onrecord.reading.quotations import Quotation, overlapping
from onrecord.reading.statements import Attribution

LONGEST = 10
"""Words that a title has at most."""
_NAMING = re.compile(
    r"\b(?:nicknamed?|nicknames|dubbed|titled|entitled|so-called|codenamed|code-named|named|renamed|christened|"
    r"known as|also known|billed as|branded|labell?ed)\b",
    re.IGNORECASE,
)
_HANDLING = re.compile(
    r"\b(?:read|reads|reading|watch(?:ed|es|ing)?|sang|sings?|sung|singing|play(?:ed|s|ing)?|direct(?:ed|s)|"
    r"starr?(?:ed|s|ing)(?: in)?|publish(?:ed|es)|releas(?:ed|es)|record(?:ed|s)|perform(?:ed|s)|author(?:ed)?|"
    r"wrote|written|writes?|paint(?:ed|s)|compos(?:ed|es))\b",
    re.IGNORECASE,
)
_SMALL = frozenset("a an the and but or nor of in on at to for from by with as into over vs is".split())


def is_name(text: str, one: Attribution, quotations: Sequence[Quotation]) -> bool:
    """Tell whether a finding has for its content no more than a name in quotation marks.

    A cue that gives a name (*nicknamed "Old Lady"*), without a source; or one that is done to a work (*read*,
    *wrote*, *sang*), with a content that is capitalised as titles are.
    """
    here = overlapping(quotations, (one.content[0][0], one.content[-1][1]))
    quoted = len(here) == 1 and len(one.content) == 1 and _is_all(text, one.content, here[0])
    cue = " ".join(text[start:end] for start, end in one.cue)
    if not quoted or not cue:
        return False
    words = text[slice(*here[0].inner)].split()
    if len(words) > LONGEST:
        return False
    return bool(_NAMING.search(cue) and not one.source) or bool(_HANDLING.search(cue) and is_title(words))


def is_title(words: Sequence[str]) -> bool:
    """Tell whether words are capitalised as those of a title are, and end as no sentence does."""
    large = [word for word in words if word.strip(".,:;!?").casefold() not in _SMALL]
    return (
        len(words) > 1
        and not words[-1].endswith((".", ","))
        and all(word[:1].isupper() or word[:1].isdigit() for word in (words[0], *large))
    )


def _is_all(text: str, content: Spans, quotation: Quotation) -> bool:
    start, end = content[0]
    beside = text[start : max(start, quotation.span[0])] + text[min(end, quotation.span[1]) : end]
    return not any(character.isalnum() for character in beside)
