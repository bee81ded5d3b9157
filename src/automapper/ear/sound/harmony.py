"""Pitch classes over time, and how much the harmony changes at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import scipy.fft
from numpy.typing import ArrayLike, NDArray

from automapper.audio import Waveform, resample
from automapper.ear.sound.blocks import RATE, blocks, frame_count
from automapper.timing import FrameGrid

CHROMA_GRID = FrameGrid(11025, 441)  # 25 frames/s
_CACHED = 256  # frames a step that fit the processor's cache
_N_FFT = 2048  # 186 ms: short enough for beats, 5.4 Hz bins tell semitones apart above 100 Hz


@dataclass(frozen=True, slots=True, eq=False)
class Harmony:
    """``chroma``: energy of the 12 pitch classes from C, float32, shape (frames, 12), 25 frames/s.

    Each frame has unit length, silence is all zero.
    """

    chroma: NDArray[np.float32]
    # Of the frames before each, shape (frames + 1, 12); summed when first asked for.
    _known_sums: NDArray[np.float64] | None = field(default=None, init=False, repr=False)

    def mean(self, start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
        """Mean chroma over [start, end) s, shape (..., 12); zero outside the song."""
        total = self._sums()
        edges = [np.clip(CHROMA_GRID.frame(t), 0, len(total) - 1) for t in (start, end)]
        count = np.maximum(edges[1] - edges[0], 1)
        return np.asarray((total[edges[1]] - total[edges[0]]) / count[..., None])

    def change(self, times: ArrayLike, width: ArrayLike) -> NDArray[np.float64]:
        """How different the ``width`` s after each time are from those before it, 0-1."""
        t, width = np.asarray(times, dtype=np.float64), np.asarray(width, dtype=np.float64)
        # The window of a frame reaches 93 ms to both sides: leave a gap of one frame.
        gap = 0.5 / CHROMA_GRID.fps
        after, before = self.mean(t + gap, t + width), self.mean(t - width, t - gap)
        norm = np.linalg.norm(after, axis=-1) * np.linalg.norm(before, axis=-1)
        return np.where(norm > 1e-9, 1.0 - (after * before).sum(-1) / np.maximum(norm, 1e-9), 0.0)

    def _sums(self) -> NDArray[np.float64]:
        if self._known_sums is None:
            sums = np.cumsum(self.chroma, axis=0, dtype=float)
            object.__setattr__(self, "_known_sums", np.concatenate([np.zeros((1, 12)), sums]))
        assert self._known_sums is not None
        return self._known_sums


def harmony(waveform: Waveform) -> Harmony:
    """Chroma of a song; memory beyond the result does not grow with its length."""
    total = frame_count(waveform, CHROMA_GRID.fps)
    chroma = np.zeros((total, 12), np.float32)
    bank = _bank()
    window = np.hanning(_N_FFT + 1)[:-1].astype(np.float32)
    for block in blocks(waveform):
        low = resample(Waveform(block.samples[None], RATE), CHROMA_GRID.sample_rate).samples[0]
        padded = np.pad(low, (_N_FFT // 2, _N_FFT // 2 + CHROMA_GRID.hop))
        frames = np.lib.stride_tricks.sliding_window_view(padded, _N_FFT)[:: CHROMA_GRID.hop]
        own, inside = block.frames(CHROMA_GRID.fps, total), block.inside(CHROMA_GRID.fps, total)
        for step in range(0, own.stop - own.start, _CACHED):
            piece = frames[inside][step : step + _CACHED]
            spectrum = np.abs(scipy.fft.rfft(piece * window, axis=1))
            # The root evens out loud and soft partials: one bass note is not all the harmony.
            chroma[own][step : step + _CACHED] = np.sqrt(spectrum) @ bank
    chroma -= chroma.min(axis=1, keepdims=True)
    length = np.linalg.norm(chroma, axis=1, keepdims=True)
    chroma = np.where(length > 1e-3, chroma / np.maximum(length, 1e-3), 0.0).astype(np.float32)
    chroma.setflags(write=False)
    return Harmony(chroma)


@lru_cache(maxsize=1)
def _bank() -> NDArray[np.float32]:
    """Bins to pitch classes, 100-2000 Hz, Gaussian of a third of a semitone, shape (1025, 12)."""
    hz = np.fft.rfftfreq(_N_FFT, 1.0 / CHROMA_GRID.sample_rate)
    midi = 69.0 + 12.0 * np.log2(np.maximum(hz, 1.0) / 440.0)
    distance = (midi[:, None] - np.arange(12) + 6.0) % 12.0 - 6.0
    bank = np.exp(-0.5 * (distance / 0.33) ** 2)
    bank[(hz < 100.0) | (hz > 2000.0)] = 0.0
    return np.asarray(bank / np.maximum(bank.sum(axis=0), 1e-9), dtype=np.float32)
