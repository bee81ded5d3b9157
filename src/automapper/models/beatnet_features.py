"""What BeatNet hears: filtered log spectra and their rise, by numpy and scipy alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform, resample

# The net's own analysis (its log_spect.py): 22050 Hz, 64 ms windows, 20 ms hops.
RATE, WINDOW, HOP = 22050, 1411, 441
FEATURES = 272  # 136 bands and their rise
BANDS_PER_OCTAVE, FMIN, FMAX, TUNING = 24, 30.0, 17000.0, 440.0  # Hz; FMAX ends at the top bin
BLOCK_FRAMES = 1500  # spectra held at once, half a minute


def feature_blocks(waveform: Waveform) -> Iterator[NDArray[np.float32]]:
    """Features of a song in order, blocks of shape (up to 1500, 272), 50 centred frames/s.

    Columns: log10(1 + magnitude) in 136 bands, then how far each rose since the frame before
    (0 where it fell, and in the first frame). There are 1 + samples // hop frames in all.
    """
    from scipy.fft import rfft
    from scipy.sparse import csr_array

    mono = resample(Waveform(waveform.mono()[None], waveform.sample_rate), RATE).samples[0]
    bank = csr_array(filter_bank())
    hann = np.hanning(WINDOW).astype(np.float32)
    before: NDArray[np.float32] | None = None
    for start in range(0, 1 + len(mono) // HOP, BLOCK_FRAMES):
        count = min(BLOCK_FRAMES, 1 + len(mono) // HOP - start)
        spectrum = np.abs(rfft(_windows(mono, start, count) * hann, axis=1))
        # Sparse, because a threaded matrix product rounds differently with every thread count.
        bands = np.log10(1.0 + (bank @ spectrum[:, : bank.shape[1]].T).T).astype(np.float32)
        rise = np.diff(bands, axis=0, prepend=bands[:1] if before is None else before)
        before = bands[-1:]
        yield np.hstack([bands, np.maximum(rise, 0.0)])


def _windows(mono: NDArray[np.float32], start: int, count: int) -> NDArray[np.float32]:
    """Windows centred on frames ``start`` to ``start + count``, silence beyond both ends."""
    first = start * HOP - WINDOW // 2
    last = first + (count - 1) * HOP + WINDOW
    inside = mono[max(first, 0) : max(last, 0)]
    padded = np.pad(inside, (max(-first, 0), max(last - len(mono), 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]


@lru_cache(maxsize=1)
def filter_bank() -> NDArray[np.float32]:
    """Triangles of sum 1, 24 an octave where the bins allow it, shape (136, 705).

    Centres are tuned to 440 Hz and moved to the nearest bin; bands that fall on one bin are one.
    """
    bins = WINDOW // 2
    spacing = RATE / (2 * bins)  # Hz; the transform is one sample longer, as in the original
    lowest = np.floor(np.log2(FMIN / TUNING) * BANDS_PER_OCTAVE)
    highest = np.ceil(np.log2(FMAX / TUNING) * BANDS_PER_OCTAVE)
    hz = TUNING * 2.0 ** (np.arange(lowest, highest) / BANDS_PER_OCTAVE)
    hz = hz[(hz >= FMIN) & (hz <= FMAX)]
    centres = np.unique(np.clip(np.floor(hz / spacing + 0.5).astype(int), 0, bins - 1))
    rows = []
    for (low, middle), (_, high) in pairwise(pairwise(centres)):
        row = np.zeros(bins)
        if high - low < 2:  # narrower than two bins: a single one
            row[low] = 1.0
        else:
            row[low:middle] = np.arange(middle - low) / (middle - low)
            row[middle:high] = 1.0 - np.arange(high - middle) / (high - middle)
        rows.append(row / row.sum())
    return np.array(rows, dtype=np.float32)
