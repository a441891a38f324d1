"""How readings look on a terminal and in files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from onrecord.export.delimited import COLUMNS, chunks
from onrecord.export.extract import whole
from onrecord.model import DateRef, Event, Reading, Spans, Statement

if TYPE_CHECKING:
    from onrecord.article.sources import Unreadable

__all__ = ["COLUMNS", "print_readings"]


def print_readings(readings: Iterable[Reading | Unreadable], form: str, evidence: bool, errors: Console) -> int:
    """Print readings as they come, then a summary on standard error; return how many could not be read."""
    show = {"text": _text, "json": _json, "jsonl": _jsonl, "csv": _csv}[form]
    read = failed = statements = events = 0

    def good() -> Iterator[Reading]:
        nonlocal read, failed, statements, events
        for one in readings:
            if isinstance(one, Reading):
                read, statements, events = read + 1, statements + len(one.statements), events + len(one.events)
                yield one
            else:
                failed += 1
                errors.print(Text(f"not read: {one.origin}: {one.reason}", style="red"), soft_wrap=True)

    show(good(), evidence)
    summary = f"{read} article{'s' * (read != 1)} read · {statements} statements · {events} events"
    errors.print(Text(summary + (f" · {failed} could not be read" if failed else "")), soft_wrap=True)
    return failed


def _json(readings: Iterator[Reading], evidence: bool) -> None:
    """Print the one reading as an object; of several, an array."""
    del evidence
    out = _stdout()
    first = next(readings, None)
    second = next(readings, None)
    if first is not None and second is None:
        out.write(first.to_json(indent=2) + "\n")
        return
    out.write("[")
    for index, one in enumerate(_chain(first, second, readings)):
        out.write(("," if index else "") + "\n" + one.to_json(indent=2))
    out.write("\n]\n")


def _chain(first: Reading | None, second: Reading | None, rest: Iterator[Reading]) -> Iterator[Reading]:
    yield from (one for one in (first, second) if one is not None)
    yield from rest


def _jsonl(readings: Iterator[Reading], evidence: bool) -> None:
    del evidence
    out = _stdout()
    for one in readings:
        out.write(one.to_json() + "\n")
        out.flush()


def _csv(readings: Iterator[Reading], evidence: bool) -> None:
    del evidence
    out = _stdout()
    for chunk in chunks(map(whole, readings)):
        out.write(chunk)


def _stdout() -> TextIO:
    """Return standard output in UTF-8, whatever the terminal's locale: the words must come out as they stand."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


def _name(reading: Reading, entity_id: str | None) -> str | None:
    entity = reading.entity(entity_id)
    return entity.name if entity else None


def _text(readings: Iterator[Reading], evidence: bool) -> None:
    console = Console(highlight=False, emoji=False, markup=False)
    for reading in readings:
        console.print(_heading(reading))
        for statement in reading.statements:
            console.print(_block(reading, statement, evidence))
        for part in (*_events(reading, evidence), *_links(reading)):
            console.print(part)
        console.print()


def _heading(reading: Reading) -> Text:
    article = reading.article
    line = Text(_clean(article.title or article.origin), style="bold")
    facts = [article.publisher, article.section, article.published or article.updated]
    known = " · ".join(_clean(fact) for fact in facts if fact)
    return Text.assemble(line, "\n", (known, "dim")) if known else line


def _block(reading: Reading, statement: Statement, evidence: bool) -> Group:
    head = Text.assemble(
        (f"{statement.id:>4}  ", "dim"),
        (_clean(_name(reading, statement.speaker) or "somebody"), "bold cyan" if statement.speaker else "bold red"),
        (f" → {_clean(_name(reading, statement.addressee) or '')}" if statement.addressee else ""),
        (f"  {statement.kind}", "dim"),
    )
    parts: list[Text | Padding] = [head]
    facts = _facts(reading, statement)
    if facts:
        parts.append(Padding(Text(facts, style="dim"), (0, 0, 0, 6), expand=False))
    parts.append(Padding(_words(reading, statement), (0, 0, 0, 6), expand=False))
    if evidence:
        parts.append(Padding(_evidence(reading, statement), (0, 0, 0, 8), expand=False))
    return Group(Text(), *parts)


def _facts(reading: Reading, statement: Statement) -> str:
    via = " ← ".join(_name(reading, who) or "?" for who in statement.via)
    facts = [
        _when(statement.date),
        statement.occasion and statement.occasion.kind,
        statement.place and f"in {statement.place.name}",
        via and f"via {via}",
        statement.channel and f"by {statement.channel.name}",
        statement.act if statement.act != "assert" else None,
        statement.items and f"{len(statement.items)} items",
        statement.modality if statement.modality != "asserted" else None,
        statement.continues and f"carries on {statement.continues}",
        statement.nested_in and f"told in {statement.nested_in}",
        f"{statement.confidence:.0%} sure",
    ]
    return _clean(" · ".join(fact for fact in facts if fact))


def _when(date: DateRef | None) -> str | None:
    if date is None or date.start is None:
        return None
    return date.start if date.start == date.end else f"{date.start} to {date.end}"


def _words(reading: Reading, statement: Statement) -> Text:
    """Return the statement as it stands in the text, its cue underlined, what belongs to none of it left out."""
    cue = [span for span in statement.cue if any(map(str.isalnum, reading.article.text[slice(*span)]))]
    parts = [(span, "italic") for span in statement.content] + [(span, "underline") for span in cue]
    words, end = Text(), None
    for span, style in sorted(parts):
        if end is not None:
            between = reading.article.text[end : span[0]]
            words.append(" " if not between.strip(" ,;:\n") else " … ")
        words.append(_clean(reading.article.text[span[0] : span[1]]), style=style)
        end = max(end or 0, span[1])
    return words


def _evidence(reading: Reading, statement: Statement) -> Text:
    fields: dict[str, list[str]] = {}
    for field, span in statement.spans():
        words = _clean(reading.article.text[span[0] : span[1]])
        fields.setdefault(field.removeprefix("evidence."), []).append(f"“{words}” [{span[0]}, {span[1]})")
    lines = [f"{field:<10} {' … '.join(words)}" for field, words in fields.items()]
    return Text("\n".join(lines), style="dim")


def _events(reading: Reading, evidence: bool) -> Iterator[Group | Text]:
    if reading.events:
        yield Text("\nEvents", style="bold")
    for event in reading.events:
        yield _event(reading, event, evidence)


def _links(reading: Reading) -> Iterator[Text]:
    if reading.links:
        yield Text("\nLinks", style="bold")
    for link in reading.links:
        yield Text.assemble((f"{link.from_:>4}  ", "dim"), f"{link.kind} ", (link.to, "dim"))


def _event(reading: Reading, event: Event, evidence: bool) -> Group:
    who = _names(reading, event.actors)
    whom = _names(reading, event.recipients)
    facts = [event.mode, event.status if event.status != "reported" else None, _when(event.date), event.statement]
    head = Text.assemble(
        (f"{event.id:>4}  ", "dim"),
        (event.type, "bold yellow"),
        f"  {_clean(who)}" + (f" → {_clean(whom)}" if whom else ""),
        ("  " + " · ".join(fact for fact in facts if fact), "dim"),
    )
    if not evidence:
        return Group(head)
    return Group(head, Padding(Text(_quoted(reading, event.evidence), style="dim"), (0, 0, 0, 8), expand=False))


def _names(reading: Reading, ids: Iterable[str]) -> str:
    return ", ".join(_name(reading, one) or "?" for one in ids)


def _quoted(reading: Reading, spans: Spans) -> str:
    return "\n".join(f"“{_clean(reading.article.text[start:end])}” [{start}, {end})" for start, end in spans)


def _clean(text: str) -> str:
    """Return text that cannot drive a terminal: no control or direction characters, and one space for blanks."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or c.isprintable())
    return " ".join(visible.split())
