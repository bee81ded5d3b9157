"""Lanes that follow brightness."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.placement.lane_choice import Curve, Draws, Step, Trail, choose, step_unit
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.selection.pool import pool_of
from bms.placement.scene import sixteenths, sound, source_of_onsets

CURVE = Curve(unit=300.0, most=4.0, keys=7, stray=0.3)
DOUBLE = Curve(unit=300.0, most=4.0, keys=14, stray=0.3, sides=2)
FAITHFUL = Draws(stray=0.9, lane=0.2, chord=0.5)
ALL = range(7)


def lane(
    before: Step | None, centroid: float | None, after: Step | None = None, draws: Draws = FAITHFUL
) -> int:
    return choose(ALL, centroid, (before, after), draws, CURVE)


def test_brighter_goes_right_and_darker_left() -> None:
    middle = Step(3, 1000.0)
    assert lane(middle, 1000.0) == 3
    assert lane(middle, 1150.0) == 5  # 4 x (1 - e^-.5) = 1.6 lanes
    assert lane(middle, 850.0) == 1
    assert lane(Step(0, 1000.0), 9000.0) == 4  # never more than four lanes


def test_the_curve_saturates() -> None:
    assert CURVE.stride(0.0) == 0.0
    assert CURVE.stride(300.0) == pytest.approx(4 * (1 - 2.718281828**-1))
    assert CURVE.stride(-300.0) == -CURVE.stride(300.0)
    assert 3.99 < CURVE.stride(5000.0) <= 4.0


def test_unknown_brightness_and_strays_draw_a_lane() -> None:
    draws = [Draws(0.9, i / 7 + 0.01, 0.5) for i in ALL]
    assert [lane(Step(3, 1000.0), None, draws=one) for one in draws] == list(ALL)
    assert [lane(None, 1000.0, draws=one) for one in draws] == list(ALL)
    strays = [Draws(0.29, one.lane, 0.5) for one in draws]
    assert [lane(Step(3, 1000.0), 1000.0, draws=one) for one in strays] == list(ALL)


def test_a_known_next_note_draws_the_lane_halfway() -> None:
    assert lane(Step(1, 1000.0), 1000.0) == 1
    assert lane(Step(1, 1000.0), 1000.0, Step(5, 1000.0)) == 3


def test_ties_go_to_either_side() -> None:
    free = (0, 2, 4, 6)
    found = [
        choose(free, 1000.0, (Step(3, 1000.0), None), Draws(0.9, x, 0.5), CURVE) for x in (0.1, 0.9)
    ]
    assert found == [2, 4]


def test_where_no_near_lane_is_left_the_wish_keeps_its_share_of_the_width() -> None:
    left = (0, 1, 2)
    found = [choose(left, 1000.0, (Step(at, 1000.0), None), FAITHFUL, CURVE) for at in (4, 5, 6)]
    assert found == [1, 2, 2]


def test_the_trail_goes_on_from_the_same_place_of_the_other_side() -> None:
    right = tuple(range(7, 14))
    for place in range(7):
        there = (Step(place, 1000.0), None)
        assert choose(right, 1000.0, there, FAITHFUL, DOUBLE) == 7 + place
        back = (Step(7 + place, 1000.0), None)
        assert choose(tuple(ALL), 1000.0, back, FAITHFUL, DOUBLE) == place
    assert choose(right, 9000.0, (Step(1, 1000.0), None), FAITHFUL, DOUBLE) == 10  # half as far
    assert choose(right, 9000.0, (Step(6, 1000.0), None), FAITHFUL, DOUBLE) == 13
    # Where both sides are free, brightness leads as ever.
    assert choose(range(14), 1000.0, (Step(6, 1000.0), None), FAITHFUL, DOUBLE) == 6


@given(
    st.sets(st.integers(0, 13), min_size=1),
    st.floats(0, 20000),
    st.builds(Step, st.integers(0, 13), st.floats(0, 20000)),
    st.builds(Draws, *(st.floats(0, 1, exclude_max=True) for _ in range(3))),
)
def test_the_choice_is_always_a_free_lane_on_two_sides(
    free: set[int], centroid: float, before: Step, draws: Draws
) -> None:
    assert choose(sorted(free), centroid, (before, None), draws, DOUBLE) in free


@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.none() | st.floats(0, 20000),
    st.none() | st.builds(Step, st.integers(0, 6), st.floats(0, 20000)),
    st.none() | st.builds(Step, st.integers(0, 6), st.floats(0, 20000)),
    st.builds(Draws, *(st.floats(0, 1, exclude_max=True) for _ in range(3))),
)
def test_the_choice_is_always_a_free_lane(
    free: set[int], centroid: float | None, before: Step | None, after: Step | None, draws: Draws
) -> None:
    assert choose(sorted(free), centroid, (before, after), draws, CURVE) in free


@pytest.mark.parametrize(
    ("centroids", "unit"),
    [([1000, 1000, 2000, 1500], 750.0), ([1000, 1010, 1000], 300.0), ([1000], 300.0)],
)
def test_the_step_unit_is_the_median_change(centroids: Sequence[int], unit: float) -> None:
    source = source_of_onsets(sixteenths(0, "12345678"[: len(centroids)]))
    sounds = {f"0{i + 1}": sound(float(value)) for i, value in enumerate(centroids)}
    assert step_unit(source.events, pool_of(source, sounds), tuning()) == unit


def test_the_trail_is_in_order_of_time_whatever_comes_first() -> None:
    start, end = Step(0, 1.0), Step(6, 2.0)
    trail = Trail(start, end)
    assert trail.around(5) == (start, end)
    trail.add(8, Step(3, 3.0))
    trail.add(2, Step(1, 4.0))
    assert trail.around(5) == (Step(1, 4.0), Step(3, 3.0))
    assert trail.around(8) == (Step(3, 3.0), end)
    assert trail.around(1) == (start, Step(1, 4.0))
    assert trail.last() == Step(3, 3.0)
    assert Trail(start).last() == start
