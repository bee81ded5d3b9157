"""Beats as exact fractions: reading them from floats and rounding them onto a grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

# Editors place notes on 1/64 at the finest and on 1/48 where triplets are meant; 192 holds both.
FINEST_DIVISOR = 192


def exact(value: float | Fraction) -> Fraction:
    """The shortest decimal that a float stands for (0.1 is 1/10); a fraction is itself.

    Raises ``ValueError`` for NaN and infinities.
    """
    return value if isinstance(value, Fraction) else Fraction(repr(float(value)))


def beat_from_float(value: float) -> Fraction:
    """The exact beat a file's number stands for.

    A float that is the nearest double to k/n with n <= 192 is that fraction (0.333... is 1/3),
    any other keeps its shortest decimal, so ``beat_from_float(float(b)) == b`` for every beat
    this function returned. Raises ``ValueError`` for NaN and infinities.
    """
    if not math.isfinite(value):
        raise ValueError(f"a beat must be finite, not {value}")
    simple = Fraction(value).limit_denominator(FINEST_DIVISOR)
    return simple if float(simple) == value else exact(value)


def snap(beat: float | Fraction, divisors: Sequence[int]) -> Fraction:
    """The nearest beat on the grids 1/d for d in ``divisors`` (rounded, never floored).

    Of two grid beats equally near, the one on the coarser grid wins.
    """
    best: tuple[Fraction, int] | None = None
    result = Fraction(0)
    for divisor in sorted(divisors):
        # floor(x + 1/2) instead of round(): round() goes to even and would bias half steps.
        candidate = Fraction(math.floor(Fraction(beat) * divisor + Fraction(1, 2)), divisor)
        key = (abs(candidate - Fraction(beat)), divisor)
        if best is None or key < best:
            best, result = key, candidate
    return result
