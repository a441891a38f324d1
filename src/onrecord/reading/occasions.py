"""Where, at what occasion, on which day and in whose company a statement was made.

What the words of a statement speak *about* never makes a setting: contents are blanked out before anything is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import DateRef, Occasion, Place, Spans
from onrecord.reading.dates import DateMention
from onrecord.reading.language import Passage
from onrecord.reading.lines import lines_of
from onrecord.reading.scenes import Stage
from onrecord.reading.statements import Attribution


@dataclass(frozen=True, slots=True)
class Setting:
    """The occasion, place and day of the utterance itself; ``None`` for what the article does not say.

    ``company`` are the phrases for those who take part beside whoever opened the occasion, each one person or power.
    """

    occasion: Occasion | None = None
    place: Place | None = None
    date: DateRef | None = None
    company: Spans = ()


def find_settings(
    passages: Sequence[Passage], attributions: Sequence[Attribution], dates: Sequence[DateMention]
) -> list[Setting]:
    """Return the setting of each attribution, in their order.

    A date, place or occasion counts when it stands in the clause of the cue, or in a scene that the speaker takes
    part in. The words inside a content never count. Every field has its evidence.
    """
    return [
        Setting(scene.occasion, scene.place, scene.date, tuple(sorted(set(scene.company)))) if scene else Setting()
        for scene in Stage(attributions).play(lines_of(passages, attributions, dates))
    ]
