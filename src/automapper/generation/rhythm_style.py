"""A level's own way with rhythm, drawn from its seed, so that levels are not all alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.generation.seeds import part_rng

# Spread of log odds between human charts of one difficulty, once the music is accounted for.
_QUARTERS_SD, _OFFBEATS_SD, _THIRDS_SD = 0.22, 0.15, 0.15
_CONTRAST_SD, _SAMENESS_SD = 0.2, 0.15
# What human charts repeat but a sampler forgets: 1.25 brings repeated bar rhythms to theirs.
_SAMENESS = 1.25
_WIDEST = 2.0  # standard deviations


@dataclass(frozen=True, slots=True)
class RhythmStyle:
    """How a level departs from the median human chart.

    ``quarters``, ``offbeats`` (half beats), ``thirds``: added log odds of such slots, 0 as usual.
    ``contrast``: of density between phrases; ``sameness``: of what returns; both 1 as usual.
    """

    quarters: float = 0.0
    offbeats: float = 0.0
    thirds: float = 0.0
    contrast: float = 1.0
    sameness: float = 1.0

    def lean(self) -> NDArray[np.float32]:
        """What it adds to each of the six slots, (6,)."""
        q, o, t = self.quarters, self.offbeats, self.thirds
        return np.array([0.0, q, t, o, t, q], dtype=np.float32)


def draw_style(seed: int) -> RhythmStyle:
    """The style of a level with this seed."""
    draws = np.clip(part_rng(seed, "style", "rhythm").normal(size=5), -_WIDEST, _WIDEST)
    q, o, t, contrast, sameness = (float(x) for x in draws)
    return RhythmStyle(
        quarters=_QUARTERS_SD * q,
        offbeats=_OFFBEATS_SD * o,
        thirds=_THIRDS_SD * t,
        contrast=float(np.exp(_CONTRAST_SD * contrast)),
        sameness=_SAMENESS * float(np.exp(_SAMENESS_SD * sameness)),
    )
