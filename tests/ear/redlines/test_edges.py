from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from automapper.ear.redlines.edges import cheapest_edges, with_bars, without_held
from automapper.ear.redlines.lines import fit

NONE = np.zeros(0, np.int64)


def _cost(
    beats: NDArray[np.float64], places: list[int], lines: list[int], edges: list[int]
) -> float:
    """What a choice of edges costs, with the prices of the module."""
    cost = sum(12.0 if edge in lines else 24.0 for edge in edges)
    for start, end in zip([0, *edges[1:]], [*edges[1:], len(beats)], strict=True):
        line = fit(np.arange(start, end), beats[start:end])
        if line.stray > 0.009 and places.index(end) > places.index(start or places[0]) + 1:
            return np.inf
        cost += line.squares / 0.0025**2
    return cost


def _fits(beats: NDArray[np.float64], start: int, end: int) -> bool:
    return fit(np.arange(start, end), beats[start:end]).stray <= 0.009


def _fits_no_more(beats: NDArray[np.float64], places: list[int]) -> bool:
    """Whether a line that ceases to fit fits no longer one either, from each of the places."""
    starts = [0, *places[1:-1]]
    reaches = (
        [_fits(beats, start, end) for end in places[index + 1 :]]
        for index, start in enumerate(starts)
    )
    return all(reach == sorted(reach, reverse=True) for reach in reaches)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, -0.012, 0.03]), min_size=24, max_size=24),
    st.integers(0, 3),
)
def test_the_way_is_the_cheapest_of_all(bends: list[float], first: int) -> None:
    beats = 0.5 + np.cumsum(0.5 + np.array(bends))
    lines = list(range(first, 24, 4))
    places = sorted({*lines, 13 + first % 2, 24})
    assume(_fits_no_more(beats, places))
    found = cheapest_edges(beats, np.arange(24), np.array(places), (np.array(lines), NONE))
    inner = places[1:-1]
    choices = chain.from_iterable(combinations(inner, count) for count in range(len(inner) + 1))
    least = min(_cost(beats, places, lines, [places[0], *chosen]) for chosen in choices)
    # Several ways may cost the same, as rounding has it.
    assert _cost(beats, places, lines, found) == pytest.approx(least)


def test_no_line_goes_through_a_wall() -> None:
    beats = 0.5 * np.arange(40)
    heard, lines = np.arange(40), np.arange(0, 40, 4)
    places = np.append(lines, 40)
    assert cheapest_edges(beats, heard, places, (lines, NONE)) == [0]
    assert cheapest_edges(beats, heard, places, (lines, np.array([20]))) == [0, 20]


@pytest.mark.parametrize(
    ("late", "kept"), [(0.0, [0]), (0.004, [0]), (0.015, [0, 20]), (0.2, [0, 20])]
)
def test_a_point_after_a_rest_goes_where_one_line_does_as_well(
    late: float, kept: list[int]
) -> None:
    beats = 0.5 * np.arange(40) + np.where(np.arange(40) >= 20, late, 0.0)
    heard = np.delete(np.arange(40), np.arange(12, 20))
    assert without_held([0, 20], beats, heard, np.array([20])) == kept


def test_points_elsewhere_stay_however_even_the_beats() -> None:
    assert without_held([0, 20], 0.5 * np.arange(40), np.arange(40), NONE) == [0, 20]


def test_a_point_inside_a_bar_draws_one_on_the_next_bar_line() -> None:
    heard, lines = np.arange(40), np.arange(0, 40, 4)
    assert with_bars([0, 18], heard, lines) == [0, 18, 20]
    assert with_bars([0, 16], heard, lines) == [0, 16]
    assert with_bars([0, 38], heard, lines) == [0, 38]
    resting = np.delete(heard, [20, 21])
    assert with_bars([0, 18], resting, lines) == [0, 18, 24]
