"""A reading as people left it: their corrections laid over what the machine found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from onrecord.model import DateRef, Entity, Reading, Span, Statement
from onrecord.record.anchors import relocate
from onrecord.record.folding import fold

SAME = 0.5
"""How much of two contents must be common (characters, intersection over union) for them to be one statement's."""
SURE = 0.8
"""The same where the cues differ."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person said of a reading.

    ``target`` is the statement as the person saw it with the entities that it names; ``selectors`` find its spans
    again; ``value`` is what is to hold instead. ``withdraws`` is the correction that this one takes back.
    """

    id: int
    article_id: str
    action: str
    target: dict[str, Any] | None
    selectors: dict[str, Any]
    value: dict[str, Any]
    withdraws: int | None
    who: str
    why: str
    made_at: str

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Self:
        """Return the correction of a row of the table ``corrections``."""
        number, article, action, target, selectors, value, *rest = row
        return cls(
            number,
            article,
            action,
            json.loads(target) if target else None,
            json.loads(selectors or "{}"),
            json.loads(value),
            *rest,
        )


def apply(reading: Reading, corrections: Iterable[Correction]) -> tuple[Reading, frozenset[str]]:
    """Return the reading with the corrections laid over it, and the ids of the statements that they touched.

    They are taken in order, so the last word holds. A correction made on this very text holds even where the
    reading no longer finds its statement; one made on another version of the page holds where its words still stand.
    """
    given = list(corrections)
    withdrawn = {one.withdraws for one in given if one.action == "withdraw"}
    standing = [one for one in given if one.action != "withdraw" and one.id not in withdrawn]
    if not standing:
        return reading, frozenset()
    desk = _Desk(reading)
    for one in standing:
        desk.take(one)
    return desk.reading(), frozenset(desk.touched & set(desk.statements))


class _Desk:
    """A reading being corrected."""

    def __init__(self, reading: Reading) -> None:
        self.original = reading
        self.text = reading.article.text
        self.entities = {entity.id: entity for entity in reading.entities}
        self.statements = {statement.id: statement for statement in reading.statements}
        self.touched: set[str] = set()

    def take(self, correction: Correction) -> None:
        spans = {name: relocate(self.text, given) for name, given in correction.selectors.items()}
        content = spans.get("content")
        if not content:
            return
        found = self._find(content, spans.get("cue") or ())
        if correction.action == "delete":
            if found:
                del self.statements[found.id]
            return
        if found is None or correction.action == "add":
            found = self._revive(correction, spans, found)
        self.statements[found.id] = self._changed(found, correction.value)
        self.touched.add(found.id)

    def _find(self, content: tuple[Span, ...], cue: tuple[Span, ...]) -> Statement | None:
        best: tuple[float, Statement] | None = None
        for statement in self.statements.values():
            common = overlap(content, statement.content)
            same_cue = not cue or not statement.cue or overlap(cue, statement.cue) > 0
            score = common + (0.5 if cue and statement.cue and same_cue else 0.0)
            if common >= (SAME if same_cue else SURE) and (best is None or score > best[0]):
                best = score, statement
        return best[1] if best else None

    def _revive(
        self, correction: Correction, spans: dict[str, tuple[Span, ...] | None], found: Statement | None
    ) -> Statement:
        """Return the statement as the person saw it, its spans where the words stand now."""
        given = correction.target or {}
        names = {entity["id"]: self.entity(entity) for entity in given.get("entities", ())}
        seen, dated = given["statement"], given["statement"].get("date")
        # Only what can stand without the old offsets; the rest of a statement is the machine's to find.
        return Statement(
            id=found.id if found else f"c{correction.id}",
            kind=seen["kind"],
            content=spans["content"] or (),
            source=spans.get("source") or (),
            cue=spans.get("cue") or (),
            speaker=names.get(seen.get("speaker")),
            addressee=names.get(seen.get("addressee")),
            via=tuple(names[who] for who in seen.get("via", ()) if who in names),
            date=DateRef(start=dated["start"], end=dated["end"], evidence=spans.get("date") or ()) if dated else None,
            act=seen.get("act", "assert"),
            modality=seen.get("modality", "asserted"),
        )

    def _changed(self, statement: Statement, value: dict[str, Any]) -> Statement:
        update: dict[str, Any] = {"confidence": 1.0}
        for field in ("kind", "act", "modality"):
            if field in value:
                update[field] = value[field]
        for field in ("speaker", "addressee"):
            if field in value:
                update[field] = self.entity(value[field]) if value[field] else None
        if "date" in value:
            old = statement.date.evidence if statement.date else ()
            update["date"] = DateRef(**value["date"], evidence=old) if value["date"] else None
        for field in ("source", "cue", "content"):
            spans = relocate(self.text, value[field]) if field in value else None
            if spans is not None:
                update[field] = spans
        return statement.model_copy(update=update)

    def entity(self, given: dict[str, Any]) -> str:
        """Return the id of the entity that a person means: one of the reading's, or a new one."""
        for one in self.entities.values():
            same_id = given.get("wikidata") and given["wikidata"] == one.wikidata
            if same_id or (one.kind == given.get("kind", one.kind) and fold(one.name) == fold(given["name"])):
                return one.id
        number = 1 + len(self.entities)
        while f"h{number}" in self.entities:
            number += 1
        fields = {key: given.get(key) for key in ("name", "wikidata", "country", "office")}
        fresh = Entity.model_validate({"id": f"h{number}", "kind": given.get("kind", "person"), **fields})
        self.entities[fresh.id] = fresh
        return fresh.id

    def reading(self) -> Reading:
        """Return what is on the desk as a reading that holds together."""
        known = set(self.statements)

        def kept(statement: Statement) -> Statement:
            gone = {f: None for f in ("continues", "nested_in") if getattr(statement, f) not in {None, *known}}
            return statement.model_copy(update=gone) if gone else statement

        ordered = sorted(self.statements.values(), key=lambda one: one.content[0])
        events = [
            event
            if event.statement is None or event.statement in known
            else event.model_copy(update={"statement": None})
            for event in self.original.events
        ]
        data = self.original.model_copy(
            update={
                "entities": tuple(self.entities.values()),
                "statements": tuple(kept(one) for one in ordered),
                "events": tuple(events),
                "links": tuple(link for link in self.original.links if {link.from_, link.to} <= known),
            }
        )
        return Reading.model_validate(dict(data))


def overlap(left: Iterable[Span], right: Iterable[Span]) -> float:
    """Return how much of two stretches is common: characters, intersection over union."""
    first, second = list(left), list(right)
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in first for b in second)
    total = sum(end - start for start, end in (*first, *second)) - common
    return common / total if total else 0.0
