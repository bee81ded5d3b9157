"""How alike the bars of a song are, how loud each is, and which earlier bar each repeats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.sound.heard import Heard

_SLOTS = 8  # places in a bar at which harmony and timbre are compared
_RHYTHM_SLOTS = 16
# What makes two bars alike; harmony and rhythm say more than timbre, which a filter sweep moves.
_HARMONY, _TIMBRE, _RHYTHM = 0.4, 0.25, 0.35
_SAME = 0.05  # bars that differ from the mean bar by less than this share are one loop
# A twin must be this alike, and alike among its neighbours: in recordings unrelated bars stand
# around 0 (95th percentile .4), a passage that returns with another voice over it around .55.
TWIN_LIKENESS = 0.45


def bar_likeness(heard: Heard, edges: NDArray[np.float64]) -> NDArray[np.float32]:
    """Likeness of every two bars, about -1..1, shape (bars, bars); 1 on the diagonal.

    ``edges``: bar lines in s, one more than bars. Features are centred over the song, so that 0
    means "as alike as any two bars of it".
    """
    lengths = np.diff(edges)[:, None]
    coarse = edges[:-1, None] + lengths * np.arange(_SLOTS + 1) / _SLOTS
    fine = edges[:-1, None] + lengths * np.arange(_RHYTHM_SLOTS) / _RHYTHM_SLOTS
    harmony = heard.harmony.mean(coarse[:, :-1], coarse[:, 1:])
    timbre = _level(heard, coarse)
    rhythm = np.sqrt(heard.accent(fine)[..., :3])
    total = np.zeros((len(lengths), len(lengths)), np.float32)
    for values, weight in ((harmony, _HARMONY), (timbre, _TIMBRE), (rhythm, _RHYTHM)):
        total += np.float32(weight) * _cosines(values)
    np.fill_diagonal(total, 1.0)
    return total


def bar_energy(heard: Heard, edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank 0-1 of each bar's loudness and onset density within the song, shape (bars,)."""
    frames = heard.salience.grid.frame(edges)
    level, flux = heard.salience.level.mean(axis=1), heard.salience.flux
    loud = _means(level[:, None], frames)[:, 0]
    busy = _means(flux[:, None], frames)[:, 0]
    return 0.5 * (_rank(loud) + _rank(busy))


def twin_bars(likeness: NDArray[np.float32]) -> NDArray[np.int64]:
    """For each bar the earlier bar whose music it repeats, or -1, shape (bars,).

    A twin is alike itself and between its neighbours (three bars in step), because
    the surroundings tell a repeat from a chance likeness; of twins equally alike the one at a
    phrase's distance (multiples of 8, then 4) is taken, then the nearest.
    """
    count = len(likeness)
    out = np.full(count, -1, np.int64)
    for bar in range(1, count):
        earlier = np.arange(bar)
        around = likeness[bar, :bar].astype(np.float64) * 2.0
        weight = np.full(bar, 2.0)
        for step in (-1, 1):
            other = earlier + step
            inside = (other >= 0) & (0 <= bar + step < count)
            around[inside] += likeness[min(max(bar + step, 0), count - 1), other[inside]]
            weight[inside] += 1.0
        score = around / weight
        distance = bar - earlier
        score += np.where(distance % 8 == 0, 0.03, np.where(distance % 4 == 0, 0.02, 0.0))
        good = (score >= TWIN_LIKENESS) & (likeness[bar, :bar] >= TWIN_LIKENESS)
        if good.any():
            # Reversed, so that the nearest of equals wins.
            out[bar] = bar - 1 - int(np.where(good, score, -np.inf)[::-1].argmax())
    return out


def _level(heard: Heard, slots: NDArray[np.float64]) -> NDArray[np.float64]:
    frames = heard.salience.grid.frame(slots)
    bars, edges = frames.shape
    flat = np.stack([frames[:, :-1].ravel(), frames[:, 1:].ravel()])
    return _means(heard.salience.level, flat).reshape(bars, edges - 1, -1)


def _means(values: NDArray[np.float32], frames: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean rows between frames: edges in a row (shape (n + 1,)), or starts and ends (2, n)."""
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0, dtype=float)])
    clipped = np.clip(frames, 0, len(values))
    start, end = (clipped[0], clipped[1]) if frames.ndim == 2 else (clipped[:-1], clipped[1:])
    return np.asarray((total[end] - total[start]) / np.maximum(end - start, 1)[:, None])


def _cosines(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Cosines between bars of values (bars, slots, features), each slot centred over the song.

    What every bar has on a slot says nothing about who repeats whom. Bars that hardly differ
    from the song's mean bar (a loop) are alike in what they share.
    """
    flat = values.reshape(len(values), -1)
    centred = flat - _typical(flat)
    floor = _SAME * float(np.linalg.norm(flat, axis=1).mean()) + 1e-9
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = centred / np.maximum(length, floor)
    shared = np.sqrt(np.maximum(0.0, 1.0 - (unit**2).sum(axis=1, keepdims=True)))
    full = np.concatenate([unit, shared], axis=1).astype(np.float32)
    return np.asarray(full @ full.T, dtype=np.float32)


def _typical(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """A mean bar that bare intros and breaks do not pull: else all the rest would seem alike."""
    mean = flat.mean(axis=0)
    for _ in range(3):
        distance = np.linalg.norm(flat - mean, axis=1)
        usual = max(float(np.median(distance)), 1e-3 * float(distance.max()), 1e-9)
        weight = 1.0 / (1.0 + (distance / usual) ** 4)
        mean = weight @ flat / weight.sum()
    return np.asarray(mean)


def _rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks scaled to 0-1; equal values share their mean rank."""
    if len(values) < 2:
        return np.full(len(values), 0.5)
    ordered = np.sort(values)
    low = np.searchsorted(ordered, values, side="left")
    high = np.searchsorted(ordered, values, side="right") - 1
    return np.asarray(0.5 * (low + high) / (len(values) - 1))
