"""On whose word a deed is told: the report's own, that of the power that did it, or another's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord.model import Statement
from onrecord.reading.parties import Parties

Word = Literal["report", "own", "another's"]

_PRESS = frozenset("press reuters news agency afp xinhua newspaper radio television tv daily gazette monitor".split())
_UNFACTUAL = frozenset({"accuse", "threaten", "demand", "request", "appeal", "promise", "offer", "ask"})


class Hearsay:
    """Judges what stands inside statements. An agency or a source of no known power has no stake of its own."""

    def __init__(self, parties: Parties, statements: Sequence[Statement]) -> None:
        self._parties = parties
        self._statements = statements

    def word_for(self, told: int | None, actors: Sequence[str]) -> Word | None:
        """Return on whose word a deed is told: the report's, the doer's own, another's; ``None``: not to be coded."""
        if told is None:
            return "report"
        statement = self._statements[told]
        if self._is_own_word(statement, actors):
            return "own"
        if statement.kind != "indirect" or statement.act in _UNFACTUAL or not statement.cue:
            return None
        believed = statement.modality == "asserted" and self._is_bystander(statement)
        return "report" if believed else "another's"

    def _is_own_word(self, statement: Statement, actors: Sequence[str]) -> bool:
        """Tell whether a statement may be believed for this: it is indirect, and tells of the speaker's own deed."""
        if statement.kind != "indirect" or statement.modality != "asserted" or statement.act in _UNFACTUAL:
            return False
        if statement.cue and statement.speaker is not None:
            return self._parties.party(statement.speaker) in actors
        return False

    def _is_press(self, who: str) -> bool:
        return not _PRESS.isdisjoint(self._parties.entity(who).name.lower().split())

    def _is_bystander(self, statement: Statement) -> bool:
        """Tell whether nobody with a stake is known to speak: an agency, a paper, sources, officials of no power."""
        if statement.speaker is None:
            return bool(statement.source)
        return self._is_press(statement.speaker) or self._parties.party(statement.speaker) is None
