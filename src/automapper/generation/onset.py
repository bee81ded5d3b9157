"""A moment that a chart will play, with what the music does there."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Onset:
    """A chosen moment of one difficulty.

    ``strength`` 0-1: rank of its salience within the song. ``accent`` 0-1: how far it stands out
    from its neighbours on the same metrical place (1: a crash or a hit that asks for both hands).
    ``brightness`` -1..1: spectral centroid against its section's median (up: higher).
    ``sustain``: beats for which its sound holds with nothing new starting (0: percussive).
    ``section``: index into the song's sections. ``bar``: bar number, ``twin``: an earlier bar whose
    music this bar repeats, or -1.
    """

    beat: Fraction
    seconds: float
    strength: float
    accent: float
    brightness: float
    sustain: float
    section: int
    bar: int
    twin: int
