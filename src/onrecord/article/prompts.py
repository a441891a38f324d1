"""Prompts to pay or to register before reading on."""

from __future__ import annotations

import re

_PROMPT = re.compile(
    r"\W{0,3}(?:(?:please )?(?:subscribe|register|sign in|sign up|log in|join|pay|upgrade)\b[^.]{0,60}"
    r"\b(?:to|and) (?:continue|keep|read|unlock|finish|access|view|get)\b"
    r"|(?:to|want to) (?:continue|keep|finish|go on) reading\b|continue reading (?:with|by|your)\b"
    r"|(?:this|the) (?:article|content|story|page|post) is (?:only |exclusively )?"
    r"(?:for|available (?:only )?(?:to|for)|reserved for|exclusive to)[^.]{0,40}"
    r"(?:subscribers?|members?|paid|registered)"
    r"|(?:already|not yet) (?:a |have an? )(?:\w+ )?(?:subscriber|member|account|subscription)\b"
    r"|(?:unlock|get (?:full|unlimited) access)\b|start your (?:\w+ ){0,2}(?:trial|subscription)\b"
    r"|you(?:['’]ve| have) (?:reached|used|read) (?:your|the|all)\b[^.]{0,40}\b(?:limit|free)\b"
    r"|(?:subscriber|member|premium)s?[- ](?:only|exclusive)(?: (?:content|article|story))?$)",
    re.IGNORECASE,
)


def is_prompt(text: str) -> bool:
    """Return whether a block asks the reader to pay or to register before reading on."""
    return bool(_PROMPT.match(text))
