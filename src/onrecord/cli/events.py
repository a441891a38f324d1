"""``onrecord events`` and ``onrecord exchanges``: what powers did, what they asked, and what came of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.record import DEFAULT_RECORD, RecordPath

if TYPE_CHECKING:
    from onrecord.record.events import Happening, Side, Told
    from onrecord.record.exchanges import Exchange, Step
    from onrecord.record.moves import Move

T = TypeVar("T")
EVENT_COLUMNS = (
    "event_id", "event_date", "event_date_end", "event_type", "event_mode", "quad_code", "cameo_root", "status",
    "happened", "actor_name", "actor_sector", "actor_country", "recipient_name", "recipient_sector",
    "recipient_country", "placename", "source", "publication_date", "headline", "outlets", "copies", "on_whose_word",
    "evidence", "article_id", "statement_id", "confidence",
)  # fmt: skip
EXCHANGE_COLUMNS = (
    "exchange", "kind", "actor_country", "recipient_country", "state", "item", "item_words", "item_outcome", "step",
    "step_country", "step_date", "outlets", "speaker", "words", "source", "headline", "article_id", "statement_id",
)  # fmt: skip
STATUSES = ("reported", "planned", "threatened", "hypothetical", "denied", "historical")
_QUADS = {
    "verbal co-operation": 1, "material co-operation": 2, "verbal conflict": 3, "material conflict": 4,
}  # fmt: skip
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")
_SHOWN = 160

Since = Annotated[str | None, typer.Option(help="On or after: 2022, 2022-02 or 2022-02-01.")]
Until = Annotated[str | None, typer.Option(help="On or before, written like --since.")]
Power = Annotated[str | None, typer.Option(help="A power that has a part: its name, or its ISO 3166 code (NOR).")]


class Format(StrEnum):
    """How the two commands print."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Put ``events`` and ``exchanges`` on the command line."""
    app.command("events")(show_events)
    app.command("exchanges")(show_exchanges)


def show_events(
    record: RecordPath = DEFAULT_RECORD,
    power: Power = None,
    type_: Annotated[str | None, typer.Option("--type", help="A PLOVER type: REQUEST, CONSULT, SANCTION, …")] = None,
    status: Annotated[str | None, typer.Option(help="reported, planned, threatened, hypothetical, denied …")] = None,
    since: Since = None,
    until: Until = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print them.")] = Format.TEXT,
) -> None:
    """List what the powers of a record did to one another, each event once, with the outlets that tell of it.

    CSV has one row for each pair of actor and recipient; docs/events.md says what its columns are.

    Exit codes: 0 found; 1 nothing found, or no record to read; 2 the command cannot be understood.

    Example: onrecord events --power Norway --type REQUEST --since 2031-05 --format csv
    """
    from onrecord.model import EVENT_TYPES
    from onrecord.record.events import happenings, with_power

    wanted = _known("type", type_.upper() if type_ else None, EVENT_TYPES)
    in_status = _known("status", status, STATUSES)
    first, last = _day(since, "--since", "-01-01"), _day(until, "--until", "-12-31")
    found = [
        one
        for one in _opened(record, happenings)
        if (wanted is None or one.type == wanted)
        and (in_status is None or one.status == in_status)
        and (first is None or (one.end or "") >= first)
        and (last is None or (one.start or "9999") <= last)
    ]
    found = with_power(found, _code(power)) if power else found
    _print(found, format_, _Shape("event", EVENT_COLUMNS, _event, _event_rows, _event_text))
    if not found:
        raise typer.Exit(1)


def show_exchanges(
    record: RecordPath = DEFAULT_RECORD,
    power: Power = None,
    kind: Annotated[str | None, typer.Option(help="demand, offer, question or accusation.")] = None,
    state: Annotated[
        str | None, typer.Option(help="open, answered, accepted, rejected, partly or withdrawn.")
    ] = None,
    since: Since = None,
    until: Until = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print them.")] = Format.TEXT,
) -> None:
    """Show what was demanded, offered, asked or charged, and what came of it, step by step with the words.

    Exit codes: 0 found; 1 nothing found, or no record to read; 2 the command cannot be understood.

    Example: onrecord exchanges --power Iceland --kind demand
    """
    from onrecord.record.exchanges import OPENINGS, STATES, exchanges

    wanted, in_state = _known("kind", kind, OPENINGS), _known("state", state, STATES)
    first, last = _day(since, "--since", "-01-01"), _day(until, "--until", "-12-31")
    code = _code(power) if power else None
    found = [
        one
        for one in _opened(record, exchanges)
        if (wanted is None or one.kind == wanted)
        and (in_state is None or one.state == in_state)
        and (code is None or code in (one.power, one.to))
        and (first is None or max(step.day or "" for step in one.steps) >= first)
        and (last is None or (one.opened or "9999") <= last)
    ]
    _print(found, format_, _Shape("exchange", EXCHANGE_COLUMNS, _exchange, _exchange_rows, _exchange_text))
    if not found:
        raise typer.Exit(1)


def _opened(path: Path, read: Any) -> list[Any]:
    from onrecord.record import Record, RecordError

    try:
        with Record(path, read_only=True) as opened:
            return list(read(opened))
    except RecordError as error:
        raise _stop(str(error), 1) from error


def _stop(message: str, code: int) -> typer.Exit:
    Console(stderr=True).print(Text(message), style="red", soft_wrap=True)
    return typer.Exit(code)


def _known(name: str, given: str | None, known: tuple[str, ...]) -> str | None:
    if given is not None and given not in known:
        raise _stop(f"{given[:40]!r} is no {name}: there are {', '.join(known)}.", 2)
    return given


def _day(given: str | None, option: str, rest: str) -> str | None:
    if given is None:
        return None
    if not _DAY.match(given):
        raise _stop(f"{option} {given[:40]!r} is no day; write 2022, 2022-02 or 2022-02-01.", 2)
    missing = {4: rest, 7: rest[3:], 10: ""}[len(given)]
    return given + missing


def _code(power: str) -> str:
    from onrecord.reading.powers import find_power

    sense = find_power(power)
    return sense.power.code if sense is not None else power.upper() if len(power) == 3 else power


@dataclass(frozen=True, slots=True)
class _Shape(Generic[T]):
    """How one kind of finding is printed: as JSON, as rows of CSV, as lines to look at."""

    noun: str
    columns: tuple[str, ...]
    value: Callable[[T], dict[str, Any]]
    rows: Callable[[int, T], Iterator[dict[str, str]]]
    text: Callable[[T], Iterator[Text]]


def _print(found: Sequence[T], format_: Format, shape: _Shape[T]) -> None:
    from onrecord.export.delimited import line, safe_cell

    if format_ is Format.JSON:
        print(json.dumps([shape.value(one) for one in found], ensure_ascii=False, indent=1))
    elif format_ is Format.CSV:
        sys.stdout.write(line(shape.columns))
        for number, one in enumerate(found, start=1):
            for cells in shape.rows(number, one):
                sys.stdout.write(line([safe_cell(cells[column]) for column in shape.columns]))
    else:
        console = Console(highlight=False, markup=False, emoji=False)
        for one in found:
            for part in shape.text(one):
                console.print(part)
        console.print(Text(f"{len(found)} {shape.noun}{'s' * (len(found) != 1)}"))


def _event(one: Happening) -> dict[str, Any]:
    from onrecord.reading.event_codes import cameo_root, quad_class

    return {
        "type": one.type, "mode": one.mode, "quad_class": quad_class(one.type), "cameo_root": cameo_root(one.type),
        "status": one.status, "actors": [_side(side) for side in one.actors],
        "recipients": [_side(side) for side in one.recipients], "date": {"start": one.start, "end": one.end},
        "date_is_given": one.dated, "place": one.place, "outlets": one.outlets, "confidence": one.confidence,
        "told": [_told(told) for told in one.told], "copies": [_told(told) for told in one.copies],
    }  # fmt: skip


def _side(side: Any) -> dict[str, str | None]:
    return {"name": side.name, "country": side.code, "sector": side.sector}


def _told(told: Told) -> dict[str, Any]:
    return {
        "article_id": told.article_id, "event_id": told.event_id, "publisher": told.publisher, "title": told.title,
        "day": told.day, "evidence": told.evidence, "spans": told.spans, "statement_id": told.statement_id,
        "on_whose_word": told.chain,
    }  # fmt: skip


def _event_rows(_: int, one: Happening) -> Iterator[dict[str, str]]:
    from onrecord.reading.event_codes import cameo_root, quad_class

    told = one.told[0]
    shared = {
        "event_id": f"{told.article_id}#{told.event_id}", "event_date": one.start, "event_date_end": one.end,
        "event_type": one.type, "event_mode": one.mode, "quad_code": str(_QUADS[quad_class(one.type)]),
        "cameo_root": cameo_root(one.type), "status": one.status, "happened": str(int(one.status == "reported")),
        "placename": one.place, "source": told.publisher, "publication_date": told.day, "headline": told.title,
        "outlets": str(len(one.outlets)), "copies": str(len(one.copies)), "on_whose_word": "; ".join(told.chain),
        "evidence": told.evidence, "article_id": told.article_id, "statement_id": told.statement_id,
        "confidence": f"{one.confidence:.2f}",
    }  # fmt: skip
    pairs: list[tuple[Side | None, Side | None]] = [(a, r) for a in one.actors for r in one.recipients if a != r]
    pairs = pairs or [(a, None) for a in one.actors[:1]]
    for actor, recipient in pairs or [(None, None)]:
        cells = dict(shared)
        for role, side in (("actor", actor), ("recipient", recipient)):
            cells[f"{role}_name"] = side.name if side else None
            cells[f"{role}_sector"] = side.sector if side else None
            cells[f"{role}_country"] = side.code if side else None
        yield {name: value or "" for name, value in cells.items()}


def _event_text(one: Happening) -> Iterator[Text]:
    actors, recipients = (", ".join(_visible(side.name) for side in some) for some in (one.actors, one.recipients))
    joint = one.actors == one.recipients or not recipients
    head = Text(f"{one.type}  ", style="bold")
    head.append(actors if joint else f"{actors} → {recipients}", style="not bold")
    day = one.start if one.start == one.end or not one.dated else f"{one.start}/{one.end}"
    facts = [day if one.dated else f"by {one.end}" if one.end else None, one.place, one.status]
    yield head.append("  " + " · ".join(filter(None, facts)), style="not bold cyan")
    for told in one.told:
        word = f", on the word of {' via '.join(told.chain)}" if told.chain else ""
        yield Text(
            f"    {_visible(told.publisher or 'no outlet')}{_visible(word)}: {_visible(told.evidence)[:_SHOWN]}"
        )
    if one.copies:
        copied = ", ".join(_visible(told.publisher or "?") for told in one.copies)
        yield Text(f"    copied by {copied}", style="dim")


def _exchange(one: Exchange) -> dict[str, Any]:
    return {
        "kind": one.kind, "power": one.power, "to": one.to, "opened": one.opened, "state": one.state,
        "items": [{"words": words, "outcome": said} for words, said in zip(one.items, one.outcomes, strict=True)],
        "steps": [
            {"step": step.kind, "power": step.power, "day": step.day, "items": step.items, "outlets": step.outlets,
             "reports": [_move(move) for move in step.reports], "copies": [_move(move) for move in step.copies]}
            for step in one.steps
        ],
    }  # fmt: skip


def _move(move: Move) -> dict[str, Any]:
    return {
        "article_id": move.article_id, "statement_id": move.statement_id, "publisher": move.publisher,
        "title": move.title, "day": move.day, "speaker": move.speaker, "via": move.via, "words": move.words,
        "spans": move.spans, "evidence": move.evidence,
    }  # fmt: skip


def _exchange_rows(number: int, one: Exchange) -> Iterator[dict[str, str]]:
    for step in one.steps:
        for item in step.items:
            move = step.reports[0]
            cells = {
                "exchange": str(number), "kind": one.kind, "actor_country": one.power, "recipient_country": one.to,
                "state": one.state, "item": str(item + 1), "item_words": one.items[item],
                "item_outcome": one.outcomes[item], "step": step.kind, "step_country": step.power,
                "step_date": step.day,
                "outlets": "; ".join(step.outlets), "speaker": move.speaker, "words": move.words,
                "source": move.publisher, "headline": move.title, "article_id": move.article_id,
                "statement_id": move.statement_id,
            }  # fmt: skip
            yield {name: value or "" for name, value in cells.items()}


def _exchange_text(one: Exchange) -> Iterator[Text]:
    head = Text(f"{one.kind} of {_visible(one.power)}", style="bold")
    head.append(f" to {_visible(one.to)}" if one.to else "", style="not bold")
    yield head.append(f"  {one.state}", style="bold cyan")
    for number, (words, said) in enumerate(zip(one.items, one.outcomes, strict=True), start=1):
        yield Text(f"  {number}. {_visible(words)[:_SHOWN]}").append(f"  {said or 'no answer'}", style="cyan")
    for step in one.steps:
        yield from _step_text(one, step)


def _step_text(one: Exchange, step: Step) -> Iterator[Text]:
    about = f" {', '.join(str(item + 1) for item in step.items)}" if len(one.items) > 1 else ""
    yield Text(f"  {step.day or 'no day'}  {_visible(step.power)} {step.kind}{about}", style="bold")
    for move in step.reports:
        yield Text(
            f"      {_visible(move.publisher or 'no outlet')}, {_visible(move.speaker)}: "
            f"{_visible(move.words)[:_SHOWN]}"
        )
    if step.copies:
        yield Text(
            f"      copied by {', '.join(_visible(move.publisher or '?') for move in step.copies)}", style="dim"
        )


def _visible(text: str) -> str:
    """Return ``text`` with nothing in it that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
