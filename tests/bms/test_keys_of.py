from __future__ import annotations

from collections.abc import Iterable

import pytest

from automapper.bms.keys_of import keys_of
from automapper.bms.lanes import key_lanes, scratch_lanes
from automapper.bms.model import KeyMode, Lane


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
        ([Lane(0, 1), Lane(1, 2)], "a.bms", KeyMode.NINE),
        ([Lane(0, 1), Lane(1, 1)], "a.bms", KeyMode.TEN),
        ([Lane(0, 0), Lane(1, 2)], "a.bms", KeyMode.TEN),
        ([Lane(0, 1), Lane(1, 7)], "a.bms", KeyMode.FOURTEEN),
        ([Lane(0, 7), Lane(1, 2)], "a.bms", KeyMode.FOURTEEN),
    ),
)
def test_hints_and_few_lanes(lanes: Iterable[Lane], name: str, mode: KeyMode) -> None:
    assert keys_of(lanes, name) is mode
