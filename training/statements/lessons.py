"""What a student learns of a window: what the annotators said, or with it what the teacher holds likely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .data import ROLES, Window

TRUST = 0.6
"""What the teacher's word weighs beside the annotators'."""
Probabilities = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]


@dataclass(slots=True)
class Lesson:
    """What the teacher holds likely of a window's pieces: an anchor of each kind, somebody's source, cue, content.

    ``roles`` are (anchor, first piece, probability of each role for the pieces from there).
    """

    anchors: Halves
    presence: Halves
    roles: list[tuple[int, int, Halves]]


def targets(window: Window) -> tuple[Probabilities, Probabilities]:
    """Return what is to be learned of each piece: how likely an anchor of each kind, and somebody's of each role."""
    anchored, present = np.zeros((len(window.ids), 2), dtype=np.float32), window.somebodys.astype(np.float32)
    for at, kind, _ in window.anchors:
        anchored[at, kind] = 1.0
    if window.lesson is None:
        return anchored, present
    trust = TRUST if window.told else 1.0
    return (
        trust * window.lesson.anchors + (1 - trust) * anchored,
        trust * window.lesson.presence + (1 - trust) * present,
    )


def role_targets(window: Window) -> list[tuple[int, Probabilities]]:
    """Return of each anchor what is to be learned of the role of each piece; only what is near it is meant.

    The teacher tells of the anchors alone that nobody annotated: it knows roles less well than contents and anchors.
    """
    gold = {at: np.eye(len(ROLES) + 1, dtype=np.float32)[labels] for at, _, labels in window.anchors}
    if window.lesson is None:
        return list(gold.items())
    found = []
    for at, first, roles in window.lesson.roles:
        told = np.zeros((len(window.ids), len(ROLES) + 1), dtype=np.float32)
        told[first : first + len(roles)] = roles
        found.append((at, gold.get(at, told)))
    return found
