"""Bars: how many beats they have and which beat begins them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.heard import Heard

# How often a metre is met, as a factor on its evidence; a rhythm game's song is in four unless
# the music insists.
_METRES = {4: 1.0, 3: 0.85, 2: 0.45, 5: 0.75, 6: 0.5, 7: 0.75}
_INSIST = 1.25
# Share of each sign of a bar line in its strength: fitted on the bar lines of 129 charted songs
# and rounded (harmony alone finds 78 % of them, accents alone 48 %).
_LOW, _HIGH, _ALL = 0.3, 0.15, 0.1
_HARMONY = ((1, 0.9), (2, 1.3), (4, 0.35))  # (beats compared, weight)
_TIMBRE = 0.8
_ODDS = 1.5  # strength (in standard deviations) to log odds


@dataclass(frozen=True, slots=True)
class Bars:
    """``meter`` beats a bar; beats number ``first``, ``first + meter``, ... begin bars.

    ``confidence`` 0-1: share of the evidence for this bar line among the beats of a bar.
    """

    meter: int
    first: int
    confidence: float


def find_bars(heard: Heard, beats: NDArray[np.float64], meter: int | None = None) -> Bars:
    """Metre (2-7, 4 where nothing else is clearly heard) and bar phase of a song's beats, s."""
    if len(beats) < 2 * (meter or 4):
        return Bars(meter or 4, 0, 0.0)
    strength = bar_line_strength(heard, beats)
    contrasts = {
        m: _contrast(strength, m)
        for m in ((meter,) if meter else _METRES)
        if len(beats) >= 4 * m or m == (meter or 4)
    }
    best = meter or 4
    for other, contrast in contrasts.items():
        bar = _INSIST if best == 4 else 1.0
        if other != best and contrast.max() * _METRES.get(other, 1.0) > bar * (
            contrasts[best].max() * _METRES.get(best, 1.0)
        ):
            best = other
    contrast = contrasts[best]
    odds = np.exp(_ODDS * (contrast - contrast.max()))
    return Bars(best, int(contrast.argmax()), float(1.0 / odds.sum()))


def bar_line_strength(heard: Heard, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each beat sounds like the first of a bar, mean 0, shape (beats,).

    Harmony and timbre change at bar lines, kick drums and crashes stand on them.
    """
    gap = np.gradient(beats)
    accents = np.log(heard.accent(beats) + 0.1)
    total = _LOW * _standard(accents[:, 0]) + _HIGH * _standard(accents[:, 2])
    total += _ALL * _standard(accents[:, 3])
    for width, weight in _HARMONY:
        total += weight * _standard(heard.harmony.change(beats, width * gap))
    return total + _TIMBRE * _standard(_timbre_change(heard, beats, 4 * gap))


def _timbre_change(
    heard: Heard, beats: NDArray[np.float64], width: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean difference of the band levels in the ``width`` s after and before each beat."""
    level = heard.salience.level
    total = np.concatenate([np.zeros((1, level.shape[1])), np.cumsum(level, axis=0, dtype=float)])
    edges = [
        np.clip(heard.salience.grid.frame(beats + side * width), 0, len(level))
        for side in (-1, 0, 1)
    ]
    means = [
        (total[end] - total[start]) / np.maximum(end - start, 1)[:, None]
        for start, end in ((edges[0], edges[1]), (edges[1], edges[2]))
    ]
    return np.asarray(np.abs(means[1] - means[0]).mean(axis=1))


def _contrast(strength: NDArray[np.float64], meter: int) -> NDArray[np.float64]:
    """Mean strength on each place of a bar less that of the others, shape (meter,)."""
    place = np.arange(len(strength)) % meter
    return np.array(
        [strength[place == p].mean() - strength[place != p].mean() for p in range(meter)]
    )


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((values - values.mean()) / (values.std() + 1e-9))
