"""How a stretch of a song is played anew: evenly, or in the free time of people's hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.data.beat_targets import FPS

# (s from one node to the next, largest spread of log tempo): phrases, and beats that breathe.
_WAVES = (((2.0, 8.0), 0.08), ((0.4, 1.2), 0.025))


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """``at``: which frame of the song sounds on each frame of the stretch, floats that rise."""

    at: NDArray[np.float64]

    def frames_of(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where the song's frames ``places`` (floats) sound; beyond either end at the last pace."""
        at, last = self.at, len(self.at) - 1
        inside = np.interp(places, at, np.arange(len(at)))
        early, late = np.minimum(places - at[0], 0.0), np.maximum(places - at[last], 0.0)
        return np.asarray(
            inside + early / (at[1] - at[0]) + late / (at[last] - at[last - 1]), dtype=np.float64
        )


def even(start: float, rate: float, frames: int) -> Course:
    """``frames`` frames (two or more) from frame ``start`` on, ``rate`` times as fast."""
    return Course(np.asarray(start + rate * np.arange(frames), dtype=np.float64))


def free(rate: float, frames: int, rng: np.random.Generator) -> Course:
    """From frame 0 on at ``rate`` in the mean, pushing on and holding back by chance.

    Log tempo is the sum of two paths through random nodes: one that a phrase takes, one that a beat
    does; each course has spreads of its own, up to those of rubato.
    """
    path = np.zeros(frames)
    for (least, most), spread in _WAVES:
        steps = rng.uniform(least, most, 2 + int(frames / FPS / least)) * FPS
        nodes = np.cumsum(steps) - steps[0]
        values = rng.normal(0.0, rng.uniform(0.0, spread), len(nodes))
        path += np.interp(np.arange(frames), nodes, values)
    pace = rate * np.exp(path - path.mean(), dtype=np.float64)
    return Course(np.asarray(np.cumsum(pace) - pace[0], dtype=np.float64))
