"""When a StepMania file's beats sound: tempo changes, stops, delays and warps, exactly.

What the game does is kept: a note on the beat of a stop sounds before it, one on the beat of a
delay after it; a warp jumps over its beats in no time. Old files write warps as negative tempi or
negative stops. ``FileTime`` answers for every beat of the file; its ``tempo_map`` is the same time
with the jumped beats cut out, since a tempo map has no beats that take no time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from automapper.timing import MeterChange, Stop, TempoMap, TempoPoint

# A delay holds the time just before its beat. No row of a chart lies within a millionth of a beat.
BEFORE = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Timing:
    """What the timing tags of a song or chart say, cleaned: beats from 0, sorted, one on a beat.

    ``origin``: time of beat 0, s. ``warps``: (first beat, beat behind it), apart from each other.
    ``fakes``: stretches of beats whose notes are not judged.
    """

    points: tuple[TempoPoint, ...]
    origin: Fraction = Fraction(0)
    stops: tuple[Stop, ...] = ()
    delays: tuple[Stop, ...] = ()
    warps: tuple[tuple[Fraction, Fraction], ...] = ()
    fakes: tuple[tuple[Fraction, Fraction], ...] = ()
    meters: tuple[MeterChange, ...] = ()


class _Sums:
    """Running sums of what has happened by a beat."""

    def __init__(self, items: Iterable[tuple[Fraction, Fraction]]) -> None:
        pairs = tuple(items)
        self.beats = [beat for beat, _ in pairs]
        self.totals = [Fraction(0), *accumulate(amount for _, amount in pairs)]

    def before(self, beat: Fraction) -> Fraction:
        return self.totals[bisect_left(self.beats, beat)]

    def until(self, beat: Fraction) -> Fraction:
        return self.totals[bisect_right(self.beats, beat)]


class _Bare:
    """Seconds of beats by the tempi alone."""

    def __init__(self, points: tuple[TempoPoint, ...], origin: Fraction) -> None:
        self.beats = [point.beat for point in points]
        self.lengths = [60 / point.bpm for point in points]
        self.times = [origin + points[0].beat * self.lengths[0]]
        for (a, b), length in zip(pairwise(self.beats), self.lengths, strict=False):
            self.times.append(_short(self.times[-1] + (b - a) * length))

    def seconds(self, beat: Fraction) -> Fraction:
        i = max(bisect_right(self.beats, beat) - 1, 0)
        return self.times[i] + (beat - self.beats[i]) * self.lengths[i]


def _short(time: Fraction) -> Fraction:
    """The time itself; where hundreds of odd tempi made its denominator huge, to a picosecond."""
    return time if time.denominator.bit_length() <= 4096 else Fraction(round(time * 10**12), 10**12)


class FileTime:
    """The time of every beat of a file."""

    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self._bare = _Bare(timing.points, timing.origin)
        self._stops = _Sums((stop.beat, stop.seconds) for stop in timing.stops)
        self._delays = _Sums((stop.beat, stop.seconds) for stop in timing.delays)
        seconds = self._bare.seconds
        self._lost_time = _Sums((a, seconds(b) - seconds(a)) for a, b in timing.warps)
        self._lost_beats = _Sums((a, b - a) for a, b in timing.warps)

    def seconds(self, beat: Fraction) -> Fraction:
        """When a note on this beat sounds, s."""
        return self._moving(beat) + self._stops.before(beat) + self._delays.until(beat)

    def resumes(self, beat: Fraction) -> Fraction:
        """When the beats go on from this one: behind the stop on it, s."""
        return self._moving(beat) + self._stops.until(beat) + self._delays.until(beat)

    def _moving(self, beat: Fraction) -> Fraction:
        rest = self._rest_of_warp(beat)
        lost = self._lost_time.before(beat)
        if rest:
            lost -= self._bare.seconds(beat + rest) - self._bare.seconds(beat)
        return self._bare.seconds(beat) - lost

    def played(self, beat: Fraction) -> Fraction:
        """The beat of ``tempo_map`` that a beat of the file is; warped beats are their warp's."""
        return beat - self._lost_beats.before(beat) + self._rest_of_warp(beat)

    def _rest_of_warp(self, beat: Fraction) -> Fraction:
        warps = self.timing.warps
        index = bisect_left(warps, beat, key=lambda warp: warp[0]) - 1
        return max(warps[index][1] - beat, Fraction(0)) if index >= 0 else Fraction(0)

    def is_silent(self, beat: Fraction) -> bool:
        """Whether notes on this beat are not played: warped over (unless time stops) or fake."""
        return _inside(self.timing.fakes, beat) or (
            _inside(self.timing.warps, beat) and not self._stands_on(beat)
        )

    def _stands_on(self, beat: Fraction) -> bool:
        return any(sums.until(beat) != sums.before(beat) for sums in (self._stops, self._delays))

    @property
    def tempo_map(self) -> TempoMap:
        """The played beats: a note sounds at ``tempo_map.seconds(played(beat))``.

        Only notes on a stop inside a warp do not: their beats take no time, so the map holds one
        stop for all of them.
        """
        points = {self.played(point.beat): point for point in self.timing.points}
        held: dict[Fraction, Fraction] = {}
        for stop in self.timing.stops:
            # Behind a warp all its stops are over, so they stand before the beat it ends on.
            early = BEFORE if _inside(self.timing.warps, stop.beat) else Fraction(0)
            place = self.played(stop.beat) - early
            held[place] = held.get(place, Fraction(0)) + stop.seconds
        for delay in self.timing.delays:
            place = self.played(delay.beat) - BEFORE
            held[place] = held.get(place, Fraction(0)) + delay.seconds
        # Beat 0 is reached at the origin of the file; a stop before it would move the map's own.
        early_stops = sum((s for b, s in held.items() if b < 0), Fraction(0))
        return TempoMap(
            tuple(TempoPoint(beat, points[beat].bpm) for beat in sorted(points)),
            self.timing.origin + early_stops,
            tuple(Stop(beat, held[beat]) for beat in sorted(held)),
        )

    def turns(self) -> Iterator[Fraction]:
        """Beats of the file from which its beats run on differently, sorted: there a redline is."""
        timing = self.timing
        beats = {point.beat for point in timing.points if not _inside(timing.warps, point.beat)}
        beats |= {stop.beat for stop in (*timing.stops, *timing.delays)}
        beats |= {end for _, end in timing.warps}
        beats |= {change.beat for change in timing.meters}
        yield from sorted(beats)


def _inside(stretches: tuple[tuple[Fraction, Fraction], ...], beat: Fraction) -> bool:
    index = bisect_right(stretches, beat, key=lambda stretch: stretch[0]) - 1
    return index >= 0 and beat < stretches[index][1]
