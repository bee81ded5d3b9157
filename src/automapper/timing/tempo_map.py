"""Beats <-> seconds, exactly: piecewise constant tempo with stops."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from automapper.timing.beats import exact

# (beat, time it is reached, time held there, bpm after it)
_Knot = tuple[Fraction, Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class TempoPoint:
    """From ``beat`` on, the tempo is ``bpm`` beats per minute."""

    beat: Fraction
    bpm: Fraction

    def __post_init__(self) -> None:
        if self.bpm <= 0:
            raise ValueError(f"a tempo must be positive, not {self.bpm}")


@dataclass(frozen=True, slots=True)
class Stop:
    """Time stands still for ``seconds`` once ``beat`` has been reached."""

    beat: Fraction
    seconds: Fraction

    def __post_init__(self) -> None:
        if self.seconds < 0:
            raise ValueError("a stop cannot last less than nothing")


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Beats <-> seconds. ``points`` are sorted by beat, no two on one beat, at least one.

    ``origin`` is the time of beat 0 in seconds. The first tempo also holds before its own beat.
    Arithmetic is exact in ``Fraction``; the array forms are float64 (error below 1 ns in an hour).
    """

    points: tuple[TempoPoint, ...]
    origin: Fraction = Fraction(0)
    stops: tuple[Stop, ...] = ()
    # Worked out when first asked for: many maps are only written down.
    _known_knots: tuple[_Knot, ...] | None = field(
        default=None, init=False, repr=False, compare=False
    )
    _known_arrays: tuple[NDArray[np.float64], ...] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError("a tempo map needs at least one tempo")
        for items in (self.points, self.stops):
            beats = [item.beat for item in items]
            if any(a >= b for a, b in pairwise(beats)):
                raise ValueError("tempo points and stops must be sorted, one on a beat")

    @classmethod
    def constant(cls, bpm: float | Fraction, origin: float | Fraction = 0) -> TempoMap:
        """One tempo for the whole song; floats are taken at their shortest decimal."""
        return cls((TempoPoint(Fraction(0), exact(bpm)),), exact(origin))

    @property
    def is_constant(self) -> bool:
        """Whether one tempo without stops holds throughout."""
        return len(self.points) == 1 and not self.stops

    def bpm_at(self, beat: Fraction) -> Fraction:
        """Tempo in force at ``beat``."""
        index = bisect_right(self.points, beat, key=lambda point: point.beat) - 1
        return self.points[max(index, 0)].bpm

    def seconds(self, beat: Fraction | int) -> Fraction:
        """Time of ``beat`` in seconds; the beat of a stop itself is where the stop begins."""
        knots = self._knots()
        index = max(bisect_right(knots, beat, key=lambda knot: knot[0]) - 1, 0)
        start, begin, held, bpm = knots[index]
        if beat == start:
            return begin
        return (
            begin + held + (beat - start) * 60 / bpm
            if beat > start
            else (begin - (start - beat) * 60 / bpm)
        )

    def beat(self, seconds: Fraction | float) -> Fraction:
        """Beat sounding at a time in seconds; inside a stop, the beat of the stop."""
        time = exact(seconds)
        knots = self._knots()
        index = max(bisect_right(knots, time, key=lambda knot: knot[1]) - 1, 0)
        start, begin, held, bpm = knots[index]
        moved = time - begin - held if time >= begin else time - begin
        return (
            start + max(moved, Fraction(0)) * bpm / 60
            if time >= begin
            else (start + moved * bpm / 60)
        )

    def seconds_array(self, beats: ArrayLike) -> NDArray[np.float64]:
        """Times of many beats, s, float64; same shape as ``beats``."""
        start, begin, held, bpm = self._knot_arrays()
        x = np.asarray(beats, dtype=np.float64)
        i = np.maximum(np.searchsorted(start, x, side="right") - 1, 0)
        return np.asarray(
            begin[i] + np.where(x > start[i], held[i], 0.0) + (x - start[i]) * 60.0 / bpm[i]
        )

    def beats_array(self, seconds: ArrayLike) -> NDArray[np.float64]:
        """Beats at many times, float64; same shape as ``seconds``."""
        start, begin, held, bpm = self._knot_arrays()
        t = np.asarray(seconds, dtype=np.float64)
        i = np.maximum(np.searchsorted(begin, t, side="right") - 1, 0)
        moved = t - begin[i]
        moved = np.where(moved > 0, np.maximum(moved - held[i], 0.0), moved)
        return np.asarray(start[i] + moved * bpm[i] / 60.0)

    def _knots(self) -> tuple[_Knot, ...]:
        if self._known_knots is None:
            object.__setattr__(self, "_known_knots", _knots(self))
        assert self._known_knots is not None
        return self._known_knots

    def _knot_arrays(self) -> tuple[NDArray[np.float64], ...]:
        if self._known_arrays is None:
            columns = zip(*self._knots(), strict=True)
            arrays = tuple(np.array(column, dtype=np.float64) for column in columns)
            object.__setattr__(self, "_known_arrays", arrays)
        assert self._known_arrays is not None
        return self._known_arrays


def _knots(tempo_map: TempoMap) -> tuple[_Knot, ...]:
    """Wherever the tempo changes or time stands still, and beat 0; sorted by beat."""
    tempi = {point.beat: point.bpm for point in tempo_map.points}
    stops = {stop.beat: stop.seconds for stop in tempo_map.stops}
    # Beat 0 is always a knot, because the origin is given there.
    beats = sorted(tempi.keys() | stops.keys() | {Fraction(0)})
    bpm, held, time, last = tempo_map.points[0].bpm, Fraction(0), Fraction(0), beats[0]
    knots: list[_Knot] = []
    for beat in beats:
        time += held + (beat - last) * 60 / bpm
        bpm, held, last = tempi.get(beat, bpm), stops.get(beat, Fraction(0)), beat
        knots.append((beat, time, held, bpm))
    zero = next(knot[1] for knot in knots if knot[0] == 0)
    return tuple((b, t - zero + tempo_map.origin, h, m) for b, t, h, m in knots)
