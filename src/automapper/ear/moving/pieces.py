"""Beat times -> a tempo map of as few tempi as keep every beat in its place."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.timing import TempoMap, TempoPoint

TOLERANCE_S = 0.008  # so that with rounding every beat stays within 10 ms
_CORNER, _LONG, _STEP = 12, 16, 0.005  # beats, beats, share of the tempo
_END, _END_STEP = 12, 0.02  # beats at an end, share of the tempo
_NEAR_BEAT = 0.25  # a step this close to a beat is taken to be on it
_SHORTEST = 4  # beats a tempo holds at least: no more than one change a bar on average
# Where more than this share of the beats strays by more than the tolerance nevertheless, the time
# is free: a tempo may then hold for a single beat, and beats are kept twice as closely.
_FREE_SHARE, _FREE_SHORTEST = 0.15, 1


def tempo_pieces(beats: NDArray[np.float64], tolerance: float = TOLERANCE_S) -> TempoMap:
    """The map in which beat i is at ``beats[i]`` s within ``tolerance`` wherever 4 beats allow it.

    Where they do not for much of the song (rubato), every beat is kept within half of it.
    ``beats`` are strictly increasing, at least two. Tempi change only on beats; the tempo before
    the first and after the last beat is that of its neighbour.
    """
    knots = _knots(beats, tolerance, _SHORTEST)
    if _strays(beats, knots, tolerance) > _FREE_SHARE:
        knots = _knots(beats, tolerance / 2, _FREE_SHORTEST)
    stepped = _stepped([float(knot) for knot in knots], _fitted(beats, knots).tolist())
    places, times = _trimmed(_trimmed(stepped, last=True), last=False)
    exact = [Fraction(round(time * 100000), 100000) for time in times]
    counted = [Fraction(round(place * 1000), 1000) for place in places]
    points = tuple(
        TempoPoint(a, 60 * (b - a) / (later - sooner))
        for (a, b), (sooner, later) in zip(pairwise(counted), pairwise(exact), strict=True)
    )
    return TempoMap(points, exact[0])


_Corners = tuple[list[float], list[float]]


def _trimmed(corners: _Corners, *, last: bool) -> _Corners:
    """A few beats at an end that nearly keep the tempo of a long piece beside them keep it all.

    They are where the music has faded, or has not begun: too little is heard to say otherwise.
    """
    places, times = corners
    end, corner, far = (-1, -2, -3) if last else (0, 1, 2)
    if len(places) < 3:
        return corners
    few, many = abs(places[end] - places[corner]), abs(places[far] - places[corner])
    gap = (times[far] - times[corner]) / (places[far] - places[corner])
    own = (times[end] - times[corner]) / (places[end] - places[corner])
    if few > _END or many < 2 * _END or abs(own / gap - 1.0) > _END_STEP:
        return corners
    drawn = times[corner] + gap * (places[end] - places[corner])
    kept_places, kept_times = list(places), list(times)
    kept_times[end] = drawn
    del kept_places[corner], kept_times[corner]
    return kept_places, kept_times


def _stepped(places: list[float], times: list[float]) -> _Corners:
    """Short pieces between two long ones replaced by the moment at which those two meet.

    Smoothing rounds off the corner of a tempo step; the tempi on both sides are known better.
    """
    out = [(places[0], times[0]), (places[1], times[1])]
    index = 2
    while index < len(places):
        here = (places[index], times[index])
        if index + 1 < len(places) and here[0] - out[-1][0] <= _CORNER:
            after = (places[index + 1], times[index + 1])
            meeting = _meeting(out[-2], out[-1], here, after)
            if meeting is not None:
                out[-1:] = [meeting, after]
                index += 2
                continue
        out.append(here)
        index += 1
    return [place for place, _ in out], [time for _, time in out]


_Knot = tuple[float, float]


def _meeting(first: _Knot, left: _Knot, right: _Knot, last: _Knot) -> _Knot | None:
    """Where the lines first-left and right-last meet, if both are long and meet in between."""
    if left[0] - first[0] < _LONG or last[0] - right[0] < _LONG:
        return None
    before = (left[1] - first[1]) / (left[0] - first[0])
    after = (last[1] - right[1]) / (last[0] - right[0])
    if abs(before / after - 1.0) < _STEP:
        return None
    place = (right[1] - left[1] + before * left[0] - after * right[0]) / (before - after)
    if abs(place - round(place)) < _NEAR_BEAT:
        place = float(round(place))
    if not left[0] - 2 <= place <= right[0] + 2:
        return None
    # Off a whole beat the two lines would disagree on its time: the later one is heard for longer.
    return place, right[1] + after * (place - right[0])


def _strays(beats: NDArray[np.float64], knots: list[int], tolerance: float) -> float:
    """Share 0-1 of the beats that lie farther than ``tolerance`` from the chords of the knots."""
    off = beats - np.interp(np.arange(len(beats)), knots, beats[knots])
    return float((np.abs(off) > tolerance).mean())


def _knots(beats: NDArray[np.float64], tolerance: float, shortest: int) -> list[int]:
    """Greedy: from each knot the longest chord, ``shortest`` beats or more, with no beat astray."""
    last = len(beats) - 1
    knots = [0]
    while knots[-1] < last:
        start = knots[-1]
        end = min(start + shortest, last)
        reach = 2 * shortest
        # Doubling, then bisection: long steady songs cost no more than their length.
        while end < last and _fits(beats, start, min(start + reach, last), tolerance):
            end = min(start + reach, last)
            reach *= 2
        low, high = end, min(start + reach, last)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _fits(beats, start, middle, tolerance) else (low, middle)
        end = low
        if last - end < shortest and _fits(beats, start, last, 2 * tolerance):
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
