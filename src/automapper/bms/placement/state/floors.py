"""How near two notes of one lane may be, precomputed for every position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from automapper.bms.placement.levels import Tuning, tuning
from automapper.bms.placement.state.gates import Spacing, jack_floor
from automapper.bms.placement.state.grid import CLOSE, Grid


def spacing(grid: Grid, floors: list[Fraction]) -> Spacing:
    """What the distance gate asks, from the floor of every position."""
    return Spacing(floors, reaches(grid, floors), barred(grid, floors))


def usual_rests(grid: Grid, constants: Tuning) -> Spacing | None:
    """What keys are to rest where others are free: the floor of the default level.

    Most human charts below 16 notes a second have less than 2 in a hundred nearer repeats; where
    higher levels merely allowed them, they came to 31. None where the level's own floor asks for
    as much.
    """
    usual = tuning()
    if (
        constants.min_jack_delta_ticks >= usual.min_jack_delta_ticks
        and constants.min_jack_delta_ms >= usual.min_jack_delta_ms
    ):
        return None
    return spacing(grid, jack_floors(grid, usual))


def jack_floors(grid: Grid, tuning: Tuning) -> list[Fraction]:
    """By position: how many beats must lie between a note there and the lane's one before.

    The larger of a number of ticks and of a time at the tempo there.
    """
    points = grid.source.tempo_map.points
    known: dict[Fraction, Fraction] = {}
    floors: list[Fraction] = []
    index = 0
    for beat in grid.beats:
        while index + 1 < len(points) and points[index + 1].beat <= beat:
            index += 1
        bpm = points[index].bpm
        if bpm not in known:
            known[bpm] = jack_floor(tuning, bpm)
        floors.append(known[bpm])
    return floors


def reaches(grid: Grid, floors: Sequence[Fraction]) -> list[int]:
    """By position: the first position that is less than the floor before it.

    A pair of notes on one lane is too fast if the earlier one's position is not below this.
    """
    found: list[int] = []
    beats, floats = grid.beats, grid.floats
    for position, floor in enumerate(floors):
        near = floats[position] - float(floor)
        index = bisect_left(floats, near - CLOSE, 0, position)
        while index < position and floats[index] < near + CLOSE:
            if beats[position] - beats[index] < floor:
                break
            index += 1
        found.append(index)
    return found


def barred(grid: Grid, floors: Sequence[Fraction]) -> dict[int, bytearray]:
    """By lane number, where a lane has mines: by position, whether one is nearer than the floor."""
    mines: dict[int, list[Fraction]] = {}
    for lane, beat in sorted(grid.source.obstacles):
        if lane in grid.number:
            mines.setdefault(grid.number[lane], []).append(beat)
    return {number: _near(grid, floors, beats) for number, beats in sorted(mines.items())}


def _near(grid: Grid, floors: Sequence[Fraction], mines: list[Fraction]) -> bytearray:
    floats = [float(beat) for beat in mines]
    flags = bytearray(len(floors))
    for position, floor in enumerate(floors):
        middle = bisect_right(floats, grid.floats[position])
        for index in range(max(middle - 1, 0), min(middle + 2, len(mines))):
            gap = abs(grid.floats[position] - floats[index])
            if gap < float(floor) - CLOSE or (
                gap < float(floor) + CLOSE and abs(grid.beats[position] - mines[index]) < floor
            ):
                flags[position] = 1
    return flags
