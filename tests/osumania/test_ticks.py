"""Distances from ticks: what was placed on a tick is never off, however it was rounded."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.osumania.model import Redline
from automapper.osumania.ticks import DIVISORS, lines_in_force, unsnaps


def red(time: float, beat: float | str) -> Redline:
    return Redline(Fraction(time), Fraction(beat))


def off(time: float | Fraction, *lines: Redline) -> float:
    return unsnaps(lines, [Fraction(time)])[0]


lengths = st.fractions(Fraction(60000, 400), Fraction(60000, 60), max_denominator=997)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(-5000, 5000),
    lengths,
    st.sampled_from((1, 2, 3, 4, 6, 8, *DIVISORS)),
    st.integers(0, 5000),
    st.sampled_from(("exact", "cut", "rounded")),
)
def test_a_note_on_a_tick_is_not_off(start, beat, divisor, index, way) -> None:
    tick = start + beat * index / divisor
    placed = {"exact": tick, "cut": Fraction(math.floor(tick)), "rounded": Fraction(round(tick))}
    assert off(placed[way], Redline(Fraction(start), beat)) < 1e-6 * max(index, 1)


@settings(max_examples=100, deadline=None)
@given(st.integers(-5000, 5000), st.integers(240, 1000), st.integers(-4, 400))
def test_what_is_moved_from_a_beat_is_off_by_as_much_or_less(start, beat, index) -> None:
    line = Redline(Fraction(start), Fraction(beat))
    for moved in (1, 2, 3):
        assert off(start + index * beat + moved, line) <= moved


def test_ticks_are_counted_from_the_redline_in_force() -> None:
    lines = (red(0, 400), red(1030, 500))
    assert off(1000, *lines) == 0.0
    assert off(1015, *lines) > 1
    assert off(1030, *lines) == 0.0
    assert off(1530, *lines) == 0.0
    assert off(-400, *lines) == 0.0


def test_what_comes_just_before_a_redline_may_be_meant_for_it() -> None:
    lines = (red(0, 400), red(1015, 400))
    assert off(1014, *lines) == 1.0
    assert off(1011, *lines) > 2


def test_without_redlines_nothing_is_off() -> None:
    assert unsnaps((), [Fraction(1), Fraction(7)]) == [0.0, 0.0]


@pytest.mark.parametrize(("time", "line"), [(-5, 0), (0, 0), (999, 0), (1000, 1), (5000, 1)])
def test_the_first_redline_counts_before_itself_too(time: int, line: int) -> None:
    assert lines_in_force((red(0, 400), red(1000, 400)), [Fraction(time)]) == [line]
