"""A tick per note over a song, so that its timing can be heard without the game."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from automapper.audio.waveform import Waveform

TICK_SECONDS = 0.03
TICK_HZ = 2000.0  # above most melodies, below most cymbals
_DECAY_SECONDS = 0.006
SONG_GAIN = 0.6  # the song steps back, so that ticks neither drown nor clip


def mix_clicks(waveform: Waveform, times: Iterable[float], gain: float = 0.5) -> Waveform:
    """The song with a tick starting at each of ``times`` (s); times outside it are left out.

    ``gain`` is the tick's peak, 0-1. Ticks at one sample sound once; the sum is clipped to +-1.
    """
    mixed = waveform.samples * np.float32(SONG_GAIN)
    tick = _tick(waveform.sample_rate) * np.float32(gain)
    length = mixed.shape[1]
    starts = sorted({round(float(time) * waveform.sample_rate) for time in times})
    for start in starts:
        if 0 <= start < length:
            end = min(start + len(tick), length)
            mixed[:, start:end] += tick[: end - start]
    np.clip(mixed, -1.0, 1.0, out=mixed)
    return Waveform(mixed, waveform.sample_rate)


def _tick(sample_rate: int) -> NDArray[np.float32]:
    """A decaying sine that starts at once: its first quarter wave is the attack one hears."""
    seconds = np.arange(round(TICK_SECONDS * sample_rate)) / sample_rate
    hz = min(TICK_HZ, sample_rate / 4)
    return np.asarray(
        np.sin(2 * np.pi * hz * seconds) * np.exp(-seconds / _DECAY_SECONDS), dtype=np.float32
    )
