"""The beats and bar lines that a game draws from timing points."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Pulse
from automapper.ear.redlines.tempo_mark import TempoMark
from automapper.ear.rests import outside

_HAIR = 1e-3  # of a beat


def drawn_beats(
    marks: Sequence[TempoMark], pulse: Pulse
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The beats and the downbeats that a game draws from timing points, s, where nothing rests.

    Downbeats are beats too.
    """
    pieces = _drawn([(mark.time, mark.bpm) for mark in marks], pulse.duration)
    bars = [
        times[numbers % mark.meter == 0]
        for mark, (numbers, times) in zip(marks, pieces, strict=True)
    ]
    nothing = np.zeros(0)
    beats = np.concatenate([nothing, *(times for _, times in pieces)])
    return outside(beats, pulse.rests), outside(np.concatenate([nothing, *bars]), pulse.rests)


def line_beats(points: Sequence[tuple[float, float]], end: float) -> NDArray[np.float64]:
    """Beats in s that (time, bpm) points draw from 0 until ``end``.

    The first tempo also holds before its own time.
    """
    return np.concatenate([np.zeros(0), *(times for _, times in _drawn(points, end))])


def _drawn(
    points: Sequence[tuple[float, float]], end: float
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The beats that each point draws: their numbers, its own is 0, and their times in s."""
    pieces = []
    for index, (time, bpm) in enumerate(points):
        period = 60.0 / bpm
        until = points[index + 1][0] if index + 1 < len(points) else end
        # A line less than a thousandth of a beat before 0 still is the song's; one as close to the
        # next point is that point's own.
        first = ceil(-time / period - _HAIR)
        first = first if index == 0 else max(first, 0)
        last = max(ceil((until - time) / period - _HAIR), first)
        numbers = np.arange(first, last, dtype=np.int64)
        pieces.append((numbers, time + period * numbers.astype(np.float64)))
    return pieces
