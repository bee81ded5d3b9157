"""Electronic drums out of sines and noise, for music no kit of a soundfont sounds like."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from corpus_song.grooves import CLAP, CLOSED, CRASH, KICK, OPEN, RIDE, RIM, SNARE
from corpus_song.synth import RATE, Sound, from_attack


def drum_set(rng: np.random.Generator) -> dict[int, Sound]:
    """A sound for each drum; keys that are missing fall back to :func:`other`."""
    return {
        KICK: _kick(rng),
        SNARE: _snare(rng),
        CLAP: _noise(rng, rng.uniform(0.05, 0.12), high=0.75),
        RIM: _noise(rng, 0.012, high=0.8),
        CLOSED: _noise(rng, rng.uniform(0.012, 0.03), high=0.97),
        OPEN: _noise(rng, rng.uniform(0.08, 0.2), high=0.97),
        RIDE: _noise(rng, 0.15, high=0.98) * 0.6,
        CRASH: _noise(rng, 0.5, high=0.95),
    }


def other(key: int, rng: np.random.Generator) -> Sound:
    """A tuned blip for toms and percussion."""
    time = np.arange(round(0.2 * RATE)) / RATE
    pitch = 60 * 2 ** ((key - 30) / 12) * (1 + np.exp(-time / 0.01))
    tone = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time / 0.05)
    return from_attack(tone.astype(np.float32) * 0.6)


def _kick(rng: np.random.Generator) -> Sound:
    time = np.arange(round(0.5 * RATE)) / RATE
    low, top = rng.uniform(42, 62), rng.uniform(150, 900)
    pitch = low + top * np.exp(-time / rng.uniform(0.008, 0.03))
    body = np.cos(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time / rng.uniform(0.08, 0.25))
    click = rng.normal(size=len(time)) * np.exp(-time / 0.002) * rng.uniform(0, 0.4)
    drive = rng.uniform(1, 6)
    return from_attack((np.tanh(drive * (body + click)) / np.tanh(drive)).astype(np.float32))


def _snare(rng: np.random.Generator) -> Sound:
    time = np.arange(round(0.3 * RATE)) / RATE
    pitch = rng.uniform(160, 240) * (1 + 0.5 * np.exp(-time / 0.01))
    tone = np.cos(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time / 0.06)
    noise = rng.normal(size=len(time)) * np.exp(-time / rng.uniform(0.04, 0.12))
    return from_attack((0.5 * tone + 0.35 * noise).astype(np.float32))


def _noise(rng: np.random.Generator, decay: float, high: float) -> Sound:
    time = np.arange(round(min(1.2, 8 * decay + 0.02) * RATE)) / RATE
    noise = rng.normal(size=len(time)) * np.exp(-time / decay)
    sharp = lfilter([1, -1], [1, -(1 - high)], noise) * (0.5 + 0.0 * high)
    return from_attack((0.4 * sharp).astype(np.float32))
