"""What rules about a chart file look at: its notes with their times, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from automapper.bms.checks.rule import Preset
from automapper.bms.lanes import FREE_ZONE, columns_of, is_double, key_lanes
from automapper.bms.model import Chart, KeyMode, Lane, Note
from automapper.bms.timeline import beat_of, measure_bars, tempo_map
from automapper.timing import TempoMap


@dataclass(frozen=True, slots=True)
class Press:
    """A note with its beats and seconds; of a tap, head and end are the same."""

    note: Note
    beat: Fraction
    end_beat: Fraction
    seconds: float
    end_seconds: float

    @property
    def is_hold(self) -> bool:
        """Whether it is a long note."""
        return self.note.end is not None


@dataclass(frozen=True, slots=True)
class ChartSubject:
    """A chart made ready.

    ``presses`` are its notes in order of time, ``lanes`` the same by lane, sorted. ``missing`` are
    the ids whose sample is not in the package; None: nobody looked. ``reading`` are the reader's
    warnings. ``part`` names the chart.
    """

    chart: Chart
    bars: tuple[Fraction, ...]
    tempo: TempoMap
    presses: tuple[Press, ...]
    lanes: tuple[tuple[Lane, tuple[Press, ...]], ...]
    missing: tuple[str, ...] | None = None
    reading: tuple[str, ...] = ()
    part: str = ""
    preset: Preset = Preset.DEFAULT

    @property
    def defined(self) -> frozenset[str]:
        """The ids that have a sample."""
        return frozenset(wav_id for wav_id, _ in self.chart.samples)


def prepare_chart(
    chart: Chart,
    *,
    missing: tuple[str, ...] | None = None,
    reading: tuple[str, ...] = (),
    part: str = "",
) -> ChartSubject:
    """A chart as the rules want it."""
    bars, tempo = measure_bars(chart), tempo_map(chart)
    starts = [beat_of(bars, note.place) for note in chart.notes]
    ends = [
        start if note.end is None else beat_of(bars, note.end)
        for note, start in zip(chart.notes, starts, strict=True)
    ]
    times = zip(
        chart.notes,
        starts,
        ends,
        tempo.seconds_array([float(beat) for beat in starts]).tolist(),
        tempo.seconds_array([float(beat) for beat in ends]).tolist(),
        strict=True,
    )
    presses = tuple(
        sorted((Press(*values) for values in times), key=lambda one: (one.beat, one.note.lane))
    )
    lanes: dict[Lane, list[Press]] = {}
    for one in presses:
        lanes.setdefault(one.note.lane, []).append(one)
    by_lane = tuple((lane, tuple(lanes[lane])) for lane in sorted(lanes))
    return ChartSubject(chart, bars, tempo, presses, by_lane, missing, reading, part)


def column_of(mode: KeyMode, lane: Lane) -> tuple[int, ...]:
    """A lane's column, from 0, as an issue names it; nothing for a lane that the mode lacks."""
    columns = columns_of(mode)
    return (columns.index(lane),) if lane in columns else ()


def lane_name(mode: KeyMode, lane: Lane) -> str:
    """A lane in words: "key 3", "scratch"; with its side in double play."""
    keys = key_lanes(mode)
    if lane.is_scratch:
        name = "scratch"
    elif lane.key == FREE_ZONE:
        name = "free zone"
    elif mode is KeyMode.NINE and lane in keys:
        name = f"key {keys.index(lane) + 1}"
    else:
        name = f"key {lane.key}"
    return f"{'left' if lane.side == 0 else 'right'} {name}" if is_double(mode) else name
