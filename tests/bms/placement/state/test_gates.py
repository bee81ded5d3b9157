"""The gates by themselves; the board's tests hold them together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.bms.placement.levels import tuning
from automapper.bms.placement.state import gates
from automapper.bms.placement.state.gates import balanced, jack_floor
from automapper.bms.placement.state.grid import Grid
from automapper.bms.placement.state.standing import Standing
from bms.placement.scene import sixteenths, source_of_onsets


@pytest.mark.parametrize(("bpm", "ticks"), [(60, 15), (183, 15), (184, 16), (242, 20), (400, 33)])
def test_the_jack_floor_is_ticks_or_102_ms(bpm: int, ticks: int) -> None:
    assert jack_floor(tuning(), Fraction(bpm)) == Fraction(ticks, 48)


@pytest.mark.parametrize(
    ("left", "right", "keys", "passes"),
    [(9, 0, 9, True), (7, 3, 10, True), (8, 2, 10, False), (7, 0, 10, True), (0, 8, 11, False)],
)
def test_balance_counts_from_ten_keys_on(left: int, right: int, keys: int, passes: bool) -> None:
    assert balanced(left, right, keys, tuning()) is passes


def test_one_wide_chord_is_always_allowed() -> None:
    standing = Standing(Grid(source_of_onsets(sixteenths(0, "12"))))
    constants = replace(tuning(), stream_chord_ratio_max=0.1)
    assert gates.chords_allowed(standing, 0, constants) == 1
    standing = Standing(Grid(source_of_onsets(sixteenths(0, "1234567812345678"))))
    assert gates.chords_allowed(standing, 0, tuning()) == 4  # .311 of 16
