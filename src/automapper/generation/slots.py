"""Slots: the moments of every beat that may carry an onset, and what the music does there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Pulse, Salience
from automapper.generation.frames import FrameCurve, box_mean, widest

TICKS_PER_BEAT = 12
# Whole, quarters, thirds and half: a 1/4 + 1/3 grid keeps .938 of 140 human charts' note times.
TICKS = (0, 3, 4, 6, 8, 9)
SLOTS = len(TICKS)

Floats = NDArray[np.float32]

FEATURES = (
    "flux",  # log flux over its mean of 8 s
    "beats",  # the same at this place of the beats within +-4
    "bars",  # ... of the bars within +-2
    "phrases",  # ... two and four bars away
    "sharp",  # flux exactly on the slot
    "peak",  # flux over its mean of .3 s
    *(f"band{i}" for i in range(8)),
    "loud_now",
    "loud_second",
    "loud_bar",
    "loud_section",  # level over .3, 1, 4, 16 s against the song
    "rise30",
    "rise80",
    "rise150",  # level this many ms after the slot over as long before
    *(f"next{x}" for x in ("-1", "-.5", "-.25", "-.125", "+.125", "+.25", "+.5", "+1")),
    "low-.5",
    "low+.5",
    "high-.25",
    "high+.25",
    "rank",  # share of the neighbours within a beat that are weaker
)


@dataclass(frozen=True, slots=True, eq=False)
class SlotGrid:
    """Whole beats ``first`` .. ``first + len - 1`` of the tempo map, six slots each.

    ``seconds``: float64 (beats, 6). ``features``: float32 (beats, 6, len(FEATURES)), see there.
    ``bar`` and ``place``: int64 (beats,), bar number by downbeats (0 before the first) and beats
    since its line. ``period``: beats per bar. ``spacing``: length of each beat, s, float64.
    """

    first: int
    seconds: NDArray[np.float64]
    spacing: NDArray[np.float64]
    features: Floats
    bar: NDArray[np.int64]
    place: NDArray[np.int64]
    period: int

    def __len__(self) -> int:
        return len(self.seconds)

    def beat(self, row: int, slot: int) -> Fraction:
        """The exact beat of a slot."""
        return self.first + row + Fraction(TICKS[slot], TICKS_PER_BEAT)


def slot_grid(pulse: Pulse) -> SlotGrid:
    """The slots of all whole beats inside the audio, with their features."""
    tempo_map = pulse.tempo_map
    low = int(np.ceil(float(tempo_map.beats_array(0.0)) - 1e-9))
    high = int(np.floor(float(tempo_map.beats_array(pulse.duration)) - TICKS[-1] / TICKS_PER_BEAT))
    first, count = low, max(high - low + 1, 0)
    beats = first + np.arange(count + 1)
    fractions = np.asarray(TICKS) / TICKS_PER_BEAT
    seconds = tempo_map.seconds_array(beats[:-1, None] + fractions)
    spacing = np.diff(tempo_map.seconds_array(beats))
    lines = np.floor(tempo_map.beats_array(pulse.downbeats) + 0.5).astype(np.int64)
    bar, place = _bars(beats[:-1], lines, pulse.meter.beats)
    features = _features(pulse.salience, seconds, spacing, pulse.meter.beats)
    return SlotGrid(first, seconds, spacing, features, bar, place, pulse.meter.beats)


def _bars(
    beats: NDArray[np.int64], lines: NDArray[np.int64], period: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if not len(lines):
        return (beats - (beats[0] if len(beats) else 0)) // period, beats % period
    bar = np.searchsorted(lines, beats, side="right") - 1
    place = np.where(bar >= 0, beats - lines[np.maximum(bar, 0)], (beats - lines[0]) % period)
    return np.maximum(bar, 0), place % period


def _features(
    salience: Salience, seconds: NDArray[np.float64], spacing: NDArray[np.float64], period: int
) -> Floats:
    """Shape (beats, 6, len(FEATURES)); every column is of order one."""
    fps = salience.grid.fps
    flux = salience.flux.astype(np.float64)
    relative = flux / _floor(flux, fps)
    bands = salience.bands.astype(np.float64)
    bands /= _floor(bands, fps)
    step = spacing[:, None]
    curve = FrameCurve(relative, fps)
    wide = FrameCurve(widest(relative, 2), fps)
    low = FrameCurve(widest(bands[:, :2].mean(axis=1), 2), fps)
    high = FrameCurve(widest(bands[:, 4:].mean(axis=1), 2), fps)
    at = curve.near(seconds)
    offsets = (-1, -0.5, -0.25, -0.125, 0.125, 0.25, 0.5, 1)
    around = [wide.at(seconds + x * step) for x in offsets]
    columns = [
        np.log1p(at),
        np.log1p(_mean(wide, seconds, step, (-4, -3, -2, -1, 1, 2, 3, 4))),
        np.log1p(_mean(wide, seconds, step, [period * k for k in (-2, -1, 1, 2)])),
        np.log1p(_mean(wide, seconds, step, [period * k for k in (-4, -2, 2, 4)])),
        np.log1p(curve.at(seconds)),
        FrameCurve(relative - box_mean(relative, 31), fps).near(seconds),
        *(np.log1p(FrameCurve(bands[:, k], fps).near(seconds)) for k in range(bands.shape[1])),
        *_levels(salience, seconds),
        *(np.log1p(x) for x in around),
        np.log1p(low.at(seconds - 0.5 * step)),
        np.log1p(low.at(seconds + 0.5 * step)),
        np.log1p(high.at(seconds - 0.25 * step)),
        np.log1p(high.at(seconds + 0.25 * step)),
        np.mean([x < at for x in around], axis=0),
    ]
    return np.stack(columns, axis=-1).astype(np.float32)


def _floor(values: NDArray[np.float64], fps: int) -> NDArray[np.float64]:
    # A share of the song's mean keeps the quotient calm where the music is nearly silent.
    return np.asarray(box_mean(values, 8 * fps + 1) + 0.15 * values.mean(axis=0) + 1e-6)


def _mean(
    curve: FrameCurve,
    seconds: NDArray[np.float64],
    step: NDArray[np.float64],
    beats: Sequence[float],
) -> NDArray[np.float64]:
    return np.asarray(np.mean([curve.at(seconds + x * step) for x in beats], axis=0))


def _levels(salience: Salience, seconds: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    fps = salience.grid.fps
    level = salience.level.astype(np.float64).mean(axis=1)
    mean = level.mean()
    columns = [
        FrameCurve(box_mean(level, int(width * fps) | 1), fps).at(seconds) - mean
        for width in (0.3, 1, 4, 16)
    ]
    curve = FrameCurve(level, fps)
    columns += [curve.at(seconds + x) - curve.at(seconds - x) for x in (0.03, 0.08, 0.15)]
    return columns
