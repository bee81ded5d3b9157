"""How a chart is made ready, and how lanes are named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.bms.checks.subject import column_of, lane_name, prepare_chart
from automapper.bms.lanes import columns_of
from automapper.bms.model import KeyMode, Lane

from .charts import GOOD, at, hold, key, tap


def test_notes_get_beats_and_seconds_and_stand_by_lane() -> None:
    notes = (tap(key(2), at(0)), hold(key(1), at(0, "1/2"), at(1)), tap(key(2), at(1, "1/4")))
    subject = prepare_chart(replace(GOOD, notes=notes, lengths=((0, Fraction(1, 2)),)))
    assert [(one.beat, one.end_beat) for one in subject.presses] == [(0, 0), (1, 2), (3, 3)]
    assert [one.seconds for one in subject.presses] == pytest.approx([0, 0.5, 1.5])
    assert [one.end_seconds for one in subject.presses] == pytest.approx([0, 1, 1.5])
    assert [one.is_hold for one in subject.presses] == [False, True, False]
    assert [(lane, len(row)) for lane, row in subject.lanes] == [(key(1), 1), (key(2), 2)]
    assert subject.defined == {"01", "02"}


@pytest.mark.parametrize(
    ("mode", "columns"),
    [
        (KeyMode.FIVE, 6),
        (KeyMode.SEVEN, 8),
        (KeyMode.NINE, 9),
        (KeyMode.TEN, 12),
        (KeyMode.FOURTEEN, 16),
    ],
)
def test_columns_are_the_lanes_from_left_to_right(mode: KeyMode, columns: int) -> None:
    lanes = columns_of(mode)
    assert len(lanes) == len(set(lanes)) == columns
    assert lanes[0].is_scratch == (mode is not KeyMode.NINE)
    assert lanes[-1].is_scratch == (mode in (KeyMode.TEN, KeyMode.FOURTEEN))
    assert [column_of(mode, lane) for lane in lanes] == [(i,) for i in range(columns)]
    assert column_of(mode, Lane(0, 8)) == ()


@pytest.mark.parametrize(
    ("mode", "lane", "name"),
    [
        (KeyMode.SEVEN, Lane(0, 0), "scratch"),
        (KeyMode.SEVEN, Lane(0, 7), "key 7"),
        (KeyMode.SEVEN, Lane(0, 8), "free zone"),
        (KeyMode.NINE, Lane(1, 2), "key 6"),
        (KeyMode.FOURTEEN, Lane(0, 0), "left scratch"),
        (KeyMode.FOURTEEN, Lane(1, 5), "right key 5"),
    ],
)
def test_lanes_have_names(mode: KeyMode, lane: Lane, name: str) -> None:
    assert lane_name(mode, lane) == name
