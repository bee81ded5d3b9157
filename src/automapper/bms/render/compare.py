"""Whether two renders sound the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform

SAME_CORRELATION = 0.9999
MAX_LAG_SECONDS = 1.0
_LAG_FRAMES = 1 << 20  # 24 s from the loudest part on decide the lag


@dataclass(frozen=True, slots=True)
class Comparison:
    """``correlation`` of all samples (-1 to 1), ``max_difference`` (full scale is 1).

    ``lag`` is by how many seconds the second sound comes later (0: together).
    """

    correlation: float
    max_difference: float
    lag: float

    @property
    def is_same(self) -> bool:
        """Whether nobody can hear a difference: correlation above .9999."""
        return self.correlation > SAME_CORRELATION


def compare(first: Waveform, second: Waveform) -> Comparison:
    """Compares two sounds of one rate and channel count, the shorter one continued in silence."""
    if first.sample_rate != second.sample_rate or first.channels != second.channels:
        raise ValueError("sounds of different formats cannot be compared")
    if first == second:
        return Comparison(1.0, 0.0, 0.0)
    length = max(first.samples.shape[1], second.samples.shape[1])
    a, b = (_padded(sound.samples, length) for sound in (first, second))
    products = [_dot(x, y) for x, y in ((a, b), (a, a), (b, b))]
    scale = float(np.sqrt(products[1] * products[2]))
    correlation = products[0] / scale if scale > 0 else 0.0
    difference = max(float(np.abs(x - y).max()) for x, y in zip(a, b, strict=True))
    return Comparison(correlation, difference, _lag(a, b, first.sample_rate))


def _padded(samples: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    return np.pad(samples, ((0, 0), (0, length - samples.shape[1])))


def _dot(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Sum of products in double precision, piece by piece."""
    step = 1 << 20
    return sum(
        float(np.sum(x[at : at + step].astype(np.float64) * y[at : at + step]))
        for x, y in zip(a, b, strict=True)
        for at in range(0, a.shape[1], step)
    )


def _lag(a: NDArray[np.float32], b: NDArray[np.float32], rate: int) -> float:
    """Where the cross-correlation of the mono sounds peaks, within ``MAX_LAG_SECONDS``."""
    start = max(int(np.abs(a).max(axis=0).argmax()) - _LAG_FRAMES // 2, 0)
    x, y = (m[:, start : start + _LAG_FRAMES].mean(axis=0, dtype=np.float64) for m in (a, b))
    reach = min(round(MAX_LAG_SECONDS * rate), len(x) - 1)
    size = 1 << (len(x) + reach).bit_length()
    product = np.fft.irfft(np.fft.rfft(y, size) * np.conj(np.fft.rfft(x, size)), size)
    lags = np.concatenate([product[-reach:] if reach else product[:0], product[: reach + 1]])
    return (int(lags.argmax()) - reach) / rate
