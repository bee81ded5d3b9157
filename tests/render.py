"""A tiny band of our own: music whose beats, bars and sections are known, for tests.

Drums, bass, chords and melody from beat times, by numpy alone. Attacks begin on the sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform

Samples = NDArray[np.float32]
_MAJOR = (0, 2, 4, 5, 7, 9, 11)


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """Music and its truth: beat and downbeat times in s, and (start, end, letter) per section."""

    waveform: Waveform
    beats: NDArray[np.float64]
    downbeats: NDArray[np.float64]
    sections: tuple[tuple[float, float, str], ...]


def steady_beats(bpm: float, offset: float, seconds: float) -> NDArray[np.float64]:
    """Beat times of one tempo from ``offset`` s until ``seconds``."""
    return offset + np.arange(int((seconds - offset) * bpm / 60)) * 60.0 / bpm


def stepped_beats(steps: list[tuple[float, int]], offset: float) -> NDArray[np.float64]:
    """Beat times of several tempi, each (bpm, beats), from ``offset`` s on."""
    gaps = np.concatenate([np.full(count, 60.0 / bpm) for bpm, count in steps])
    return offset + np.concatenate([[0.0], np.cumsum(gaps)[:-1]])


def drifting_beats(
    bpm: float, swing: float, wave_s: float, offset: float, seconds: float
) -> NDArray[np.float64]:
    """Beat times of a tempo that sways by +-``swing`` (share) in a sine of ``wave_s`` seconds."""
    times = [offset]
    while times[-1] < seconds:
        now = bpm * (1 + swing * np.sin(2 * np.pi * times[-1] / wave_s))
        times.append(times[-1] + 60.0 / now)
    return np.array(times[:-1])


def band(
    beats: NDArray[np.float64],
    *,
    form: str = "AABA",
    bars: int = 8,
    meter: int = 4,
    seed: int = 0,
    rate: int = 22050,
    swing: float = 0.0,
) -> Rendered:
    """A song over ``beats``; ``form`` names a section of ``bars`` bars per letter.

    The form is repeated until the beats end. Sections of one letter share chords, melody and
    drums; ``i`` is a quiet one without drums and bass, ``k`` one without kick drum. ``swing``
    moves the second half of each beat later (share of a beat).
    """
    gaps = np.append(np.diff(beats), beats[-1] - beats[-2])
    out = np.zeros(int((beats[-1] + gaps[-1] + 1.0) * rate), np.float32)
    sections: list[tuple[float, float, str]] = []
    per_section = bars * meter
    for index, first in enumerate(range(0, len(beats), per_section)):
        letter = form[index % len(form)]
        last = min(first + per_section, len(beats))
        rng = np.random.default_rng([seed, ord(letter)])
        _section(out, rate, beats[first:last], gaps[first:last], _Style(letter, meter, swing), rng)
        end = float(beats[last]) if last < len(beats) else float(beats[-1] + gaps[-1])
        sections.append((float(beats[first]), end, letter))
    out *= np.float32(0.7 / max(1e-9, float(np.abs(out).max())))
    return Rendered(Waveform(out[None], rate), beats, beats[::meter], tuple(sections))


@dataclass(frozen=True, slots=True)
class _Style:
    letter: str
    meter: int
    swing: float


def _section(
    out: Samples,
    rate: int,
    beats: NDArray[np.float64],
    gaps: NDArray[np.float64],
    style: _Style,
    rng: np.random.Generator,
) -> None:
    key = 48 + int(rng.integers(12))
    chords = rng.permutation(7)[:4]
    tune = rng.integers(0, 10, size=(2, 2 * style.meter))
    rests = rng.random(tune.shape) < 0.3
    quiet, kickless = style.letter == "i", style.letter == "k"
    kick, snare, hat = _kick(rate), _snare(rate), _hat(rate)
    for i, (time, gap) in enumerate(zip(beats, gaps, strict=True)):
        bar, place = divmod(i, style.meter)
        half = time + gap * (0.5 + style.swing)
        root = key + _MAJOR[chords[bar % 4]]
        if place == 0:
            for step in (0, 4, 7):
                _add(out, rate, time, 0.10 * _tone(rate, root + step, gap * style.meter, 1.5))
        for n, at in ((2 * place, time), (2 * place + 1, half)):
            if not rests[bar % 2, n]:
                degree = int(tune[bar % 2, n])
                pitch = key + 12 + _MAJOR[degree % 7] + 12 * (degree // 7)
                _add(out, rate, at, 0.12 * _tone(rate, pitch, gap * 0.45, 6.0))
        if quiet:
            continue
        _add(out, rate, time, 0.25 * _tone(rate, root - 24, gap * 0.9, 3.0))
        if not kickless and (place % 2 == 0 or style.letter in "Bd"):
            _add(out, rate, time, 0.9 * kick)
        if place % 2 == 1 and not kickless:
            _add(out, rate, time, 0.5 * snare)
        for at in (time, half):
            _add(out, rate, at, 0.2 * hat)


def _add(out: Samples, rate: int, time: float, sound: Samples) -> None:
    at = round(time * rate)
    stop = min(len(out), at + len(sound))
    out[at:stop] += sound[: stop - at]


@lru_cache(maxsize=512)
def _tone(rate: int, pitch: int, seconds: float, decay: float) -> Samples:
    """A plucked tone with five harmonics; pitch is a MIDI number."""
    t = np.arange(max(1, int(seconds * rate))) / rate
    hz = 440.0 * 2 ** ((pitch - 69) / 12)
    wave = np.zeros_like(t)
    for k in range(1, 6):
        wave += np.sin(2 * np.pi * k * hz * t) / k**1.5
    fade = np.minimum(1.0, (t[-1] - t) / 0.01) if len(t) > 1 else np.ones(1)
    return (wave * np.exp(-decay * t) * np.minimum(1.0, t / 0.002) * fade).astype(np.float32)


def _kick(rate: int) -> Samples:
    t = np.arange(int(0.18 * rate)) / rate
    sweep = 2 * np.pi * (50.0 * t + 3.0 * (1 - np.exp(-t * 40)))
    return (np.sin(sweep + 1.0) * np.exp(-t * 22)).astype(np.float32)


def _snare(rate: int) -> Samples:
    t = np.arange(int(0.15 * rate)) / rate
    noise = np.random.default_rng(7).normal(size=len(t)) * 0.5
    return ((noise + np.sin(2 * np.pi * 190 * t)) * np.exp(-t * 28)).astype(np.float32)


def _hat(rate: int) -> Samples:
    t = np.arange(int(0.05 * rate)) / rate
    noise = np.diff(np.random.default_rng(8).normal(size=len(t) + 1))
    return (noise * 0.5 * np.exp(-t * 90)).astype(np.float32)


def babble(seconds: int, seed: int) -> np.ndarray:
    """Syllables as speech has them: bursts of a buzzing voice at times that keep no beat."""
    rng = np.random.default_rng(seed)
    rate = 22050
    out = np.zeros(seconds * rate, np.float32)
    at = 0.3
    while at < seconds - 1:
        length = rng.uniform(0.08, 0.3)
        t = np.arange(int(length * rate)) / rate
        pitch = rng.uniform(90, 180) * (1 + 0.1 * t / length)
        voice = sum(np.sin(2 * np.pi * k * pitch * t) / k for k in range(1, 20))
        shape = np.minimum(1, np.minimum(t / 0.03, (length - t) / 0.06))
        out[int(at * rate) :][: len(t)] += (0.1 * voice * np.maximum(shape, 0)).astype(np.float32)
        at += length + rng.choice([rng.uniform(0.02, 0.12), rng.uniform(0.3, 0.9)], p=[0.8, 0.2])
    return out
