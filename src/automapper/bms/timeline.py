"""Measures <-> beats <-> seconds of a chart, exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction

from automapper.bms.model import Chart, Place
from automapper.timing import Stop, TempoMap, TempoPoint

_BEATS = Fraction(4)


def measure_bars(chart: Chart) -> tuple[Fraction, ...]:
    """The beat (quarter notes) on which each measure begins, and the end of the last.

    There are as many measures as it takes to hold everything that the chart places.
    """
    last = max((place.measure for place in _places(chart)), default=0)
    last = max([last, *(measure for measure, _ in chart.lengths)])
    lengths = dict(chart.lengths)
    bars = [Fraction(0)]
    for measure in range(last + 1):
        bars.append(bars[-1] + lengths.get(measure, 1) * 4)
    return tuple(bars)


def _places(chart: Chart) -> Iterator[Place]:
    """The last place of each kind, and the ends of long notes."""
    for row in (chart.notes, chart.background, chart.hidden, chart.mines, chart.tempo, chart.halts):
        if row:
            yield row[-1].place
    for note in chart.notes:
        if note.end is not None:
            yield note.end


def beat_of(bars: Sequence[Fraction], place: Place) -> Fraction:
    """The beat of a place; measures beyond the last one are four beats long."""
    last = len(bars) - 1
    if place.measure >= last:
        return bars[last] + (place.measure - last + place.fraction) * 4
    start = bars[place.measure]
    return start + (bars[place.measure + 1] - start) * place.fraction


def place_of(bars: Sequence[Fraction], beat: Fraction) -> Place:
    """The place of a beat of at least 0; the inverse of :func:`beat_of`."""
    if beat < 0:
        raise ValueError(f"beat {beat} lies before the chart")
    last = len(bars) - 1
    if beat >= bars[last]:
        more, rest = divmod(beat - bars[last], _BEATS)
        return Place(last + int(more), rest / 4)
    measure = bisect_right(bars, beat) - 1
    start = bars[measure]
    return Place(measure, (beat - start) / (bars[measure + 1] - start))


def tempo_map(chart: Chart) -> TempoMap:
    """Beats <-> seconds of a chart, 0 s at its first measure.

    Of several tempi at one place the last counts; stops at one place add up, and a stop in beats
    is measured with the tempo that holds from its place on.
    """
    bars = measure_bars(chart)
    tempi = {Fraction(0): chart.bpm}
    for change in chart.tempo:
        tempi[beat_of(bars, change.place)] = change.bpm
    points = tuple(TempoPoint(beat, bpm) for beat, bpm in sorted(tempi.items()))
    beats = [point.beat for point in points]
    stops: dict[Fraction, Fraction] = {}
    for halt in chart.halts:
        beat = beat_of(bars, halt.place)
        bpm = points[bisect_right(beats, beat) - 1].bpm
        stops[beat] = stops.get(beat, Fraction(0)) + halt.beats * 60 / bpm + halt.seconds
    return TempoMap(
        points, stops=tuple(Stop(beat, seconds) for beat, seconds in sorted(stops.items()))
    )
