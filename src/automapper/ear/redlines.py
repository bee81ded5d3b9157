"""A pulse -> the timing points to write: as few as keep every beat in its place, on bar lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Pulse
from automapper.ear.rests import outside

TOLERANCE_S = 0.009  # so that with rounding to milliseconds every beat stays within 10 ms
# What a timing point costs, in squared deviations of 2.5 ms: about 2 log(beats of a song), the
# price of two more parameters (Schwarz 1978). One inside a bar needs another to set bars right.
_DEVIATION_S, _POINT_COST, _INSIDE_COST = 0.0025, 12.0, 24.0
_EVEN_BEATS = 2  # before and after a step, for it to count inside a bar
_ROUND_BPM = (1.0, 0.5, 0.1, 0.01)  # tried in turn
_ROUND_DRIFT_S = 0.0015  # how far a beat may move for a rounder tempo


@dataclass(frozen=True, slots=True)
class TempoMark:
    """From ``time`` (s) on beats are 60 / ``bpm`` s apart, and a bar of ``meter`` beats begins.

    ``beat`` counts beats of the pulse from its first downbeat, which is 0.
    """

    time: float
    bpm: float
    meter: int
    beat: int


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Beat i of a piece is at ``start + i * gap`` s; ``stray`` s is the farthest from it."""

    start: float
    gap: float
    stray: float


def redlines(pulse: Pulse) -> tuple[TempoMark, ...]:
    """The timing points of a pulse, sorted; none where there is no pulse.

    A steady song has one, on its first downbeat. Otherwise every downbeat of the pulse is a bar
    line of the points', there are as few of them as explain the beats, and every beat lies within
    10 ms of theirs (where one point a bar is enough for that). None stands in a rest for the rest's
    own sake: what was before holds there. The first also holds before its own time.
    """
    if pulse.profile == "none" or len(pulse.beats) == 0:
        return ()
    meter = pulse.meter.beats
    if pulse.tempo_map.is_constant or len(pulse.beats) < 2:
        bpm = float(pulse.tempo_map.points[0].bpm)
        return (TempoMark(float(pulse.tempo_map.seconds(0)), bpm, meter, 0),)
    first = _first_downbeat(pulse)
    found = _edges(pulse.beats, _places(pulse, first, meter), (first, meter))
    edges = _with_bars(found, len(pulse.beats), (first, meter))
    bars = -(-(len(pulse.beats) - first) // meter)
    if len(edges) > bars:  # steps inside bars are then no steps but free time
        edges = [edge for edge in edges if (edge - first) % meter == 0]
    marks = []
    for index, start in enumerate(edges):
        end = edges[index + 1] if index + 1 < len(edges) else len(pulse.beats)
        own = _heard(pulse, 0 if index == 0 else start, end)
        line = _rounded(own, _fit(own))
        ahead = start if index == 0 else 0  # beats before the first point count back from it
        marks.append(
            TempoMark(line.start + ahead * line.gap, 60.0 / line.gap, meter, start - first)
        )
    return tuple(marks)


def _heard(pulse: Pulse, start: int, end: int) -> NDArray[np.float64]:
    """Beats start..end-1 up to the rest, if any, that they end in; three at least."""
    own = pulse.beats[start:end]
    sounding = np.flatnonzero(np.isin(own, outside(own, pulse.rests)))
    return own[: max(3, int(sounding[-1]) + 1)] if len(sounding) else own


def _first_downbeat(pulse: Pulse) -> int:
    """Index of the beat that is the first downbeat."""
    if len(pulse.downbeats) == 0:
        return 0
    return int(np.abs(pulse.beats - pulse.downbeats[0]).argmin())


def _with_bars(edges: list[int], count: int, bars: tuple[int, int]) -> list[int]:
    """A point inside a bar starts a bar: one on the next bar line sets them right again.

    ``bars``: the first downbeat and the beats a bar; ``count`` beats are there.
    """
    first, meter = bars
    back = {edge + (first - edge) % meter for edge in edges if (edge - first) % meter}
    return sorted({*edges, *(edge for edge in back if edge < count)})


def _edges(
    beats: NDArray[np.float64], places: NDArray[np.int64], bars: tuple[int, int]
) -> list[int]:
    """Beats at which points stand: the cheapest way through the song (dynamic programming)."""
    first, meter = bars
    sums = _Sums.of(beats)
    count = len(places) - 1  # the last place is the end of the song
    cost = np.full(count + 1, np.inf)
    cost[0] = 0.0
    came = np.zeros(count + 1, np.int64)
    for a in range(count):
        start = 0 if a == 0 else places[a]
        reach = _reach(beats, start, places, a)
        ends = np.arange(a + 1, reach + 1)
        price = _POINT_COST if (places[a] - first) % meter == 0 else _INSIDE_COST
        total = cost[a] + price + sums.squares(start, places[ends]) / _DEVIATION_S**2
        better = total < cost[ends]
        cost[ends[better]] = total[better]
        came[ends[better]] = a
    edges = []
    at = count
    while at > 0:
        at = int(came[at])
        edges.append(int(places[at]))
    return edges[::-1]


def _places(pulse: Pulse, first: int, meter: int) -> NDArray[np.int64]:
    """Where a point may stand: bar lines, and beats at which one even tempo steps to another.

    None in a rest, except the first.
    """
    beats = pulse.beats
    count = len(beats)
    bars = np.arange(first, count, meter)
    bend = np.abs(np.diff(beats, 2))
    around = np.pad(bend, _EVEN_BEATS)
    near = np.stack([around[i : i + len(bend)] for i in range(2 * _EVEN_BEATS + 1)])
    near[_EVEN_BEATS] = 0.0
    steps = np.flatnonzero((bend > 2 * TOLERANCE_S) & (bend > 3 * near.max(axis=0))) + 1
    inside = steps[(steps > first + 1) & (steps < count - 2)]
    places = np.unique(np.concatenate([bars, inside]))
    sounding = np.isin(beats[places], outside(beats[places], pulse.rests))
    sounding[:1] = True
    return np.append(places[sounding], count).astype(np.int64)


def _reach(beats: NDArray[np.float64], start: int, places: NDArray[np.int64], a: int) -> int:
    """The farthest place up to which one line from ``start`` keeps all beats, at least the next."""
    last = len(places) - 1
    low, step = a + 1, 1
    while low < last and _fits(beats, start, places[min(low + step, last)]):
        low = min(low + step, last)
        step *= 2
    high = min(low + step, last)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _fits(beats, start, places[middle]) else (low, middle)
    return low


def _fits(beats: NDArray[np.float64], start: int, end: int) -> bool:
    return _fit(beats[start:end]).stray <= TOLERANCE_S


def _fit(times: NDArray[np.float64]) -> _Line:
    """Least squares; a single beat has a gap of its own, which means nothing."""
    count = len(times)
    if count < 2:
        return _Line(float(times[0]), 0.5, 0.0)
    place = np.arange(count) - (count - 1) / 2
    middle = float(times.mean())
    gap = float((place @ (times - middle)) / (place @ place))
    stray = float(np.abs(times - middle - place * gap).max())
    return _Line(middle - (count - 1) / 2 * gap, gap, stray)


def _rounded(times: NDArray[np.float64], line: _Line) -> _Line:
    """The roundest tempo that moves no beat by more than 1.5 ms; the middle stays in place."""
    count = len(times)
    half = (count - 1) / 2
    for step in _ROUND_BPM:
        bpm = round(60.0 / line.gap / step) * step
        if bpm <= 0:
            continue
        gap = 60.0 / bpm
        if half * abs(gap - line.gap) <= _ROUND_DRIFT_S:
            start = line.start + half * (line.gap - gap)
            stray = float(np.abs(times - start - np.arange(count) * gap).max())
            if stray <= max(line.stray, TOLERANCE_S):
                return _Line(start, gap, stray)
    return line


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Running sums over beats from which the squared error of any piece's line follows."""

    place: NDArray[np.float64]
    time: NDArray[np.float64]
    both: NDArray[np.float64]
    squared: NDArray[np.float64]

    @classmethod
    def of(cls, beats: NDArray[np.float64]) -> _Sums:
        """Times are taken relative to an even grid, so that squares of seconds keep their digits.

        A line's error does not change when another line is taken off.
        """
        index = np.arange(len(beats), dtype=np.float64)
        even = np.linspace(beats[0], beats[-1], len(beats))
        y = beats - even
        sums = (index, y, index * y, y * y)
        return cls(*(np.concatenate([[0.0], np.cumsum(values)]) for values in sums))

    def squares(self, start: int, ends: NDArray[np.int64]) -> NDArray[np.float64]:
        """Sum of squared deviations in s^2 of beats start..end-1 from their best line."""
        count = (ends - start).astype(np.float64)
        x, y, xy, yy = (
            values[ends] - values[start]
            for values in (self.place, self.time, self.both, self.squared)
        )
        spread = count * (count**2 - 1) / 12
        cross = xy - x * y / count
        rest = yy - y * y / count - np.where(spread > 0, cross**2 / np.maximum(spread, 1e-9), 0.0)
        return np.asarray(np.maximum(rest, 0.0))
