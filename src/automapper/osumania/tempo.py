"""Redlines and the exact tempo map: beats of a chart, and where notes on them stand in ms.

A redline begins a new bar. It stands on the beat on which the grid before it puts it: the coarsest
of 1/1, 1/2, 1/3 ... 1/48 within 2 ms (whole milliseconds put every redline a little off), else
the nearest 1/48. What time that takes from or gives to the stretch since the last whole beat, that
stretch keeps as a tempo of its own, so the map agrees with every redline to the last digit.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

from automapper.errors import ConfigError
from automapper.osumania.formats.osu_numbers import rounded
from automapper.osumania.model import Chart, Greenline, Redline, TimingPoint
from automapper.osumania.scroll import usual_beat
from automapper.timing import Meter, MeterChange, TempoMap, TempoPoint

FINEST = 48  # every snap of human 4K charts lies on 1/48 of a beat
_DIVISORS = (1, 2, 3, 4, 6, 8, 12, 16, 24, FINEST)
_NEAR_MS = 2
_FOUR = Meter(4)


@dataclass(frozen=True, slots=True)
class Piece:
    """A redline, the beat it stands on (the first on 0) and how long its beats last in ms."""

    redline: Redline
    beat: Fraction
    beat_length: Fraction


def pieces(redlines: Sequence[Redline]) -> tuple[Piece, ...]:
    """The redlines in order of time with their beats; of two at once the later in the file counts.

    ConfigError where there is no redline: such a chart has no beats.
    """
    if not redlines:
        raise ConfigError("a chart without a redline has no tempo")
    by_time = {red.time: red for red in sorted(redlines, key=lambda red: red.time)}
    found: list[Piece] = []
    for red in by_time.values():
        beat = _standing(found[-1], red.time) if found else Fraction(0)
        found.append(Piece(red, beat, red.counted_length))
    return tuple(found)


def _standing(before: Piece, time: Fraction) -> Fraction:
    """The beat on which the grid of the piece before puts a redline."""
    passed = (time - before.redline.time) / before.beat_length
    for divisor in _DIVISORS:
        near = Fraction(rounded(passed * divisor), divisor)
        if near and abs(near - passed) * before.beat_length <= _NEAR_MS:
            return before.beat + near
    return before.beat + max(Fraction(rounded(passed * FINEST), FINEST), Fraction(1, FINEST))


def tempo_map(redlines: Sequence[Redline]) -> TempoMap:
    """Beats <-> seconds of a chart; beat 0 is the first redline. ConfigError without redlines."""
    found = pieces(redlines)
    points: list[TempoPoint] = []
    for piece, following in pairwise(found):
        points += _stretch(piece, following)
    points.append(TempoPoint(found[-1].beat, 60000 / found[-1].beat_length))
    return TempoMap(tuple(points), found[0].redline.time / 1000)


def _stretch(piece: Piece, following: Piece) -> list[TempoPoint]:
    """The tempi from one redline to the next; the last, cut or stretched beat has its own."""
    bpm = 60000 / piece.beat_length
    beats = following.beat - piece.beat
    lasts = following.redline.time - piece.redline.time
    if lasts == beats * piece.beat_length:
        return [TempoPoint(piece.beat, bpm)]
    whole = math.ceil(beats) - 1
    left = lasts - whole * piece.beat_length
    if left <= 0:  # it stands a hair after a whole beat, and beats are very short
        whole, left = 0, lasts
    last = TempoPoint(piece.beat + whole, (beats - whole) * 60000 / left)
    return [TempoPoint(piece.beat, bpm), last] if whole else [last]


def meter_changes(redlines: Sequence[Redline]) -> tuple[MeterChange, ...]:
    """Where bars begin anew, and how many beats they have: at every redline."""
    return tuple(
        MeterChange(piece.beat, Meter(max(piece.redline.meter, 1))) for piece in pieces(redlines)
    )


def note_ms(redlines: Sequence[Redline] | Sequence[Piece], beat: Fraction) -> int:
    """Where a note on a beat stands in a .osu file, ms.

    The offset of the redline in force is rounded first, the note is counted from there with the
    full length of a beat, and then rounded: so it lies within .5 ms of the line the game draws.
    For many notes give the :func:`pieces` of the redlines, which are worked out once then.
    """
    found = _worked_out(redlines)
    at = max(bisect_right(found, beat, key=lambda piece: piece.beat) - 1, 0)
    piece = found[at]
    return rounded(rounded(piece.redline.time) + (beat - piece.beat) * piece.beat_length)


def note_beat(redlines: Sequence[Redline] | Sequence[Piece], time: Fraction) -> Fraction:
    """The beat of a time in ms on the grid of the redline in force; exact, not snapped.

    For many notes give the :func:`pieces` of the redlines.
    """
    found = _worked_out(redlines)
    at = max(bisect_right(found, time, key=lambda piece: piece.redline.time) - 1, 0)
    piece = found[at]
    return piece.beat + (time - piece.redline.time) / piece.beat_length


def _worked_out(redlines: Sequence[Redline] | Sequence[Piece]) -> Sequence[Piece]:
    if redlines and isinstance(redlines[0], Piece):
        return cast(Sequence[Piece], redlines)
    return pieces(cast(Sequence[Redline], redlines))


def redlines_of(
    tempo: TempoMap, meters: Sequence[MeterChange] = (), like: Redline | None = None
) -> tuple[Redline, ...]:
    """The redlines that draw a tempo map: one for each tempo, stop and change of metre.

    Times are exact, ms; the writer rounds them. ``meters`` (4/4 from the first tempo where empty)
    say where bars begin. A redline within a bar hides its bar line, and another one follows on the
    next bar line. ``like`` gives hit sounds and volume.
    """
    like = like or Redline(Fraction(0), Fraction(500))
    changes = tuple(meters) or (MeterChange(tempo.points[0].beat, _FOUR),)
    held = {stop.beat: stop.seconds for stop in tempo.stops}
    wanted = sorted(
        {point.beat for point in tempo.points} | held.keys() | {change.beat for change in changes}
    )
    found: list[Redline] = []
    for at, beat in enumerate(wanted):
        found.append(_redline(tempo, changes, beat, like))
        line = _next_bar(changes, beat)
        if found[-1].omit_barline and (at + 1 == len(wanted) or line < wanted[at + 1]):
            found.append(_redline(tempo, changes, line, like))
    return tuple(found)


def _redline(
    tempo: TempoMap, changes: Sequence[MeterChange], beat: Fraction, like: Redline
) -> Redline:
    stopped = sum((stop.seconds for stop in tempo.stops if stop.beat == beat), Fraction(0))
    change = _change_at(changes, beat)
    return replace(
        like,
        time=(tempo.seconds(beat) + stopped) * 1000,
        beat_length=60000 / tempo.bpm_at(beat),
        meter=change.meter.beats,
        omit_barline=bool((beat - change.beat) % change.meter.beats),
    )


def _change_at(changes: Sequence[MeterChange], beat: Fraction) -> MeterChange:
    return changes[max(bisect_right(changes, beat, key=lambda change: change.beat) - 1, 0)]


def _next_bar(changes: Sequence[MeterChange], beat: Fraction) -> Fraction:
    change = _change_at(changes, beat)
    bars = math.floor((beat - change.beat) / change.meter.beats) + 1
    return change.beat + bars * change.meter.beats


def steady_scroll(chart: Chart) -> Chart:
    """The chart with a greenline at each redline that undoes its BPM: SV = main BPM / BPM.

    A chart of one BPM comes back as it is, and greenlines that stand at a redline already stay.
    """
    redlines = chart.redlines
    if len({red.beat_length for red in redlines}) < 2:
        return chart
    last = max((note.release for note in chart.notes), default=redlines[-1].time)
    main = usual_beat(redlines, last)
    held = {point.time for point in chart.points if isinstance(point, Greenline)}
    points: list[TimingPoint] = list(chart.points)
    points += [
        _undoing(piece, main) for piece in pieces(redlines) if piece.redline.time not in held
    ]
    points.sort(key=lambda point: (point.time, isinstance(point, Greenline)))
    return replace(chart, points=tuple(points))


def _undoing(piece: Piece, main: Fraction) -> Greenline:
    red = piece.redline
    return Greenline(
        red.time,
        piece.beat_length / main,
        red.meter,
        red.sample_set,
        red.sample_index,
        red.volume,
        red.kiai,
    )
