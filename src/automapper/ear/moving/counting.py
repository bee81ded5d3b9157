"""One way of counting through a song whose tempo steps: stretches counted double are halved."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, Activations

_SPAN = 4  # beats to either side over which a tempo is measured
_STEP = 0.08  # log ratio of two tempi that makes a step
_FEWEST = 12  # beats in a stretch that is judged
# Every other beat is no beat where a net hears so much less of it: counted right, all beats of a
# stretch are heard alike.
_WEAK, _STRONG, _APART = 0.8, 0.85, 0.2
_SLOWEST_S = 1.1  # gap of the slowest count


def even_count(beats: NDArray[np.float64], activations: Activations) -> NDArray[np.float64]:
    """Beat times in s without those that only a doubled count has, where the rest is not doubled.

    Where all stretches are alike nothing is taken away: that choice is made for the whole song.
    """
    edges = _stretches(beats)
    heard = _heard(beats, activations)
    weak = [_weak_place(heard[a:b], beats[a:b]) for a, b in pairwise(edges)]
    if all(place is None for place in weak) or None not in weak:
        return beats
    keep = np.ones(len(beats), np.bool_)
    for (start, end), place in zip(pairwise(edges), weak, strict=True):
        if place is not None:
            keep[start + place : end : 2] = False
    return beats[keep]


def _stretches(beats: NDArray[np.float64]) -> list[int]:
    """Beats at which the tempo steps, with the first and one past the last."""
    gaps = np.log(np.diff(beats))
    count = len(gaps)
    if count < 2 * _SPAN:
        return [0, len(beats)]
    windows = np.lib.stride_tricks.sliding_window_view(gaps, _SPAN)
    middle = np.median(windows, axis=1)
    step = np.zeros(count + 1)
    step[_SPAN : count - _SPAN + 1] = np.abs(middle[_SPAN:] - middle[:-_SPAN])
    edges = [0]
    for at in np.flatnonzero(step > _STEP):
        around = step[max(0, at - _SPAN) : at + _SPAN + 1]
        if step[at] == around.max() and at - edges[-1] > _SPAN:
            # Medians know the step only roughly: it is where two neighbours differ most.
            near = np.abs(np.diff(gaps[at - 2 : at + 3]))
            edges.append(int(at) - 1 + int(near.argmax()))
    return [*edges, len(beats)]


def _heard(beats: NDArray[np.float64], activations: Activations) -> NDArray[np.float64]:
    """The activation at each beat, the strongest of three frames."""
    frames = np.asarray(NET_GRID.frame(beats))[:, None] + np.arange(-1, 2)
    return np.asarray(
        activations.beat[np.clip(frames, 0, len(activations.beat) - 1)].max(axis=1), np.float64
    )


def _weak_place(heard: NDArray[np.float64], beats: NDArray[np.float64]) -> int | None:
    """Which of every two beats (0, 1) is none; None where both are."""
    if len(heard) < _FEWEST or 2 * float(np.median(np.diff(beats))) > _SLOWEST_S:
        return None
    means = [float(heard[place::2].mean()) for place in (0, 1)]
    low, high = min(means), max(means)
    if low < _WEAK and high > _STRONG and high - low > _APART:
        return means.index(low)
    return None
