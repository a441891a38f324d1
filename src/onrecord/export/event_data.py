"""Event data: one row for each event and pair of actor and recipient, in columns like those of POLECAT and ICEWS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.export.delimited import line, offsets, safe_cell
from onrecord.export.extract import Extract
from onrecord.model import Entity, Event, Reading
from onrecord.reading.event_codes import quad_class

COLUMNS = (
    "event_id", "event_date_start", "event_date_end", "event_type", "event_mode", "quad_class", "status", "happened",
    "actor_name", "actor_kind", "actor_country", "actor_wikidata", "recipient_name", "recipient_kind",
    "recipient_country", "recipient_wikidata", "place", "evidence", "evidence_spans", "headline", "publisher",
    "publication_date", "url", "article_id", "statement_id", "confidence",
)  # fmt: skip


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield the heading and the rows. A row counts when its ``happened`` is 1: others are plans, threats, denials."""
    yield line(COLUMNS)
    for extract in extracts:
        for event in extract.events:
            for actor, recipient in pairs(extract.reading, event):
                cells = row(extract.reading, event, actor, recipient)
                yield line([safe_cell(cells[column]) for column in COLUMNS])


def pairs(reading: Reading, event: Event) -> list[tuple[Entity | None, Entity | None]]:
    """Return who did it to whom, every actor with every recipient but itself; ``None`` where nobody is named."""
    actors = [reading.entity(one) for one in event.actors] or [None]
    recipients = [reading.entity(one) for one in event.recipients] or [None]
    return [(a, r) for a in actors for r in recipients if a is None or a != r] or [(actors[0], None)]


def row(reading: Reading, event: Event, actor: Entity | None, recipient: Entity | None) -> dict[str, str]:
    """Return the cells of one event and one pair, by their column."""
    article = reading.article
    cells: dict[str, str | None] = {
        "event_id": f"{article.id}#{event.id}",
        "event_date_start": event.date.start if event.date else None,
        "event_date_end": event.date.end if event.date else None,
        "event_type": event.type,
        "event_mode": event.mode,
        "quad_class": quad_class(event.type),
        "status": event.status,
        "happened": str(int(event.status == "reported")),
        "place": event.place.name if event.place else None,
        "evidence": article.quote(event.evidence),
        "evidence_spans": offsets(event.evidence),
        "headline": article.title,
        "publisher": article.publisher,
        "publication_date": article.day,
        "url": article.url,
        "article_id": article.id,
        "statement_id": event.statement,
        "confidence": f"{event.confidence:.2f}",
    }
    for role, who in (("actor", actor), ("recipient", recipient)):
        for field in ("name", "kind", "country", "wikidata"):
            cells[f"{role}_{field}"] = getattr(who, field) if who else None
    return {name: value or "" for name, value in cells.items()}
