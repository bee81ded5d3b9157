from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.timing import beat_from_float, exact, snap
from automapper.timing.beats import FINEST_DIVISOR

simple_beats = st.builds(Fraction, st.integers(-200_000, 200_000), st.integers(1, FINEST_DIVISOR))
floats = st.floats(-1e6, 1e6, allow_nan=False)


@given(floats)
def test_a_float_is_its_shortest_decimal(value: float) -> None:
    assert float(exact(value)) == value
    assert exact(exact(value)) == exact(value)


def test_a_decimal_is_taken_at_its_word() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(120) == 120
    assert exact(Fraction(1, 3)) == Fraction(1, 3)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_decimal(value: float) -> None:
    with pytest.raises(ValueError, match="Invalid literal"):
        exact(value)


@given(simple_beats)
def test_a_simple_fraction_survives_the_way_through_a_float(beat: Fraction) -> None:
    assert beat_from_float(float(beat)) == beat


@given(floats)
def test_what_was_read_is_written_as_the_same_number(value: float) -> None:
    assert float(beat_from_float(value)) == value
    assert beat_from_float(float(beat_from_float(value))) == beat_from_float(value)


@pytest.mark.parametrize(
    ("value", "beat"),
    [(1 / 3, Fraction(1, 3)), (0.1, Fraction(1, 10)), (2.333, Fraction(2333, 1000)), (7.0, 7)],
)
def test_what_a_number_stands_for(value: float, beat: Fraction) -> None:
    assert beat_from_float(value) == beat


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_beat_is_finite(value: float) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        beat_from_float(value)


divisor_lists = st.lists(st.integers(1, 48), min_size=1, max_size=4)


@given(simple_beats, divisor_lists)
def test_snap_gives_the_nearest_beat_of_the_grids(beat: Fraction, divisors: list[int]) -> None:
    found = snap(beat, divisors)
    assert any((found * divisor).denominator == 1 for divisor in divisors)
    near = [Fraction(round(beat * d) + step, d) for d in divisors for step in (-1, 0, 1)]
    assert abs(found - beat) == min(abs(other - beat) for other in near)


@given(simple_beats, divisor_lists)
def test_snapping_twice_changes_nothing(beat: Fraction, divisors: list[int]) -> None:
    once = snap(beat, divisors)
    assert snap(once, divisors) == once


@given(simple_beats, divisor_lists, st.integers(-1000, 1000))
def test_snap_does_not_care_for_whole_beats(beat: Fraction, grid: list[int], add: int) -> None:
    assert snap(beat + add, grid) == snap(beat, grid) + add


def test_snap_rounds_and_never_floors() -> None:
    """The mean error over evenly spread times is nothing; flooring would make it -1/8 beat."""
    times = np.random.default_rng(0).uniform(0, 1000, 4000)
    errors = [float(snap(float(time), [4])) - time for time in times]
    assert abs(float(np.mean(errors))) < 0.005
    assert max(map(abs, errors)) <= 1 / 8


def test_of_two_grids_equally_near_the_coarser_wins() -> None:
    assert snap(Fraction(1, 2), [2, 4]).denominator == 2
    # 5/24 lies as far from 1/6 as from 1/4.
    assert snap(Fraction(5, 24), [6, 4]) == Fraction(1, 4)
