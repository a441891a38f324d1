"""spaCy: an article as a ``Doc`` with span groups, many of them as ``DocBin`` files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.export.extract import Extract
from onrecord.model import Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

DOCS_A_FILE = 1_000
"""How many articles a ``DocBin`` file holds; it bounds the memory."""
GROUPS = ("source", "cue", "content", "entities", "events")


def write(extracts: Iterable[Extract], folder: Path) -> None:
    """Write ``docs-00001.spacy`` and so on into ``folder``, each a ``DocBin`` with its user data."""
    from spacy.tokens import DocBin

    waiting = iter(extracts)
    number = 0
    while group := list(islice(waiting, DOCS_A_FILE)):
        number += 1
        bin_ = DocBin(store_user_data=True, docs=[to_doc(extract.reading) for extract in group])
        bin_.to_disk(folder / f"docs-{number:05d}.spacy")


def to_doc(reading: Reading) -> Doc:
    """Return the article as a ``Doc`` whose text is the article's, with a span group for each of ``GROUPS``.

    A span's ``label_`` is the statement's kind (content), the entity's kind, the event's type, or the group; its
    ``id_`` is the id of what it belongs to, so the pieces of one content share one. Tokens are cut where spans begin
    and end, so that ``span.start_char`` and ``end_char`` are the contract's offsets. ``doc._.onrecord`` is the
    contract less the text, and ``span._.onrecord`` the object that ``id_`` names.
    """
    from spacy.tokens import Doc

    register()
    text, marks = reading.article.text, list(_marks(reading))
    words, spaces = _tokens(text, {start for *_, start, _ in marks}, {end for *_, end in marks})
    doc = Doc(_tokenizer().vocab, words=words, spaces=spaces)
    for group in GROUPS:
        doc.spans[group] = [
            _span(doc, start, end, label, id_) for name, label, id_, start, end in marks if name == group
        ]
    data = reading.to_dict()
    del data["article"]["text"]
    doc.user_data["onrecord"] = json.dumps(data, ensure_ascii=False)
    return doc


def register() -> None:
    """Make ``doc._.onrecord`` and ``span._.onrecord`` known to spaCy, as whoever loads a ``DocBin`` must."""
    from spacy.tokens import Doc, Span

    if not Doc.has_extension("onrecord"):
        Doc.set_extension("onrecord", getter=_contract)
        Span.set_extension("onrecord", getter=_named)


def _contract(doc: Doc) -> dict[str, Any] | None:
    data = doc.user_data.get("onrecord")
    return None if data is None else json.loads(data)


def _named(span: Span) -> dict[str, Any] | None:
    data = _contract(span.doc) or {}
    parts = (*data.get("statements", ()), *data.get("entities", ()), *data.get("events", ()))
    return next((part for part in parts if part["id"] == span.id_), None)


@lru_cache(maxsize=1)
def _tokenizer() -> Language:
    import spacy

    return spacy.blank("en")


def _marks(reading: Reading) -> Iterator[tuple[str, str, str, int, int]]:
    for statement in reading.statements:
        for group, spans in (("source", statement.source), ("cue", statement.cue), ("content", statement.content)):
            label = statement.kind if group == "content" else group
            yield from ((group, label, statement.id, start, end) for start, end in spans)
    for entity in reading.entities:
        yield from (("entities", entity.kind, entity.id, start, end) for start, end in entity.mentions)
    for event in reading.events:
        yield from (("events", event.type, event.id, start, end) for start, end in event.evidence)


def _tokens(text: str, starts: set[int], ends: set[int]) -> tuple[list[str], list[bool]]:
    """Return words and whether a space follows each: together they are ``text``, cut where spans begin and end."""
    cuts = {0, len(text)} | starts | ends
    for token in _tokenizer().make_doc(text):
        cuts |= {token.idx, token.idx + len(token)}
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(sorted(cuts)):
        # A space that a span begins or ends with has to be a token; every other one belongs to the word before it.
        is_own = start in starts or end in ends or not words or words[-1].isspace() or spaces[-1]
        if text[start:end] == " " and not is_own:
            spaces[-1] = True
        else:
            words.append(text[start:end])
            spaces.append(False)
    return words, spaces


def _span(doc: Doc, start: int, end: int, label: str, id_: str) -> Span:
    found = doc.char_span(start, end, label=label, span_id=id_)
    if found is None:
        raise AssertionError(f"no tokens from {start} to {end}")
    return found
