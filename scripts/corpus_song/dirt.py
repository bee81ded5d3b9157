"""What mastering, rooms and codecs do to a mix, drawn at random and cheap to compute."""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.ndimage import uniform_filter1d
from scipy.signal import oaconvolve

from corpus_song.synth import RATE, Sound

_CEILING = 0.94
_HOP = 64


def soil(sound: Sound, rng: np.random.Generator, *, gently: bool = False) -> Sound:
    """Room, filter, compressor, clipping and noise. None of them moves an onset."""
    strength = 0.3 if gently else 1.0
    if rng.random() < 0.6:
        sound = _room(sound, strength, rng)
    sound = _filtered(sound, strength, rng)
    level = float(np.sqrt(np.mean(sound**2))) or 1.0
    sound = sound / level * 10 ** (rng.uniform(-20, -9) / 20)
    if rng.random() < 0.5:
        sound = _compressed(sound, float(rng.uniform(0.2, 0.7)) * strength)
    drive = float(rng.choice([1.0, 1.0, 1.4, 2.2]))
    sound = np.tanh(drive * sound) / np.tanh(drive) * _CEILING
    if rng.random() < 0.4:
        sound = sound + 10 ** (rng.uniform(-75, -45) / 20) * rng.standard_normal(
            len(sound), dtype=np.float32
        )
    if rng.random() < 0.25:
        sound = sound * 10 ** (rng.uniform(-18, 0) / 20)  # a quiet master
    return np.clip(sound, -_CEILING, _CEILING).astype(np.float32)


def _room(sound: Sound, strength: float, rng: np.random.Generator) -> Sound:
    """A reverb of decaying noise behind the dry sound."""
    decay = float(rng.uniform(0.08, 0.5))
    time = np.arange(round(2.5 * decay * RATE)) / RATE
    tail = rng.standard_normal(len(time)) * np.exp(-time / decay)
    tail[: round(rng.uniform(0.004, 0.025) * RATE)] = 0.0  # before the first reflection
    tail *= float(rng.uniform(0.03, 0.35)) * strength / np.sqrt(np.sum(tail**2))
    wet = oaconvolve(sound, tail.astype(np.float32))[: len(sound)]
    return np.asarray(sound + wet, dtype=np.float32)


def _filtered(sound: Sound, strength: float, rng: np.random.Generator) -> Sound:
    """A tilt, two wide bells and a codec's upper limit, all without delay."""
    size = next_fast_len(len(sound) + RATE // 10, real=True)
    octave = np.log2(np.maximum(np.arange(size // 2 + 1) * RATE / size, 20.0) / 1000)
    gain = rng.uniform(-1.5, 1.5) * strength * octave
    for _ in range(2):
        centre, width = rng.uniform(-4, 4), rng.uniform(0.5, 1.5)
        gain += rng.uniform(-6, 6) * strength * np.exp(-(((octave - centre) / width) ** 2))
    curve = 10 ** (gain / 20)
    if rng.random() < 0.5 * strength:
        limit = np.log2(rng.uniform(9_000, 19_500) / 1000)
        curve *= 1 / (1 + np.exp(np.clip((octave - limit) * 60, -50, 50)))
    if rng.random() < 0.2 * strength:
        curve *= 1 / (1 + (2.0 ** (np.log2(rng.uniform(40, 160) / 1000) - octave)) ** 4)
    spectrum = rfft(sound, size) * curve.astype(np.float32)
    return np.asarray(irfft(spectrum, size)[: len(sound)], dtype=np.float32)


def _compressed(sound: Sound, amount: float) -> Sound:
    """Louder where it is soft: gain follows the level of the last tens of milliseconds."""
    blocks = len(sound) // _HOP + 1
    padded = np.pad(sound, (0, blocks * _HOP - len(sound))).reshape(blocks, _HOP)
    level = np.sqrt(uniform_filter1d((padded**2).mean(axis=1), 35)) + 1e-4
    gain = (level / np.median(level)) ** -amount
    edges = np.interp(np.arange(len(sound)) / _HOP, np.arange(blocks), np.clip(gain, 0.25, 4))
    return np.asarray(sound * edges, dtype=np.float32)
