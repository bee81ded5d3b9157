"""The tempo a chart is played at."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from automapper.beatsaber.model import BpmEvent, Chart, Level
from automapper.timing import TempoMap, TempoPoint, exact


def level_tempo(level: Level, chart: Chart) -> TempoMap:
    """Beats <-> seconds of a chart, counted from sample 0 of the audio.

    The level's tempo holds until the first BPM event. ``song_offset`` is not applied: current
    versions of the game ignore it.
    """
    return tempo_of(level.bpm, chart.bpm_events)


def tempo_of(bpm: float, events: Iterable[BpmEvent]) -> TempoMap:
    """Beats <-> seconds of a first tempo and its changes; of several on one beat the last holds."""
    points = {Fraction(0): TempoPoint(Fraction(0), exact(bpm))}
    for event in sorted(events, key=lambda event: event.beat):
        beat = max(event.beat, Fraction(0))  # the game reads tempo from the start of the song
        points[beat] = TempoPoint(beat, exact(event.bpm))
    return TempoMap(tuple(points[beat] for beat in sorted(points)))
