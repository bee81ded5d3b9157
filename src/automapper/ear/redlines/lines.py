"""Even beats through uneven ones: least squares, round tempi, and errors of any piece at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.redlines.tempo_mark import TOLERANCE_S

_ROUND_BPM = (1.0, 0.5, 0.1, 0.01)  # tried in turn
_ROUND_DRIFT_S = 0.0015  # how far a beat may move for a rounder tempo


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Beat i of a piece is at ``start + i * gap`` s; ``stray`` s is the farthest from it.

    ``squares`` is the sum of squared deviations in s^2. Beats are counted from the one that the
    piece begins with; earlier ones are negative.
    """

    start: float
    gap: float
    stray: float
    squares: float


def fit(numbers: NDArray[np.int64], times: NDArray[np.float64]) -> Line:
    """Least squares; of fewer than two beats the gap means nothing."""
    if len(times) < 2:
        return Line(0.0, 0.5, 0.0, 0.0)
    place = numbers - numbers.mean()
    middle = float(times.mean())
    gap = float((place @ (times - middle)) / (place @ place))
    off = times - middle - place * gap
    start = middle - float(numbers.mean()) * gap
    return Line(start, gap, float(np.abs(off).max()), float(off @ off))


def line_through(
    numbers: NDArray[np.int64], times: NDArray[np.float64], known: Sequence[float]
) -> Line:
    """The best line at a known or else at the roundest tempo that moves no beat by over 1.5 ms.

    The middle stays in place.
    """
    line = fit(numbers, times)
    middle = float(numbers.mean())
    half = float(np.abs(numbers - middle).max())
    for bpm in (*known, *(round(60.0 / line.gap / step) * step for step in _ROUND_BPM)):
        if bpm <= 0 or half * abs(60.0 / bpm - line.gap) > _ROUND_DRIFT_S:
            continue
        gap = 60.0 / bpm
        start = line.start + middle * (line.gap - gap)
        off = times - start - numbers * gap
        stray = float(np.abs(off).max())
        if stray <= max(line.stray, TOLERANCE_S):
            return Line(start, gap, stray, float(off @ off))
    return line


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Running sums over beats from which the squared error of any piece's line follows."""

    place: NDArray[np.float64]
    time: NDArray[np.float64]
    both: NDArray[np.float64]
    time_squared: NDArray[np.float64]
    place_squared: NDArray[np.float64]

    @classmethod
    def of(cls, numbers: NDArray[np.int64], times: NDArray[np.float64]) -> Sums:
        """Times are taken relative to an even grid, so that squares of seconds keep their digits.

        A line's error does not change when another line is taken off.
        """
        x = numbers - (numbers[0] + numbers[-1]) / 2
        y = times - np.interp(numbers, numbers[[0, -1]], times[[0, -1]])
        sums = (x, y, x * y, y * y, x * x)
        return cls(*(np.concatenate([[0.0], np.cumsum(values)]) for values in sums))

    def squares(self, start: int, ends: NDArray[np.int64]) -> NDArray[np.float64]:
        """Sum of squared deviations in s^2 of beats start..end-1 from their best line."""
        count = np.maximum(ends - start, 1).astype(np.float64)
        x, y, xy, yy, xx = (
            values[ends] - values[start]
            for values in (self.place, self.time, self.both, self.time_squared, self.place_squared)
        )
        spread = xx - x * x / count
        cross = xy - x * y / count
        # Two beats in a row spread by 1/2; less is rounding.
        rest = yy - y * y / count - np.where(spread > 0.1, cross**2 / np.maximum(spread, 0.1), 0.0)
        return np.asarray(np.maximum(rest, 0.0))
