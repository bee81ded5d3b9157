"""Beat times -> a tempo map of as few tempi as keep every beat in its place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.timing import TempoMap, TempoPoint

TOLERANCE_S = 0.004  # a wider one loses more of drift and accelerando than it smooths
_CORNER, _LONG, _STEP = 12, 16, 0.005  # beats, beats, share of the tempo
_NEAR_BEAT = 0.25  # a step this close to a beat is taken to be on it
_SHORTEST = 4  # beats a tempo holds at least: no more than one change a bar on average
# Where more than this share of the beats strays by more than the tolerance nevertheless, the time
# is free: a tempo may then hold for a single beat, and beats are kept twice as closely.
_FREE_SHARE, _FREE_SHORTEST = 0.15, 1


def tempo_pieces(
    beats: NDArray[np.float64],
    tolerance: float = TOLERANCE_S,
    gaps: Sequence[tuple[int, int]] = (),
) -> TempoMap:
    """The map in which beat i is at ``beats[i]`` s within ``tolerance`` wherever 4 beats allow it.

    Where they do not for much of the song (rubato), every beat is kept within half of it.
    ``beats`` are strictly increasing, at least two. Tempi change only on beats; the tempo before
    the first and after the last beat is that of its neighbour. ``gaps``, in order and apart, are
    (last beat heard, next beat heard): one tempo leads from one to the other, and where the beats
    between them lie says nothing.
    """
    heard = np.ones(len(beats), np.bool_)
    for before, after in gaps:
        heard[before + 1 : after] = False
    knots = _all_knots(beats, gaps, tolerance, _SHORTEST)
    if _strays(beats, knots, tolerance)[heard].mean() > _FREE_SHARE:
        knots = _all_knots(beats, gaps, tolerance / 2, _FREE_SHORTEST)
    places = _cornered(beats, knots, tolerance)
    # What no chord could hold says nothing of the tempi beside it.
    times = _fitted(beats, places, heard & ~_strays(beats, knots, tolerance))
    exact = [Fraction(round(time * 100000), 100000) for time in times]
    counted = [Fraction(round(place * 1000), 1000) for place in places]
    points = tuple(
        TempoPoint(a, 60 * (b - a) / (later - sooner))
        for (a, b), (sooner, later) in zip(pairwise(counted), pairwise(exact), strict=True)
    )
    return TempoMap(points, exact[0])


def _cornered(
    beats: NDArray[np.float64], knots: list[int], tolerance: float
) -> NDArray[np.float64]:
    """The knots with every short piece between two long ones replaced by the moment they meet.

    Smoothing rounds off the corner of a tempo step; the tempi on both sides are known better.
    """
    places = [float(knot) for knot in knots]
    index = 1
    while index < len(places) - 2:
        span = tuple(places[index - 1 : index + 3])
        if not all(place.is_integer() for place in span):
            index += 1
            continue
        corner = _corner(beats, tuple(int(place) for place in span), tolerance)
        if corner is not None:
            places[index : index + 2] = [corner]
        index += 1
    return np.array(places)


def _corner(beats: NDArray[np.float64], span: tuple[int, ...], tolerance: float) -> float | None:
    """Where the tempi of beats first-left and right-last meet, if both are long and explain all.

    ``span``: first, left, right and last beat. A beat between left and right may lie where a
    rounded corner would have it, any other within the tolerance.
    """
    first, left, right, last = span
    if right - left > _CORNER or left - first < _LONG or last - right < _LONG:
        return None
    (start, gap), (start_after, gap_after) = _line(beats, first, left), _line(beats, right, last)
    if abs(gap / gap_after - 1.0) < _STEP:
        return None
    place = (start_after - start) / (gap - gap_after)
    if abs(place - round(place)) < _NEAR_BEAT:
        place = float(round(place))
    if not left <= place <= right:
        return None
    index = np.arange(first, last + 1)
    drawn = np.where(index < place, start + gap * index, start_after + gap_after * index)
    off = np.abs(beats[first : last + 1] - drawn)
    allowed = np.full(len(index), tolerance)
    allowed[left - first : right - first + 1] += abs(gap - gap_after) * (right - left) / 4
    return place if (off <= allowed).all() else None


def _line(beats: NDArray[np.float64], first: int, last: int) -> tuple[float, float]:
    """The even tempo that suits beats first-last best: the time of beat 0 and the gap, s."""
    index = np.arange(first, last + 1)
    start, gap = np.polynomial.polynomial.polyfit(index, beats[first : last + 1], 1)
    return float(start), float(gap)


def _strays(beats: NDArray[np.float64], knots: list[int], tolerance: float) -> NDArray[np.bool_]:
    """Which beats lie farther than ``tolerance`` from the chords of the knots."""
    off = beats - np.interp(np.arange(len(beats)), knots, beats[knots])
    return np.asarray(np.abs(off) > tolerance)


def _all_knots(
    beats: NDArray[np.float64], gaps: Sequence[tuple[int, int]], tolerance: float, shortest: int
) -> list[int]:
    """The knots of every stretch between gaps."""
    firsts, lasts = [0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(beats) - 1]
    return [
        first + knot
        for first, last in zip(firsts, lasts, strict=True)
        for knot in _knots(beats[first : last + 1], tolerance, shortest)
    ]


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
        if end < last < end + shortest:  # the last piece is to be no shorter than the others
            if last - start >= 2 * shortest:
                end = last - shortest
            elif _fits(beats, start, last, 2 * tolerance):
                end = last
        knots.append(end)
    return knots


def _fits(beats: NDArray[np.float64], start: int, end: int, tolerance: float) -> bool:
    index = np.arange(end - start + 1)
    line = beats[start] + (beats[end] - beats[start]) * index / (end - start)
    return bool(np.abs(beats[start : end + 1] - line).max() <= tolerance)


def _fitted(
    beats: NDArray[np.float64], places: NDArray[np.float64], heard: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Times of the corners by least squares over all beats heard: single errors average out."""
    count = len(places)
    index = np.flatnonzero(heard)
    piece = np.clip(np.searchsorted(places, index, side="right") - 1, 0, count - 2)
    part = (index - places[piece]) / np.diff(places)[piece]
    left = np.zeros((3, count))  # banded normal equations, upper form of scipy's solve_banded
    right = np.zeros(count)
    np.add.at(left[1], piece, (1 - part) ** 2)
    np.add.at(left[1], piece + 1, part**2)
    np.add.at(left[0], piece + 1, (1 - part) * part)
    np.add.at(left[2], piece, (1 - part) * part)
    np.add.at(right, piece, (1 - part) * beats[heard])
    np.add.at(right, piece + 1, part * beats[heard])
    from scipy.linalg import solve_banded

    return np.asarray(solve_banded((1, 1), left, right))
