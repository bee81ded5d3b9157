"""Redlines for a StepMania timing: note times never depend on them, bar lines do.

A redline stands where beats begin to run on: at beat 0, at a tempo change, behind a stop (a tempo
map has no word for standing still: the beat of the stop sounds on the old line, and the next beat
is counted from the new one), on a delayed beat, behind a warp, at a new metre. In the middle of a
bar it hides its bar line and a second redline stands on the next bar. Tempi that no game shows
(charts hurry between stops at millions of beats a minute) get no redline: the last one goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from automapper.osumania.formats.stepmania_timing import FileTime, Timing
from automapper.osumania.model import Redline

_FOUR = 4
FASTEST_BPM = 10_000  # the editor's shortest beat is 6 ms


def redlines(time: FileTime) -> tuple[Redline, ...]:
    """Redlines in ms, sorted, one at a time; the first is beat 0's."""
    turns = [Fraction(0), *(beat for beat in time.turns() if beat > 0)]
    delayed = {stop.beat for stop in time.timing.delays}
    found: dict[Fraction, Redline] = {}
    for i, beat in enumerate(turns):
        moments = {time.resumes(beat)}
        if beat in delayed or not beat:
            moments.add(time.seconds(beat))
        start, beats = _bar(time.timing, beat)
        for moment in sorted(moments):
            _put(found, time.timing, beat, moment, omit=beat != start)
        following = start + beats
        if beat != start and (i + 1 == len(turns) or following < turns[i + 1]):
            _put(found, time.timing, following, time.seconds(following), omit=False)
    return tuple(found[moment] for moment in sorted(found))


def _put(
    found: dict[Fraction, Redline], timing: Timing, beat: Fraction, seconds: Fraction, omit: bool
) -> None:
    index = max(bisect_right(timing.points, beat, key=lambda point: point.beat) - 1, 0)
    length = 60000 / timing.points[index].bpm
    if found and length < Fraction(60000, FASTEST_BPM):
        return
    meter = _bar(timing, beat)[1]
    found[seconds * 1000] = Redline(seconds * 1000, length, meter, omit_barline=omit)


def _bar(timing: Timing, beat: Fraction) -> tuple[Fraction, int]:
    """First beat of the bar that a beat lies in, and the bar's beats."""
    index = bisect_right(timing.meters, beat, key=lambda change: change.beat) - 1
    start = timing.meters[index].beat if index >= 0 else Fraction(0)
    beats = timing.meters[index].meter.beats if index >= 0 else _FOUR
    return start + (beat - start) // beats * beats, beats
