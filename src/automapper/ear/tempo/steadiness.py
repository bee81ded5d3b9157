"""Whether a count of beats fits the whole song, section by section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty

_WINDOW_S = 12.0
_PARTS = (1.0, 2.0, 3.0, 4.0)  # beats, halves, thirds, quarters
_SAME_RATE = 0.03
# A section has a pulse with this share of the usual strength; one tempo leaves out what it explains
# less of than the second.
_PULSE, _LEFT_OUT = 0.6, 0.35
_HIGHEST_HZ, _MOST_HARMONICS = 50.0, 48
BeatCount = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A steady count against one that follows the playing.

    ``steady`` and ``live`` 0-1: how much of a pulse the whole song has under each (the part of a
    beat that is strongest). ``share`` 0-1: in how much of the song the steady count explains at
    least half of what the live one does, by a pulse as fast as one of the live count's.
    ``left_out``: (start, end) s of the sections that have a pulse of which the steady count
    explains next to nothing.
    """

    steady: float
    live: float
    share: float
    left_out: tuple[tuple[float, float], ...] = ()

    @property
    def gain(self) -> float:
        """How much more of a pulse the song has when it is followed."""
        return self.live / max(self.steady, 1e-9)


def compare(curve: Novelty, steady: BeatCount, live: BeatCount) -> Comparison:
    """Judge two counts (seconds -> beats, arrays) by the attacks of the song."""
    total = max(float(curve.values.sum()), 1e-9)
    by_steady, by_live = section_vectors(curve, steady), section_vectors(curve, live)
    sums = by_steady.sum(axis=0)
    direction = sums / np.maximum(np.abs(sums), 1e-9)
    alike = _as_fast(_rates(curve, steady), _rates(curve, live))
    explained = np.where(alike, (by_steady * direction.conj()).real, 0.0).max(axis=1)
    local = np.abs(by_live).max(axis=1)
    share = float(local[explained >= 0.5 * local].sum() / max(float(local.sum()), 1e-9))
    lost = (explained < _LEFT_OUT * local) & (local > _PULSE * np.median(local))
    edges = (curve.start + _edges(curve) / NOVELTY_GRID.fps).tolist()
    return Comparison(
        float(np.abs(sums).max()) / total,
        float(np.abs(by_live.sum(axis=0)).max()) / total,
        share,
        tuple((edges[i], edges[i + 1]) for i in np.flatnonzero(lost)),
    )


def chance_pulse(curve: Novelty) -> float:
    """The pulse 0-1 to be expected if the same attacks came at random times (a random walk)."""
    values = curve.values.astype(np.float64)
    return float(np.sqrt((values**2).sum()) / max(float(values.sum()), 1e-9))


def _rates(curve: Novelty, count: BeatCount) -> NDArray[np.float64]:
    """Pulses a second of each part of a beat, shape (sections, parts)."""
    edges = _edges(curve)
    beats = count(curve.start + edges / NOVELTY_GRID.fps)
    return np.asarray(
        (np.diff(beats) / np.diff(edges) * NOVELTY_GRID.fps)[:, None] * np.array(_PARTS)
    )


def _as_fast(steady: NDArray[np.float64], live: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the steady parts are as fast as any live one in the same section.

    Tempi in a simple ratio share some of their subdivisions: 120 and 150 bpm are not one tempo.
    """
    ratio = steady[:, :, None] / np.maximum(live[:, None, :], 1e-9)
    return np.asarray((np.abs(ratio - 1.0) < _SAME_RATE).any(axis=2))


def _edges(curve: Novelty) -> NDArray[np.int64]:
    """Frames at which sections of about 12 s begin, and the end."""
    sections = max(1, round(len(curve.values) / round(_WINDOW_S * NOVELTY_GRID.fps)))
    return np.linspace(0, len(curve.values), sections + 1).astype(np.int64)


def section_vectors(curve: Novelty, count: BeatCount) -> NDArray[np.complex128]:
    """Sum of attacks as vectors on the circle of each part, shape (sections of 12 s, parts)."""
    edges = _edges(curve)
    index = np.flatnonzero(curve.values > 0)
    values = curve.values[index]
    beats = count(curve.start + index / NOVELTY_GRID.fps)
    out = np.zeros((len(edges) - 1, len(_PARTS)), np.complex128)
    for i, (first, last) in enumerate(pairwise(np.searchsorted(index, edges).tolist())):
        own = slice(first, last)
        for j, part in enumerate(_PARTS):
            out[i, j] = (values[own] * np.exp(-2j * np.pi * part * beats[own])).sum()
    return out


def part_strength(curve: Novelty, count: BeatCount, parts: ArrayLike) -> NDArray[np.float64]:
    """Magnitude 0-1 of the attacks on the circle of each part of a beat, shape of ``parts``."""
    index = np.flatnonzero(curve.values > 0)
    weights = curve.values[index].astype(np.float64)
    beats = count(curve.start + index / NOVELTY_GRID.fps)
    total = max(float(weights.sum()), 1e-9)
    wanted = np.atleast_1d(np.asarray(parts, dtype=np.float64))
    return np.array(
        [abs((weights * np.exp(-2j * np.pi * part * beats)).sum()) / total for part in wanted]
    )


def sharpness(curve: Novelty, count: BeatCount) -> float:
    """How sharply the attacks stand at the same places of every beat of a count.

    The energy of the harmonics of the beat up to 50 Hz, each 0-1, summed, without that of attacks
    that come anyhow: 0 for noise, about 24 for a bare click at 120 bpm. Counted half as fast a song
    is as sharp.
    """
    index = np.flatnonzero(curve.values > 0)
    weights = curve.values[index].astype(np.float64)
    beats = count(curve.start + index / NOVELTY_GRID.fps)
    if len(index) < 2:
        return 0.0
    rate = (beats[-1] - beats[0]) / max((index[-1] - index[0]) / NOVELTY_GRID.fps, 1e-9)
    turn = np.exp(-2j * np.pi * beats)
    harmonic, total = np.ones(len(index), np.complex128), 0.0
    for _ in range(min(_MOST_HARMONICS, int(_HIGHEST_HZ / max(rate, 1e-9)))):
        harmonic *= turn
        total += abs((weights * harmonic).sum()) ** 2 - (weights**2).sum()
    return max(total, 0.0) / max(float(weights.sum()), 1e-9) ** 2
