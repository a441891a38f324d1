"""Articles that try to be more than text."""

from __future__ import annotations

from onrecord.model import Event, Reading
from tests.invented import simple

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> <svg onload=alert(3)> </div></article> '
    "\u202eevil\u202c {{ 7 * 7 }} \x01\x7f &amp; "
)


def hostile_reading(text: str) -> Reading:
    """Return a reading in which all that an article can say is ``HOSTILE``, and its text is ``text``."""
    reading = simple(
        text, speaker=HOSTILE, title=HOSTILE, publisher=HOSTILE, section=HOSTILE, url="javascript:alert(1)",
        published="2031-03-03",
    )  # fmt: skip
    event = Event(id="v1", type="REJECT", actors=("e1",), recipients=("e1",), evidence=((0, len(text)),))
    return reading.model_copy(update={"events": (event,)})
