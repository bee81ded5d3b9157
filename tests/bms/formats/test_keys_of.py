from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest

from automapper.bms.formats.keys_of import keys_of, nine_keys
from automapper.bms.lanes import key_lanes, scratch_lanes
from automapper.bms.model import KeyMode, Lane, Note, Place


@pytest.mark.parametrize("mode", KeyMode)
def test_a_chart_on_all_lanes_of_a_mode_has_it(mode: KeyMode) -> None:
    lanes = (*key_lanes(mode), *scratch_lanes(mode))
    assert keys_of(lanes) is mode
    assert keys_of(reversed(lanes), "a.bme") is mode


@pytest.mark.parametrize(
    ("lanes", "name", "mode"),
    (
        ((), "a.bms", KeyMode.FIVE),
        ((), "a.pms", KeyMode.NINE),
        ([Lane(0, 1)], "a.bme", KeyMode.FIVE),
        ([Lane(0, 6)], "a.bms", KeyMode.SEVEN),
        ([Lane(0, 8)], "a.bms", KeyMode.FIVE),
        ([Lane(0, 3)], "A.PMS", KeyMode.NINE),
        ([Lane(0, 3), Lane(0, 0)], "a.pms", KeyMode.FIVE),
        ([Lane(0, 1), Lane(1, 2)], "a.bms", KeyMode.TEN),
        ([Lane(0, 1), Lane(1, 2)], "a.pms", KeyMode.NINE),
        ([Lane(0, 1), Lane(1, 1)], "a.pms", KeyMode.TEN),
        ([Lane(0, 1), Lane(1, 1)], "a.bms", KeyMode.TEN),
        ([Lane(0, 0), Lane(1, 2)], "a.bms", KeyMode.TEN),
        ([Lane(0, 1), Lane(1, 7)], "a.bms", KeyMode.FOURTEEN),
        ([Lane(0, 7), Lane(1, 2)], "a.bms", KeyMode.FOURTEEN),
    ),
)
def test_hints_and_few_lanes(lanes: Iterable[Lane], name: str, mode: KeyMode) -> None:
    assert keys_of(lanes, name) is mode


def on(*lanes: Lane) -> tuple[Note, ...]:
    return tuple(Note(Place(0, Fraction(0)), lane, "01") for lane in lanes)


def test_nine_keys_on_one_side_are_put_on_their_lanes() -> None:
    spelt = [Lane(0, key) for key in (1, 2, 3, 4, 5, 6, 7, 0, 8)]
    assert nine_keys(on(*spelt)) == on(*key_lanes(KeyMode.NINE))
    assert nine_keys(on(*key_lanes(KeyMode.NINE))) == on(*key_lanes(KeyMode.NINE))
    assert nine_keys(on(Lane(0, 0), Lane(1, 1))) == on(Lane(0, 0), Lane(1, 1))
