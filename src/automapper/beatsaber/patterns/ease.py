"""How the easier difficulties differ: simpler cuts, smaller moves, more time for each hand.

Factors are medians of 74 Easy, 120 Normal and 174 Hard community charts over those of Expert.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from automapper.beatsaber.patterns.style import LevelStyle
from automapper.chart import Difficulty

_MOST = 0.95  # no factor lifts a share above this


@dataclass(frozen=True, slots=True)
class Ease:
    """A difficulty's ways.

    ``least_gap``: s between two swings of a hand; ``double_gap``: s before and after a double;
    ``factors`` on the shares of the level's style; ``fewer_bits`` of pattern entropy.
    """

    least_gap: float
    double_gap: float
    fewer_bits: float = 0.0
    factors: Mapping[str, float] = field(default_factory=dict)

    def apply(self, style: LevelStyle) -> LevelStyle:
        """The level's style as this difficulty shows it."""
        changed = {name: min(getattr(style, name) * f, _MOST) for name, f in self.factors.items()}
        return replace(style, entropy=style.entropy - self.fewer_bits, **changed)


_NAMES = (
    "doubles",
    "diagonal",
    "sideways",
    "top",
    "middle",
    "crosshalf",
    "crossfar",
    "centre",
    "same_cut",
    "bent_angle",
    "right_angle",
    "repeats",
    "stay",
    "leap",
    "same_row",
)


def _factors(*values: float) -> Mapping[str, float]:
    return MappingProxyType(dict(zip(_NAMES, values, strict=True)))


EASE: Mapping[Difficulty, Ease] = MappingProxyType(
    {
        Difficulty.EASY: Ease(
            0.45,
            0.6,
            1.6,
            _factors(0.7, 0.03, 1.7, 0.15, 0.85, 0.2, 0.0, 0.0, 1.3, 0.1, 8.0, 2.0, 1.8, 0.3, 1.4),
        ),
        Difficulty.NORMAL: Ease(
            0.32,
            0.42,
            1.0,
            _factors(0.8, 0.33, 1.4, 0.5, 0.85, 0.5, 0.2, 0.0, 1.3, 0.4, 6.0, 1.7, 1.5, 0.5, 1.3),
        ),
        Difficulty.HARD: Ease(
            0.2,
            0.27,
            0.4,
            _factors(0.95, 0.65, 1.1, 0.8, 0.95, 0.8, 0.6, 0.5, 1.1, 0.7, 3.0, 1.3, 1.3, 0.8, 1.2),
        ),
        Difficulty.EXPERT: Ease(0.14, 0.15),
        Difficulty.EXPERT_PLUS: Ease(0.12, 0.13),
    }
)
