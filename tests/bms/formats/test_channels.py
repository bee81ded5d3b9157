from __future__ import annotations

from automapper.bms.formats.channels import KINDS, LANES, SILENT, Kind
from automapper.bms.model import Lane


def test_lanes_of_channels() -> None:
    assert LANES["11"] == (Kind.VISIBLE, Lane(0, 1))
    assert LANES["16"] == (Kind.VISIBLE, Lane(0, 0))
    assert LANES["17"] == (Kind.VISIBLE, Lane(0, 8))
    assert LANES["18"] == (Kind.VISIBLE, Lane(0, 6))
    assert LANES["29"] == (Kind.VISIBLE, Lane(1, 7))
    assert LANES["46"] == (Kind.INVISIBLE, Lane(1, 0))
    assert LANES["53"] == (Kind.LONG, Lane(0, 3))
    assert LANES["E5"] == (Kind.MINE, Lane(1, 5))


def test_every_lane_has_one_channel_of_each_kind() -> None:
    assert len(LANES) == 4 * 2 * 9
    assert len({*LANES.values()}) == len(LANES)
    assert not SILENT & KINDS.keys()
