"""How two wordings look side by side on a terminal and in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from onrecord.cli.record import visible

if TYPE_CHECKING:
    from onrecord.record.wordings import Comparison, Piece


def show_pieces(comparison: Comparison) -> Text:
    """Return a comparison in the marks of wdiff: ``[-left out-]``, ``{+put in+}``; both where words were changed.

    What an ellipsis stands for is ``[…]``; what the editor put in brackets stays in them.
    """
    shown = Text()
    for place, piece in enumerate(comparison.pieces):
        if place:
            shown.append(" ")
        _append(shown, piece)
    return shown


def _append(shown: Text, piece: Piece) -> None:
    official, quoted = visible(piece.official), visible(piece.quoted)
    loud = "bold " if piece.meaning else ""
    if piece.change == "kept":
        shown.append(quoted)
    elif piece.change == "editorial":
        shown.append(quoted, style="dim")
    elif piece.change == "omitted":
        shown.append("[…]", style="dim")
    else:
        if official:
            shown.append(f"[-{official}-]", style=f"{loud}red")
        if quoted:
            shown.append(f"{{+{quoted}+}}", style=f"{loud}green")
