"""The same music as other rooms, speakers and codecs would give it: changes of log-mel frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.data.course import Course

GAIN = 1000.0  # of BEAT_MEL: value = log1p(GAIN * magnitude)
Mel = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far to go; probabilities 0-1, the rest as said. ``none()`` changes nothing.

    ``stretch``: largest change of tempo as a factor minus one, for charted songs kept small
    because the octave that people choose depends on the tempo; ``free``: share of the crops that
    are played in free time, see :mod:`automapper.data.course`; ``shift``: mel bins up or down;
    ``tilt``: nepers of smooth gain change across the spectrum; ``level``: nepers of overall gain.
    Of the crops 72 % change their colour and 22 % are noisy at the default probabilities, because
    either draw colours and a second one decides on the noise.
    """

    stretch: float = 0.1
    stretch_rendered: float = 0.25
    free: float = 0.25
    shift: int = 6
    tilt: float = 1.2
    level: float = 1.0
    colour: float = 0.6
    noise: float = 0.3
    band_limit: float = 0.2
    dropout: float = 0.3

    @staticmethod
    def none() -> Augmentation:
        """No change at all."""
        return Augmentation(0.0, 0.0, 0.0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def replayed(mel: NDArray[np.float16], course: Course) -> Mel:
    """The frames of a song that ``course`` asks for (linear between); outside it is silence."""
    low = np.floor(course.at).astype(np.int64)
    part = (course.at - low).astype(np.float32)[:, None]
    first, last = int(low[0]), int(low[-1]) + 2
    piece = np.zeros((last - first, mel.shape[1]), dtype=np.float32)
    have = slice(max(first, 0), max(min(last, len(mel)), 0))
    if have.stop > have.start:
        piece[have.start - first : have.stop - first] = mel[have]
    low -= first
    if not part.any():
        return piece[low]
    return np.asarray(piece[low] * (1 - part) + piece[low + 1] * part, dtype=np.float32)


def coloured(mel: Mel, how: Augmentation, rng: np.random.Generator) -> Mel:
    """Pitch, gain, noise, bandwidth and gaps changed by chance; a new array."""
    out = _shifted(mel, int(rng.integers(-how.shift, how.shift + 1)))
    if rng.random() < how.colour or rng.random() < how.noise:
        magnitude = np.expm1(out) * _curve(how, out.shape[1], rng)
        if rng.random() < how.noise:
            floor = GAIN * 10.0 ** rng.uniform(-5.0, -2.3)
            noise = rng.standard_exponential(out.shape, dtype=np.float32)
            magnitude = magnitude + np.float32(floor) * noise * _curve(how, out.shape[1], rng)
        out = np.log1p(magnitude)
    if rng.random() < how.band_limit:
        edge = int(rng.integers(70, out.shape[1]))
        out[:, edge:] = 0.0
    if rng.random() < how.band_limit:
        out[:, : int(rng.integers(1, 24))] = 0.0
    if rng.random() < how.dropout:
        _drop(out, rng)
    return out


def _shifted(mel: Mel, bins: int) -> Mel:
    out = np.zeros_like(mel)
    if bins > 0:
        out[:, bins:] = mel[:, :-bins]
    elif bins < 0:
        out[:, :bins] = mel[:, -bins:]
    else:
        out[:] = mel
    return out


def _curve(how: Augmentation, mels: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Gain per bin: a level and a smooth curve through five random points."""
    knots = rng.uniform(-how.tilt, how.tilt, 5)
    curve = np.interp(np.linspace(0, 4, mels), np.arange(5), knots)
    return np.exp(curve + rng.uniform(-how.level, how.level)).astype(np.float32)


def _drop(out: Mel, rng: np.random.Generator) -> None:
    """A few gaps in time and frequency, filled with the stretch's mean."""
    frames, mels = out.shape
    mean = out.mean(axis=0)
    for _ in range(int(rng.integers(1, 6))):
        start = int(rng.integers(frames))
        out[start : start + int(rng.integers(2, 60))] = mean
    start = int(rng.integers(mels))
    out[:, start : start + int(rng.integers(2, 24))] = mean[start : start + 1]
