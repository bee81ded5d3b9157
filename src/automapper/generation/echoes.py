"""Echoes: for every beat, earlier beats that its music may repeat, and how alike they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.generation.slots import FEATURES, SLOTS, SlotGrid

HALF_BAR = 2  # beats
BAR_LAGS = (1, 2, 4, 8)
ECHOES = 1 + len(BAR_LAGS) + 1  # half a bar, those bars, and the best of all bars within reach
REACH_BARS = 64  # keeps the search linear in the song
_FAR = 0.0005  # of two repeats equally alike the nearer one, per bar
_LISTENED = tuple(FEATURES.index(x) for x in ("flux", *(f"band{i}" for i in (0, 1, 4, 5, 6, 7))))
_BEFORE, _AFTER = 2, 3  # beats around a beat whose music must be alike too


@dataclass(frozen=True, slots=True, eq=False)
class Echoes:
    """``lag``: beats back, int64 (beats, ECHOES), 0 where there is none.

    ``likeness``: correlation of the slots' salience over six beats, -1..1, float32, same shape.
    """

    lag: NDArray[np.int64]
    likeness: NDArray[np.float32]


def find_echoes(grid: SlotGrid) -> Echoes:
    """The echoes of every beat of the grid; linear in its length."""
    count = len(grid)
    sound = _sound(grid)
    fixed = [HALF_BAR, *(grid.period * bars for bars in BAR_LAGS)]
    lags = [np.where(np.arange(count) >= lag, lag, 0) for lag in fixed]
    alike = [_likeness(sound, lag) for lag in fixed]
    best = np.zeros(count)
    where = np.zeros(count, dtype=np.int64)
    for lag in range(2 * grid.period, min(count, REACH_BARS * grid.period), grid.period):
        found = _likeness(sound, lag) - _FAR * lag / grid.period
        better = found > best
        best[better], where[better] = found[better], lag
    back = np.stack([*lags, where], axis=1).astype(np.int64)
    likeness = np.where(back > 0, np.stack([*alike, best], axis=1), 0.0)
    return Echoes(back, likeness.astype(np.float32))


def _sound(grid: SlotGrid) -> NDArray[np.float64]:
    heard = grid.features[:, :, _LISTENED].astype(np.float64)
    if not len(heard):
        return np.zeros((0, SLOTS * len(_LISTENED)))
    heard -= heard.mean(axis=0)
    heard /= heard.std(axis=(0, 1)) + 1e-6
    return heard.reshape(len(heard), -1)


def _likeness(sound: NDArray[np.float64], lag: int) -> NDArray[np.float64]:
    """Correlation of the beats around each with those ``lag`` earlier, 0 where there are none."""
    count = len(sound)
    if lag >= count:
        return np.zeros(count)
    product, new, old = np.zeros((3, count))
    power = np.einsum("ij,ij->i", sound, sound)
    product[lag:] = np.einsum("ij,ij->i", sound[lag:], sound[:-lag])
    new[lag:], old[lag:] = power[lag:], power[:-lag]
    found = _around(product) / np.sqrt(_around(new) * _around(old) + 1e-6)
    found[:lag] = 0.0
    return found


def _around(values: NDArray[np.float64]) -> NDArray[np.float64]:
    window = np.ones(_BEFORE + 1 + _AFTER)
    return np.convolve(np.pad(values, (_BEFORE, _AFTER)), window, mode="valid")
