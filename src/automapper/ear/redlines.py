"""A pulse -> the timing points to write: as few as keep every beat in its place, on bar lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

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
_LONG_BEATS = 32  # a piece from which others may take their tempo
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
    """Beat i of a piece is at ``start + i * gap`` s; ``stray`` s is the farthest from it.

    ``squares`` is the sum of squared deviations in s^2. Beats are counted from the one that the
    piece begins with; earlier ones are negative.
    """

    start: float
    gap: float
    stray: float
    squares: float


def redlines(pulse: Pulse) -> tuple[TempoMark, ...]:
    """The timing points of a pulse, sorted; none where there is no pulse.

    A song of one tempo has one, on its first downbeat, and one more wherever bars begin anew in the
    middle of a bar. Otherwise every downbeat of the pulse is a bar line of the points', there are
    as few of them as explain the beats, and every beat lies within 10 ms of theirs (where one point
    a bar is enough for that). What is counted through a rest draws no point: the one before holds
    there, and where the pulse returns elsewhere than it says, a new one stands on the first beat.
    The first also holds before its own time.
    """
    if pulse.profile == "none" or len(pulse.beats) == 0:
        return ()
    meter = pulse.meter.beats
    lines = _bar_lines(pulse)
    # A bar of another length ends where a new count begins: only a point can say so.
    restarts = lines[1:][np.diff(lines) != meter]
    first = int(lines[0])
    if len(pulse.beats) < 2 or pulse.tempo_map.is_constant:
        bpm = float(pulse.tempo_map.points[0].bpm)
        return tuple(
            TempoMark(float(pulse.tempo_map.seconds(beat)), bpm, meter, beat)
            for beat in (0, *(int(line) - first for line in restarts))
        )
    heard = _sounding(pulse)
    returns = np.union1d(_returns(heard), _leaps(pulse.beats))
    walls = np.union1d(returns, np.intersect1d(restarts, heard))
    found = _edges(pulse.beats, heard, _places(pulse, heard, lines, returns), (lines, walls))
    found = _held(found, pulse.beats, heard, np.setdiff1d(returns, restarts))
    edges = _with_bars(found, heard, lines)
    if len(edges) > len(lines):  # steps inside bars are then no steps but free time
        kept = {*lines.tolist(), *returns.tolist()}
        edges = [edge for edge in edges if edge in kept]
    return tuple(
        TempoMark(line.start, 60.0 / line.gap, meter, edge - first)
        for edge, line in zip(edges, _lines(pulse.beats, heard, edges), strict=True)
    )


def _lines(beats: NDArray[np.float64], heard: NDArray[np.int64], edges: list[int]) -> list[_Line]:
    """The line of each piece, beats counted from its edge; short ones take a long one's tempo."""
    spans = zip([0, *edges[1:]], [*edges[1:], len(beats)], strict=True)
    pieces = [_own(heard, start, end, len(beats)) for start, end in spans]
    known: list[float] = []
    out: dict[int, _Line] = {}
    for index in sorted(range(len(pieces)), key=lambda i: (-len(pieces[i]), i)):
        own = pieces[index]
        out[index] = _line(own - edges[index], beats[own], known)
        if len(own) >= _LONG_BEATS:
            known.append(60.0 / out[index].gap)
    return [out[index] for index in range(len(pieces))]


def drawn_beats(
    marks: Sequence[TempoMark], pulse: Pulse
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The beats and the downbeats that a game draws from timing points, s, where nothing rests.

    Downbeats are beats too.
    """
    pieces = _drawn([(mark.time, mark.bpm) for mark in marks], pulse.duration)
    bars = [
        times[numbers % mark.meter == 0]
        for mark, (numbers, times) in zip(marks, pieces, strict=True)
    ]
    nothing = np.zeros(0)
    beats = np.concatenate([nothing, *(times for _, times in pieces)])
    return outside(beats, pulse.rests), outside(np.concatenate([nothing, *bars]), pulse.rests)


def line_beats(points: Sequence[tuple[float, float]], end: float) -> NDArray[np.float64]:
    """Beats in s that (time, bpm) points draw until ``end``, the first tempo also before it."""
    return np.concatenate([np.zeros(0), *(times for _, times in _drawn(points, end))])


def _drawn(
    points: Sequence[tuple[float, float]], end: float
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The beats that each point draws: their numbers, its own is 0, and their times in s."""
    pieces = []
    for index, (time, bpm) in enumerate(points):
        period = 60.0 / bpm
        until = points[index + 1][0] if index + 1 < len(points) else end
        first = -int(time / period) if index == 0 else 0
        # A line closer to the next point than a thousandth of a beat is that point's own.
        last = max(ceil((until - time) / period - 1e-3), first)
        numbers = np.arange(first, last, dtype=np.int64)
        pieces.append((numbers, time + period * numbers.astype(np.float64)))
    return pieces


def _sounding(pulse: Pulse) -> NDArray[np.int64]:
    """Indices of the beats that lie in no rest; of all where too few are left."""
    beats = pulse.beats
    heard = np.flatnonzero(np.isin(beats, outside(beats, pulse.rests)))
    return heard if len(heard) > 1 else np.arange(len(beats))


def _returns(heard: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first beat after each rest."""
    return heard[1:][np.diff(heard) > 1]


def _leaps(beats: NDArray[np.float64]) -> NDArray[np.int64]:
    """The beats before which one gap is unlike all around it: there music was cut."""
    gaps = np.diff(beats)
    if len(gaps) < 2 * _EVEN_BEATS + 1:
        return np.zeros(0, np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(gaps, 2 * _EVEN_BEATS + 1)
    around = np.delete(windows, _EVEN_BEATS, axis=1)
    off = np.abs(windows[:, _EVEN_BEATS] - around.mean(axis=1))
    odd = (np.ptp(around, axis=1) < TOLERANCE_S) & (off > 2 * TOLERANCE_S)
    return np.flatnonzero(odd) + _EVEN_BEATS + 1


def _held(
    edges: list[int],
    beats: NDArray[np.float64],
    heard: NDArray[np.int64],
    returns: NDArray[np.int64],
) -> list[int]:
    """Without the points after rests where one line does as well for what is before and after."""
    kept, held = edges[:1], set(returns.tolist())
    for index, edge in enumerate(edges[1:], 1):
        if edge not in held:
            kept.append(edge)
            continue
        end = edges[index + 1] if index + 1 < len(edges) else len(beats)
        start = kept[-1] if len(kept) > 1 else 0
        own = heard[(heard >= start) & (heard < end)]
        line, before, after = (
            _fit(numbers, beats[numbers]) for numbers in (own, own[own < edge], own[own >= edge])
        )
        worse = (line.squares - before.squares - after.squares) / _DEVIATION_S**2
        if line.stray > TOLERANCE_S or worse > _POINT_COST:
            kept.append(edge)
    return kept


def _own(heard: NDArray[np.int64], start: int, end: int, count: int) -> NDArray[np.int64]:
    """The beats that a piece's line is drawn through: those heard, two at least."""
    own = heard[(heard >= start) & (heard < end)]
    if len(own) > 1:
        return own
    low = min(start, count - 2)
    return np.arange(low, max(end, low + 2))


def _bar_lines(pulse: Pulse) -> NDArray[np.int64]:
    """Indices of the beats that begin bars; at least one."""
    if len(pulse.downbeats) == 0:
        return np.zeros(1, np.int64)
    after = np.searchsorted(pulse.beats, pulse.downbeats)
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, len(pulse.beats) - 1)
    nearer = pulse.beats[after] - pulse.downbeats < pulse.downbeats - pulse.beats[before]
    return np.unique(np.where(nearer, after, before))


def _with_bars(edges: list[int], heard: NDArray[np.int64], lines: NDArray[np.int64]) -> list[int]:
    """A point inside a bar starts a bar: one on the next bar line sets them right again."""
    known = np.intersect1d(lines, heard)
    inside = np.setdiff1d(np.array(edges, np.int64), lines)
    back = np.searchsorted(known, inside)
    return sorted({*edges, *(int(line) for line in known[back[back < len(known)]])})


def _edges(
    beats: NDArray[np.float64],
    heard: NDArray[np.int64],
    places: NDArray[np.int64],
    fixed: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> list[int]:
    """Beats at which points stand: the cheapest way through the song (dynamic programming).

    ``fixed``: the bar lines, and the beats on which a point stands in any case.
    """
    lines, known = fixed
    times = beats[heard]
    sums = _Sums.of(heard, times)
    # A line through both ends of a rest could explain any two beats: none is drawn here.
    walls = np.append(np.flatnonzero(np.isin(places, known)), len(places) - 1)
    at = np.searchsorted(heard, places)  # what is heard from a place on
    at[0] = 0
    on_line = np.isin(places, lines)
    count = len(places) - 1  # the last place is the end of the song
    cost = np.full(count + 1, np.inf)
    cost[0] = 0.0
    came = np.zeros(count + 1, np.int64)
    for a in range(count):
        wall = walls[np.searchsorted(walls, a, side="right")]
        ends = np.arange(a + 1, min(_reach(heard, times, at, a), wall) + 1)
        price = _POINT_COST if on_line[a] else _INSIDE_COST
        total = cost[a] + price + sums.squares(at[a], at[ends]) / _DEVIATION_S**2
        better = total < cost[ends]
        cost[ends[better]] = total[better]
        came[ends[better]] = a
    edges = []
    end = count
    while end > 0:
        end = int(came[end])
        edges.append(int(places[end]))
    return edges[::-1]


def _places(
    pulse: Pulse,
    heard: NDArray[np.int64],
    lines: NDArray[np.int64],
    returns: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Where a point may stand: bar lines, steps from one even tempo to another, ``returns``.

    None in a rest, except the first; the last is the end of the song.
    """
    beats, first = pulse.beats, int(lines[0])
    count = len(beats)
    bend = np.abs(np.diff(beats, 2))
    around = np.pad(bend, _EVEN_BEATS)
    near = np.stack([around[i : i + len(bend)] for i in range(2 * _EVEN_BEATS + 1)])
    near[_EVEN_BEATS] = 0.0
    steps = np.flatnonzero((bend > 2 * TOLERANCE_S) & (bend > 3 * near.max(axis=0))) + 1
    inside = steps[(steps > first + 1) & (steps < count - 2)]
    later = np.concatenate([lines, inside, returns[returns > first]])
    later = np.intersect1d(later, heard)
    return np.concatenate([[first], later[later > first], [count]])


def _reach(
    heard: NDArray[np.int64], times: NDArray[np.float64], at: NDArray[np.int64], a: int
) -> int:
    """The farthest place up to which one line from place ``a`` keeps all beats, or the next."""

    def fits(place: int) -> bool:
        own = slice(at[a], at[place])
        return _fit(heard[own], times[own]).stray <= TOLERANCE_S

    last = len(at) - 1
    low, step = a + 1, 1
    while low < last and fits(min(low + step, last)):
        low = min(low + step, last)
        step *= 2
    high = min(low + step, last)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _fit(numbers: NDArray[np.int64], times: NDArray[np.float64]) -> _Line:
    """Least squares; of fewer than two beats the gap means nothing."""
    if len(times) < 2:
        return _Line(0.0, 0.5, 0.0, 0.0)
    place = numbers - numbers.mean()
    middle = float(times.mean())
    gap = float((place @ (times - middle)) / (place @ place))
    off = times - middle - place * gap
    start = middle - float(numbers.mean()) * gap
    return _Line(start, gap, float(np.abs(off).max()), float(off @ off))


def _line(numbers: NDArray[np.int64], times: NDArray[np.float64], known: Sequence[float]) -> _Line:
    """The best line at a known or else at the roundest tempo that moves no beat by over 1.5 ms.

    The middle stays in place.
    """
    line = _fit(numbers, times)
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
            return _Line(start, gap, stray, float(off @ off))
    return line


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Running sums over beats from which the squared error of any piece's line follows."""

    place: NDArray[np.float64]
    time: NDArray[np.float64]
    both: NDArray[np.float64]
    time_squared: NDArray[np.float64]
    place_squared: NDArray[np.float64]

    @classmethod
    def of(cls, numbers: NDArray[np.int64], times: NDArray[np.float64]) -> _Sums:
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
