"""What a store keeps of a charted song: beats, the human grid, the Ear's grid, notes on both."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automapper.ear import Pulse
from automapper.ear.evaluation.note_grid import PLAYED_DIVISORS
from automapper.osumania.dataset.alignment import Alignment
from automapper.osumania.song_charts import SongChart
from automapper.osumania.tempo import FINEST
from automapper.osumania.truths import chart_beats
from automapper.timing import TempoMap, nearest

FORMAT = 1
WITHIN_MS = 10.0
_SAME_S = 1e-6
Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Notes on a grid: the nearest 1/48 of a beat, and the ms by which each note is late there.

    ``within``: the share of notes no farther than 10 ms from a line of 1/3 or 1/4.
    """

    beats: tuple[Fraction, ...]
    residuals: Times
    within: float


def snapped(tempo: TempoMap, times: Times) -> Snapped:
    """Notes at ``times`` (s) on the lines of a tempo map."""
    # Near is asked of the lines most notes stand on: of 1/48 every moment would be near one.
    beats = tempo.beats_array(times)
    steps = np.floor(beats * FINEST + 0.5).astype(np.int64)
    residuals = (times - tempo.seconds_array(steps / FINEST)) * 1000
    far = np.min([_from_lines(tempo, beats, times, divisor) for divisor in PLAYED_DIVISORS], axis=0)
    within = float((far <= WITHIN_MS).mean()) if len(times) else 0.0
    return Snapped(tuple(Fraction(int(step), FINEST) for step in steps), residuals, within)


def _from_lines(tempo: TempoMap, beats: Times, times: Times, divisor: int) -> Times:
    lines = tempo.seconds_array(np.floor(beats * divisor + 0.5) / divisor)
    return np.asarray(np.abs(times - lines) * 1000)


def annotate(
    song: SongChart, alignment: Alignment, pulse: Pulse
) -> tuple[dict[str, Any], Snapped, Snapped | None]:
    """(annotation, notes on the human grid, notes on the Ear's grid or None without a pulse).

    ``beats`` and ``downbeats`` are where the attacks are: the chart's own times plus the measured
    shift. Everything under ``human`` and the times of ``notes`` are the chart's own.
    """
    shift = alignment.shift
    beats, bars = chart_beats(song.chart.redlines, pulse.duration, shift)
    downbeats = _shown(bars, song, shift)
    notes = song.chart.notes
    times = np.array([float(note.time) for note in notes]) / 1000
    human = snapped(song.tempo_map, times)
    heard = snapped(pulse.tempo_map, times + shift) if pulse.profile != "none" else None
    rows = [
        [
            note.column,
            _ms(note.time),
            None if note.end is None else _ms(note.end),
            str(human.beats[i]),
            round(float(human.residuals[i]), 3),
            str(heard.beats[i]) if heard else None,
            round(float(heard.residuals[i]), 3) if heard else None,
        ]
        for i, note in enumerate(notes)
    ]
    annotation = {
        "format": FORMAT,
        "beats": _seconds(beats),
        "downbeats": _seconds(downbeats),
        "meter": song.meter,
        "span": _seconds(np.array([times[0], times[-1]]) + shift),
        "chart": _chart(song),
        "human": {
            "shift_ms": round(shift * 1000, 3),
            "sharpness": round(alignment.sharpness, 2),
            "drift_ms": round(alignment.drift * 1000, 1),
            "within_10ms": round(human.within, 4),
            "tempo_map": tempo_record(song.tempo_map),
            "redlines": [
                [str(line.time), str(line.beat_length), line.meter, line.omit_barline]
                for line in song.chart.redlines
            ],
        },
        "ear": _ear(pulse, heard),
        "notes": rows,
    }
    return annotation, human, heard


def _shown(downbeats: Times, song: SongChart, shift: float) -> Times:
    """Without those on redlines that hide their bar line: they stand in the middle of a bar."""
    hidden = [float(line.time) / 1000 + shift for line in song.chart.redlines if line.omit_barline]
    if not hidden or not len(downbeats):
        return downbeats
    near = nearest(downbeats, hidden)
    return np.delete(downbeats, near[np.abs(downbeats[near] - hidden) < _SAME_S])


def tempo_record(tempo: TempoMap) -> dict[str, Any]:
    """A tempo map in JSON: exact fractions as text."""
    return {
        "origin": str(tempo.origin),
        "points": [[str(point.beat), str(point.bpm)] for point in tempo.points],
        "stops": [[str(stop.beat), str(stop.seconds)] for stop in tempo.stops],
    }


def _chart(song: SongChart) -> dict[str, Any]:
    words = song.chart.words
    return {
        "file": song.file,
        "version": words.version,
        "mapper": words.song.mapper,
        "keys": song.chart.keys,
        "notes": len(song.chart.notes),
        "holds": sum(note.end is not None for note in song.chart.notes),
    }


def _ear(pulse: Pulse, heard: Snapped | None) -> dict[str, Any]:
    return {
        "profile": pulse.profile,
        "confidence": round(pulse.confidence, 4),
        "meter": pulse.meter.beats,
        "tempo_map": tempo_record(pulse.tempo_map),
        "within_10ms": None if heard is None else round(heard.within, 4),
    }


def _ms(time: Fraction) -> float:
    return round(float(time), 6)


def _seconds(times: Times) -> list[float]:
    return [round(float(time), 6) for time in times]
