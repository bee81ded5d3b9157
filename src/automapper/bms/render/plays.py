"""When each keysound of a chart starts and stops sounding, to the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.bms.model import Chart, Lane, Place, WavId
from automapper.bms.timeline import beat_of, measure_bars
from automapper.errors import AudioError
from automapper.timing import TempoMap

RENDER_RATE = 44_100  # Hz; what players mix at
MAX_SECONDS = 3600.0  # an hour of sound is 1.3 GB of memory


@dataclass(frozen=True, slots=True)
class Play:
    """A sound starts at ``start`` and is silenced at ``cut`` (frames of ``RENDER_RATE``).

    ``cut`` is None where the sound may end by itself. ``lane`` is where the player plays it, None
    in the background.
    """

    wav_id: WavId
    start: int
    cut: int | None
    lane: Lane | None


def plays_of(chart: Chart, tempo_map: TempoMap) -> tuple[Play, ...]:
    """All sounding events of a chart, sorted by wav_id, then time.

    Sounding are the background, visible notes and heads of long notes. As in players, a wav_id
    has one voice: starting it again cuts what still sounds of it, and of several starts at one
    moment only one is heard (a played one before the background). So which events are notes makes
    no difference to the sum. Raises AudioError for a chart of more than ``MAX_SECONDS``.
    """
    events: list[tuple[WavId, Place, Lane | None]] = [
        *((note.wav_id, note.place, note.lane) for note in chart.notes),
        *((sound.wav_id, sound.place, None) for sound in chart.background),
    ]
    frames = _frames_of(chart, tempo_map, [place for _, place, _ in events])
    voices: dict[WavId, dict[int, Lane | None]] = {}
    for (wav_id, _, lane), frame in zip(events, frames, strict=True):
        starts = voices.setdefault(wav_id, {})
        held = starts.get(frame)
        if held is None or (lane is not None and lane < held):
            starts[frame] = lane
    plays: list[Play] = []
    for wav_id in sorted(voices):
        order = sorted(voices[wav_id])
        cuts: list[int | None] = [*order[1:], None]
        plays += [
            Play(wav_id, start, cut, voices[wav_id][start])
            for start, cut in zip(order, cuts, strict=True)
        ]
    return tuple(plays)


def bar_frames(chart: Chart, tempo_map: TempoMap) -> list[int]:
    """The frame on which each measure begins, and where the last one ends; at most an hour."""
    return _rounded(_seconds(tempo_map, measure_bars(chart)))


def _frames_of(chart: Chart, tempo_map: TempoMap, places: Sequence[Place]) -> list[int]:
    bars = measure_bars(chart)
    seconds = _seconds(tempo_map, [beat_of(bars, place) for place in places])
    if len(seconds) and not float(seconds.max()) <= MAX_SECONDS:
        raise AudioError(f"the chart lasts longer than {MAX_SECONDS / 60:.0f} minutes")
    return _rounded(seconds)


def _seconds(tempo_map: TempoMap, beats: Sequence[Fraction]) -> NDArray[np.float64]:
    """Below 1 ns off, and the same for the same beats."""
    return tempo_map.seconds_array([float(beat) for beat in beats])


def _rounded(seconds: NDArray[np.float64]) -> list[int]:
    frames = np.rint(np.clip(seconds, 0.0, MAX_SECONDS) * RENDER_RATE)
    return [int(frame) for frame in frames]
