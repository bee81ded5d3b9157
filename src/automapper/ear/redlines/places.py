"""What a timing point may stand on: bar lines, steps, returns from rests, cuts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Pulse
from automapper.ear.redlines.tempo_mark import TOLERANCE_S
from automapper.ear.rests import outside

_EVEN_BEATS = 2  # before and after a step, for it to count inside a bar
_EVEN_AT_CUT = 4  # gaps on either side, of music that goes on in another tempo


def bar_lines(pulse: Pulse) -> NDArray[np.int64]:
    """Indices of the beats that begin bars; at least one."""
    if len(pulse.downbeats) == 0:
        return np.zeros(1, np.int64)
    after = np.searchsorted(pulse.beats, pulse.downbeats)
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, len(pulse.beats) - 1)
    nearer = pulse.beats[after] - pulse.downbeats < pulse.downbeats - pulse.beats[before]
    return np.unique(np.where(nearer, after, before))


def sounding(pulse: Pulse) -> NDArray[np.int64]:
    """Indices of the beats that lie in no rest; of all where too few are left."""
    beats = pulse.beats
    heard = np.flatnonzero(np.isin(beats, outside(beats, pulse.rests)))
    return heard if len(heard) > 1 else np.arange(len(beats))


def returns_of(heard: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first beat after each rest."""
    return heard[1:][np.diff(heard) > 1]


def leaps(beats: NDArray[np.float64]) -> NDArray[np.int64]:
    """The beats before which one gap is unlike those on either side: there music was cut.

    Where the tempo is another one afterwards, both have to be kept for longer to say so.
    """
    gaps = np.diff(beats)
    one_tempo = _odd(gaps, _EVEN_BEATS, alike=True)
    return np.union1d(one_tempo, _odd(gaps, _EVEN_AT_CUT, alike=False)) + 1


def _odd(gaps: NDArray[np.float64], around: int, *, alike: bool) -> NDArray[np.int64]:
    """Gaps unlike the even ones around them, so many on a side; the sides ``alike`` or not."""
    if len(gaps) < 2 * around + 1:
        return np.zeros(0, np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(gaps, 2 * around + 1)
    middle, before, after = windows[:, around], windows[:, :around], windows[:, around + 1 :]
    spread = np.ptp(np.delete(windows, around, axis=1), axis=1)
    if not alike:
        spread = np.maximum(np.ptp(before, axis=1), np.ptp(after, axis=1))
    off = np.minimum(np.abs(middle - before.mean(axis=1)), np.abs(middle - after.mean(axis=1)))
    return np.flatnonzero((spread < TOLERANCE_S) & (off > 2 * TOLERANCE_S)) + around


def places(
    pulse: Pulse,
    heard: NDArray[np.int64],
    lines: NDArray[np.int64],
    returns: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Where a point may stand: bar lines, steps from one even tempo to another, ``returns``.

    None in a rest, except the first; the last is the end of the song.
    """
    beats, first = pulse.beats, int(lines[0])
    count = len(beats)
    bend = np.abs(np.diff(beats, 2))
    around = np.pad(bend, _EVEN_BEATS)
    near = np.stack([around[i : i + len(bend)] for i in range(2 * _EVEN_BEATS + 1)])
    near[_EVEN_BEATS] = 0.0
    steps = np.flatnonzero((bend > 2 * TOLERANCE_S) & (bend > 3 * near.max(axis=0))) + 1
    inside = steps[(steps > first + 1) & (steps < count - 2)]
    later = np.concatenate([lines, inside, returns[returns > first]])
    later = np.intersect1d(later, heard)
    return np.concatenate([[first], later[later > first], [count]])
