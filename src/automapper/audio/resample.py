"""Changing the sample rate."""

from __future__ import annotations

import numpy as np
import soxr

from automapper.audio.waveform import Waveform


def resample(waveform: Waveform, sample_rate: int) -> Waveform:
    """The same sound at ``sample_rate`` Hz (soxr, HQ, no delay); itself when the rate is right."""
    if waveform.sample_rate == sample_rate:
        return waveform
    frames = np.ascontiguousarray(waveform.samples.T)
    converted = soxr.resample(frames, waveform.sample_rate, sample_rate, quality="HQ")
    return Waveform(np.ascontiguousarray(converted.T, dtype=np.float32), sample_rate)
