"""Making heard what the player plays: the mixes of two charts of a song are the same by law."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform
from automapper.bms.lanes import key_lanes
from automapper.bms.model import KeyMode, Lane
from automapper.bms.render.plays import RENDER_RATE, Play

PAN = 0.6  # the outermost lanes, where 1 is one ear alone
TICK_PEAK = 0.08  # full scale is 1: heard beside the song, not over it
KEY_HZ, SCRATCH_HZ = 2500.0, 1250.0
_TICK_SECONDS, _DECAY_SECONDS = 0.03, 0.006


def position_of(mode: KeyMode, lane: Lane) -> float:
    """Where a lane lies from left (-1) to right (1); scratches and free zones are outermost."""
    keys = key_lanes(mode)
    if lane in keys:
        return 2 * (keys.index(lane) + 1) / (len(keys) + 1) - 1
    return 1.0 if lane.side else -1.0


def sides(position: float) -> tuple[float, float]:
    """Gains (left, right) of equal power for -1 to 1, both 1 in the middle."""
    angle = (1 + PAN * position) * np.pi / 4
    return round(float(np.sqrt(2) * np.cos(angle)), 6), round(float(np.sqrt(2) * np.sin(angle)), 6)


def played_in_front(mode: KeyMode, background_db: float) -> Callable[[Play], tuple[float, float]]:
    """Gains for a render: notes at full level where their lane lies, the background softer."""
    soft = round(float(10 ** (-background_db / 20)), 6)

    def gains(play: Play) -> tuple[float, float]:
        if play.lane is None:
            return soft, soft
        return sides(position_of(mode, play.lane))

    return gains


def with_ticks(waveform: Waveform, plays: Sequence[Play], mode: KeyMode) -> Waveform:
    """The sound with a soft tick on every note, where its lane lies; scratches tick lower."""
    samples = waveform.samples.copy()
    key, scratch = _tick(KEY_HZ), _tick(SCRATCH_HZ)
    struck = sorted({(play.start, play.lane) for play in plays if play.lane is not None})
    for start, lane in struck:
        tick = scratch if lane.is_scratch else key
        room = min(len(tick), samples.shape[1] - start)
        if room > 0:
            for row, gain in zip(samples, sides(position_of(mode, lane)), strict=True):
                row[start : start + room] += np.float32(gain) * tick[:room]
    return Waveform(samples, waveform.sample_rate)


def _tick(pitch: float) -> NDArray[np.float32]:
    seconds = np.arange(round(_TICK_SECONDS * RENDER_RATE)) / RENDER_RATE
    decay = np.exp(-seconds / _DECAY_SECONDS)
    return np.asarray(TICK_PEAK * np.sin(2 * np.pi * pitch * seconds) * decay, dtype=np.float32)
