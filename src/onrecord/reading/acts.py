"""What a statement does (demands, promises, denies …) and whether what it says is asserted at all.

The acts follow the speech acts that PLOVER events are coded by (*Political Language Ontology for Verifiable Event
Records*, 2021 manual); the words that signal them are general English news vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.model import Act, Modality, Spans
from onrecord.reading.act_contents import act_by_content
from onrecord.reading.act_cues import act_by_cue
from onrecord.reading.conditions import condition_of
from onrecord.reading.contents import stretches
from onrecord.reading.items import find_items
from onrecord.reading.language import Passage
from onrecord.reading.modality import modality_of
from onrecord.reading.statements import Attribution


@dataclass(frozen=True, slots=True)
class ActReading:
    """The act and the modality of one statement.

    ``evidence`` holds the words that decided, under ``"act"`` and ``"modality"``, in offsets of the article's text;
    a key is missing where nothing but the default (assert, asserted) was read. ``items`` are the things that a
    demand, request or offer is made of, when it has more than one; ``condition`` is the clause that it hangs on.
    """

    act: Act
    modality: Modality
    items: Spans = ()
    condition: Spans = ()
    evidence: dict[str, Spans] = field(default_factory=dict)


def find_acts(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> list[ActReading]:
    """Return the act and modality of each attribution, in their order.

    The cue decides first ("urged", "denied"), then the words of the content ("we demand", "will be met with").
    """
    return [_read(passages, attribution) for attribution in attributions]


def _read(passages: Sequence[Passage], attribution: Attribution) -> ActReading:
    evidence: dict[str, Spans] = {}
    content = [*stretches(passages, attribution.content)]
    act: Act = "assert"
    if found := act_by_cue(passages, attribution.cue, content) or act_by_content(content):
        act, evidence["act"] = found[0], (found[1],)
    modality: Modality = "asserted"
    condition: Spans = ()
    if said := modality_of(passages, attribution.cue, content):
        modality, evidence["modality"] = said[0], (said[1],)
        condition = condition_of(content, said[1]) if modality == "conditional" else ()
    return ActReading(act, modality, find_items(content, act), condition, evidence)
