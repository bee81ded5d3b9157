from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.timing import Meter, MeterChange, bar_and_position

FOUR = (MeterChange(Fraction(0), Meter(4)),)


@given(st.builds(Fraction, st.integers(-5000, 5000), st.integers(1, 48)), st.integers(1, 13))
def test_one_metre_is_division_with_remainder(beat: Fraction, length: int) -> None:
    bar, position = bar_and_position(beat, (MeterChange(Fraction(0), Meter(length)),))
    assert bar * length + position == beat
    assert 0 <= position < length


@pytest.mark.parametrize(
    ("beat", "expected"), [(0, (0, 0)), (7, (1, 3)), (-1, (-1, 3)), (-4, (-1, 0)), (-5, (-2, 3))]
)
def test_four_beats_a_bar(beat: int, expected: tuple[int, int]) -> None:
    assert bar_and_position(Fraction(beat), FOUR) == expected


def test_bars_are_counted_through_changes() -> None:
    changes = (*FOUR, MeterChange(Fraction(8), Meter(3)), MeterChange(Fraction(14), Meter(7, 8)))
    places = [bar_and_position(Fraction(beat), changes) for beat in (7, 8, 11, 13, 14, 20, 21)]
    assert places == [(1, 3), (2, 0), (3, 0), (3, 2), (4, 0), (4, 6), (5, 0)]


def test_a_bar_cut_short_counts_as_one() -> None:
    changes = (*FOUR, MeterChange(Fraction(6), Meter(4)))
    assert bar_and_position(Fraction(5), changes) == (1, 1)
    assert bar_and_position(Fraction(6), changes) == (2, 0)


def test_a_first_bar_line_elsewhere() -> None:
    changes = (MeterChange(Fraction(2), Meter(4)),)
    assert bar_and_position(Fraction(2), changes) == (0, 0)
    assert bar_and_position(Fraction(1), changes) == (-1, 3)


@pytest.mark.parametrize(("beats", "unit"), [(0, 4), (4, 0), (-3, 4)])
def test_a_metre_that_is_none(beats: int, unit: int) -> None:
    with pytest.raises(ValueError, match="at least one beat"):
        Meter(beats, unit)
