"""The chord behind a range."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from automapper.bms.lanes import Hand
from automapper.bms.model import Lane, Place
from automapper.bms.placement.lane_choice import Step
from automapper.bms.placement.model import Placed
from automapper.bms.placement.resume.lookahead import Ahead, border, next_chord
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.state.grid import Grid
from automapper.errors import ConfigError
from bms.placement.scene import onset, sound, source_of_onsets

SOURCE = source_of_onsets(
    [onset(0, 0, "01"), onset(2, "1/28", "01"), onset(2, "1/28", "02"), onset(2, "1/4", "03")]
)
POOL = pool_of(SOURCE, {"01": sound(1000.0), "02": sound(2000.0), "03": None})
CHORD = Ahead(Place(2, Fraction(1, 28)), Fraction(57, 7), ((Lane(0, 1), "01"), (Lane(0, 3), "02")))


def test_the_first_chord_at_or_behind_a_measure_is_found() -> None:
    keys = {0: Lane(0, 2), 1: Lane(0, 1), 2: Lane(0, 3), 3: Lane(0, 5)}
    placed = [Placed(SOURCE.events[index], lane) for index, lane in keys.items()]
    assert next_chord(placed, 1) == CHORD
    assert next_chord(placed, 2) == CHORD
    assert next_chord(placed, 3) is None


def test_a_chord_survives_json() -> None:
    assert Ahead.from_record(json.loads(json.dumps(CHORD.to_record()))) == CHORD


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": "lookahead-v9"}, "schema_version"),
        ({"beat": "soon"}, "ValueError"),
        ({"notes": [{"lane": "0.1"}]}, "KeyError"),
        ({"measure": None}, "no whole number"),
        ({"measure": float("inf")}, "no whole number"),
        ({"beat": "1e999999999"}, "is no fraction"),
        ({"fraction": "1e-999999999"}, "is no fraction"),
        ({"notes": 5}, "TypeError"),
    ],
)
def test_a_broken_chord_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Ahead.from_record({**CHORD.to_record(), **change})
    with pytest.raises(ConfigError, match="schema_version"):
        Ahead.from_record(None)


def test_the_border_is_the_middle_of_the_chord_and_its_hand() -> None:
    found = border(CHORD, Grid(SOURCE), POOL)
    assert found is not None
    assert found.step == Step(1, 1500.0)
    assert found.hand is Hand.LEFT
    both = Ahead(CHORD.place, CHORD.beat, ((Lane(0, 1), "01"), (Lane(0, 5), "03")))
    found = border(both, Grid(SOURCE), POOL)
    assert found is not None
    assert found.step == Step(0, 1000.0)
    assert found.hand is None
    turned = border(Ahead(CHORD.place, CHORD.beat, ((Lane(0, 0), "01"),)), Grid(SOURCE), POOL)
    assert turned is not None
    assert turned.step is None
    assert border(None, Grid(SOURCE), POOL) is None
