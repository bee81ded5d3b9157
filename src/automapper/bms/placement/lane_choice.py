"""Which of the lanes that the gates leave: follow the brightness of the music.

A brighter sound than the one before goes to the right of it, a darker one to the left.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf
from statistics import median

from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event
from automapper.bms.placement.selection.pool import Pool

# A free lane within so many lanes of the preferred one counts as near.
NEAR = 1.0
# Preferred lanes are rounded to this many decimals: no machine's exp may turn a tie.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A note on the brightness trail: its key's number and its sample's centroid, Hz."""

    lane: int
    centroid: float


@dataclass(frozen=True, slots=True)
class Draws:
    """The random numbers of one event, 0 <= x < 1, whatever becomes of it.

    ``stray`` decides whether its lane is drawn, ``lane`` which one, ``chord`` what kind of chord
    it prefers to make.
    """

    stray: float
    lane: float
    chord: float


# How many numbers an event draws.
DRAWS = 3


def step_unit(events: Sequence[Event], pool: Pool, tuning: Tuning) -> float:
    """The song's usual change of brightness, Hz: half of all changes are smaller.

    The median of the non-zero differences between the centroids of events that follow each other,
    at least ``centroid_step_unit_floor``.
    """
    known = [pool.centroids[e.wav_id] for e in events if e.wav_id in pool.centroids]
    changes = [abs(b - a) for a, b in pairwise(known) if a != b]
    return max(float(median(changes)) if changes else 0.0, float(tuning.centroid_step_unit_floor))


@dataclass(frozen=True, slots=True)
class Curve:
    """How lanes follow brightness in a song.

    ``unit`` is its usual change, Hz, ``most`` the widest step, ``keys`` how many there are,
    ``stray`` the share of notes whose lane is drawn, and ``sides`` into how many the keys are split
    (10 and 14 keys: 2).
    """

    unit: float
    most: float
    keys: int
    stray: float
    sides: int = 1

    def stride(self, change: float) -> float:
        """Lanes to the right (negative: left) for a change of brightness, Hz; it saturates."""
        lanes = self.most * (1 - exp(-abs(change) / self.unit))
        return lanes if change > 0 else -lanes


class Trail:
    """The notes of one measure with a known brightness, by position, after one from before it.

    ``ahead`` is a note that stands behind the measure, where that is known.
    """

    def __init__(self, before: Step | None, ahead: Step | None = None) -> None:
        self._steps: list[tuple[int, int, int, float]] = []
        self._before, self._ahead = before, ahead

    def add(self, position: int, step: Step) -> None:
        """Put a note on the trail, behind those of its position."""
        insort(self._steps, (position, len(self._steps), step.lane, step.centroid))

    def last(self) -> Step | None:
        """The note that the next measure follows."""
        return Step(*self._steps[-1][2:]) if self._steps else self._before

    def around(self, position: int) -> tuple[Step | None, Step | None]:
        """The note before a position's next one, and the first behind the position."""
        before, after = self._before, self._ahead
        for place, _, lane, centroid in reversed(self._steps):
            if place <= position:
                before = Step(lane, centroid)
                break
            after = Step(lane, centroid)
        return before, after


def choose(
    free: Sequence[int],
    centroid: float | None,
    around: tuple[Step | None, Step | None],
    draws: Draws,
    curve: Curve,
) -> int:
    """One of the free lanes (at least one, rising).

    With a share of ``centroid_epsilon_random``, or where the trail or the sample's brightness is
    unknown, it is drawn (the first of a shuffle). Else it is the nearest to where the curve leads
    from the note before; where the note behind is known too, to the middle of both wishes. On two
    sides, where only the other one is free, the trail goes on from the same place there.
    """
    before, after = around
    drawn = free[int(draws.lane * len(free))]
    if centroid is None or before is None or draws.stray < curve.stray:
        return drawn
    wanted = before.lane + curve.stride(centroid - before.centroid)
    across = _across(free, before.lane, curve)
    if across:
        wanted = _other_side(before.lane, wanted, curve)
    elif after is not None:
        wanted = (wanted + after.lane - curve.stride(after.centroid - centroid)) / 2
    # All near lanes refused, as after a hand's full streak: the wish keeps its share of the width
    # over what is left, else everything would pile up on the innermost key.
    if not across and min(abs(lane - wanted) for lane in free) > NEAR:
        share = min(max(wanted / (curve.keys - 1), 0.0), 1.0)
        return free[int(share * (len(free) - 1) + 0.5)]
    best, least = drawn, inf
    # Of two equally near ones the draw picks: else repeated sounds would creep to one side.
    for lane in free if draws.lane < 0.5 else reversed(free):
        distance = round(abs(lane - wanted), _DECIMALS)
        if distance < least:
            best, least = lane, distance
    return best


def _across(free: Sequence[int], lane: int, curve: Curve) -> bool:
    """Whether all free lanes lie on the side that a lane is not of."""
    side = curve.keys // curve.sides
    return free[0] // side == free[-1] // side != lane // side


def _other_side(lane: int, wanted: float, curve: Curve) -> float:
    """The preferred lane over there: from the same place of the side, and half as far.

    Hands that take turns would else meet on the innermost keys and leave the others idle.
    """
    side = curve.keys // curve.sides
    place = lane % side + (wanted - lane) / 2
    return min(max(place, 0.0), side - 1.0) + (0 if lane >= side else side)
