"""How strongly a novelty curve repeats at a period, and where in the period it peaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.fft
import scipy.ndimage
from numpy.typing import ArrayLike, NDArray

from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty

_MAX_HZ = 72.0  # the 16th harmonic of 270 bpm
_PADDING = 4  # zero padding: linear interpolation between bins then errs by less than 3 %
# Attacks scatter by about 3 ms around the pulse: harmonics above 50 Hz tell nothing more.
_SCATTER = 0.003
_FOLD_BINS_A_SECOND = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Magnitudes of a novelty curve's Fourier transform relative to its sum, ``step`` Hz apart."""

    magnitude: NDArray[np.float32]
    step: float
    seconds: float

    def at(self, hz: ArrayLike) -> NDArray[np.float64]:
        """Magnitude 0-1 at frequencies up to 72 Hz, linearly interpolated; zero above."""
        place = np.asarray(hz, dtype=np.float64) / self.step
        index = np.minimum(place.astype(np.int64), len(self.magnitude) - 2)
        part = place - index
        low, high = self.magnitude[index], self.magnitude[index + 1]
        return np.where(part <= 1.0, low * (1.0 - part) + high * part, 0.0)


def spectrum(curve: Novelty) -> Spectrum:
    """The spectrum in which periods are looked for; all zero for silence."""
    total = float(curve.values.sum())
    size = scipy.fft.next_fast_len(_PADDING * len(curve.values), real=True)
    step = NOVELTY_GRID.fps / size
    count = int(_MAX_HZ / step) + 2
    if total <= 0.0:
        return Spectrum(np.zeros(max(count, 2), np.float32), step, curve.seconds)
    values = scipy.fft.rfft(curve.values - np.float32(total / len(curve.values)), size)[:count]
    return Spectrum((np.abs(values) / total).astype(np.float32), step, curve.seconds)


def together(spectra: Sequence[Spectrum]) -> Spectrum:
    """What several stretches of a song have in common; how they lie to each other counts nothing.

    Each counts by its length.
    """
    longest = max(spectra, key=lambda shape: shape.seconds)
    hz = np.arange(len(longest.magnitude)) * longest.step
    squares = sum(shape.seconds * shape.at(hz) ** 2 for shape in spectra)
    mean = np.sqrt(squares / sum(shape.seconds for shape in spectra))
    return Spectrum(mean.astype(np.float32), longest.step, longest.seconds)


def tempo_prior(
    bpm: ArrayLike, centre: float = 150.0, octaves: float = 0.55
) -> NDArray[np.float64]:
    """Weight 0-1 of a tempo before listening: log-normal around what rhythm games count."""
    return np.asarray(np.exp(-0.5 * (np.log2(np.asarray(bpm, float) / centre) / octaves) ** 2))


def pulse_strength(spectrum: Spectrum, hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of a pulse at ``hz`` with duple subdivisions the curve holds, tempo prior included.

    The pulse itself and its halves, quarters and eighths count; thirds do not, or every swung
    song would be heard at two thirds of its tempo.
    """
    total = spectrum.at(hz) + spectrum.at(2 * hz) + spectrum.at(4 * hz) + 0.5 * spectrum.at(8 * hz)
    return total * tempo_prior(60.0 * hz)


def fold_sharpness(spectrum: Spectrum, hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Peakiness of the curve folded at 1/hz: energy of 16 harmonics, attacks scattering by 3 ms.

    By Parseval this is the squared deviation of the smoothed fold histogram from its mean.
    """
    total = np.zeros(hz.shape)
    for harmonic in range(1, 17):
        blur = np.exp(-((2 * np.pi * harmonic * hz * _SCATTER) ** 2))
        total += blur * spectrum.at(harmonic * hz) ** 2
    return total


def strongest_pulse(spectrum: Spectrum, low_bpm: float = 54.0, high_bpm: float = 270.0) -> float:
    """Frequency (Hz) of the strongest pulse between two tempi; 0 if nothing repeats."""
    hz = np.arange(low_bpm / 60, high_bpm / 60, 1.0 / (64.0 * max(spectrum.seconds, 1.0)))
    strength = pulse_strength(spectrum, hz)
    best = int(strength.argmax())
    return float(hz[best]) if strength[best] > 0 else 0.0


def refine(spectrum: Spectrum, hz: float, span: float = 0.004) -> float:
    """The frequency within ``span`` (share) of ``hz`` at which the fold is sharpest, to ~.002 %."""
    step = 1.0 / (128.0 * max(spectrum.seconds, 1.0))
    count = int(2 * span * hz / step) + 2
    grid = hz * (1 - span) + step * np.arange(count, dtype=np.float64)
    score = fold_sharpness(spectrum, grid)
    best = int(score.argmax())
    if not 0 < best < len(grid) - 1:
        return float(grid[best])
    return float(grid[best] + step * vertex(*score[best - 1 : best + 2]))


def fold(curve: Novelty, period: float, scatter: float = _SCATTER) -> NDArray[np.float64]:
    """Novelty summed by phase, shape (about 1000 * period,): bin j is phase (j + 1/2) / bins."""
    bins = max(8, round(period * _FOLD_BINS_A_SECOND))
    time = curve.start + np.arange(len(curve.values)) / NOVELTY_GRID.fps
    phase = (time % period) / period * bins
    total = np.bincount(phase.astype(np.int64) % bins, weights=curve.values, minlength=bins)
    sigma = scatter * bins / period
    return np.asarray(scipy.ndimage.gaussian_filter1d(total, sigma, mode="wrap"))


def fold_peak(folded: NDArray[np.float64], around: float, reach: float) -> float:
    """Phase 0-1 of the highest fold bin within ``reach`` of the phase ``around``, by parabola."""
    bins = len(folded)
    width = max(1, int(reach * bins))
    near = (round(around * bins - 0.5) + np.arange(-width, width + 1)) % bins
    best = int(near[int(folded[near].argmax())])
    shift = vertex(folded[(best - 1) % bins], folded[best], folded[(best + 1) % bins])
    return float(((best + 0.5 + shift) / bins) % 1.0)


def vertex(left: float, middle: float, right: float) -> float:
    """Where between -1/2 and 1/2 a parabola through three neighbours has its peak."""
    bend = left - 2 * middle + right
    return float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) if bend < 0 else 0.0
