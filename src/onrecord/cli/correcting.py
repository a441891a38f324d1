"""``onrecord correct`` and ``onrecord corrections``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.record import DEFAULT_RECORD, ArticleName, RecordPath, opened, visible

if TYPE_CHECKING:
    from onrecord.record import Record
    from onrecord.record.corrected import Correction


def register(app: typer.Typer) -> None:
    """Put ``correct`` and ``corrections`` on the command line."""
    app.command("correct")(correct_statement)
    app.command("corrections")(list_corrections)


def correct_statement(
    article: ArticleName,
    statement: Annotated[str | None, typer.Argument(help="The statement's id, as s4; none with --add.")] = None,
    by: Annotated[str, typer.Option("--by", envvar="ONRECORD_BY", help="Who corrects.")] = "",
    why: Annotated[str, typer.Option("--why", help="Why.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right as it stands.")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="It is no statement.")] = False,
    add: Annotated[
        str | None, typer.Option("--add", help="A statement that is missing: its exact words, or START-END.")
    ] = None,
    withdraw: Annotated[int | None, typer.Option("--withdraw", help="Take a correction back, by its number.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Who said it; - for nobody known.")] = None,
    addressee: Annotated[str | None, typer.Option(help="To whom; - for nobody known.")] = None,
    kind: Annotated[str | None, typer.Option(help="direct, mixed or indirect.")] = None,
    act: Annotated[str | None, typer.Option(help="assert, demand, promise, deny, …")] = None,
    modality: Annotated[str | None, typer.Option(help="asserted, possible, conditional, …")] = None,
    date: Annotated[str | None, typer.Option(help="2022-02-01, or 2022-02-01..2022-02-03; - for not known.")] = None,
    content: Annotated[str | None, typer.Option(help="What was said: exact words of the text, or START-END.")] = None,
    source: Annotated[str | None, typer.Option(help="The words that say who: exact, or START-END.")] = None,
    cue: Annotated[str | None, typer.Option(help="The words that say that it was said: exact, or START-END.")] = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Correct a reading. What people say outranks the machine, now and when the article is read anew.

    Nothing is overwritten: every correction is kept with who made it, when and why, and can be withdrawn.

    Exit codes: 0 corrected; 1 there is no such article or statement, or the record cannot be written; 2 wrong usage.

    Example: onrecord correct 53d49376fbe7 s4 --speaker "Sigurd Aasheim" --by ann --why "he was asked, not she"
    """
    from onrecord.record import corrections as house

    given = {"speaker": speaker, "addressee": addressee, "kind": kind, "act": act, "modality": modality, "date": date}
    spans = {"content": content, "source": source, "cue": cue}
    asked = sum((confirm, delete, add is not None, withdraw is not None))
    changes = any(value is not None for value in (*given.values(), *spans.values()))
    if asked + (changes and add is None) != 1 or (statement is None) != (add is not None or withdraw is not None):
        raise typer.BadParameter("say one thing of one statement: a change, --confirm, --delete, --add or --withdraw")
    if not by.strip():
        raise typer.BadParameter("say who corrects: --by NAME, or the variable ONRECORD_BY")
    who = house.By(by, why)
    with opened(record, write=True) as open_record:
        if withdraw is not None:
            number = house.withdraw(open_record, withdraw, who)
        else:
            name = open_record.resolve(article)
            fields = _fields(open_record, name, given, spans)
            if add is not None:
                number = house.add(open_record, name, _spans(open_record, name, add), fields, who)
            elif confirm:
                number = house.confirm(open_record, name, str(statement), who)
            elif delete:
                number = house.delete(open_record, name, str(statement), who)
            else:
                number = house.change(open_record, name, str(statement), fields, who)
    Console(stderr=True).print(Text(f"correction {number} → {record}"), soft_wrap=True)


def _fields(
    record: Record, article_id: str, given: dict[str, str | None], spans: dict[str, str | None]
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in given.items():
        if value is not None:
            fields[name] = None if value == "-" else value
    if isinstance(fields.get("date"), str) and ".." in fields["date"]:
        start, _, end = fields["date"].partition("..")
        fields["date"] = {"start": start, "end": end}
    for name, value in spans.items():
        if value is not None:
            fields[name] = _spans(record, article_id, value)
    return fields


def _spans(record: Record, article_id: str, words: str) -> tuple[tuple[int, int], ...]:
    from onrecord.record.pointing import pointed

    reading = record.reading(article_id)
    return pointed(reading.article.text if reading else "", words)


def list_corrections(article: ArticleName, record: RecordPath = DEFAULT_RECORD) -> None:
    """List what people corrected in an article and the other versions of its page, the first correction first.

    Exit codes: 0 listed; 1 there are none, or no record to read; 2 wrong usage.

    Example: onrecord corrections 53d49376fbe7
    """
    with opened(record) as open_record:
        found = open_record.corrections(open_record.resolve(article))
    console = Console(highlight=False, emoji=False, markup=False)
    withdrawn = {one.withdraws for one in found}
    for one in found:
        state = " (withdrawn)" if one.id in withdrawn else ""
        line = Text.assemble((f"{one.id:>4}  ", "dim"), (one.action + state, "bold"), f"  {_about(one)}")
        console.print(line, soft_wrap=True)
        console.print(Text(visible(f"      {one.who}, {one.made_at}: {one.why or 'no reason given'}"), style="dim"))
    if not found:
        Console(stderr=True).print("There are no corrections of this article.")
        raise typer.Exit(1)


def _about(one: Correction) -> str:
    if one.action == "withdraw":
        return f"correction {one.withdraws}"
    words = " … ".join(part["exact"] for part in one.selectors.get("content", ()))
    changes = ", ".join(f"{name} → {_value(value)}" for name, value in one.value.items())
    return visible(f"“{words[:80]}”" + (f": {changes}" if changes else ""))


def _value(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or f"{value.get('start')} to {value.get('end')}")
    if isinstance(value, list):
        return " … ".join(f"“{part['exact'][:60]}”" for part in value)
    return "not known" if value is None else str(value)
