"""A note of a composed song, which both programs that compose here write."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the part that plays it, start and length in beats, MIDI pitch and velocity."""

    part: str
    start: Fraction
    length: Fraction
    pitch: int
    velocity: int
