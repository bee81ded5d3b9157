"""The beat tracker of librosa, to compare with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform, resample
from automapper.errors import ConfigError

_RATE = 22050  # librosa's own


def track(waveform: Waveform) -> NDArray[np.float64]:
    """Beat times in s by ``librosa.beat.beat_track`` as it comes (Ellis 2007).

    Raises ConfigError without librosa, which the train extra brings.
    """
    try:
        import librosa
    except ImportError:
        raise ConfigError(
            'librosa is not installed; get it with: pip install ".[train]" in the checkout'
        ) from None
    mono = resample(Waveform(waveform.mono()[None], waveform.sample_rate), _RATE)
    _, beats = librosa.beat.beat_track(y=mono.samples[0], sr=_RATE, units="time")
    return np.asarray(beats, dtype=np.float64)
