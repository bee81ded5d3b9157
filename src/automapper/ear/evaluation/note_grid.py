"""The scorecard: how far the notes of people lie from the lines that a found pulse draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automapper.ear.evaluation.metrics import Times

DIVISORS = (1, 2, 3, 4, 6, 8, 12, 16)
WITHIN_S = (0.002, 0.005, 0.010)
PLAYED_DIVISORS = (3, 4)  # what most notes of a Beat Saber level stand on
PLAYED_S = 0.015


@dataclass(frozen=True, slots=True)
class GridFit:
    """Distances in s of notes from the lines of 1/``divisor``; 0: from the nearest of all.

    ``within``: shares 0-1 of notes no farther than each of :data:`WITHIN_S`.
    """

    divisor: int
    median: float
    p95: float
    largest: float
    within: tuple[float, ...]


def grid_fits(notes: Times, beats: Times) -> tuple[GridFit, ...]:
    """The fit of each divisor and, last, of all together; ``beats``: at least two."""
    strays = [line_distances(notes, beats, divisor) for divisor in DIVISORS]
    fits = [_fit(divisor, one) for divisor, one in zip(DIVISORS, strays, strict=True)]
    return (*fits, _fit(0, np.min(strays, axis=0)))


def played_share(notes: Times, beats: Times) -> float:
    """Share 0-1 of notes within 15 ms of a line of 1/3 or 1/4."""
    strays = [line_distances(notes, beats, divisor) for divisor in PLAYED_DIVISORS]
    return float((np.min(strays, axis=0) <= PLAYED_S).mean())


def line_distances(notes: Times, beats: Times, divisor: int) -> Times:
    """Distance in s of each note from the nearest of the lines that cut beats in ``divisor``.

    Before the first and after the last beat the neighbouring beat's length goes on.
    """
    index = np.clip(np.searchsorted(beats, notes, side="right") - 1, 0, len(beats) - 2)
    length = beats[index + 1] - beats[index]
    place = (notes - beats[index]) / length * divisor
    return np.asarray(np.abs(place - np.round(place)) * length / divisor)


def _fit(divisor: int, strays: Times) -> GridFit:
    within = tuple(float((strays <= limit).mean()) for limit in WITHIN_S)
    median, p95 = (float(value) for value in np.percentile(strays, (50, 95)))
    return GridFit(divisor, median, p95, float(strays.max()), within)
