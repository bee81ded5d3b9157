"""Onset salience: how much starts at each moment, overall and per band."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.audio import ONSET_MEL, Waveform, log_mel
from automapper.ear.pulse import Salience
from automapper.ear.sound.blocks import RATE, blocks, frame_count

BANDS = 8


def salience(waveform: Waveform) -> Salience:
    """Flux, band flux, band level and brightness of a song, 100 frames/s, one row per frame.

    The flux at a frame is the half-wave-rectified difference between the next frame's log-mel and
    the previous one's, the latter taken as the maximum over three neighbouring mel bands, so that
    a gliding or trembling pitch is no onset (superflux: Böck & Widmer 2013). Memory beyond the
    result does not grow with the song. The first and the last frame have no flux.
    """
    grid = ONSET_MEL.grid
    total = frame_count(waveform, grid.fps)
    flux = np.zeros(total, np.float32)
    bands = np.zeros((total, BANDS), np.float32)
    level = np.zeros((total, BANDS), np.float32)
    centroid = np.zeros(total, np.float32)
    for block in blocks(waveform):
        own, inside = block.frames(grid.fps, total), block.inside(grid.fps, total)
        mel = log_mel(Waveform(block.samples[None], RATE)).values
        rise = mel_rise(mel)[inside]
        mel = mel[inside]
        flux[own] = rise.mean(axis=1)
        bands[own] = _banded(rise)
        level[own] = _banded(mel)
        centroid[own] = _centroid(mel)
    for array in (flux, bands, level, centroid):
        array.setflags(write=False)
    return Salience(grid, flux, bands, level, centroid)


def mel_rise(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rise of every log-mel band over two frames, >= 0, same shape as ``mel`` (frames, bands)."""
    widest = mel.copy()
    np.maximum(widest[:, 1:], mel[:, :-1], out=widest[:, 1:])
    np.maximum(widest[:, :-1], mel[:, 1:], out=widest[:, :-1])
    rise = np.zeros_like(mel)
    rise[1:-1] = np.maximum(mel[2:] - widest[:-2], 0.0)
    return rise


def _banded(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    frames, count = mel.shape
    return np.asarray(mel.reshape(frames, BANDS, count // BANDS).mean(axis=2), dtype=np.float32)


def _centroid(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    index = np.linspace(0.0, 1.0, mel.shape[1], dtype=np.float32)
    total = mel.sum(axis=1)
    # Digital silence has no brightness; the middle keeps medians unmoved.
    return np.where(total > 1e-6, mel @ index / np.maximum(total, 1e-6), np.float32(0.5)).astype(
        np.float32
    )
