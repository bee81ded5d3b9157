"""Patterns of one beat: which of its slots are played."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.generation.slots import TICKS, TICKS_PER_BEAT

NEVER = 1e6  # ticks; farther than any song is long


@dataclass(frozen=True, slots=True, eq=False)
class BeatPatterns:
    """The vocabulary of P patterns, the empty one first.

    ``bits``: float32 (P, 6), 1 where a slot is played. In ticks of 1/12 beat, float64 (P,):
    ``first`` and ``last`` slot played (NEVER and -NEVER of the empty one), ``tightest`` gap inside.
    """

    bits: NDArray[np.float32]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    tightest: NDArray[np.float64]

    @classmethod
    def of(cls, bits: NDArray[np.float32]) -> BeatPatterns:
        """From the bits alone."""
        first, last, tightest = [], [], []
        for row in bits:
            ticks = [tick for tick, on in zip(TICKS, row, strict=True) if on]
            gaps = np.diff(ticks)
            first.append(ticks[0] if ticks else NEVER)
            last.append(ticks[-1] if ticks else -NEVER)
            tightest.append(gaps.min() if len(gaps) else NEVER)
        return cls(bits, *(np.asarray(x, dtype=np.float64) for x in (first, last, tightest)))

    def __len__(self) -> int:
        return len(self.bits)

    def since(self, before: NDArray[np.float64], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """Ticks from the last onset to the end of a beat, given those to its start, (K,)."""
        last = self.last[chosen]
        return np.where(last < 0, np.minimum(before, NEVER), -last) + TICKS_PER_BEAT

    def allowed(self, may: NDArray[np.bool_], must: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which patterns play only slots they may and all slots they must, (beats, P).

        ``may``, ``must``: (beats, 6). Where no pattern does both, ``may`` wins.
        """
        on = (self.bits > 0)[None]
        fits = np.asarray(~np.any(on & ~may[:, None], axis=2))
        full = np.asarray(fits & ~np.any(~on & must[:, None], axis=2))
        return np.asarray(np.where(np.any(full, axis=1, keepdims=True), full, fits), dtype=np.bool_)

    def nearest(self, played: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The pattern that differs in the fewest slots from each beat of (beats, 6), (beats,)."""
        differs = (played[:, None] != (self.bits > 0)[None]).sum(axis=2)
        return np.asarray(differs.argmin(axis=1), dtype=np.int64)
