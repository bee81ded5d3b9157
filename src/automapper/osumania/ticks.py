"""How far a moment lies from the ticks of the beat that an editor offers."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from automapper.osumania.model import Redline

# 1, 2, 3, 4, 6 and 8 are among the ticks of 12 and 16 (MapsetVerifier, unsnapped hit objects).
DIVISORS = (5, 7, 9, 12, 16)
_NEXT_REDLINE_MS = 2


def lines_in_force(redlines: Sequence[Redline], times: Iterable[Fraction]) -> list[int]:
    """For each time the index of the last redline at or before it; 0 before the first."""
    starts = [line.time for line in redlines]
    return [max(bisect_right(starts, time) - 1, 0) for time in times]


def unsnaps(redlines: Sequence[Redline], times: Sequence[Fraction]) -> list[float]:
    """Distance in ms from each time to the nearest tick of 1/5, 1/7, 1/9, 1/12 and 1/16 beats.

    A tick counts where it lies exactly, cut to whole ms (as osu!'s editor does) and rounded to them
    (as other writers do), so a note that was placed on it is 0 ms away. A redline is a tick for
    what comes up to 2 ms before it too. 0 without redlines.
    """
    if not redlines:
        return [0.0] * len(times)
    lines = lines_in_force(redlines, times)
    found = []
    for time, index in zip(times, lines, strict=True):
        off = _from_ticks(redlines[index], float(time))
        if index + 1 < len(redlines):
            before = float(redlines[index + 1].time - time)
            off = min(off, before) if before <= _NEXT_REDLINE_MS else off
        found.append(abs(off))
    return found


def _from_ticks(line: Redline, time: float) -> float:
    start, beat = float(line.time), float(line.counted_length)
    into = (time - start) / beat
    ticks = [start + round(into * n) * beat / n for n in DIVISORS]
    return min(abs(time - place) for tick in ticks for place in _places(tick))


def _places(tick: float) -> tuple[float, float, float]:
    # A tick meant to be whole may lie a hair below it.
    return tick, math.floor(tick + 1e-6), math.floor(tick + 0.5)
