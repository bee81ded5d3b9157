from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automapper.data.course import even, free


def test_an_even_course_is_a_line() -> None:
    course = even(10.0, 1.25, 100)
    assert np.allclose(course.at, 10.0 + 1.25 * np.arange(100))
    assert np.allclose(course.frames_of(np.array([5.0, 10.0, 135.0, 260.0])), [-4, 0, 100, 200])


@given(seed=st.integers(0, 999), rate=st.floats(0.75, 1.3))
def test_free_time_never_stands_still_and_keeps_its_mean(seed: int, rate: float) -> None:
    course = free(rate, 1500, np.random.default_rng(seed))
    pace = np.diff(course.at)
    assert len(course.at) == 1500 and course.at[0] == 0.0
    assert pace.min() > 0.5 * rate and pace.max() < 2.0 * rate
    assert abs(np.log(pace / rate).mean()) < 1e-2


@given(seed=st.integers(0, 999))
def test_places_are_found_again(seed: int) -> None:
    course = free(1.0, 600, np.random.default_rng(seed))
    frames = np.arange(600)
    assert np.allclose(course.frames_of(course.at), frames)
    outside = course.frames_of(np.array([course.at[0] - 9.0, course.at[-1] + 9.0]))
    assert outside[0] < 0 and outside[1] > 599


def test_free_time_is_free() -> None:
    rng = np.random.default_rng(3)
    spreads = [np.std(np.log(np.diff(free(1.0, 1500, rng).at))) for _ in range(50)]
    assert min(spreads) < 0.02 and max(spreads) > 0.06
