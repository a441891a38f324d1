"""``onrecord compare``, ``verify``, ``copies`` and ``transcripts``."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from onrecord.cli.record import DEFAULT_RECORD, ArticleName, RecordPath, opened, visible
from onrecord.cli.wording import show_pieces

if TYPE_CHECKING:
    from onrecord.record.verifying import Verified

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_STYLES = {"verbatim": "green", "near": "yellow", "paraphrase": "magenta", "not found": "red", "no transcript": "dim"}


def register(app: typer.Typer) -> None:
    """Put the commands that compare words on the command line."""
    app.command("compare")(compare_utterance)
    app.command("verify")(verify_article)
    app.command("copies")(list_copies)
    app.command("transcripts")(list_transcripts)


def compare_utterance(
    statement: Annotated[
        str, typer.Argument(metavar="ARTICLE#STATEMENT", help="A statement, as `onrecord search` names it: 3fa1…#s4.")
    ],
    record: RecordPath = DEFAULT_RECORD,
    as_json: AsJson = False,
) -> None:
    """Show one utterance as each outlet words it, beside the official transcript where the record holds it.

    Words in [-…-] are the transcript's and were left out, words in {+…+} are the outlet's and were put in; without a
    transcript, the outlets are compared with the statement that was named.

    Exit codes: 0 shown; 1 there is no such statement, or no record to read; 2 wrong usage.

    Example: onrecord compare 53d49376fbe7#s4 --record samples.onrecord
    """
    from onrecord.record.comparing import utterance

    article, _, local = statement.rpartition("#")
    if not article:
        raise typer.BadParameter("write ARTICLE#STATEMENT, as 53d49376fbe7#s4; `onrecord search` shows both")
    with opened(record) as open_record:
        found = utterance(open_record, open_record.resolve(article), local)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    console = Console(highlight=False, emoji=False, markup=False)
    if found.official:
        head = " · ".join(filter(None, (found.official.speaker, found.official.day, found.official.title)))
        console.print(Text.assemble(("transcript  ", "bold"), (visible(head), "dim")))
        console.print(Text(visible(found.official.text)), "", sep="\n", soft_wrap=True)
    for one in found.wordings:
        copies = f" and {len(one.copies)} near cop{'ies' if len(one.copies) > 1 else 'y'}" if one.copies else ""
        head = " · ".join(filter(None, (one.publisher, one.day, one.title)))
        console.print(Text.assemble((visible(head), "bold"), (copies, "dim")))
        console.print(show_pieces(one.comparison) if one.comparison else Text(visible(one.words)), soft_wrap=True)
        touched = (
            f"; touches {', '.join(one.comparison.meaning)}" if one.comparison and one.comparison.meaning else ""
        )
        verdict = one.comparison.verdict if one.comparison else "the statement itself"
        console.print(Text(f"{one.kind}: {verdict}{touched}{_because(one.because)}", style="dim"), "", sep="\n")


def _because(words: tuple[str, ...]) -> str:
    return f"; the same because of {', '.join(words[:6])}" if words else ""


def verify_article(article: ArticleName, record: RecordPath = DEFAULT_RECORD, as_json: AsJson = False) -> None:
    """Check each quotation of an article against the transcripts in the record.

    verbatim: the official words; near: two thirds of them; paraphrase: less; not found: a transcript of the speaker
    and day does not have them; no transcript: the record has none to check with.

    Exit codes: 0 checked; 1 there is no such article, or no record to read; 2 wrong usage.

    Example: onrecord verify samples/atlantic-morning-1.txt --record samples.onrecord
    """
    from onrecord.record.verifying import VERDICTS, verify

    with opened(record) as open_record:
        found = verify(open_record, open_record.resolve(article))
    if as_json:
        print(json.dumps([_verified(one) for one in found], ensure_ascii=False))
        return
    console = Console(highlight=False, emoji=False, markup=False)
    for one in found:
        head = Text.assemble(
            (f"{one.statement.id:>4}  ", "dim"), (one.verdict, _STYLES[one.verdict]), ("  ", ""),
            (visible(one.speaker or "somebody"), "bold"),
        )  # fmt: skip
        console.print(head)
        console.print(show_pieces(one.comparison) if one.comparison else Text(visible(one.words)), soft_wrap=True)
        if one.comparison and one.comparison.meaning:
            console.print(Text(f"touches {', '.join(one.comparison.meaning)}", style="bold red"))
        if one.passage:
            where = " · ".join(
                filter(None, (one.passage.speaker, one.passage.day, one.passage.url or one.passage.title))
            )
            console.print(Text(visible(where), style="dim"), soft_wrap=True)
        console.print()
    counts = Counter(one.verdict for one in found)
    console.print(Text(" · ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])))


def _verified(one: Verified) -> dict[str, Any]:
    passage = asdict(one.passage) if one.passage else None
    pieces = [asdict(piece) for piece in one.comparison.pieces] if one.comparison else []
    return {
        "statement": one.statement.id, "speaker": one.speaker, "quoted": one.quoted, "words": one.words,
        "verdict": one.verdict, "passage": passage, "pieces": pieces,
        "meaning": one.comparison.meaning if one.comparison else (),
    }  # fmt: skip


def list_copies(record: RecordPath = DEFAULT_RECORD) -> None:
    """List the near copies in a record: wire reports that several outlets print, the first added first.

    Exit codes: 0 listed; 1 there are none, or no record to read; 2 wrong usage.

    Example: onrecord copies --record samples.onrecord
    """
    from onrecord.record.copies import reports

    console, groups = Console(highlight=False, emoji=False, markup=False), 0
    with opened(record) as open_record:
        for group in reports(open_record):
            groups += 1
            for place, one in enumerate(group):
                line = " · ".join(filter(None, (one.publisher, one.published, one.title, one.article_id[:19])))
                console.print(Text(("" if not place else "  = ") + visible(line)), soft_wrap=True)
            console.print()
    if not groups:
        Console(stderr=True).print("There are no near copies in this record.")
        raise typer.Exit(1)


def list_transcripts(record: RecordPath = DEFAULT_RECORD) -> None:
    """List the official transcripts in a record, the newest first.

    Exit codes: 0 listed; 1 there are none, or no record to read; 2 wrong usage.

    Example: onrecord transcripts --record samples.onrecord
    """
    from onrecord.record.passages import transcripts

    console = Console(highlight=False, emoji=False, markup=False)
    with opened(record) as open_record:
        found = transcripts(open_record)
    for row in found:
        line = " · ".join(
            filter(None, (row.day, row.publisher, row.title, f"{row.turns} turns", row.url, row.id[:19]))
        )
        console.print(Text(visible(line)), soft_wrap=True)
    if not found:
        Console(stderr=True).print("There are no transcripts in this record: onrecord add FILE --as transcript")
        raise typer.Exit(1)
