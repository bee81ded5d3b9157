"""Times as .osu files want them: whole milliseconds, counted from whole redlines."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from fractions import Fraction

from automapper.osumania.formats.osu_numbers import rounded
from automapper.osumania.model import Break, Chart, Greenline, Note, TimingPoint


def whole_ms(chart: Chart) -> Chart:
    """The chart with every time on a whole millisecond; a chart that is so already comes back.

    The offset of each redline is rounded first; what follows moves by as much as its redline did
    and is rounded then, so that a note lies within half a millisecond of the grid that the game
    draws. Half a millisecond rounds up. What precedes the first redline moves with it.
    """
    if _is_whole(chart):
        return chart
    starts = [red.time for red in chart.redlines]

    def place(time: Fraction) -> Fraction:
        at = max(bisect_right(starts, time) - 1, 0)
        moved = rounded(starts[at]) - starts[at] if starts else Fraction(0)
        return Fraction(rounded(time + moved))

    def note(old: Note) -> Note:
        end = None if old.end is None else place(old.end)
        return replace(old, time=place(old.time), end=end)

    points: list[TimingPoint] = [replace(point, time=place(point.time)) for point in chart.points]
    points.sort(key=lambda point: (point.time, isinstance(point, Greenline)))
    notes = sorted((note(old) for old in chart.notes), key=lambda new: new.time)
    breaks = tuple(
        Break(Fraction(rounded(pause.start)), Fraction(rounded(pause.end)))
        for pause in chart.breaks
    )
    return replace(chart, points=tuple(points), notes=tuple(notes), breaks=breaks)


def _is_whole(chart: Chart) -> bool:
    times = [time for note in chart.notes for time in (note.time, note.end) if time is not None]
    times += [point.time for point in chart.points]
    times += [time for pause in chart.breaks for time in (pause.start, pause.end)]
    return all(time.denominator == 1 for time in times)
