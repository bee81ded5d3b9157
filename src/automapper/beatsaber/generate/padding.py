"""Silence in front: how a song's own time becomes the time of its level.

A level counts beats from sample 0 of its audio. The song is never cut; silence is put in front so
that its bar lines fall on whole bars of the level and the first note comes late enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from automapper.ear.pulse import Pulse
from automapper.timing import TempoMap, TempoPoint

HOT_START_S = 1.5  # no object earlier than this (ScoreSaber and BeatLeader criteria)
_WHOLE_S = 0.001  # nearer to a whole beat than this needs no silence


@dataclass(frozen=True, slots=True)
class Padding:
    """``seconds`` of silence (a whole number of samples at ``sample_rate``) and the beats it adds.

    ``tempo_map`` counts the level's beats in the song's own seconds: its beat 0 lies ``seconds``
    before the song's first sample.
    """

    samples: int
    sample_rate: int
    tempo_map: TempoMap

    @property
    def seconds(self) -> float:
        """Length of the silence, s."""
        return self.samples / self.sample_rate

    def apply(self, pulse: Pulse) -> Pulse:
        """The pulse with the level's beats; its seconds stay those of the song."""
        return replace(pulse, tempo_map=self.tempo_map)

    def level_tempo(self) -> TempoMap:
        """The same map in the level's own seconds."""
        return replace(
            self.tempo_map, origin=self.tempo_map.origin + Fraction(self.samples, self.sample_rate)
        )


def plan_padding(pulse: Pulse, first_sound: float, sample_rate: int) -> Padding:
    """The least silence that puts bars on whole bars and the first sound past the hot start.

    ``first_sound``: when the music begins, s. A song that already starts on a whole beat of the
    level and late enough keeps its audio as it is.
    """
    source = pulse.tempo_map
    start = float(source.seconds(Fraction(0)))
    beat_s = 60.0 / float(source.bpm_at(Fraction(0)))
    wait = max(0.0, HOT_START_S - first_sound)
    whole = round(start / beat_s)
    if wait == 0.0 and abs(start - whole * beat_s) < _WHOLE_S:
        return Padding(0, sample_rate, _shift(source, whole, Fraction(0)))
    bar = pulse.meter.beats
    bars = max(0, math.ceil((start + wait - _WHOLE_S) / (beat_s * bar)))
    samples = max(0, round((bars * bar * beat_s - start) * sample_rate))
    tempo_map = _shift(source, bars * bar, Fraction(-samples, sample_rate))
    return Padding(samples, sample_rate, tempo_map)


def _shift(source: TempoMap, beats: int, origin: Fraction) -> TempoMap:
    """``source`` with ``beats`` more in front; beat 0 of the result lies at ``origin`` s."""
    # What stands before the first downbeat is over: the silence was measured at that one's tempo.
    later = (point for point in source.points if point.beat > 0 and point.beat + beats > 0)
    points = (
        TempoPoint(Fraction(0), source.bpm_at(Fraction(0))),
        *(replace(point, beat=point.beat + beats) for point in later),
    )
    stops = tuple(replace(stop, beat=stop.beat + beats) for stop in source.stops)
    return TempoMap(points, origin, stops)
