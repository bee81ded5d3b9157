"""Putting silence in front of a sound."""

from __future__ import annotations

import numpy as np

from automapper.audio.waveform import Waveform


def prepend_silence(waveform: Waveform, seconds: float) -> Waveform:
    """The sound ``seconds`` (>= 0, rounded to a sample) later; itself for less than a sample.

    Copies the samples; :func:`~automapper.audio.ogg.encode_ogg` adds silence without a copy.
    """
    frames = round(seconds * waveform.sample_rate)
    if frames < 0:
        raise ValueError("silence is added, never cut away")
    if frames == 0:
        return waveform
    channels, length = waveform.samples.shape
    samples = np.empty((channels, frames + length), dtype=np.float32)
    samples[:, :frames] = 0.0
    samples[:, frames:] = waveform.samples
    return Waveform(samples, waveform.sample_rate)
