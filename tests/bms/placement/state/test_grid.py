"""Positions as numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.bms.lanes import Hand
from automapper.bms.model import KeyMode, Lane, Place
from automapper.bms.placement.state.grid import Grid
from bms.placement.scene import onset, source_of_onsets

ONSETS = [
    onset(0, 0, "01"),
    onset(0, 0, "02"),
    onset(0, "1/28", "03"),
    onset(2, "1/43", "04"),
]


def test_events_of_one_place_share_a_position() -> None:
    grid = Grid(source_of_onsets(ONSETS))
    assert grid.position_of == [0, 0, 1, 2]
    assert grid.first_event == [0, 2, 3]
    assert grid.beats == [0, Fraction(1, 7), 8 + Fraction(4, 43)]
    assert grid.measure_of == [0, 0, 2]
    assert grid.sounding == [2, 0, 1]


def test_positions_are_found_exactly() -> None:
    grid = Grid(source_of_onsets(ONSETS))
    beat = Fraction(1, 7)
    tiny = Fraction(1, 10**15)
    assert [grid.after(b) for b in (beat - tiny, beat, beat + tiny)] == [1, 2, 2]
    assert grid.at(beat) == 1
    assert grid.at(beat + tiny) is None
    assert grid.at(Fraction(-1)) is None
    assert [grid.first_of(measure) for measure in range(4)] == [0, 2, 2, 3]


def test_any_place_has_its_beat() -> None:
    grid = Grid(source_of_onsets(ONSETS, lengths=[Fraction(4), Fraction(3)]))
    assert grid.beat_of(Place(1, Fraction(1, 2))) == Fraction(11, 2)


@pytest.mark.parametrize(
    ("mode", "left", "right"),
    [
        (KeyMode.FIVE, 0b00011, 0b11000),
        (KeyMode.SEVEN, 0b0000111, 0b1110000),
        (KeyMode.NINE, 0b000001111, 0b111100000),
        (KeyMode.TEN, 0b11111, 0b11111 << 5),
        (KeyMode.FOURTEEN, 0b1111111, 0b1111111 << 7),
    ],
)
def test_hands_are_bits(mode: KeyMode, left: int, right: int) -> None:
    grid = Grid(source_of_onsets(ONSETS[:2], mode))
    assert (grid.left, grid.right) == (left, right)
    assert grid.keys_of(Hand.LEFT) == left
    assert grid.keys_of(None) == 0


def test_turntables_come_after_the_keys() -> None:
    grid = Grid(source_of_onsets(ONSETS[:1], KeyMode.TEN))
    assert grid.keys == 10
    assert [grid.number[Lane(side, 0)] for side in (0, 1)] == [10, 11]
