"""A tick per note over a song, so that its timing can be heard without the game."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from automapper.audio.waveform import Waveform

TICK_SECONDS = 0.03
TICK_HZ = 2000.0  # above most melodies, below most cymbals
HIGH_TICK_HZ = 2800.0
_DECAY_SECONDS = 0.006
SONG_GAIN = 0.6  # the song steps back, so that ticks neither drown nor clip


def mix_clicks(
    waveform: Waveform, times: Iterable[float], gain: float = 0.5, *, high: Iterable[float] = ()
) -> Waveform:
    """The song with a tick starting at each of ``times`` (s); times outside it are left out.

    ``gain`` is the tick's peak, 0-1. Ticks at one sample sound once; the sum is clipped to +-1.
    A tick at a time that is among ``high`` too sounds half an octave higher.
    """
    rate = waveform.sample_rate
    mixed = waveform.samples * np.float32(SONG_GAIN)
    plain, accent = (_tick(rate, hz) * np.float32(gain) for hz in (TICK_HZ, HIGH_TICK_HZ))
    length = mixed.shape[1]
    highs = {round(float(time) * rate) for time in high}
    for start in sorted({round(float(time) * rate) for time in times}):
        if 0 <= start < length:
            tick = accent if start in highs else plain
            end = min(start + len(tick), length)
            mixed[:, start:end] += tick[: end - start]
    np.clip(mixed, -1.0, 1.0, out=mixed)
    return Waveform(mixed, rate)


def _tick(sample_rate: int, pitch: float) -> NDArray[np.float32]:
    """A decaying sine that starts at once: its first quarter wave is the attack one hears."""
    seconds = np.arange(round(TICK_SECONDS * sample_rate)) / sample_rate
    hz = min(pitch, sample_rate / 4)
    return np.asarray(
        np.sin(2 * np.pi * hz * seconds) * np.exp(-seconds / _DECAY_SECONDS), dtype=np.float32
    )
