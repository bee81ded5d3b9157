"""What a store keeps of a song: beats, the human grid, the Ear's grid, each chart on both."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from automapper.ear import Pulse
from automapper.errors import FormatError
from automapper.osumania.dataset.fit import Fit, Timing
from automapper.osumania.dataset.grids import Snapped, Times, snapped
from automapper.osumania.song_charts import SongChart
from automapper.osumania.stars import star_rating
from automapper.osumania.truths import chart_beats
from automapper.timing import TempoMap, nearest

FORMAT = 2
_SAME_S = 1e-6


def annotate(kept: Sequence[Fit], pulse: Pulse) -> dict[str, Any]:
    """The annotation of the charts of one song, at least one; the first one's timing is the song's.

    ``beats`` and ``downbeats`` are where the attacks are: the chart's own times plus the measured
    shift. Everything under ``human`` and the times of notes are the charts' own. A chart that
    counts other beats than the first brings its ``timing``.
    """
    timing = kept[0].timing
    song, shift = timing.song, timing.alignment.shift
    beats, bars = chart_beats(song.chart.redlines, pulse.duration, shift)
    times = song.times
    return {
        "format": FORMAT,
        "beats": _seconds(beats),
        "downbeats": _seconds(_shown(bars, song, shift)),
        "meter": song.meter,
        "span": _seconds(np.array([times[0], times[-1]]) + shift),
        "human": _human(timing),
        "ear": {
            "profile": pulse.profile,
            "confidence": round(pulse.confidence, 4),
            "meter": pulse.meter.beats,
            "tempo_map": tempo_record(pulse.tempo_map),
        },
        "charts": [
            _chart(fit, None if fit.timing is timing else fit.timing, pulse) for fit in kept
        ],
    }


def _shown(downbeats: Times, song: SongChart, shift: float) -> Times:
    """Without those on redlines that hide their bar line: they stand in the middle of a bar."""
    hidden = [float(line.time) / 1000 + shift for line in song.chart.redlines if line.omit_barline]
    if not hidden or not len(downbeats):
        return downbeats
    near = nearest(downbeats, hidden)
    return np.delete(downbeats, near[np.abs(downbeats[near] - hidden) < _SAME_S])


def _human(timing: Timing) -> dict[str, Any]:
    return {
        "shift_ms": round(timing.alignment.shift * 1000, 3),
        "tempo_map": tempo_record(timing.song.tempo_map),
        "redlines": [
            [str(line.time), str(line.beat_length), line.meter, line.omit_barline]
            for line in timing.song.chart.redlines
        ],
    }


def tempo_record(tempo: TempoMap) -> dict[str, Any]:
    """A tempo map in JSON: exact fractions as text."""
    return {
        "origin": str(tempo.origin),
        "points": [[str(point.beat), str(point.bpm)] for point in tempo.points],
        "stops": [[str(stop.beat), str(stop.seconds)] for stop in tempo.stops],
    }


def _chart(fit: Fit, own: Timing | None, pulse: Pulse) -> dict[str, Any]:
    chart, words = fit.song.chart, fit.song.chart.words
    human, ear = on_grids(fit, pulse)
    return {
        "file": fit.song.file,
        "version": words.version,
        "level": fit.song.level,
        "stars": _stars(fit.song),
        "mapper": words.song.mapper,
        "keys": chart.keys,
        "holds": sum(note.end is not None for note in chart.notes),
        "shift_ms": round(fit.alignment.shift * 1000, 3),
        "sharpness": round(fit.alignment.sharpness, 2),
        "drift_ms": round(fit.alignment.drift * 1000, 1),
        "human_10ms": round(human.within, 4),
        "ear_10ms": round(ear.within, 4) if ear else None,
        "timing": _human(own) if own else None,
        "notes": _rows(fit.song, human, ear),
    }


def on_grids(fit: Fit, pulse: Pulse) -> tuple[Snapped, Snapped | None]:
    """The chart's notes on the human grid, and on the Ear's (None where it finds no pulse)."""
    times, timing = fit.song.times, fit.timing
    human = snapped(timing.song.tempo_map, times)
    if pulse.profile == "none":
        return human, None
    return human, snapped(pulse.tempo_map, times + timing.alignment.shift)


def _rows(song: SongChart, human: Snapped, ear: Snapped | None) -> list[list[Any]]:
    return [
        [
            note.column,
            _ms(note.time),
            None if note.end is None else _ms(note.end),
            str(human.beats[i]),
            round(float(human.residuals[i]), 3),
            str(ear.beats[i]) if ear else None,
            round(float(ear.residuals[i]), 3) if ear else None,
        ]
        for i, note in enumerate(song.chart.notes)
    ]


def _stars(song: SongChart) -> float | None:
    try:
        return round(star_rating(song.chart, song.file), 2)
    except FormatError:
        return None


def _ms(time: Fraction) -> float:
    return round(float(time), 6)


def _seconds(times: Times) -> list[float]:
    return [round(float(time), 6) for time in times]
