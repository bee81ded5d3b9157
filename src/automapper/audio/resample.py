"""Changing the sample rate."""

from __future__ import annotations

import numpy as np

from automapper.audio.waveform import Waveform


def resample(waveform: Waveform, sample_rate: int) -> Waveform:
    """The same sound at ``sample_rate`` Hz (soxr, HQ, no delay); itself when the rate is right."""
    if waveform.sample_rate == sample_rate:
        return waveform
    import soxr

    # Channel by channel: interleaving an hour of stereo would cost two more copies of it.
    channels = [
        soxr.resample(
            np.ascontiguousarray(channel), waveform.sample_rate, sample_rate, quality="HQ"
        )
        for channel in waveform.samples
    ]
    return Waveform(np.stack(channels).astype(np.float32, copy=False), sample_rate)
