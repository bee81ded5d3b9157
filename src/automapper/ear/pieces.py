"""Beat times -> a tempo map of as few tempi as keep every beat in its place."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.timing import TempoMap, TempoPoint

TOLERANCE_S = 0.008  # so that with rounding every beat stays within 10 ms
_SHORTEST = 4  # beats a tempo holds at least: no more than one change a bar on average


def tempo_pieces(beats: NDArray[np.float64], tolerance: float = TOLERANCE_S) -> TempoMap:
    """The map in which beat i is at ``beats[i]`` s within ``tolerance`` wherever 4 beats allow it.

    ``beats`` are strictly increasing, at least two. Tempi change only on beats; the tempo before
    the first and after the last beat is that of its neighbour.
    """
    knots = _knots(beats, tolerance)
    times = _fitted(beats, knots)
    exact = [Fraction(round(time * 100000), 100000) for time in times.tolist()]
    points = tuple(
        TempoPoint(Fraction(a), 60 * (b - a) / (later - sooner))
        for (a, b), (sooner, later) in zip(pairwise(knots), pairwise(exact), strict=True)
    )
    return TempoMap(points, exact[0])


def _knots(beats: NDArray[np.float64], tolerance: float) -> list[int]:
    """Greedy: from each knot the longest chord from which no beat strays."""
    last = len(beats) - 1
    knots = [0]
    while knots[-1] < last:
        start = knots[-1]
        end = min(start + _SHORTEST, last)
        reach = 2 * _SHORTEST
        # Doubling, then bisection: long steady songs cost no more than their length.
        while end < last and _fits(beats, start, min(start + reach, last), tolerance):
            end = min(start + reach, last)
            reach *= 2
        low, high = end, min(start + reach, last)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _fits(beats, start, middle, tolerance) else (low, middle)
        end = low
        if last - end < _SHORTEST and _fits(beats, start, last, 2 * tolerance):
            end = last
        knots.append(end)
    return knots


def _fits(beats: NDArray[np.float64], start: int, end: int, tolerance: float) -> bool:
    index = np.arange(end - start + 1)
    line = beats[start] + (beats[end] - beats[start]) * index / (end - start)
    return bool(np.abs(beats[start : end + 1] - line).max() <= tolerance)


def _fitted(beats: NDArray[np.float64], knots: list[int]) -> NDArray[np.float64]:
    """Knot times by least squares over all beats: single beats' errors average out."""
    count = len(knots)
    left = np.zeros((3, count))  # banded normal equations, upper form of scipy's solve_banded
    right = np.zeros(count)
    for i, (start, end) in enumerate(pairwise(knots)):
        index = np.arange(start, end if i < count - 2 else end + 1)
        part = (index - start) / (end - start)
        y = beats[index]
        left[1, i] += ((1 - part) ** 2).sum()
        left[1, i + 1] += (part**2).sum()
        cross = ((1 - part) * part).sum()
        left[0, i + 1] += cross
        left[2, i] += cross
        right[i] += ((1 - part) * y).sum()
        right[i + 1] += (part * y).sum()
    from scipy.linalg import solve_banded

    return np.asarray(solve_banded((1, 1), left, right))
