"""Curves over analysis frames, read at any time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Human note times lie within this of the sound they follow in 95 % of aligned charts.
NEAR_S = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class FrameCurve:
    """``values``: float64 (frames,), frame i at i / fps s."""

    values: NDArray[np.float64]
    fps: int

    def at(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Linear interpolation; outside the song its first or last value. Shape of ``seconds``."""
        frames = np.arange(len(self.values), dtype=np.float64)
        return np.interp(seconds * self.fps, frames, self.values)

    def near(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Largest value within 30 ms, a Gaussian of 30 ms taking off for the distance."""
        offsets = np.linspace(-NEAR_S, NEAR_S, 7)
        weights = np.exp(-0.5 * (offsets / NEAR_S) ** 2)
        found = [self.at(seconds + x) * w for x, w in zip(offsets, weights, strict=True)]
        return np.asarray(np.max(found, axis=0))


def box_mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Mean over ``width`` (odd) frames around each, fewer at the ends; along axis 0."""
    half, count = width // 2, len(values)
    total = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    start = np.maximum(np.arange(count) - half, 0)
    end = np.minimum(np.arange(count) + half + 1, count)
    size = (end - start).astype(np.float64).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray((total[end] - total[start]) / size)


def widest(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Maximum over ``reach`` frames to either side of each frame, shape (frames,)."""
    result = values.copy()
    for shift in range(1, reach + 1):
        np.maximum(result[shift:], values[:-shift], out=result[shift:])
        np.maximum(result[:-shift], values[shift:], out=result[:-shift])
    return result
