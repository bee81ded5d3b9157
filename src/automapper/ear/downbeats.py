"""Bars: how many beats they have and which beat begins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.bar_signs import bar_signs
from automapper.ear.heard import Heard

# How often a metre is met, as a factor on its evidence; a rhythm game's song is in four unless
# the music insists.
_METRES = {4: 1.0, 3: 0.85, 2: 0.45, 5: 0.75, 6: 0.5, 7: 0.75}
_INSIST = 1.25


@dataclass(frozen=True, slots=True)
class Bars:
    """``meter`` beats a bar; beats number ``first``, ``first + meter``, ... begin bars.

    ``confidence`` 0-1: share of the evidence for this bar line among the beats of a bar.
    """

    meter: int
    first: int
    confidence: float


def find_bars(
    heard: Heard,
    beats: NDArray[np.float64],
    weights: Sequence[float],
    meter: int | None = None,
) -> Bars:
    """Metre (2-7, 4 where nothing else is clearly heard) and bar phase of a song's beats, s.

    ``weights``: of the signs of a bar line, see :class:`automapper.ear.weights.Weights`.
    """
    if len(beats) < 2 * (meter or 4):
        return Bars(meter or 4, 0, 0.0)
    strength = np.asarray(weights) @ bar_signs(heard, beats)
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
    odds = np.exp(contrasts[best] - contrasts[best].max())
    return Bars(best, int(contrasts[best].argmax()), float(1.0 / odds.sum()))


def _contrast(strength: NDArray[np.float64], meter: int) -> NDArray[np.float64]:
    """Mean strength on each place of a bar less that of the others, shape (meter,)."""
    place = np.arange(len(strength)) % meter
    return np.array(
        [strength[place == p].mean() - strength[place != p].mean() for p in range(meter)]
    )
