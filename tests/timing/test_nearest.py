"""The nearest of sorted times."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.timing import nearest

moments = st.floats(-1e4, 1e4)


@given(st.lists(moments, min_size=1, max_size=20).map(sorted), st.lists(moments, max_size=20))
def test_no_other_time_is_nearer(times: list[float], wanted: list[float]) -> None:
    grid, asked = np.array(times), np.array(wanted)
    found = nearest(grid, asked)
    away = np.abs(grid[:, None] - asked).min(axis=0)
    assert np.array_equal(np.abs(grid[found] - asked), away)


def test_of_two_equally_near_the_later_is_taken() -> None:
    assert nearest(np.array([0.0, 1.0, 2.0]), [0.5, 1.5, 1.4, -9.0, 9.0]).tolist() == [
        1,
        2,
        1,
        0,
        2,
    ]


def test_shapes_are_those_of_what_is_wanted() -> None:
    times = np.array([0.0, 1.0])
    assert nearest(times, [[0.2, 0.8], [0.9, 0.1]]).tolist() == [[0, 1], [1, 0]]
    assert int(nearest(times, 0.8)) == 1
    assert nearest(np.array([3.0]), [-1.0, 3.0, 9.0]).tolist() == [0, 0, 0]


def test_of_no_times_nothing_is_near() -> None:
    nothing = np.zeros(0)
    assert nearest(nothing, []).shape == nearest(np.array([1.0]), []).shape == (0,)
    with pytest.raises(ValueError, match="no time"):
        nearest(nothing, [1.0])
