"""Distances, precomputed: the same as by definition."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.model import Lane
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Source
from automapper.bms.placement.state.floors import barred, jack_floors, reaches, usual_rests
from automapper.bms.placement.state.gates import jack_floor
from automapper.bms.placement.state.grid import Grid
from bms.placement.scene import onset, source_of_onsets, sources


@settings(max_examples=60, deadline=None)
@given(sources())
def test_floors_reaches_and_mines_are_exact(source: Source) -> None:
    grid, constants = Grid(source), tuning()
    floors = jack_floors(grid, constants)
    expected = [jack_floor(constants, source.tempo_map.bpm_at(beat)) for beat in grid.beats]
    assert floors == expected
    for position, first in enumerate(reaches(grid, floors)):
        near = [
            before
            for before in range(position)
            if grid.beats[position] - grid.beats[before] < floors[position]
        ]
        assert near == list(range(first, position))
    flags = barred(grid, floors)
    for lane in grid.lanes:
        mines = [beat for other, beat in source.obstacles if other == lane]
        for position, beat in enumerate(grid.beats):
            near_mine = any(abs(beat - mine) < floors[position] for mine in mines)
            assert bool(flags.get(grid.number[lane], bytes(len(floors)))[position]) == near_mine


@settings(max_examples=30, deadline=None)
@given(sources(), st.integers(1, 20))
def test_keys_rest_as_at_the_default_level_where_a_level_asks_less(
    source: Source, level: int
) -> None:
    grid = Grid(source)
    found = usual_rests(grid, tuning(level))
    assert (found is None) == (level <= 5)
    own = jack_floors(grid, tuning(level))
    usual = jack_floors(grid, tuning()) if found is None else found.floors
    for mine, rest in zip(own, usual, strict=True):
        assert mine >= rest if level <= 5 else mine <= rest


def test_a_distance_of_exactly_the_floor_is_enough() -> None:
    floor = Fraction(15, 48)
    source = source_of_onsets(
        [onset(0, 0, "01"), onset(0, floor / 4, "02"), onset(1, Fraction(1, 10**9), "03")],
        obstacles=[(Lane(0, 1), floor)],
    )
    grid = Grid(source)
    assert jack_floors(grid, tuning()) == [floor] * 3
    assert reaches(grid, [floor] * 3) == [0, 1, 2]
    assert list(barred(grid, [floor] * 3)[0]) == [0, 1, 0]
