"""Stretches of a song in which the beat net hears no beats."""

from __future__ import annotations

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID
from automapper.ear.spans import runs

Times = NDArray[np.float64]
Spans = list[tuple[float, float]]

# A false rest costs more than a missed one: with these limits none holds a note of 700 songs; with
# .40 and .50 over 4 s eight of them would lose some.
_MOST = 0.30  # probability of a beat, averaged over WINDOW_S at the best of _PHASES
_MOST_OF_SONG = 0.35  # the same relative to the song's median
_PHASES = 8  # parts of a beat: an off-beat pulse is a pulse
WINDOW_S = 6.0
_NEAR = 5  # frames of 20 ms over which a beat counts for the moment in their middle


def unheard(activation: NDArray[np.float32], beats: Times, still: NDArray[np.bool_]) -> Spans:
    """(start, end) s of stretches in which no phase of the grid of ``beats`` (s) is one of beats.

    ``activation``: probability of a beat, 50 frames/s; ``still``: whether nothing starts between a
    beat and the next. The last span may end at infinity.
    """
    gaps = np.diff(beats)
    at = _at_phases(activation, beats)
    window = _window(beats)
    best = _best_phase(at, window)
    low = best < min(_MOST, _MOST_OF_SONG * float(np.median(best)))
    lost = still | (at.max(axis=0) < _MOST)
    spans = []
    for first, last in runs(low):
        first, last = _widened(lost, first, last, window // 2)
        start = 0.0 if first == 0 else float(beats[first])
        end = np.inf if last >= len(gaps) else float(beats[last])
        spans.append((start, end))
    return spans


def likeliest(activation: NDArray[np.float32], beats: Times) -> NDArray[np.float64]:
    """Mean probability of a beat in the 6 s around each beat but the last, at its best part."""
    return _best_phase(_at_phases(activation, beats), _window(beats))


def _window(beats: Times) -> int:
    """Beats in 6 s."""
    return max(4, round(WINDOW_S / float(np.median(np.diff(beats)))))


def _at_phases(activation: NDArray[np.float32], beats: Times) -> NDArray[np.float64]:
    """Probability of a beat at each part of each beat, shape (_PHASES, beats - 1)."""
    near = scipy.ndimage.maximum_filter1d(activation, _NEAR, mode="nearest")
    gaps, frames = np.diff(beats), np.arange(len(near))
    parts = np.arange(_PHASES)[:, None] / _PHASES
    return np.asarray(np.interp((beats[:-1] + gaps * parts) * NET_GRID.fps, frames, near))


def _best_phase(at: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Its mean over ``window`` beats around each beat, at whichever part it is largest."""
    return np.asarray(
        scipy.ndimage.uniform_filter1d(at, window, axis=1, mode="nearest").max(axis=0)
    )


def _widened(lost: NDArray[np.bool_], first: int, last: int, reach: int) -> tuple[int, int]:
    """The run, widened by the beats beside it that are not heard, ``reach`` at most.

    The mean over a window falls late and rises early where music stops and begins.
    """
    for _ in range(reach):
        if first > 0 and lost[first - 1]:
            first -= 1
        if last < len(lost) and lost[last]:
            last += 1
    return first, last
