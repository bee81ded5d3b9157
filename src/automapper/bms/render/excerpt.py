"""A piece of a sound that begins and ends without a click."""

from __future__ import annotations

import numpy as np

from automapper.audio import Waveform
from automapper.errors import ConfigError

FADE_SECONDS = 0.02


def excerpt(waveform: Waveform, start: int, end: int, fade: float = FADE_SECONDS) -> Waveform:
    """Frames ``start`` to ``end`` (past the sound: silence), fading in and out over ``fade`` s."""
    if not 0 <= start < end:
        raise ValueError("an excerpt begins before it ends")
    piece = waveform.samples[:, start:end]
    samples = np.zeros((waveform.channels, end - start), np.float32)
    samples[:, : piece.shape[1]] = piece
    length = min(round(fade * waveform.sample_rate), (end - start) // 2)
    ramp = np.linspace(0.0, 1.0, length, endpoint=False, dtype=np.float32)
    if length:
        if start > 0:  # what begins with the song keeps its attack
            samples[:, :length] *= ramp
        samples[:, -length:] *= ramp[::-1]
    return Waveform(samples, waveform.sample_rate)


def measure_range(text: str, bars: list[int]) -> tuple[int, int]:
    """Frames of measures "A-B" (or "A"), both included, given each measure's first frame.

    ``bars`` has one more entry than there are measures. Raises ConfigError.
    """
    first_word, dash, last_word = text.partition("-")
    try:
        first = int(first_word)
        last = int(last_word) if dash else first
    except ValueError:
        raise ConfigError(f"--measures takes A-B, such as 16-23, not {text!r}") from None
    if not 0 <= first <= last:
        raise ConfigError(f"--measures {text}: the last measure comes before the first")
    if first >= len(bars) - 1:
        raise ConfigError(f"--measures {text}: the chart has measures 0-{len(bars) - 2}")
    start, end = bars[first], bars[min(last + 1, len(bars) - 1)]
    if end <= start:
        raise ConfigError(f"--measures {text}: lasts no time")
    return start, end
