"""What must not stand together: faults between notes, bombs and walls.

One definition for the checks and for the pattern search. Notes are small integers
(:func:`note_code`), so that the search pays one table look-up per pair::

    wanted = faults_at(gap, limits)            # once per pair of times
    if wanted & relation(first, second): ...   # once per pair of notes

Geometry: a saber reaches a note from the cells behind it (against the cut) and leaves through the
cells ahead. A cell lies on that path when it is at most 1 cell away within 45 degrees of the cut,
1.5 cells within 30, or 2 cells within 15 (KivalEvan's MapCheck, ``isIntersect``). Dots have no
path. Faults per 100 notes of 157 clean community charts (benchmarks/beatsaber_check_rates.py):
vision block .53, hitbox path .23, handclap .04, hitbox stair .02, the others below .01.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from enum import IntFlag
from functools import cache

from automapper.beatsaber.model import Cut
from automapper.beatsaber.swings import COMPASS, between
from automapper.chart import Difficulty

COLUMNS, ROWS = 4, 3
CODES = 2 * COLUMNS * ROWS * len(Cut)  # 216

SAME_TIME_S = 0.010  # notes no further apart are hit together (MapCheck)
STAIR_S = 0.150  # a saber has swung clear of its follow-through after this (MapCheck)
# Saber length and hitboxes, m: divided by the jump speed, the time a note stays within reach of a
# saber that cuts its cell (MapCheck), and the head start a pre-swing has.
REACH_M, APPROACH_S = 1.425, 0.034
BOMB_BEFORE_S, BOMB_AFTER_S = 0.125, 0.075  # a bomb this much before or after a cut is in its way
BOMB_APART_S = 0.020  # objects in one cell, one of them a bomb (ScoreSaber R.2.D)

PATH = ((1.0, 45.0), (1.5, 30.0), (2.0, 15.0))  # (cells, degrees)

SUSTAINED_EBPM, FASTEST_EBPM = 350.0, 450.0
# A burst above 350 may last so many beats, by its fastest swing; above 425 it may not be at all.
# Beats of a burst are those of its effective BPM: two swings each (ScoreSaber, technical limits).
BURST_BEATS = ((380.0, 8.0), (400.0, 6.0), (425.0, 2.0))
HEAD_ROW = 2  # a standing player's head is in the top row

# Seconds between a centre note and what it hides, by difficulty (MapCheck); the upper end is also
# limited by the half jump, because nothing is seen before it has appeared.
VISION_S = {
    Difficulty.EASY: (0.025, 1.2),
    Difficulty.NORMAL: (0.05, 1.0),
    Difficulty.HARD: (0.08, 0.75),
    Difficulty.EXPERT: (0.1, 0.625),
    Difficulty.EXPERT_PLUS: (0.1, 0.5),
}


class Fault(IntFlag):
    """Ways in which a note (and one after it) can be wrong together; NONE is 0."""

    NONE = 0
    SAME_CELL = 1  # two notes at once in one cell
    VISION_BLOCK = 2  # the first hides the second
    HANDCLAP = 4  # opposite hands at once, cutting towards each other
    HITBOX_PATH = 8  # one lies in the other hand's pre-swing
    HITBOX_INLINE = 16  # opposite hands in one cell before the saber has left it
    HITBOX_STAIR = 32  # the second lies where the other hand's saber swings out
    BENT = 64  # one hand, one snap, directions over 45 degrees apart
    STACKED = 128  # one hand, one snap, side by side: no single swing passes both


# Plain ints: the search asks for them at every pair.
_AT_ONCE = int(Fault.SAME_CELL | Fault.HANDCLAP | Fault.BENT | Fault.STACKED)
_VISION, _STAIR = int(Fault.VISION_BLOCK), int(Fault.HITBOX_STAIR)
_PATH, _INLINE = int(Fault.HITBOX_PATH), int(Fault.HITBOX_INLINE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Times that decide which faults a pair can make, s; make it with :func:`limits`.

    ``vision`` is the window of hiding, ``inline`` and ``approach`` the reach in time of a cut cell
    and of a pre-swing.
    """

    vision: tuple[float, float]
    inline: float
    approach: float

    @property
    def horizon(self) -> float:
        """Notes further apart than this, s, never collide."""
        return max(self.vision[1], self.inline, STAIR_S)


def limits(difficulty: Difficulty, njs: float, half_jump: float = math.inf) -> Limits:
    """Limits of a chart: ``njs`` m/s (0 and below count as 10), ``half_jump`` in seconds."""
    speed = njs if njs > 0 else 10.0
    low, high = VISION_S[difficulty]
    reach = REACH_M / speed
    return Limits((low, min(high, half_jump)), reach, max(SAME_TIME_S, reach - APPROACH_S))


def note_code(hand: int, x: int, y: int, cut: int) -> int:
    """A note as one number, 0-215; x 0-3, y 0-2 (others: ``ValueError``)."""
    if not (0 <= x < COLUMNS and 0 <= y < ROWS):
        raise ValueError(f"no cell ({x}, {y}) in the grid")
    return ((hand * ROWS + y) * COLUMNS + x) * len(Cut) + cut


def faults_at(gap: float, bounds: Limits) -> int:
    """Which faults two notes ``gap`` >= 0 seconds apart can make, as a :class:`Fault` mask."""
    wanted = 0
    if gap <= SAME_TIME_S:
        wanted = _AT_ONCE
    elif gap < STAIR_S:
        wanted = _STAIR
    if gap <= bounds.approach:
        wanted |= _PATH
    if gap <= bounds.inline:
        wanted |= _INLINE
    if bounds.vision[0] <= gap <= bounds.vision[1]:
        wanted |= _VISION
    return wanted


def relation(first: int, second: int) -> int:
    """Every fault that two notes (codes, the first not later) make at some distance in time."""
    return _RELATION[first * CODES + second]


def forbidden_together(first: int, second: int, gap: float, bounds: Limits) -> int:
    """Faults of two notes (codes) ``gap`` >= 0 seconds apart; 0 when they may stand together."""
    return _RELATION[first * CODES + second] & faults_at(gap, bounds)


def hammer_hit(note: int, bomb_x: int, bomb_y: int, gap: float) -> bool:
    """Whether a bomb is in a cut's way: in its cell, or on its path before or after the cut.

    ``gap`` is the bomb's time minus the note's, s. Dots are only hurt in their own cell. Of 2,257
    bombs in clean community charts this finds 4.
    """
    if not -BOMB_BEFORE_S <= gap <= BOMB_AFTER_S:
        return False
    hand_cell, cut = divmod(note, len(Cut))
    y, x = divmod(hand_cell % (COLUMNS * ROWS), COLUMNS)
    dx, dy = bomb_x - x, bomb_y - y
    return (dx == 0 and dy == 0) or on_path(Cut(cut), dx, dy, both=True)


@cache
def on_path(cut: Cut, dx: int, dy: int, both: bool = False) -> bool:
    """Whether a cell (dx, dy) away lies ahead on a cut's path; ``both``: ahead or behind.

    To ask for the cells behind, turn the offset round. Never for dots and for the cell itself.
    """
    if cut == Cut.DOT or (dx == 0 and dy == 0):
        return False
    distance, angle = math.hypot(dx, dy), off_line(cut, dx, dy)
    if both:
        angle = min(angle, 180.0 - angle)
    return any(distance <= reach and angle <= width + 1e-9 for reach, width in PATH)


def off_line(cut: Cut, dx: int, dy: int) -> float:
    """Angle between a cut (no dot) and the way to a cell (dx, dy) away, 0-180 degrees."""
    bearing = math.degrees(math.atan2(dx, dy))  # clockwise from up, as the compass
    return abs((bearing - COMPASS[cut] + 180.0) % 360.0 - 180.0)


def in_line(cut: Cut, dx: int, dy: int) -> bool:
    """Whether one swing of direction ``cut`` passes two cells (dx, dy) apart (to 45 degrees)."""
    if cut == Cut.DOT:
        return True
    angle = off_line(cut, dx, dy)
    return min(angle, 180.0 - angle) <= 45.0 + 1e-9


def effective_bpm(gap: float) -> float:
    """Speed of a hand that swings again after ``gap`` s: halves of a beat at this tempo."""
    return 30.0 / gap if gap > 0 else math.inf


def burst_beats(fastest: float) -> float:
    """Beats that a burst above 350 effective BPM may last, by its ``fastest`` swing.

    Such a beat is two swings long, so 8 beats are 16 swings after the first.
    """
    if fastest <= SUSTAINED_EBPM:
        return math.inf
    return next((beats for top, beats in BURST_BEATS if fastest <= top), 0.0)


class Dodge(IntFlag):
    """What a wall asks of the head; both centre lanes without DUCK cannot be escaped."""

    NONE = 0
    LANE_1 = 1  # the left centre lane is closed
    LANE_2 = 2  # the right centre lane is closed
    DUCK = 4  # the wall leaves room below the head


def dodge(x: int, y: int, width: int, height: int) -> int:
    """What a wall (left lower cell, size in cells) asks of the head, as a :class:`Dodge` mask.

    0 for walls beside the two centre lanes, above or below the head.
    """
    if not y <= HEAD_ROW < y + height:
        return 0
    lanes = sum(bit for lane, bit in ((1, 1), (2, 2)) if x <= lane < x + width)
    return lanes | (4 if lanes and y == HEAD_ROW else 0)


def covers(x: int, y: int, width: int, height: int, cell: tuple[int, int]) -> bool:
    """Whether a wall (left lower cell, size in cells) covers a cell of the grid."""
    return x <= cell[0] < x + width and y <= cell[1] < y + height


_STEP = {
    cut: (
        round(math.sin(math.radians(degrees)) * 1.2),
        round(math.cos(math.radians(degrees)) * 1.2),
    )
    for cut, degrees in COMPASS.items()
}


def _decode(code: int) -> tuple[int, int, int, Cut]:
    rest, cut = divmod(code, len(Cut))
    rest, x = divmod(rest, COLUMNS)
    hand, y = divmod(rest, ROWS)
    return hand, x, y, Cut(cut)


def _relate(first: int, second: int) -> int:
    hand, x, y, cut = _decode(first)
    other, u, v, turn = _decode(second)
    dx, dy = u - x, v - y
    found = Fault.NONE
    if dx == 0 and dy == 0:
        found |= Fault.SAME_CELL
    if y == 1 and x in (1, 2) and (u <= 1) == (x == 1):
        found |= Fault.VISION_BLOCK
    if hand == other:
        if between(cut, turn) > 45:
            found |= Fault.BENT
        if (dx or dy) and not (in_line(cut, dx, dy) and in_line(turn, dx, dy)):
            found |= Fault.STACKED
        return int(found)
    if dx == 0 and dy == 0:
        found |= Fault.HITBOX_INLINE
    if on_path(cut, dx, dy) and on_path(turn, -dx, -dy):
        found |= Fault.HANDCLAP
    if on_path(cut, -dx, -dy) or on_path(turn, dx, dy):
        found |= Fault.HITBOX_PATH
    if cut != Cut.DOT and (dx, dy) == _STEP[cut]:
        found |= Fault.HITBOX_STAIR
    return int(found)


_RELATION = array("B", (_relate(a, b) for a in range(CODES) for b in range(CODES)))
