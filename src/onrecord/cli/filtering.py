"""The options that narrow a search or an export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from onrecord.record import Filters

Speaker = Annotated[
    str | None, typer.Option(help="Any part of the speaker's name (accents do not matter), or a Wikidata id.")
]
Since = Annotated[str | None, typer.Option(help="Said on or after: 2022, 2022-02 or 2022-02-01.")]
Until = Annotated[str | None, typer.Option(help="Said on or before, written like --since.")]
Kind = Annotated[str | None, typer.Option(help="direct, mixed or indirect.")]
Act = Annotated[str | None, typer.Option(help="demand, promise, threaten, accuse, reject, deny, …")]
Outlet = Annotated[str | None, typer.Option(help="Any part of the publisher's name.")]
Power = Annotated[str | None, typer.Option(help="A state's code or a power's name: it or its people speak.")]
Addressee = Annotated[str | None, typer.Option(help="Any part of the name of who was spoken to.")]
Modality = Annotated[str | None, typer.Option(help="asserted, possible, conditional, hypothetical, negated, …")]
Occasion = Annotated[str | None, typer.Option(help="press conference, interview, speech, statement, post, …")]
Chain = Annotated[bool | None, typer.Option("--chain/--no-chain", help="Only what somebody relayed, or not.")]
Confidence = Annotated[float | None, typer.Option(help="At least so sure, from 0 to 1.")]
Originals = Annotated[bool, typer.Option("--originals", help="Leave out near copies of earlier articles.")]


def yes_or_no(wanted: bool | None) -> str | None:
    """Return a flag as ``Filters`` takes it."""
    return None if wanted is None else "yes" if wanted else "no"


def gathered(texts: dict[str, str | None], chain: bool | None, confidence: float | None, originals: bool) -> Filters:
    """Return the filters that the options ask for; ``texts`` are those that are words, by their names."""
    from onrecord.record import Filters

    least = None if confidence is None else str(confidence)
    return Filters(**texts, chain=yes_or_no(chain), confidence=least, originals=yes_or_no(originals or None))
