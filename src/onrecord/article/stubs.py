"""Pages behind a paywall: only the opening of the article stands on them, with a prompt to pay or to register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.article.prompts import is_prompt
from onrecord.model import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LONGEST_STUB = 2_500
"""Characters of story: whatever the page says of payment, more than this is an article and no opening."""

_WALLED = re.compile(
    r"(?:^|[\s_-])(?:pay-?wall|reg-?wall|subscri(?:ber|ption)s?[_-]?(?:wall|only|gate|prompt)|"
    r"premium[_-]?(?:wall|gate))", re.I,
)  # fmt: skip
_MOST_ELEMENTS = 20_000


def shows_wall(root: HtmlElement) -> bool:
    """Return whether a page's markup says that the article is not free: by JSON-LD, or a paywall's element."""
    for number, element in enumerate(root.iter("script", "div", "section", "aside")):
        if number > _MOST_ELEMENTS:
            return False
        if element.tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and _is_paid(element.text or ""):
                return True
        elif _WALLED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False


def _is_paid(source: str) -> bool:
    return (
        re.search(r'"isAccessibleForFree"\s*:\s*"?(?:https?://schema\.org/)?(?:false|no)\b', source, re.I) is not None
    )


def is_stub(article: Article, *, walled: bool = False) -> bool:
    """Return whether only an opening stands there: the story is short, and the page or a block asks for more."""
    if sum(end - start for start, end in article.body) > LONGEST_STUB:
        return False
    blocks = (piece.span for piece in article.furniture if piece.kind == "promotion")
    return walled or any(is_prompt(article.text[start:end]) for start, end in blocks)
