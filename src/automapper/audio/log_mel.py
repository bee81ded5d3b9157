"""Log-mel spectrograms by numpy and scipy, equal to the torch/librosa ones within 1e-4."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.audio.features import FeatureGrid
from automapper.audio.resample import resample
from automapper.audio.waveform import Waveform
from automapper.timing import FrameGrid

BLOCK_FRAMES = 256  # spectra held at once: memory stays flat however long the song
STEPS = np.float32(2**14)  # values are multiples of 1/STEPS, 6e-5: far below what can be heard


@dataclass(frozen=True, slots=True)
class MelSpec:
    """One recipe: value = log1p(gain * mel(|STFT|) * scale), Hann window, centred frames."""

    sample_rate: int
    n_fft: int
    hop: int
    n_mels: int
    fmin: float
    fmax: float
    gain: float
    scale: float

    @property
    def grid(self) -> FrameGrid:
        """Frames of the result."""
        return FrameGrid(self.sample_rate, self.hop)


# The features of beat trackers (Beat This!): 50 frames/s.
BEAT_MEL = MelSpec(22050, 1024, 441, 128, 30.0, 11000.0, 1000.0, 1024**-0.5)
# The features of onset and slot salience: 100 frames/s.
ONSET_MEL = MelSpec(44100, 2048, 441, 96, 30.0, 16000.0, 10.0, 1.0)


def log_mel(waveform: Waveform, spec: MelSpec = ONSET_MEL) -> FeatureGrid:
    """Log-mel of the mono mix, shape (1 + samples // hop, n_mels), float32, values >= 0."""
    from scipy.fft import rfft  # a sixth of a second to import
    from scipy.sparse import csr_array

    mono = resample(Waveform(waveform.mono()[None], waveform.sample_rate), spec.sample_rate)
    samples = mono.samples[0]
    hann = np.hanning(spec.n_fft + 1)[:-1].astype(np.float32)
    # Sparse, because a threaded matrix product rounds differently with every thread count.
    bank = csr_array(mel_bank(spec) * np.float32(spec.scale))
    out = np.empty((1 + len(samples) // spec.hop, spec.n_mels), dtype=np.float32)
    for start in range(0, len(out), BLOCK_FRAMES):
        count = min(BLOCK_FRAMES, len(out) - start)
        windows = _windows(samples, spec, start, count)
        spectrum = np.ascontiguousarray(np.abs(rfft(windows * hann, axis=1)).T)
        out[start : start + count] = np.log1p(np.float32(spec.gain) * (bank @ spectrum)).T
    # Vector units add in different orders; what is left after rounding is the same everywhere.
    np.multiply(out, STEPS, out=out)
    np.rint(out, out=out)
    np.divide(out, STEPS, out=out)
    return FeatureGrid(out, spec.grid)


def _windows(
    samples: NDArray[np.float32], spec: MelSpec, start: int, count: int
) -> NDArray[np.float32]:
    """Windows centred on frames ``start`` to ``start + count``, silence beyond both ends."""
    first = start * spec.hop - spec.n_fft // 2
    last = first + (count - 1) * spec.hop + spec.n_fft
    inside = samples[max(first, 0) : max(last, 0)]
    padded = np.pad(inside, (max(-first, 0), max(last - len(samples), 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, spec.n_fft)[:: spec.hop]


@lru_cache(maxsize=8)
def mel_bank(spec: MelSpec) -> NDArray[np.float32]:
    """Triangular filters of peak 1 on Slaney's mel scale, shape (n_mels, n_fft // 2 + 1)."""
    frequencies = np.fft.rfftfreq(spec.n_fft, 1.0 / spec.sample_rate)
    edges = _mel_to_hz(np.linspace(_hz_to_mel(spec.fmin), _hz_to_mel(spec.fmax), spec.n_mels + 2))
    rise = (frequencies[None] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - frequencies[None]) / np.diff(edges)[1:, None]
    return np.maximum(0.0, np.minimum(rise, fall)).astype(np.float32)


# Slaney's Auditory Toolbox: linear below 1 kHz (200/3 Hz a mel), logarithmic above.
_HZ_PER_MEL, _KNEE_HZ, _LOG_STEP = 200.0 / 3.0, 1000.0, np.log(6.4) / 27.0


def _hz_to_mel(hz: float) -> float:
    if hz < _KNEE_HZ:
        return hz / _HZ_PER_MEL
    return float(_KNEE_HZ / _HZ_PER_MEL + np.log(hz / _KNEE_HZ) / _LOG_STEP)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _KNEE_HZ / _HZ_PER_MEL
    return np.where(
        mel < knee, mel * _HZ_PER_MEL, _KNEE_HZ * np.exp(_LOG_STEP * (np.maximum(mel, knee) - knee))
    )
