"""Notes on a grid of beats, and whether two charts count the same beats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.ear.evaluation.note_grid import PLAYED_DIVISORS
from automapper.osumania.tempo import FINEST
from automapper.timing import TempoMap

WITHIN_MS = 10.0
SAME_MS = 1.0  # files round their times to whole ms
Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Notes on a grid: the nearest 1/48 of a beat, and the ms by which each note is late there.

    ``within``: the share of notes no farther than 10 ms from a line of 1/3 or 1/4.
    """

    beats: tuple[Fraction, ...]
    residuals: Times
    within: float


def snapped(tempo: TempoMap, times: Times) -> Snapped:
    """Notes at ``times`` (s) on the lines of a tempo map."""
    # Near is asked of the lines most notes stand on: of 1/48 every moment would be near one.
    beats = tempo.beats_array(times)
    steps = np.floor(beats * FINEST + 0.5).astype(np.int64)
    residuals = (times - tempo.seconds_array(steps / FINEST)) * 1000
    far = np.min([_from_lines(tempo, beats, times, divisor) for divisor in PLAYED_DIVISORS], axis=0)
    within = float((far <= WITHIN_MS).mean()) if len(times) else 0.0
    return Snapped(tuple(Fraction(int(step), FINEST) for step in steps), residuals, within)


def _from_lines(tempo: TempoMap, beats: Times, times: Times, divisor: int) -> Times:
    lines = tempo.seconds_array(np.floor(beats * divisor + 0.5) / divisor)
    return np.asarray(np.abs(times - lines) * 1000)


def agree(one: TempoMap, other: TempoMap, times: Times) -> bool:
    """Whether two maps have their beats in the same places around ``times`` (s, one or more).

    To a millisecond; they may begin to count on different beats.
    """
    beats, others = one.beats_array(times), other.beats_array(times)
    others = others + np.round(np.median(beats - others))
    apart = np.abs(one.seconds_array(beats) - one.seconds_array(others))
    return bool((apart * 1000 <= SAME_MS).all())
